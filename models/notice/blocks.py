"""What a paper consists of, without layout: parts made of headings, paragraphs, terms, tables, lines to fill in.

`reading` gives the words of a block in the order in which they are drawn; the text version, the PDF and the
read-back of the PDF all follow it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Envelope:
    """The address that shows in the window of the envelope: at most four lines."""

    lines: tuple[str, ...]


@dataclass(frozen=True)
class Title:
    """The title of a part, and a line under it."""

    text: str
    under: str = ""


@dataclass(frozen=True)
class Heading:
    """A heading inside a part."""

    text: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; `note` is set smaller."""

    said: Words
    style: Literal["body", "note"] = "body"


@dataclass(frozen=True)
class Clauses:
    """Numbered statements; `style` as for a paragraph."""

    items: tuple[Words, ...]
    style: Literal["body", "note"] = "body"


@dataclass(frozen=True)
class Terms:
    """Facts as label and value, the labels in one column."""

    rows: tuple[tuple[str, Words], ...]


class Column(NamedTuple):
    """A column of a table: `weight` is its part of the width; figures are aligned at the right.

    A `blank` column is a line to be filled in by hand.
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


class Check(NamedTuple):
    """A box and what it stands for."""

    text: str
    is_ticked: bool = False


@dataclass(frozen=True)
class Checks:
    """Boxes to tick, or ticked already."""

    items: tuple[Check, ...]


class Blank(NamedTuple):
    """A line to fill in by hand under which its caption stands; `weight` is its part of the width."""

    caption: str
    weight: float = 1


@dataclass(frozen=True)
class Blanks:
    """Rows of lines to fill in."""

    rows: tuple[tuple[Blank, ...], ...]


@dataclass(frozen=True)
class Signature:
    """A line to sign on with the names printed below it, and a line for the date beside it."""

    lines: tuple[str, ...]
    caption: str = "Signature"
    has_date: bool = True


@dataclass(frozen=True)
class Framed:
    """Blocks in a frame, kept on one page."""

    title: str
    blocks: tuple[Block, ...]


Block = (
    Sender
    | Envelope
    | Title
    | Heading
    | Paragraph
    | Clauses
    | Terms
    | Table
    | Checks
    | Blanks
    | Signature
    | Framed
)


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
    """A whole paper. `footer` stands on every page beside the page's number; the rest describes the file."""

    title: str
    author: str
    subject: str
    footer: str
    parts: tuple[Part, ...]
    marks: tuple[Mark, ...] = ()
    language: str = "en-US"


def reading(block: Block) -> Iterator[str]:
    """Every piece of text of a block, in the order in which it is drawn."""
    match block:
        case Sender(lines, facts):
            yield from lines
            for label, value in facts:
                yield label
                yield value
        case Envelope(lines):
            yield from lines
        case Title(text, under):
            yield text
            if under:
                yield under
        case Heading(text):
            yield text
        case Paragraph(said):
            yield plain(said)
        case Clauses(items):
            for number, item in enumerate(items, 1):
                yield f"{number}."
                yield plain(item)
        case Terms(rows):
            for label, said in rows:
                yield label
                yield plain(said)
        case Table():
            yield from _table_reading(block)
        case Checks(items):
            for item in items:
                yield TICKED if item.is_ticked else BOX
                yield item.text
        case Blanks(rows):
            for row in rows:
                for blank in row:
                    yield blank.caption
        case Signature(lines, caption, has_date):
            yield caption
            if has_date:
                yield "Date"
            yield from lines
        case Framed(title, blocks):
            yield title
            for inner in blocks:
                yield from reading(inner)


def table_head(table: Table) -> list[str]:
    """The column titles of a table, as they are repeated on each page it goes on to."""
    return [column.title for column in table.columns]


def _table_reading(table: Table) -> Iterator[str]:
    yield from table_head(table)
    for row in (*table.rows, *([table.total] if table.total else [])):
        yield from row


def part_reading(part: Part) -> Iterator[str]:
    """Every piece of text of a part."""
    for block in part.blocks:
        yield from reading(block)
