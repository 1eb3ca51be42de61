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


_AFTER = {
    "resignation": "resignation",
    "retirement": "retirement",
    "dismissed_without_cause": "dismissal without cause",
    "dismissed_for_cause": "dismissal for cause",
    "director_at_company_request": "leaving the Board at the company's request",
    "director_removed_without_cause": "removal from the Board without cause",
    "not_reelected": "not being re-elected to the Board",
    "death": "death",
    "permanent_disability": "permanent disability",
    "other": "another reason",
}


def window_words(reason: str) -> str:
    """What the window after a reason is called."""
    return f"To exercise after {_AFTER[reason]}"


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
