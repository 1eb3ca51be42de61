"""Reads a finished PDF back and compares every word and figure with what it was meant to say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate

from models.notice.bidi import has_right_to_left
from models.notice.blocks import Packet, part_reading
from models.notice.pages import Page
from models.notice.pdf import furniture
from models.notice.reader import page_texts

_FIGURE = re.compile(r"\d(?:[\d,.\-/]*\d)?")
_BRACKETS = str.maketrans(")]}>»", "([{<«")


class MisprintError(Exception):
    """The PDF does not say what it should: a defect of this program, and nothing is issued."""


def _bare(text: str) -> str:
    """The text without spaces and line ends: where they fall is the layout's affair."""
    return "".join(text.split())


def read_back(packet: Packet, pages: Sequence[Page], pdf: bytes) -> list[str]:
    """The text of each page of `pdf`, compared in full with `packet`; MisprintError at the first difference.

    Each page must give the next stretch of the packet's words, then its furniture (column titles repeated,
    running head, foot, marks), and nothing else; together the pages must give all of the packet.
    """
    texts = page_texts(pdf)
    if len(texts) != len(pages):
        raise MisprintError(f"{len(pages)} pages were laid out and {len(texts)} found")
    left = {part.key: " ".join(part_reading(part)) for part in packet.parts}
    for number, (page, found) in enumerate(zip(pages, texts, strict=True), 1):
        ends = " ".join(furniture(packet, page, number, len(pages)))
        try:
            left[page.part.key] = _compare(found, left[page.part.key], ends)
        except MisprintError as misprint:
            raise MisprintError(f"page {number}: {misprint}") from None
    for key, rest in left.items():
        if _bare(rest):
            raise MisprintError(f"the part {key} lacks {len(_bare(rest))} characters")
    return texts


def _compare(found: str, meant: str, ends: str) -> str:
    """What of `meant` is left for later pages after this one, which must say the start of it and then `ends`."""
    said, closing = _bare(found), _bare(ends)
    length = len(said) - len(closing)
    if length <= 0:
        raise MisprintError("nothing stands on it")
    cut = _cut(meant, length)
    here = meant[:cut]
    if said != _bare(here) + closing:
        # A reader puts Hebrew back into its order by guess, so what such a page says is compared without its order.
        if not has_right_to_left(here + ends):
            raise MisprintError(_difference(said, _bare(here) + closing))
        _compare_unordered(found, f"{here} {ends}")
    return meant[cut:]


def _cut(text: str, length: int) -> int:
    """The index after the first `length` characters of `text` that are no spaces."""
    seen = accumulate(not char.isspace() for char in text)
    return next((at + 1 for at, count in enumerate(seen) if count == length), len(text))


def _compare_unordered(found: str, meant: str) -> None:
    """The same characters, the same figures and the same words, in whatever order."""
    characters = [Counter(_bare(text).translate(_BRACKETS)) for text in (found, meant)]
    if characters[0] != characters[1]:
        raise MisprintError(f"characters differ: {dict(characters[0] - characters[1])}")
    figures = [Counter(_FIGURE.findall(text)) for text in (found, meant)]
    if figures[0] != figures[1]:
        raise MisprintError(f"figures differ: {dict(figures[1] - figures[0])}")
    bare = _bare(found)
    for word in re.findall(r"[^\W\d_]+", meant):
        if word not in bare:
            raise MisprintError("a word is missing")


def _difference(found: str, meant: str) -> str:
    """Where two texts part, for the report of a defect: a few characters only."""
    shorter = min(len(found), len(meant))
    at = next((i for i in range(shorter) if found[i] != meant[i]), shorter)
    return f"found {found[at : at + 12]!a} where {meant[at : at + 12]!a} belongs (at {at})"
