"""Lines with Hebrew in them, put into the order in which they are drawn: paragraphs run from left to right."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from models.notice.blocks import Run

_MIRRORED = dict(zip("()[]{}<>«»", ")(][}{><»«", strict=True))


def has_right_to_left(text: str) -> bool:
    """Whether any letter of `text` runs from right to left."""
    return not text.isascii() and any("\u0590" <= char <= "\u05ff" for char in text)


def _levels(text: str) -> list[int]:
    """0 for what runs to the right, 1 for Hebrew, 2 for figures inside Hebrew; the rest as its neighbours.

    This is the Unicode bidirectional algorithm for a left-to-right line without marks of direction: what stands
    between two Hebrew words belongs to them, what stands between Hebrew and other letters does not.
    """
    kinds = [_kind(char) for char in text]
    _join_figures(kinds)
    strong = "L"
    for at, kind in enumerate(kinds):
        if kind in "LR":
            strong = kind
        elif kind == "N" and strong == "L":
            kinds[at] = "L"
    at = 0
    while at < len(kinds):
        if kinds[at] != "O":
            at += 1
            continue
        end = at
        while end < len(kinds) and kinds[end] == "O":
            end += 1
        before = "R" if at and kinds[at - 1] in "RN" else "L"
        after = "R" if end < len(kinds) and kinds[end] in "RN" else "L"
        kinds[at:end] = ["R" if before == after == "R" else "L"] * (end - at)
        at = end
    return [{"L": 0, "R": 1, "N": 2}[kind] for kind in kinds]


def _kind(char: str) -> str:
    direction = unicodedata.bidirectional(char)
    if direction in ("L", "R"):
        return direction
    return "N" if direction == "EN" else "O"


def _join_figures(kinds: list[str]) -> None:
    """A single separator between two figures is part of the number; the caller's text keeps its own signs."""
    for at in range(1, len(kinds) - 1):
        if kinds[at] == "O" and kinds[at - 1] == kinds[at + 1] == "N":
            kinds[at] = "N"


def visual(runs: Sequence[Run]) -> list[Run]:
    """The runs of one line in the order in which they are drawn, brackets mirrored where they run to the left."""
    text = "".join(run.text for run in runs)
    weights = [run.is_strong for run in runs for _ in run.text]
    levels = _levels(text)
    order = list(range(len(text)))
    for level in (2, 1):
        at = 0
        while at < len(order):
            end = at
            while end < len(order) and levels[order[end]] >= level:
                end += 1
            if end > at:
                order[at:end] = reversed(order[at:end])
            at = max(end, at + 1)
    found: list[Run] = []
    for index in order:
        char = _MIRRORED.get(text[index], text[index]) if levels[index] == 1 else text[index]
        if found and found[-1].is_strong == weights[index]:
            found[-1] = Run(found[-1].text + char, weights[index])
        else:
            found.append(Run(char, weights[index]))
    return found
