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
    date = ["", f"Date: {_BLANK}"] if block.has_date else []
    return [f"{block.caption}: {_BLANK}", *block.lines, *date]


def _framed(block: Framed) -> list[str]:
    rule = "-" * WIDTH
    return [rule, block.title, *(line for each in block.blocks for line in _lines(each)), rule]


def _term(label: str, value: str) -> list[str]:
    if len(label) > _LABEL - 2:
        return [*_wrapped(label), *_wrapped(value, " " * _LABEL)]
    return _wrapped(value, f"{label}:".ljust(_LABEL))


def _table(table: Table) -> list[str]:
    """Columns as wide as their longest entry; where that is too wide for a line, one entry a line."""
    rows = [tuple(table_head(table)), *table.all_rows]
    sizes = [max(len(row[at]) for row in rows) for at in range(len(table.columns))]
    if sum(sizes) + 2 * len(sizes) <= WIDTH:
        return [
            "  ".join(
                cell.rjust(size) if column.is_figure else cell.ljust(size)
                for cell, size, column in zip(row, sizes, table.columns, strict=True)
            )
            for row in rows
        ]
    lines: list[str] = []
    for row in rows[1:]:
        for column, cell in zip(table.columns, row, strict=True):
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
    Blanks: lambda block: [f"{blank.caption}: {_BLANK}" for row in block.rows for blank in row],
    Signature: _signature,
    Framed: _framed,
}


def _lines(block: Block) -> list[str]:
    return _WRITTEN[type(block)](block)
