"""Words broken into lines of a width: what is set, where, and in which font; nothing is drawn here."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from models.notice.bidi import has_right_to_left, visual
from models.notice.blocks import Run, Words
from models.notice.fonts import BOLD, REGULAR, Piece, pieces, widths


class Style(NamedTuple):
    """A size of type and its leading, in points."""

    size: float
    leading: float
    is_strong: bool = False


TITLE = Style(17, 21, True)
SUBTITLE = Style(10.5, 14)
HEADING = Style(11.5, 15, True)
BODY = Style(10.5, 13.6)
NOTE = Style(9.2, 11.9)
TABLE = Style(10, 12.8)
HEAD = Style(8.8, 11, True)
CAPTION = Style(8.3, 10)
TICK = Style(13, 13.6, True)

Line = tuple[tuple[float, Piece], ...]
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December|paragraph|Paragraph"
_TOGETHER = re.compile(rf"\b({_MONTHS}) (?=\d)")
Box = tuple[tuple[str, bool], ...]


def space(style: Style, is_strong: bool = False) -> float:
    """The width of a space, in points."""
    return widths(BOLD if is_strong else REGULAR)[32] * style.size / 1000


def _held(text: str) -> str:
    """The text with what must not part at the end of a line held together: months and days, paragraphs and numbers."""
    return _TOGETHER.sub("\\1\u00a0", text)


def _boxes(said: Words, is_strong: bool) -> list[Box]:
    """What may not be broken: words, together with what is glued to them in another weight."""
    boxes: list[list[tuple[str, bool]]] = []
    glued = False
    for text, strong in said:
        for at, word in enumerate(_held(text).split(" ")):
            if at:
                glued = False
            if not word:
                continue
            if glued:
                boxes[-1].append((word, strong or is_strong))
            else:
                boxes.append([(word, strong or is_strong)])
            glued = True
    return [tuple(box) for box in boxes]


def _box_width(box: Box, size: float) -> float:
    return sum(piece.width for text, strong in box for piece in pieces(text, strong)) * size


def _cut(box: Box, size: float, width: float) -> list[Box]:
    """A box too long for a line, cut after its hyphens, and where a part is still too long between characters."""
    found: list[Box] = []
    line: list[tuple[str, bool]] = []
    used = 0.0
    for text, strong in box:
        for char in text:
            step = sum(piece.width for piece in pieces(char, strong)) * size
            if line and used + step > width:
                last = max((at for at, (before, _) in enumerate(line) if before == "-"), default=-1)
                kept = line[last + 1 :] if last > len(line) // 3 else []
                found.append(_merged(line[: len(line) - len(kept)]))
                line, used = kept, sum(piece.width for one in kept for piece in pieces(*one)) * size
            line.append((char, strong))
            used += step
    return [*found, _merged(line)]


def _merged(chars: list[tuple[str, bool]]) -> Box:
    merged: list[tuple[str, bool]] = []
    for char, strong in chars:
        if merged and merged[-1][1] == strong:
            merged[-1] = (merged[-1][0] + char, strong)
        else:
            merged.append((char, strong))
    return tuple(merged)


@lru_cache(4096)
def broken(said: Words, style: Style, width: float) -> tuple[Line, ...]:
    """The lines of `said`, ragged right, none wider than `width` points; at least one.

    Kept, because most sentences of a paper are those of the last one.
    """
    gap = space(style)
    found: list[list[Box]] = [[]]
    used = 0.0
    for whole in _boxes(said, style.is_strong):
        needed = _box_width(whole, style.size)
        parts = [whole] if needed <= width else _cut(whole, style.size, width)
        for box in parts:
            needed = _box_width(box, style.size)
            if found[-1] and used + gap + needed > width:
                found.append([])
                used = 0.0
            used += needed + (gap if found[-1] else 0)
            found[-1].append(box)
    return tuple(_set(line, style) for line in found)


def _set(boxes: list[Box], style: Style) -> Line:
    """One line with the place of each piece; text that runs from right to left is put in its visual order."""
    runs: list[Run] = []
    for at, box in enumerate(boxes):
        for index, (text, strong) in enumerate(box):
            lead = " " if at and not index else ""
            if lead and runs and runs[-1].is_strong != strong:
                runs.append(Run(lead, strong and runs[-1].is_strong))
                lead = ""
            if runs and runs[-1].is_strong == strong:
                runs[-1] = Run(runs[-1].text + lead + text, strong)
            else:
                runs.append(Run(lead + text, strong))
    if any(has_right_to_left(run.text) for run in runs):
        runs = visual(runs)
    placed: list[tuple[float, Piece]] = []
    x = 0.0
    for text, strong in runs:
        for piece in line_pieces(text, strong):
            placed.append((x, piece))
            x += piece.width * style.size
    return tuple(placed)


def line_pieces(text: str, strong: bool) -> tuple[Piece, ...]:
    """The pieces of a stretch of a line: one where the text face draws all of it, else word by word as measured."""
    whole = pieces(text, strong)
    if len(whole) == 1 and whole[0].scale == 1:
        return whole
    found: list[Piece] = []
    for at, word in enumerate(text.split(" ")):
        found += (*(pieces(" ", strong) if at else ()), *(pieces(word, strong) if word else ()))
    return tuple(found)


def line_width(line: Line, style: Style) -> float:
    """The width of a line in points."""
    if not line:
        return 0.0
    x, piece = line[-1]
    return x + piece.width * style.size
