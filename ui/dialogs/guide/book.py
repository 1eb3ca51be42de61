"""The pages of the user guide as they lie on disk: their order, their titles, and a search through them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

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
_MARKS = re.compile(r"!\[[^]]*\]\([^)]*\)|[*`#|]|\[([^]]*)\]\([^)]*\)")


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


def search(words: str) -> Sequence[Found]:
    """The pages that have every word, those with it in their title first."""
    wanted = words.casefold().split()
    if not wanted:
        return ()
    found = []
    for name, title in titles().items():
        if name == INDEX:
            continue
        text = plain(page_text(name))
        lower = text.casefold()
        if not all(word in lower for word in wanted):
            continue
        in_title = sum(word in title.casefold() for word in wanted)
        hits = sum(lower.count(word) for word in wanted)
        found.append(((-in_title, -hits), Found(name, title, _line(text, wanted))))
    return [one for _, one in sorted(found, key=lambda entry: entry[0])]


def _line(text: str, wanted: list[str]) -> str:
    """The first sentence below the title with the most of the words."""
    sentences = re.split(r"(?<=[.:?!])\s+", " ".join(text.split("\n")[1:]))
    best = max(sentences, key=lambda one: sum(word in one.casefold() for word in wanted), default="")
    return " ".join(best.split())[:140]
