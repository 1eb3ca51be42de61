"""A field for one or several closing bids of a day."""

from __future__ import annotations

import re
from fractions import Fraction

from PySide6.QtCore import Qt

from models.errors import Refusal
from models.values.money import price_text
from ui import text, theme
from ui.widgets.edits import ParsedEdit
from ui.widgets.parsers import parse_price

_BETWEEN = re.compile(r"[;\s]+|,\s+")
MOST = 20


def parse_bids(typed: str) -> tuple[Fraction, ...]:
    """Bids set apart by spaces or semicolons: "2.70 2.71"."""
    words = [word for word in _BETWEEN.split(typed.strip()) if word]
    if len(words) > MOST:
        raise Refusal("bad_number", f"Type at most {MOST} bids.")
    return tuple(parse_price(word) for word in words)


class BidsEdit(ParsedEdit[tuple[Fraction, ...]]):
    """Closing bids of the market makers, as many as are known."""

    def __init__(self) -> None:
        super().__init__(parse_bids, lambda bids: " ".join(map(price_text, bids)), "Type a bid, such as 2.70.")
        self.is_optional = True
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setFont(theme.numerals(self.font()))

    def echo(self) -> str:
        bids = self.maybe()
        if not bids:
            return ""
        return f"mean {text.price(sum(bids, Fraction(0)) / len(bids))}" if len(bids) > 1 else text.price(bids[0])
