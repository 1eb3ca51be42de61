"""Why a figure is what it is: steps a person can follow, each with the paragraph it rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from models.values.frozen import dataclass


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


class Explanation:
    """The steps behind a figure, in the order a person would work them out.

    `steps` may be a function that gives them: most answers are never asked why, so the sentences are only written
    when they are first read. A repeated step is kept once.
    """

    __slots__ = ("_given", "_steps")

    def __init__(self, steps: Iterable[Step] | Callable[[], Iterable[Step]] = ()) -> None:
        self._given = steps
        self._steps: tuple[Step, ...] | None = None

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps, each once."""
        if self._steps is None:
            given = self._given() if callable(self._given) else self._given
            self._steps = tuple(dict.fromkeys(given))
            self._given = ()
        return self._steps

    def __iter__(self) -> Iterator[Step]:
        return iter(self.steps)

    def __add__(self, other: Explanation) -> Explanation:
        return Explanation(lambda: (*self.steps, *other.steps))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Explanation) and self.steps == other.steps

    def __hash__(self) -> int:
        return hash(self.steps)

    def __repr__(self) -> str:
        return f"Explanation({self.steps!r})"

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The paragraphs cited, each once, in order of first mention."""
        return tuple(dict.fromkeys(step.paragraph for step in self.steps))
