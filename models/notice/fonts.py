"""The typefaces of the papers: their glyphs and widths, and fonts for a PDF whose subsets are made only once.

Gentium Book Plus (Latin, Greek, Cyrillic) was drawn for print; DejaVu Sans stands in for the letters and the
boxes to tick that it lacks.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont, TTFontFace

import resources

# The stand-in is drawn a little smaller: its small letters are taller than those of the text face.
STAND_IN_SCALE = 0.88
# What the program's own sentences use beyond ASCII, in one fixed order, so that papers share their subsets.
COMMON = "’“”–—·×§…\u00a0☐☒"


class Face(NamedTuple):
    """One bundled typeface, as named in a PDF."""

    name: str
    file: str


REGULAR = Face("Paper", "fonts/paper/GentiumBookPlus-Regular.ttf")
BOLD = Face("PaperBold", "fonts/paper/GentiumBookPlus-Bold.ttf")
STAND_IN = Face("StandIn", "fonts/DejaVuSans.ttf")
STAND_IN_BOLD = Face("StandInBold", "fonts/DejaVuSans-Bold.ttf")


class _KeptSubsets(TTFontFace):
    """A typeface that keeps the subsets it has made: making one costs more than writing the rest of a letter."""

    def __init__(self, filename: str) -> None:
        super().__init__(filename)
        self._kept: dict[tuple[int, ...], bytes] = {}

    def get_table(self, tag: str) -> bytes:
        """A table of the font file, but for those that a font inside a PDF does not need."""
        if tag in ("name", "OS/2"):
            raise KeyError(tag)  # what reportlab expects of a table that is not there
        table: bytes = super().get_table(tag)  # type: ignore[no-untyped-call]
        return table

    def makeSubset(self, subset: Sequence[Any]) -> bytes:  # noqa: N802 - reportlab's name
        """The font file with only these characters."""
        key = tuple(subset)
        if key not in self._kept:
            if len(self._kept) >= 64:
                self._kept.clear()
            self._kept[key] = super().makeSubset(subset)
        return self._kept[key]


@cache
def font(face: Face) -> Any:
    """The font for reportlab, loaded and registered once."""
    # The text faces keep ASCII at its own codes; the stand-ins embed only the few glyphs a paper needs.
    is_text = face in (REGULAR, BOLD)
    made = TTFont(face.name, str(resources.path(face.file)), asciiReadable=is_text, shapable=False)
    made.face = _KeptSubsets(str(resources.path(face.file)))
    pdfmetrics.registerFont(made)
    return made


@cache
def widths(face: Face) -> dict[int, float]:
    """Advance widths by character, in thousandths of the size."""
    found: dict[int, float] = font(face).face.charWidths
    return found


@cache
def glyphs(face: Face) -> dict[int, int]:
    """Glyph numbers by character."""
    found: dict[int, int] = font(face).face.charToGlyph
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

    font: str
    scale: float
    text: str
    width: float


@cache
def _draws(face: Face) -> frozenset[int]:
    return frozenset(glyphs(face)) | {0xA0}


def _piece(face: Face, scale: float, text: str) -> Piece:
    known = widths(face)
    total = sum(known.get(32 if char == "\u00a0" else ord(char), 0) for char in text)
    return Piece(face.name, scale, text, total * scale / 1000)


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


def start(document: Any) -> None:
    """Give a new PDF document the fonts with the common characters first."""
    for face in (REGULAR, BOLD):
        own = "".join(char for char in COMMON if ord(char) in glyphs(face))
        font(face).splitString(own, document)
