"""The typefaces inside a PDF: one small font a typeface with the letters used, made once and kept for later papers.

reportlab makes its fonts anew for every document, which takes longer than all the rest of a letter; so the objects of
a font are written here, and kept as long as the same letters are asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfdoc import PDFObject
from reportlab.pdfbase.ttfonts import FF_NONSYMBOLIC, FF_SYMBOLIC, SUBSETN, TTFont, TTFontFace

import resources
from models.notice.fonts import BOLD, REGULAR, Face, glyphs, widths

# What the program's own sentences use beyond ASCII, in one fixed order, so that papers share their fonts.
COMMON = "’“”–—·×§…"
# The PDF reference allows so many entries in one block of a character map.
_BLOCK = 100


class _Face(TTFontFace):
    """A typeface whose subsets leave out the tables that a font inside a PDF does not need."""

    def get_table(self, tag: str) -> bytes:
        """A table of the font file; KeyError, as reportlab expects of a table that is not there, for those left out."""
        if tag in ("name", "OS/2"):
            raise KeyError(tag)
        table: bytes = super().get_table(tag)  # type: ignore[no-untyped-call]
        return table


class _Raw(PDFObject):
    """A finished object of a PDF."""

    def __init__(self, content: bytes) -> None:
        self.content = content

    def format(self, document: Any) -> bytes:  # noqa: ARG002 - reportlab's signature
        """The object as it stands in the file."""
        return self.content


class _Made(NamedTuple):
    """The objects of one font: file and character map are whole, the two dictionaries lack their references."""

    file: bytes
    characters: bytes
    descriptor: bytes
    dictionary: bytes


class _Font(TTFont):
    """A font whose objects are kept."""

    def __init__(self, face: Face) -> None:
        # The text faces keep ASCII at its own codes; the stand-ins embed only the few glyphs a paper needs.
        is_text = face in (REGULAR, BOLD)
        path = str(resources.path(face.file))
        super().__init__(face.name, path, asciiReadable=is_text, shapable=False)
        self.of = face
        self.face = _Face(path)

    def addObjects(self, doc: Any) -> None:  # noqa: N802 - reportlab's name
        """Add the fonts of this typeface to a document that is about to be written."""
        state = self.state[doc]
        state.frozen = 1
        for number, subset in enumerate(state.subsets):
            name = self.getSubsetInternalName(number, doc)[1:]
            made = _made(self.of, tuple(subset), number)
            file = doc.Reference(_Raw(made.file), f"file:{name}").format(doc)
            characters = doc.Reference(_Raw(made.characters), f"characters:{name}").format(doc)
            descriptor = _Raw(made.descriptor + b" /FontFile2 " + file + b" >>")
            described = doc.Reference(descriptor, f"descriptor:{name}").format(doc)
            font = made.dictionary + b" /FontDescriptor " + described + b" /ToUnicode " + characters
            dictionary = doc.Reference(_Raw(font + b" /Name /" + name.encode() + b" >>"), name)
            doc.idToObject["BasicFonts"].dict[name] = dictionary
        del self.state[doc]


@cache
def font(face: Face) -> _Font:
    """The font of a typeface, loaded and registered once."""
    made = _Font(face)
    pdfmetrics.registerFont(made)
    return made


def _stream(head: bytes, content: bytes) -> bytes:
    return b"<< %s/Length %d >>\nstream\n%s\nendstream" % (head, len(content), content)


@lru_cache(256)
def _made(face: Face, subset: tuple[int, ...], number: int) -> _Made:
    source: Any = font(face).face
    file: bytes = source.makeSubset(subset)
    tag: bytes = SUBSETN(number)
    name = (tag + b"+" + source.name).decode()
    known = widths(face)
    advances = " ".join(f"{known.get(code, source.defaultWidth):.2f}" for code in subset)
    box = " ".join(f"{edge:.0f}" for edge in source.bbox)
    flags = (source.flags & ~FF_NONSYMBOLIC) | FF_SYMBOLIC
    descriptor = (
        f"<< /Type /FontDescriptor /FontName /{name} /Flags {flags} /FontBBox [{box}] /ItalicAngle 0"
        f" /Ascent {source.ascent:.0f} /Descent {source.descent:.0f} /CapHeight {source.capHeight:.0f}"
        f" /StemV {source.stemV:.0f} /MissingWidth {source.defaultWidth:.2f}"
    )
    dictionary = (
        f"<< /Type /Font /Subtype /TrueType /BaseFont /{name} /FirstChar 0 /LastChar {len(subset) - 1}"
        f" /Widths [{advances}]"
    )
    return _Made(
        _stream(b"/Length1 %d " % len(file), file),
        _stream(b"", _characters(name, subset)),
        descriptor.encode(),
        dictionary.encode(),
    )


def _characters(name: str, subset: Sequence[int]) -> bytes:
    """The map from the codes of a font to characters: what makes its text searchable, and readable back."""
    pairs = [(code, char) for code, char in enumerate(subset) if char]
    blocks = [pairs[at : at + _BLOCK] for at in range(0, len(pairs), _BLOCK)]
    listed = "\n".join(
        f"{len(block)} beginbfchar\n" + "\n".join(f"<{code:02X}> <{char:04X}>" for code, char in block) + "\nendbfchar"
        for block in blocks
    )
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        f"/CIDSystemInfo << /Registry ({name}) /Ordering ({name}) /Supplement 0 >> def\n"
        f"/CMapName /{name} def\n/CMapType 2 def\n1 begincodespacerange\n<00> <FF>\nendcodespacerange\n"
        f"{listed}\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
    ).encode()


class Shown(NamedTuple):
    """Text as a PDF shows it: which font of its typeface, and the string."""

    subset: int
    string: str


@cache
def _common(face: Face) -> frozenset[str]:
    """The characters whose codes are the same in every document."""
    if face not in (REGULAR, BOLD):
        return frozenset()
    ascii_too = map(chr, range(32, 127))
    return frozenset((*ascii_too, "\u00a0", *(char for char in COMMON if ord(char) in glyphs(face))))


_ESCAPES = {code: f"\\{code:03o}" for code in (*range(32), *range(127, 256))} | {
    ord(char): f"\\{char}" for char in "\\()"
}
_kept: dict[tuple[Face, str], tuple[Shown, ...]] = {}
_MOST_KEPT = 8192


class Fonts:
    """The fonts of one document that is being made."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._names: dict[tuple[Face, int], str] = {}
        for face in (REGULAR, BOLD):
            font(face).splitString("".join(char for char in COMMON if ord(char) in glyphs(face)), document)

    def shown(self, face: Face, text: str) -> tuple[Shown, ...]:
        """`text` as it is to be shown; every character must have a glyph in `face`."""
        key = (face, text)
        if key in _kept:
            return _kept[key]
        split: list[tuple[int, bytes]] = font(face).splitString(text, self._document)
        made = tuple(Shown(subset, chunk.decode("latin-1").translate(_ESCAPES)) for subset, chunk in split)
        if _common(face).issuperset(text):
            if len(_kept) >= _MOST_KEPT:
                _kept.clear()
            _kept[key] = made
        return made

    def name(self, face: Face, subset: int) -> str:
        """What the pages of this document call a font, such as "/F1+0"."""
        key = (face, subset)
        if key not in self._names:
            self._names[key] = font(face).getSubsetInternalName(subset, self._document)
        return self._names[key]
