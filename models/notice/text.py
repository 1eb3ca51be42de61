"""A packet as plain text: the same words and figures, for a screen reader, a mail or the clipboard."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from models.notice.blocks import (
    Blanks,
    Block,
    Checks,
    Clauses,
    Envelope,
    Framed,
    Heading,
    Packet,
    Paragraph,
    Sender,
    Signature,
    Table,
    Terms,
    Title,
    plain,
    table_head,
)

WIDTH = 78
_LABEL = 26
_BLANK = "_" * 30
_GAP = 2
_NARROWEST = 12


def as_text(packet: Packet) -> str:
    """The whole packet, part after part."""
    lines: list[str] = []
    for mark in packet.marks:
        lines += _wrapped(f"*** {mark.text}{': ' + mark.reason if mark.reason else ''} ***")
    for at, part in enumerate(packet.parts):
        if at:
            lines += ["", "=" * WIDTH, ""]
        for block in part.blocks:
            lines += ["", *_lines(block)]
    return "\n".join(_single_blanks(lines)).replace("\u00a0", " ") + "\n"


def _single_blanks(lines: Sequence[str]) -> Iterator[str]:
    last = ""
    for line in lines:
        if line or last:
            yield line.rstrip()
        last = line


def _wrapped(text: str, lead: str = "", width: int = WIDTH) -> list[str]:
    return textwrap.wrap(
        text,
        width,
        initial_indent=lead,
        subsequent_indent=" " * len(lead),
        break_on_hyphens=False,
    ) or [lead]


def _sender(block: Sender) -> list[str]:
    return [*block.lines, "", *(line for label, value in block.facts for line in _term(label, value))]


def _title(block: Title) -> list[str]:
    return [block.text.upper(), *(_wrapped(block.under) if block.under else [])]


def _clauses(block: Clauses) -> list[str]:
    return [line for at, item in enumerate(block.items, 1) for line in _wrapped(plain(item), f"{at:>2}. ")]


def _checks(block: Checks) -> list[str]:
    return [line for item in block.items for line in _wrapped(item.text, "[x] " if item.is_ticked else "[ ] ")]


def _signature(block: Signature) -> list[str]:
    date = ["", *_fill("Date")] if block.has_date else []
    return [*_fill(block.caption), *(line for name in block.lines for line in _wrapped(name)), *date]


def _fill(caption: str) -> list[str]:
    """A line to fill in, under its caption where both do not fit a line."""
    whole = f"{caption}: {_BLANK}"
    return [whole] if len(whole) <= WIDTH else [*_wrapped(f"{caption}:"), _BLANK]


def _framed(block: Framed) -> list[str]:
    rule = "-" * WIDTH
    return [rule, block.title, *(line for each in block.blocks for line in _lines(each)), rule]


def _term(label: str, value: str) -> list[str]:
    if len(label) > _LABEL - 2:
        return [*_wrapped(label), *_wrapped(value, " " * _LABEL)]
    return _wrapped(value, f"{label}:".ljust(_LABEL))


def _table(table: Table) -> list[str]:
    """Columns as wide as their longest entry; where that is too wide for a line, the widest words are wrapped."""
    rows = [tuple(table_head(table)), *(_with_blanks(row, table) for row in table.all_rows)]
    sizes = [max(len(row[at]) for row in rows) for at in range(len(table.columns))]
    free = WIDTH - _GAP * (len(sizes) - 1)
    while sum(sizes) > free:
        words_at = [at for at, column in enumerate(table.columns) if not column.is_figure]
        widest = max(words_at, key=lambda at: sizes[at], default=-1)
        if widest < 0 or sizes[widest] <= _NARROWEST:
            return _one_by_one(table)
        sizes[widest] -= 1
    return [line for row in rows for line in _row(row, sizes, table)]


def _with_blanks(row: Sequence[str], table: Table) -> tuple[str, ...]:
    is_total = row == table.total
    return tuple(
        "_" * 12 if column.is_blank and not cell and not is_total else cell
        for cell, column in zip(row, table.columns, strict=True)
    )


def _row(row: Sequence[str], sizes: Sequence[int], table: Table) -> list[str]:
    """One row, on as many lines as its longest cell needs."""
    cells = [_wrapped(cell, width=size) for cell, size in zip(row, sizes, strict=True)]
    lines = []
    for at in range(max(map(len, cells))):
        parts = [
            (cell[at] if at < len(cell) else "").rjust(size)
            if column.is_figure
            else (cell[at] if at < len(cell) else "").ljust(size)
            for cell, size, column in zip(cells, sizes, table.columns, strict=True)
        ]
        lines.append((" " * _GAP).join(parts))
    return lines


def _one_by_one(table: Table) -> list[str]:
    """Each cell on a line of its own, under the title of its column."""
    lines: list[str] = []
    for row in table.all_rows:
        for column, cell in zip(table.columns, _with_blanks(row, table), strict=True):
            if cell:
                lines += _term(column.title, cell)
        lines.append("")
    return lines


_WRITTEN: dict[type[Any], Callable[[Any], list[str]]] = {
    Sender: _sender,
    Envelope: lambda block: list(block.lines),
    Title: _title,
    Heading: lambda block: [*_wrapped(block.text), "-" * min(len(block.text), WIDTH)],
    Paragraph: lambda block: _wrapped(plain(block.said)),
    Clauses: _clauses,
    Terms: lambda block: [line for label, said in block.rows for line in _term(label, plain(said))],
    Table: _table,
    Checks: _checks,
    Blanks: lambda block: [line for row in block.rows for blank in row for line in _fill(blank.caption)],
    Signature: _signature,
    Framed: _framed,
}


def _lines(block: Block) -> list[str]:
    return _WRITTEN[type(block)](block)
