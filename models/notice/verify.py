"""Reads a finished PDF back and compares every word and figure with what it was meant to say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from models.notice.bidi import has_right_to_left
from models.notice.blocks import Packet, part_reading
from models.notice.pages import Page
from models.notice.pdf import furniture
from models.notice.reader import page_texts

_PART = re.compile(r"\d(?:[\d,.]*\d)?|[\u05d0-\u05ea]+|[^\W\d_\u05d0-\u05ea]+")
# A longer word is cut at the end of a line, and what stands beside it may come between.
_LONGEST = 40
# A reader turns these round beside Hebrew.
_EITHER_WAY = str.maketrans(")]}>»›≥”’", "([{<«‹≤“‘")


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
    meant = {part.key: "\n".join(part_reading(part)) for part in packet.parts}
    left = {key: _bare(text) for key, text in meant.items()}
    for number, (page, found) in enumerate(zip(pages, texts, strict=True), 1):
        ends = "\n".join(furniture(packet, page, number, len(pages)))
        key, said, closing = page.part.key, _bare(found), _bare(ends)
        length = len(said) - len(closing)
        if said != left[key][:length] + closing or length <= 0:
            # A reader guesses the order of Hebrew, so what such a page says is compared without its order.
            here = _stretch(meant[key], len(left[key]), length)
            if not has_right_to_left(here + ends):
                raise MisprintError(f"page {number}: {_difference(said, left[key][: max(length, 0)] + closing)}")
            _compare_unordered(found, f"{here}\n{ends}", number)
        left[key] = left[key][length:]
    for key, rest in left.items():
        if rest:
            raise MisprintError(f"the part {key} lacks {len(rest)} characters")
    return texts


def _stretch(text: str, left: int, length: int) -> str:
    """Of `text`, of which the last `left` characters (spaces not counted) are still to be said, the next `length`."""
    places = [at for at, char in enumerate(text) if not char.isspace()]
    first = len(places) - left
    chosen = places[first : first + max(length, 0)]
    return text[chosen[0] : chosen[-1] + 1] if chosen else ""


def _compare_unordered(found: str, meant: str, number: int) -> None:
    """The same characters, and every word and figure of `meant` as often as it should be, in whatever order."""
    bare, due = (_bare(text).translate(_EITHER_WAY) for text in (found, meant))
    more, less = Counter(bare) - Counter(due), Counter(due) - Counter(bare)
    if more or less:
        raise MisprintError(f"page {number}: characters differ: {dict(more)!a} where {dict(less)!a} belong")
    for part, times in Counter(_PART.findall(meant)).items():
        if len(part) <= _LONGEST and bare.count(part.translate(_EITHER_WAY)) < times:
            kind = "figure" if part[0].isdigit() else "word"
            raise MisprintError(f"page {number}: a {kind} is missing or wrong")


def _difference(found: str, meant: str) -> str:
    """Where two texts part, for the report of a defect: a few characters only."""
    shorter = min(len(found), len(meant))
    at = next((i for i in range(shorter) if found[i] != meant[i]), shorter)
    return f"found {found[at : at + 12]!a} where {meant[at : at + 12]!a} belongs (at {at})"
