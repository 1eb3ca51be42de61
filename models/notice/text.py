"""A packet as plain text: the same words and figures, for a screen reader, a mail or the clipboard."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from models.notice.blocks import (
    BOX,
    TICKED,
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
    return "\n".join(_single_blanks(lines)) + "\n"


def _single_blanks(lines: Sequence[str]) -> Iterator[str]:
    last = ""
    for line in lines:
        if line or last:
            yield line.rstrip()
        last = line


def _wrapped(text: str, lead: str = "", width: int = WIDTH) -> list[str]:
    return textwrap.wrap(
        text.replace("\u00a0", " "),
        width,
        initial_indent=lead,
        subsequent_indent=" " * len(lead),
        break_on_hyphens=False,
    ) or [lead]


def _lines(block: Block) -> list[str]:
    match block:
        case Sender(lines, facts):
            return [*lines, "", *(line for label, value in facts for line in _term(label, value))]
        case Envelope(lines):
            return list(lines)
        case Title(text, under):
            return [text.upper(), *(_wrapped(under) if under else [])]
        case Heading(text):
            return [*_wrapped(text), "-" * min(len(text), WIDTH)]
        case Paragraph(said):
            return _wrapped(plain(said))
        case Clauses(items):
            return [line for n, item in enumerate(items, 1) for line in _wrapped(plain(item), f"{n:>2}. ")]
        case Terms(rows):
            return [line for label, said in rows for line in _term(label, plain(said))]
        case Table():
            return _table(block)
        case Checks(items):
            marks = {True: f"[{'x'}] ", False: "[ ] "}
            return [line for item in items for line in _wrapped(item.text, marks[item.is_ticked])]
        case Blanks(rows):
            return [f"{blank.caption}: {_BLANK}" for row in rows for blank in row]
        case Signature(lines, caption, has_date):
            date = ["", f"Date: {_BLANK}"] if has_date else []
            return [f"{caption}: {_BLANK}", *lines, *date]
        case Framed(title, blocks):
            inner = [line for each in blocks for line in _lines(each)]
            return ["+" + "-" * (WIDTH - 1), title, *inner, "+" + "-" * (WIDTH - 1)]


def _term(label: str, value: str) -> list[str]:
    if len(label) > _LABEL - 2:
        return [*_wrapped(label), *_wrapped(value, " " * _LABEL)]
    return _wrapped(value, f"{label}:".ljust(_LABEL))


def _table(table: Table) -> list[str]:
    """Columns as wide as their longest entry; where that is too wide for a line, one entry a line."""
    rows = [tuple(column.title for column in table.columns), *table.rows]
    if table.total:
        rows.append(table.total)
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


__all__ = ["BOX", "TICKED", "as_text"]
