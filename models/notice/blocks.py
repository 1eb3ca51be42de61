"""What a paper consists of, without layout: parts made of headings, paragraphs, terms, tables, lines to fill in.

`reading` gives the words of a block in the order in which they are drawn; the text version, the PDF and the
read-back of the PDF all follow it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

BOX, TICKED = "☐", "☒"


class Run(NamedTuple):
    """Words set in one weight."""

    text: str
    is_strong: bool = False


Words = tuple[Run, ...]


def words(*said: str | Run) -> Words:
    """Words of mixed weight."""
    return tuple(Run(part) if isinstance(part, str) else part for part in said)


def strong(text: str) -> Run:
    """Words set in bold."""
    return Run(text, True)


def plain(said: Words) -> str:
    """The words without their weight."""
    return "".join(run.text for run in said)


@dataclass(frozen=True)
class Sender:
    """Who writes, at the left above the address, and a few facts (label, value) at the right."""

    lines: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]

    def reading(self) -> Iterator[str]:
        """Its text, in the order in which it is drawn."""
        yield from self.lines
        for label, value in self.facts:
            yield label
            yield value


@dataclass(frozen=True)
class Envelope:
    """The address that shows in the window of the envelope: at most four lines."""

    lines: tuple[str, ...]

    def reading(self) -> Iterator[str]:
        """Its text, in the order in which it is drawn."""
        yield from self.lines


@dataclass(frozen=True)
class Title:
    """The title of a part, and a line under it."""

    text: str
    under: str = ""

    def reading(self) -> Iterator[str]:
        """Its text, in the order in which it is drawn."""
        yield self.text
        if self.under:
            yield self.under


@dataclass(frozen=True)
class Heading:
    """A heading inside a part."""

    text: str

    def reading(self) -> Iterator[str]:
        """Its text, in the order in which it is drawn."""
        yield self.text


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; `note` is set smaller."""

    said: Words
    style: Literal["body", "note"] = "body"

    def reading(self) -> Iterator[str]:
        """Its text, in the order in which it is drawn."""
        yield plain(self.said)


@dataclass(frozen=True)
class Clauses:
    """Numbered statements; `style` as for a paragraph."""

    items: tuple[Words, ...]
    style: Literal["body", "note"] = "body"

    def reading(self) -> Iterator[str]:
        """Its text, in the order in which it is drawn."""
        for number, item in enumerate(self.items, 1):
            yield f"{number}."
            yield plain(item)


@dataclass(frozen=True)
class Terms:
    """Facts as label and value, the labels in one column."""

    rows: tuple[tuple[str, Words], ...]

    def reading(self) -> Iterator[str]:
        """Its text, in the order in which it is drawn."""
        for label, said in self.rows:
            yield label
            yield plain(said)


class Column(NamedTuple):
    """A column of a table: `weight` is its part of the width; figures are aligned at the right.

    A `blank` column is left to be filled in by hand, its rows high enough to write in.
    """

    title: str
    weight: float
    is_figure: bool = False
    is_blank: bool = False


@dataclass(frozen=True)
class Table:
    """Rows of text under column titles, and a total under a rule."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] | None = None

    @property
    def all_rows(self) -> tuple[tuple[str, ...], ...]:
        """The rows and the total."""
        return (*self.rows, self.total) if self.total else self.rows

    def reading(self) -> Iterator[str]:
        """Its text, in the order in which it is drawn."""
        yield from table_head(self)
        for row in self.all_rows:
            yield from row


class Check(NamedTuple):
    """A box and what it stands for."""

    text: str
    is_ticked: bool = False


@dataclass(frozen=True)
class Checks:
    """Boxes to tick, or ticked already."""

    items: tuple[Check, ...]

    def reading(self) -> Iterator[str]:
        """Its text, in the order in which it is drawn."""
        for item in self.items:
            yield TICKED if item.is_ticked else BOX
            yield item.text


class Blank(NamedTuple):
    """A line to fill in by hand under which its caption stands; `weight` is its part of the width."""

    caption: str
    weight: float = 1


@dataclass(frozen=True)
class Blanks:
    """Rows of lines to fill in."""

    rows: tuple[tuple[Blank, ...], ...]

    def reading(self) -> Iterator[str]:
        """Its text, in the order in which it is drawn."""
        for row in self.rows:
            for blank in row:
                yield blank.caption


@dataclass(frozen=True)
class Signature:
    """A line to sign on with the names printed below it, and a line for the date beside it."""

    lines: tuple[str, ...]
    caption: str = "Signature"
    has_date: bool = True

    def reading(self) -> Iterator[str]:
        """Its text, in the order in which it is drawn."""
        yield self.caption
        if self.has_date:
            yield "Date"
        yield from self.lines


@dataclass(frozen=True)
class Framed:
    """Blocks in a frame, kept on one page."""

    title: str
    blocks: tuple[Block, ...]

    def reading(self) -> Iterator[str]:
        """Its text, in the order in which it is drawn."""
        yield self.title
        for inner in self.blocks:
            yield from inner.reading()


Block = Sender | Envelope | Title | Heading | Paragraph | Clauses | Terms | Table | Checks | Blanks | Signature | Framed


@dataclass(frozen=True)
class Part:
    """One part of a packet: it starts on a page of its own; `title` names it in bookmarks and on later pages."""

    key: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Mark:
    """What stands across every page of a paper that must not be taken for a real notice."""

    text: str
    reason: str = ""


@dataclass(frozen=True)
class Packet:
    """A whole paper. `footer` stands on every page beside the page's number; `made_on` is the file's date."""

    title: str
    author: str
    subject: str
    footer: str
    made_on: date
    parts: tuple[Part, ...]
    marks: tuple[Mark, ...] = ()
    language: str = "en-US"


def reading(block: Block) -> Iterator[str]:
    """Every piece of text of a block, in the order in which it is drawn."""
    return block.reading()


def table_head(table: Table) -> list[str]:
    """The column titles of a table, as they are repeated on each page it goes on to."""
    return [column.title for column in table.columns]


def part_reading(part: Part) -> Iterator[str]:
    """Every piece of text of a part."""
    for block in part.blocks:
        yield from reading(block)


def packet_text(packet: Packet) -> str:
    """All text of a packet, for looking at its characters."""
    said = [packet.title, packet.author, packet.subject, packet.footer]
    said += [mark.text + mark.reason for mark in packet.marks]
    return "".join((*said, *(text for part in packet.parts for text in part_reading(part))))
