"""The pages of the user guide as they lie on disk: their order, their titles, and a search through them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from textwrap import shorten

import resources

INDEX = "index.md"
# The guide's page for each page of the window.
OF_PAGE = {
    "overview": "overview.md",
    "grants": "grants.md",
    "exercise": "exercise.md",
    "what_if": "what-if.md",
    "deadlines": "deadlines.md",
    "notices": "notices.md",
    "record": "record.md",
    "plan": "plan.md",
}
_LINK = re.compile(r"\[([^]]+)\]\(([a-z0-9-]+\.md)\)")
_MARKS = re.compile(r"!\[[^]]*\]\([^)]*\)|[*`#|]|-{3,}|\[([^]]*)\]\([^)]*\)")


@dataclass(frozen=True)
class Found:
    """A page that has every word looked for, and the line where one of them stands."""

    name: str
    title: str
    line: str


def folder() -> Path:
    """Where the guide lies, from source and in the frozen program alike: beside the resources."""
    return resources.path("rates").parent.parent / "docs" / "guide"


@cache
def page_text(name: str) -> str:
    """A page's Markdown; an unknown name gives the index."""
    path = folder() / name
    if Path(name).name != name or not path.is_file():
        path = folder() / INDEX
    return path.read_text(encoding="utf-8")


@cache
def titles() -> dict[str, str]:
    """Every page in the order of the index: file name to title. The index itself comes first."""
    listed = {name: title for title, name in _LINK.findall(page_text(INDEX))}
    return {INDEX: "Contents", **listed}


def plain(markdown: str) -> str:
    """The words of a page without marks."""
    return _MARKS.sub(lambda found: found[1] or "", markdown)


_LINE = 96  # characters of a line that was found


def search(words: str) -> Sequence[Found]:
    """The pages that have every word, best first; where none has, those with some of them."""
    wanted = words.casefold().split()
    pages = {name: plain(page_text(name)) for name in titles() if name != INDEX}
    lower = {name: text.casefold() for name, text in pages.items()}
    everywhere = {word: sum(text.count(word) for text in lower.values()) for word in wanted}
    found: list[tuple[int, float, Found]] = []
    for name, text in lower.items():
        missing = sum(word not in text for word in wanted)
        if missing == len(wanted):
            continue
        title = titles()[name]
        # A word that is rare says more; one in the title says most.
        weight = sum(text.count(word) / everywhere[word] for word in wanted if everywhere[word])
        weight += sum(word in title.casefold() for word in wanted)
        found.append((missing, -weight, Found(name, title, _line(pages[name], wanted))))
    found.sort(key=lambda entry: entry[:2])
    return [one for missing, _, one in found if not missing or found[0][0]]


def _line(text: str, wanted: list[str]) -> str:
    """The first sentence below the title with the most of the words."""
    sentences = re.split(r"(?<=[.:?!])\s+", " ".join(text.split("\n")[1:]))
    best = max(sentences, key=lambda one: sum(word in one.casefold() for word in wanted), default="")
    return shorten(best, _LINE, placeholder="\N{HORIZONTAL ELLIPSIS}")
