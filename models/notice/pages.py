"""Strips put on pages: nothing is divided that belongs together, and the text fills each page from the top."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from models.notice.blocks import Part, Signature, Table, table_head
from models.notice.strip import Strip
from models.notice.strips import INCH, block_strips

TOP, BOTTOM = 1.0 * INCH, 10.15 * INCH


@dataclass(frozen=True)
class Placed:
    """A strip and the y of its top."""

    y: float
    strip: Strip


@dataclass(frozen=True)
class Page:
    """What stands on one page; `is_first` of its part. `again` are column titles it repeats at its top."""

    part: Part
    is_first: bool
    placed: tuple[Placed, ...]
    again: Placed | None = None
    again_titles: tuple[str, ...] = ()


def _strips(part: Part) -> list[tuple[Strip, tuple[str, ...]]]:
    """The part's strips, each with the column titles it belongs under; what is signed stays with the text above."""
    found: list[tuple[Strip, tuple[str, ...]]] = []
    for block in part.blocks:
        titles = tuple(table_head(block)) if isinstance(block, Table) else ()
        if isinstance(block, Signature) and found:
            last, its_titles = found[-1]
            found[-1] = (replace(last, stays=True), its_titles)
        found += [(strip, titles) for strip in block_strips(block)]
    return found


def _groups(part: Part) -> Iterator[list[tuple[Strip, tuple[str, ...]]]]:
    """Strips that stay together."""
    group: list[tuple[Strip, tuple[str, ...]]] = []
    for strip, titles in _strips(part):
        group.append((strip, titles))
        if not strip.stays:
            yield group
            group = []
    if group:
        yield group


def pages_of(part: Part) -> list[Page]:
    """The pages of a part; at least one."""
    pages: list[Page] = []
    placed: list[Placed] = []
    again: Placed | None = None
    titles: tuple[str, ...] = ()
    y = TOP

    def turn() -> None:
        nonlocal placed, again, titles, y
        pages.append(Page(part, not pages, tuple(placed), again, titles))
        placed, again, titles, y = [], None, (), TOP

    for group in _groups(part):
        needed = sum(strip.height + strip.before for strip, _ in group)
        if placed and group[0][0].at_y is None and y + needed > BOTTOM:
            turn()
        for strip, its_titles in group:
            if placed and strip.at_y is None and y + strip.before + strip.height > BOTTOM:
                turn()  # a group longer than a page
            if not placed and strip.again and pages:
                again, titles = Placed(y, strip.again), its_titles
                y += strip.again.height
            y = strip.at_y if strip.at_y is not None else y + (strip.before if placed else 0.0)
            placed.append(Placed(y, strip))
            y += strip.height
    turn()
    return pages
