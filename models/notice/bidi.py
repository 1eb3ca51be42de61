"""Lines with Hebrew in them, put into the order in which they are drawn: paragraphs run from left to right."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from models.notice.blocks import Run

_CLOSING = {"(": ")", "[": "]", "{": "}"}
_RESOLVED = ("L", "R", "EN")
_MIRRORED = dict(zip("()[]{}<>«»", ")(][}{><»«", strict=True))


def has_right_to_left(text: str) -> bool:
    """Whether any letter of `text` runs from right to left."""
    return not text.isascii() and any("\u0590" <= char <= "\u05ff" for char in text)


def _levels(text: str) -> list[int]:
    """0 for what runs to the right, 1 for Hebrew, 2 for figures inside Hebrew; the rest as its neighbours.

    This is the Unicode bidirectional algorithm (UAX #9) for a left-to-right line of Hebrew, other letters and
    European figures without marks of direction.
    """
    kinds = [unicodedata.bidirectional(char) for char in text]
    _join_figures(kinds)
    strong = "L"
    for at, kind in enumerate(kinds):
        if kind in ("L", "R"):
            strong = kind
        elif kind == "EN" and strong == "L":
            kinds[at] = "L"
    _resolve_brackets(text, kinds)
    _resolve_neutrals(kinds)
    return [{"L": 0, "R": 1, "EN": 2}[kind] for kind in kinds]


def _join_figures(kinds: list[str]) -> None:
    """One separator between two figures is part of the number (W4), and so is a "$" or "%" beside it (W5)."""
    for at in range(1, len(kinds) - 1):
        if kinds[at] in ("ES", "CS") and kinds[at - 1] == kinds[at + 1] == "EN":
            kinds[at] = "EN"
    for order in (range(1, len(kinds)), range(len(kinds) - 2, -1, -1)):
        step = order.step
        for at in order:
            if kinds[at] == "ET" and kinds[at - step] == "EN":
                kinds[at] = "EN"


def _pairs(text: str, kinds: list[str]) -> list[tuple[int, int]]:
    """Brackets that belong together, by their openings."""
    waiting: list[int] = []
    found = []
    for at, char in enumerate(text):
        if kinds[at] in _RESOLVED:
            continue
        if char in _CLOSING:
            waiting.append(at)
        elif char in _CLOSING.values():
            match = next((i for i in range(len(waiting) - 1, -1, -1) if _CLOSING[text[waiting[i]]] == char), None)
            if match is not None:
                found.append((waiting[match], at))
                del waiting[match:]
    return sorted(found)


def _resolve_brackets(text: str, kinds: list[str]) -> None:
    """A pair of brackets runs the way of what it holds: with the line if that has any of its letters (N0)."""
    for opened, closed in _pairs(text, kinds):
        inside = {"L" if kind == "L" else "R" for kind in kinds[opened + 1 : closed] if kind in _RESOLVED}
        if not inside:
            continue
        before = next((kind for kind in reversed(kinds[:opened]) if kind in _RESOLVED), "L")
        way = "R" if "L" not in inside and before != "L" else "L"
        kinds[opened] = kinds[closed] = way


def _resolve_neutrals(kinds: list[str]) -> None:
    """What stands between two Hebrew words or figures belongs to them; all other neutrals follow the line (N1, N2)."""
    at = 0
    while at < len(kinds):
        if kinds[at] in _RESOLVED:
            at += 1
            continue
        end = at
        while end < len(kinds) and kinds[end] not in _RESOLVED:
            end += 1
        before = "R" if at and kinds[at - 1] != "L" else "L"
        after = "R" if end < len(kinds) and kinds[end] != "L" else "L"
        kinds[at:end] = ["R" if before == after == "R" else "L"] * (end - at)
        at = end


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
