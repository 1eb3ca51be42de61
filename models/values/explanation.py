"""Why a figure is what it is: steps a person can follow, each with the paragraph it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Reading:
    """A place where the plan can be read in two ways: the plan term that decides it, and both sentences."""

    term: str
    in_force: str
    other: str


@dataclass(frozen=True)
class Step:
    """One step of an explanation: the paragraph (or source), one sentence, and the other reading if there is one."""

    paragraph: str
    says: str
    reading: Reading | None = None


@dataclass(frozen=True)
class Explanation:
    """The steps behind a figure, in the order a person would work them out."""

    steps: tuple[Step, ...] = ()

    def __iter__(self) -> Iterator[Step]:
        return iter(self.steps)

    def __add__(self, other: Explanation) -> Explanation:
        return explained((*self.steps, *other.steps))

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The paragraphs cited, each once, in order of first mention."""
        return tuple(dict.fromkeys(step.paragraph for step in self.steps))


def explained(steps: Iterable[Step]) -> Explanation:
    """An explanation of these steps, a repeated step kept once."""
    return Explanation(tuple(dict.fromkeys(steps)))
