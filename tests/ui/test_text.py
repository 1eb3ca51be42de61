"""One way to show each figure, and words for every code of the rules."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from models.facts.event import ADJUSTMENTS, EVENT_TYPES
from models.facts.grant import ALLOCATIONS, KINDS
from models.facts.notice import CAPACITIES, DELIVERIES, STATES
from models.facts.payment import MODES, Cash
from models.facts.plan import METHODS, REASONS, ROLES, TIERS
from models.record.sample import SAMPLE_DAY, sample_record
from models.rules.answers import BLOCKS, VIOLATIONS, WARNINGS
from ui import text
from ui.text import codes


def test_money() -> None:
    assert text.money(60000) == "$600.00"
    assert text.money(-123456789) == "\N{MINUS SIGN}$1,234,567.89"
    assert text.money(None) == text.DASH
    assert text.money_change(500) == "+$5.00"
    assert text.money_change(0) == "$0.00"
    assert text.round_money(-199) == "\N{MINUS SIGN}$1"


def test_prices_and_shares() -> None:
    assert text.price(Fraction("1.2")) == "$1.20"
    assert text.price(Fraction("1234.5678")) == "$1,234.5678"
    assert text.price(Fraction("-0.5")) == "\N{MINUS SIGN}$0.50"
    assert text.shares(1354) == "1,354"
    assert text.count(1, "share") == "1 share"
    assert text.count(0, "share") == "0 shares"
    assert text.count(2, "penny", "pennies") == "2 pennies"
    assert text.percent(Fraction("0.0145")) == "1.45%"


def test_days() -> None:
    day = date(2003, 11, 10)
    assert text.day(day) == "Nov 10, 2003"
    assert text.long_day(day) == "Monday, November 10, 2003"
    assert text.days_from(day, day) == "today"
    assert text.days_from(day, date(2003, 11, 11)) == "tomorrow"
    assert text.days_from(day, date(2003, 11, 9)) == "yesterday"
    assert text.days_from(day, date(2003, 11, 22)) == "in 12 days"
    assert text.days_from(day, date(2003, 11, 7)) == "3 days ago"
    assert text.span(800) == "about 2 years"


def test_a_sentence_of_the_rules_is_shown_as_a_sentence() -> None:
    assert text.sentence("the last day is 2012-12-19") == "The last day is Dec 19, 2012."
    assert text.sentence("what of 2003-02-30?") == "What of 2003-02-30?"


def test_lists_in_a_sentence() -> None:
    assert text.listed([]) == ""
    assert text.listed(["a"]) == "a"
    assert text.listed(["a", "b", "c"], "or") == "a, b or c"


def test_every_code_has_words() -> None:
    for codes_of, words in (
        (ROLES, codes.ROLES),
        (REASONS, codes.REASONS),
        (METHODS, codes.METHODS),
        (MODES, codes.MODES),
        (TIERS, codes.TIERS),
        (STATES, codes.STATES),
        (CAPACITIES, codes.CAPACITIES),
        (DELIVERIES, codes.DELIVERIES),
        (KINDS, codes.VESTING_KINDS),
        (ALLOCATIONS, codes.ALLOCATIONS),
        (ADJUSTMENTS, codes.ADJUSTMENTS),
    ):
        assert tuple(words) == tuple(codes_of)
    assert len(codes.EVENTS) == len(EVENT_TYPES)
    for code in (*BLOCKS, *VIOLATIONS, *WARNINGS, "below_minimum_for_good"):
        assert codes.TROUBLE[code]


def test_trouble_ends_by_saying_what_to_do() -> None:
    record = sample_record()
    quote = record.ledger.quote("NQ-1", SAMPLE_DAY, 50, Cash())
    position = quote.position
    assert position is not None
    assert codes.violation("below_minimum", quote, 100) == (
        "At least 100 shares: paragraph 10 of the plan. You can exercise 100 to 1,200."
    )
    for code in VIOLATIONS:
        assert codes.violation(code, quote, 100).endswith(".")
    for code in WARNINGS:
        assert codes.warning(code, quote, 100).endswith(".")
    for code in BLOCKS:
        assert codes.blocked(code, position).endswith(".")


def test_every_event_of_the_sample_is_told() -> None:
    told = [codes.event(event) for event in sample_record().events]
    assert told == ["Stockholders approved the plan", "Exercised 540 shares of NQ-4, cash or check"]
