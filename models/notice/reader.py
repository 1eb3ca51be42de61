"""The only place that opens PDFs: their text as a reader finds it, and their pages as pixels."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import pypdfium2

# PDFium gives these for a hyphen at the end of a line.
_HYPHENS = ("\ufffe", "\x02")
open_document: Any = pypdfium2.PdfDocument


class Pixels(NamedTuple):
    """A page as pixels, rows from the top, four bytes each: red, green, blue, 255."""

    width: int
    height: int
    rgba: bytes


@contextmanager
def opened(pdf: bytes) -> Iterator[Any]:
    """The document of these bytes, closed afterwards."""
    document = open_document(pdf)
    try:
        yield document
    finally:
        document.close()


def page_texts(pdf: bytes) -> list[str]:
    """The text of each page, in the order in which the PDF draws it."""
    texts: list[str] = []
    with opened(pdf) as document:
        for page in document:
            text = page.get_textpage()
            texts.append(_with_hyphens(text.get_text_range()))
            text.close()
            page.close()
    return texts


def _with_hyphens(text: str) -> str:
    for found in _HYPHENS:
        text = text.replace(found, "-")
    return text


def page_pixels(document: Any, number: int, scale: float) -> Pixels:
    """Page `number` (from 0) of an open document at `scale` pixels a point, black on white."""
    page = document[number]
    bitmap = page.render(scale=scale, rev_byteorder=True, maybe_alpha=False, prefer_bgrx=True)
    try:
        return Pixels(bitmap.width, bitmap.height, _packed(bitmap))
    finally:
        bitmap.close()
        page.close()


def _packed(bitmap: Any) -> bytes:
    """The bytes of a bitmap without what pads its rows."""
    row = bitmap.width * 4
    raw = bytes(bitmap.buffer)
    if bitmap.stride == row:
        return raw[: row * bitmap.height]
    return b"".join(raw[at * bitmap.stride : at * bitmap.stride + row] for at in range(bitmap.height))
