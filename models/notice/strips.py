"""Blocks laid out as strips: every kind of block has its place, its type and its spacing here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from models.errors import Refusal
from models.notice.blocks import (
    BOX,
    TICKED,
    Blank,
    Blanks,
    Block,
    Check,
    Checks,
    Clauses,
    Envelope,
    Framed,
    Heading,
    Paragraph,
    Run,
    Sender,
    Signature,
    Table,
    Terms,
    Title,
    Words,
)
from models.notice.lines import BODY, CAPTION, HEADING, NOTE, SUBTITLE, TICK, TITLE, Line, Style, broken, line_width
from models.notice.pen import HAIR, RULE, Pen
from models.notice.strip import Strip, baseline, line_strips, stacked
from models.notice.table import table_strips

INCH = 72.0
LEFT, TEXT_WIDTH = INCH, 6.5 * INCH

# A #10 window envelope: four lines fit from 2.6 to 3.4 in; nothing else is left of 5.5 in from 2.3 to 3.7 in.
ENVELOPE_TOP, ENVELOPE_WIDTH = 2.6 * INCH, 4.3 * INCH
ENVELOPE_STYLE = Style(11, 14.4)
SMALLEST_ENVELOPE = 8.0
AFTER_ENVELOPE = 3.84 * INCH
SENDER_TOP, SENDER_BOTTOM = 0.72 * INCH, 2.2 * INCH
SENDER_WIDTH, FACTS_AT = 3.7 * INCH, 4.15 * INCH

LABEL_WIDTH = 1.9 * INCH
SIGN_WIDTH, DATE_WIDTH = 3.9 * INCH, 1.9 * INCH
SIGN_SPACE, FILL_SPACE = 32.0, 24.0
INDENT = 18.0


def _text(text: str) -> Words:
    return (Run(text),)


def _styled(style: str) -> Style:
    return NOTE if style == "note" else BODY


def _first(strips: list[Strip], before: float) -> list[Strip]:
    return [replace(strips[0], before=before), *strips[1:]]


def _sender(block: Sender) -> list[Strip]:
    """Lines at the left, facts at the right, set smaller where a long address would reach the window."""
    for size in (10.5, 9.5, 8.5, 7.5):
        style = Style(size, size * 1.26)
        left = [line for text in block.lines for line in broken(_text(text), style, SENDER_WIDTH)]
        if len(left) * style.leading <= SENDER_BOTTOM - SENDER_TOP:
            break
    else:
        raise Refusal("address_too_long", "the address is too long for the letter; shorten it", "holder.address")
    facts = [
        (broken(_text(label), NOTE, 70)[0], broken(_text(value), BODY, TEXT_WIDTH - FACTS_AT - 76))
        for label, value in block.facts
    ]

    def draw(pen: Pen, x: float, y: float) -> None:
        for at, line in enumerate(left):
            pen.line(x, y + at * style.leading + baseline(style), line, style)
        for label, value in facts:
            pen.line(x + FACTS_AT, y + baseline(BODY), label, NOTE)
            for line in value:
                pen.line(x + FACTS_AT + 76, y + baseline(BODY), line, BODY)
                y += BODY.leading

    return [Strip(SENDER_BOTTOM - SENDER_TOP, draw, stays=True, at_y=SENDER_TOP)]


def _envelope(block: Envelope) -> list[Strip]:
    size = ENVELOPE_STYLE.size
    widest = max(line_width(_one(line, ENVELOPE_STYLE), ENVELOPE_STYLE) for line in block.lines)
    if widest > ENVELOPE_WIDTH:
        size = size * ENVELOPE_WIDTH / widest
    if size < SMALLEST_ENVELOPE or len(block.lines) > 4:
        raise Refusal(
            "address_too_long",
            "the address for notices must fit four lines of a window envelope; shorten it",
            "plan.notice_address",
        )
    style = ENVELOPE_STYLE._replace(size=size)
    lines = [_one(line, style) for line in block.lines]

    def draw(pen: Pen, x: float, y: float) -> None:
        for at, line in enumerate(lines):
            pen.line(x, y + at * style.leading + baseline(style), line, style)

    return [Strip(AFTER_ENVELOPE - ENVELOPE_TOP, draw, stays=True, at_y=ENVELOPE_TOP)]


def _one(text: str, style: Style) -> Line:
    return broken(_text(text), style, 10_000)[0]


def _title(block: Title, width: float) -> list[Strip]:
    strips = line_strips(broken(_text(block.text), TITLE, width), TITLE)
    if block.under:
        strips += line_strips(broken(_text(block.under), SUBTITLE, width), SUBTITLE)
    return [replace(strip, stays=True) for strip in strips]


def _clauses(block: Clauses, width: float) -> list[Strip]:
    style, found = _styled(block.style), []
    for number, item in enumerate(block.items, 1):
        strips = line_strips(broken(item, style, width - INDENT), style, INDENT)
        found += _first(_led(f"{number}.", strips, style), 3.5)
    return _first(found, 5)


def _led(mark: str, strips: list[Strip], style: Style) -> list[Strip]:
    """The strips with a number or a box before the first."""
    first, led = strips[0], _one(mark, style)

    def draw(pen: Pen, x: float, y: float) -> None:
        pen.line(x, y + baseline(BODY if style is TICK else style), led, style)
        first.draw(pen, x, y)

    return [replace(first, draw=draw), *strips[1:]]


def _terms(block: Terms, width: float) -> list[Strip]:
    found = []
    for label, said in block.rows:
        labels = broken(_text(label), NOTE, LABEL_WIDTH - 8)
        values = broken(said, BODY, width - LABEL_WIDTH)
        found.append(_term(labels, values, width))
    last = len(found) - 1
    return _first([replace(strip, stays=at in (0, last - 1) and at != last) for at, strip in enumerate(found)], 4)


def _term(labels: Sequence[Line], values: Sequence[Line], width: float) -> Strip:
    height = max(len(labels) * NOTE.leading, len(values) * BODY.leading) + 4.4

    def draw(pen: Pen, x: float, y: float) -> None:
        for at, line in enumerate(labels):
            pen.line(x, y + 2 + baseline(BODY) + at * NOTE.leading, line, NOTE)
        for at, line in enumerate(values):
            pen.line(x + LABEL_WIDTH, y + 2 + baseline(BODY) + at * BODY.leading, line, BODY)
        pen.rule(x, y + height, width, HAIR)

    return Strip(height, draw)


def _checks(items: Sequence[Check], width: float) -> list[Strip]:
    found: list[Strip] = []
    for item in items:
        strips = line_strips(broken(_text(item.text), BODY, width - INDENT), BODY, INDENT)
        found += _first(_led(TICKED if item.is_ticked else BOX, strips, TICK), 3)
    return _first(found, 4)


def _blank_row(row: Sequence[Blank], width: float) -> Strip:
    gutter = 14.0
    total = sum(blank.weight for blank in row)
    free = width - gutter * (len(row) - 1)
    captions = [broken(_text(blank.caption), CAPTION, free * blank.weight / total) for blank in row]
    height = FILL_SPACE + max(map(len, captions)) * CAPTION.leading

    def draw(pen: Pen, x: float, y: float) -> None:
        for blank, lines in zip(row, captions, strict=True):
            own = free * blank.weight / total
            pen.rule(x, y + FILL_SPACE - 1.5, own, RULE)
            for at, line in enumerate(lines):
                pen.line(x, y + FILL_SPACE + at * CAPTION.leading + baseline(CAPTION), line, CAPTION)
            x += own + gutter

    return Strip(height, draw)


def _signature(block: Signature, width: float) -> list[Strip]:
    caption, date = _one(block.caption, CAPTION), _one("Date", CAPTION)
    names = [line for text in block.lines for line in broken(_text(text), NOTE, width)]
    height = SIGN_SPACE + CAPTION.leading + len(names) * NOTE.leading + 2

    def draw(pen: Pen, x: float, y: float) -> None:
        under = y + SIGN_SPACE
        pen.rule(x, under, SIGN_WIDTH, RULE)
        pen.line(x, under + baseline(CAPTION), caption, CAPTION)
        if block.has_date:
            pen.rule(x + width - DATE_WIDTH, under, DATE_WIDTH, RULE)
            pen.line(x + width - DATE_WIDTH, under + baseline(CAPTION), date, CAPTION)
        for at, line in enumerate(names):
            pen.line(x, under + CAPTION.leading + at * NOTE.leading + baseline(NOTE), line, NOTE)

    return [Strip(height, draw, before=6)]


def _framed(block: Framed, width: float) -> list[Strip]:
    pad = 9.0
    inner = [replace(strip, before=0) for strip in line_strips([_one(block.title, HEADING)], HEADING)]
    for each in block.blocks:
        inner += block_strips(each, width - 2 * pad)
    whole = stacked(inner)
    height = whole.height + 2 * pad

    def draw(pen: Pen, x: float, y: float) -> None:
        pen.frame(x, y, width, height)
        whole.draw(pen, x + pad, y + pad)

    return [Strip(height, draw, before=12)]


def _heading(block: Heading, width: float) -> list[Strip]:
    strips = line_strips(broken(_text(block.text), HEADING, width), HEADING)
    return _first([replace(strip, stays=True) for strip in strips], 11)


def _paragraph(block: Paragraph, width: float) -> list[Strip]:
    style = _styled(block.style)
    return _first(line_strips(broken(block.said, style, width), style), 5)


_LAID_OUT: dict[type[Any], Callable[[Any, float], list[Strip]]] = {
    Sender: lambda block, _: _sender(block),
    Envelope: lambda block, _: _envelope(block),
    Title: _title,
    Heading: _heading,
    Paragraph: _paragraph,
    Clauses: _clauses,
    Terms: _terms,
    Table: lambda block, width: _first(table_strips(block, width), 6),
    Checks: lambda block, width: _checks(block.items, width),
    Blanks: lambda block, width: [_blank_row(row, width) for row in block.rows],
    Signature: _signature,
    Framed: _framed,
}


def block_strips(block: Block, width: float = TEXT_WIDTH) -> list[Strip]:
    """The strips of one block on a column `width` points wide."""
    return _LAID_OUT[type(block)](block, width)
