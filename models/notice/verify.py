"""Reads a finished PDF back and compares every word and figure with what it was meant to say."""

from __future__ import annotations

from collections.abc import Sequence

import pypdfium2

from models.notice.blocks import Packet, part_reading
from models.notice.pages import Page
from models.notice.pdf import furniture

# PDFium gives these for a hyphen at the end of a line.
_HYPHENS = {"\ufffe": "-", "\x02": "-"}


class MisprintError(Exception):
    """The PDF does not say what it should: a defect of this program, and nothing is issued."""


def page_texts(pdf: bytes) -> list[str]:
    """The text of each page as a reader of the PDF finds it."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        texts = []
        for page in document:
            text = page.get_textpage()
            texts.append(text.get_text_range())
            text.close()
            page.close()
        return texts
    finally:
        document.close()


def _bare(text: str) -> str:
    """The text without spaces and line ends: where they fall is the layout's affair."""
    for found, meant in _HYPHENS.items():
        text = text.replace(found, meant)
    return "".join(text.split())


def read_back(packet: Packet, pages: Sequence[Page], pdf: bytes) -> list[str]:
    """The text of each page of `pdf`, compared in full with `packet`; MisprintError at the first difference.

    Each page must give the next stretch of the packet's words, then its furniture (column titles repeated,
    running head, foot, marks), and nothing else; together the pages must give all of the packet.
    """
    texts = page_texts(pdf)
    if len(texts) != len(pages):
        raise MisprintError(f"{len(pages)} pages were laid out and {len(texts)} found")
    meant = {part.key: _bare("".join(part_reading(part))) for part in packet.parts}
    for number, (page, found) in enumerate(zip(pages, map(_bare, texts), strict=True), 1):
        ends = _bare("".join(furniture(packet, page, number, len(pages))))
        if not found.endswith(ends):
            raise MisprintError(f"page {number} does not end with its foot: {_around(found, ends)}")
        said = found[: len(found) - len(ends)]
        left = meant[page.part.key]
        if not said or not left.startswith(said):
            raise MisprintError(f"page {number} does not say what it should: {_around(said, left)}")
        meant[page.part.key] = left[len(said) :]
    for key, left in meant.items():
        if left:
            raise MisprintError(f"the part {key} lacks {len(left)} characters: {left[:40]!r}")
    return texts


def _around(found: str, meant: str) -> str:
    """Where two texts part, for the report of a defect: a few characters only."""
    at = next((i for i, (a, b) in enumerate(zip(found, meant, strict=False)) if a != b), min(len(found), len(meant)))
    return f"found {found[at : at + 12]!a} where {meant[at : at + 12]!a} belongs (at {at})"
