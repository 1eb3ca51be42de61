"""The terms an option letter may change, and a term's value, in words."""

from __future__ import annotations

from datetime import date

from models.facts.plan import Window
from ui import text
from ui.text import codes

TERM_WORDS = {
    "term_years": "Term in years",
    "expires_on": "Expires on",
    "post_termination_days": "Days to exercise after service ends",
    "accelerate_on": "Everything vests on",
    "minimum_shares": "Fewest shares at a time",
    "remainder_exempt": "A last remainder may be smaller",
}


def window_words(reason: str) -> str:
    """What the window after a reason is called."""
    return f"To exercise after {codes.REASONS[reason].lower()}"


def term_text(value: object) -> str:
    """A term's value in words."""
    if isinstance(value, Window):
        unit = value.unit if value.length != 1 else value.unit[:-1]
        return "nothing from that day on" if value.is_none else f"{value.length} {unit}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return text.day(value)
    if isinstance(value, tuple):
        return text.listed([codes.REASONS[str(one)].lower() for one in value]) if value else "never"
    return text.DASH if value is None else f"{value:,}" if isinstance(value, int) else str(value)
