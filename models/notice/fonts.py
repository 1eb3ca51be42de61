"""The typefaces of the papers: which letters they draw, and how wide.

Gentium Book Plus (Latin, Greek, Cyrillic) was drawn for print; DejaVu Sans stands in for the letters and the
boxes to tick that it lacks.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

from reportlab.pdfbase.ttfonts import TTFontFile

import resources

# The stand-in is drawn a little smaller: its small letters are taller than those of the text face.
STAND_IN_SCALE = 0.88


class Face(NamedTuple):
    """One bundled typeface, as named in a PDF."""

    name: str
    file: str


REGULAR = Face("Paper", "fonts/paper/GentiumBookPlus-Regular.ttf")
BOLD = Face("PaperBold", "fonts/paper/GentiumBookPlus-Bold.ttf")
STAND_IN = Face("StandIn", "fonts/DejaVuSans.ttf")
STAND_IN_BOLD = Face("StandInBold", "fonts/DejaVuSans-Bold.ttf")


@cache
def face_file(face: Face) -> TTFontFile:
    """The typeface's file, read once."""
    return TTFontFile(str(resources.path(face.file)))


@cache
def widths(face: Face) -> dict[int, float]:
    """Advance widths by character, in thousandths of the size."""
    found: dict[int, float] = face_file(face).charWidths
    return found


@cache
def glyphs(face: Face) -> dict[int, int]:
    """Glyph numbers by character."""
    found: dict[int, int] = face_file(face).charToGlyph
    return found


def has_glyph(char: str) -> bool:
    """Whether a bundled typeface draws this character."""
    code = ord(char)
    return any(
        code in glyphs(regular) and code in glyphs(bold)
        for regular, bold in ((REGULAR, BOLD), (STAND_IN, STAND_IN_BOLD))
    )


class Piece(NamedTuple):
    """Text in one font at `scale` of the size asked for; `width` in parts of that size."""

    face: Face
    scale: float
    text: str
    width: float


@cache
def _draws(face: Face) -> frozenset[int]:
    return frozenset(glyphs(face)) | {0xA0}


def _piece(face: Face, scale: float, text: str) -> Piece:
    known = widths(face)
    total = sum(known.get(32 if char == "\u00a0" else ord(char), 0) for char in text)
    return Piece(face, scale, text, total * scale / 1000)


@lru_cache(8192)
def pieces(text: str, is_strong: bool) -> tuple[Piece, ...]:
    """A word in pieces of one font each: the text face if it draws all of it, else the stand-in, else by letters."""
    face, other = (BOLD, STAND_IN_BOLD) if is_strong else (REGULAR, STAND_IN)
    if text.isascii() or all(ord(char) in _draws(face) for char in text):
        return (_piece(face, 1, text),)
    if all(ord(char) in _draws(other) for char in text):
        return (_piece(other, STAND_IN_SCALE, text),)
    found: list[tuple[bool, str]] = []
    for char in text:
        is_own = ord(char) in _draws(face)
        if found and found[-1][0] == is_own:
            found[-1] = (is_own, found[-1][1] + char)
        else:
            found.append((is_own, char))
    return tuple(_piece(face, 1, part) if own else _piece(other, STAND_IN_SCALE, part) for own, part in found)


def stand_in(text: str) -> tuple[Piece, ...]:
    """Text of the program's own in the stand-in's bold, for marks: its outlines do not cross."""
    return (_piece(STAND_IN_BOLD, 1, text),)
