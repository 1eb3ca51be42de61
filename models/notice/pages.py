"""Strips put on pages: nothing is divided that belongs together, and a part that barely overflows is drawn smaller."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from models.notice.blocks import Part, Signature, Table, table_head
from models.notice.strip import Strip
from models.notice.strips import INCH, TEXT_WIDTH, block_strips

TOP, BOTTOM = 1.0 * INCH, 10.15 * INCH
# A last page filled less than this is worth drawing the part a little smaller to avoid; never smaller than these.
SPARSE = 0.45
SCALES = (0.97, 0.94, 0.91, 0.88)
MOST_PAGES_TO_FIT = 3

Titled = tuple[Strip, tuple[str, ...]]


@dataclass(frozen=True)
class Placed:
    """A strip, the y of its top on the page, and the scale at which it is drawn."""

    y: float
    strip: Strip
    scale: float


@dataclass(frozen=True)
class Page:
    """What stands on one page; `is_first` of its part. `again` are column titles it repeats at its top."""

    part: Part
    is_first: bool
    placed: tuple[Placed, ...]
    again: Placed | None = None
    again_titles: tuple[str, ...] = ()

    @property
    def ends_at(self) -> float:
        """The y below the last strip."""
        last = self.placed[-1]
        return last.y + last.strip.height * last.scale


def _strips(part: Part, width: float) -> list[Titled]:
    """The part's strips, each with the column titles it belongs under; what is signed stays with the text above."""
    found: list[Titled] = []
    for block in part.blocks:
        titles = tuple(table_head(block)) if isinstance(block, Table) else ()
        if isinstance(block, Signature) and found:
            last, its_titles = found[-1]
            found[-1] = (replace(last, stays=True), its_titles)
        found += [(strip, titles) for strip in block_strips(block, width)]
    return found


def _groups(strips: Sequence[Titled]) -> Iterator[list[Titled]]:
    """Strips that stay together."""
    group: list[Titled] = []
    for strip, titles in strips:
        group.append((strip, titles))
        if not strip.stays:
            yield group
            group = []
    if group:
        yield group


def pages_of(part: Part) -> list[Page]:
    """The pages of a part, drawn a little smaller where that saves a page that would be nearly empty."""
    pages = _Filler(part, 1.0).pages
    fill = (pages[-1].ends_at - TOP) / (BOTTOM - TOP)
    if not 1 < len(pages) <= MOST_PAGES_TO_FIT or fill > SPARSE:
        return pages
    for scale in SCALES:
        smaller = _Filler(part, scale).pages
        if len(smaller) < len(pages):
            return smaller
    return pages


class _Filler:
    """Fills pages with the strips of one part at one scale."""

    def __init__(self, part: Part, scale: float) -> None:
        self.part, self.scale = part, scale
        self.pages: list[Page] = []
        self._placed: list[Placed] = []
        self._again: Placed | None = None
        self._titles: tuple[str, ...] = ()
        self._y = TOP
        for group in _groups(_strips(part, TEXT_WIDTH / scale)):
            needed = sum(strip.height + strip.before for strip, _ in group) * scale
            if self._placed and group[0][0].at_y is None and self._y + needed > BOTTOM:
                self._turn()
            for strip, titles in group:
                self._put(strip, titles)
        self._turn()

    def _put(self, strip: Strip, titles: tuple[str, ...]) -> None:
        if strip.at_y is not None:
            self._placed.append(Placed(strip.at_y, strip, 1.0))
            self._y = strip.at_y + strip.height
            return
        height, before = strip.height * self.scale, strip.before * self.scale
        if self._placed and self._y + before + height > BOTTOM:
            self._turn()  # a group longer than a page
        if not self._placed and strip.again and self.pages:
            self._again, self._titles = Placed(self._y, strip.again, self.scale), titles
            self._y += strip.again.height * self.scale
        self._y += before if self._placed else 0.0
        self._placed.append(Placed(self._y, strip, self.scale))
        self._y += height

    def _turn(self) -> None:
        self.pages.append(Page(self.part, not self.pages, tuple(self._placed), self._again, self._titles))
        self._placed, self._again, self._titles, self._y = [], None, (), TOP
