"""Withholding at exercise (paragraph 16): an estimate from the rates of the day and what the holder states."""

from __future__ import annotations

import json
from bisect import bisect_right
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from typing import Any, NamedTuple

import resources
from models.errors import Refusal
from models.facts.payment import WithholdingRates
from models.rules.answers import Withheld
from models.values.money import decimal_fraction, half_up_cents

MILLION = Fraction(1_000_000)
# 26 U.S.C. 3102(f): the employer withholds the additional part above this, whatever the filing status.
ADDITIONAL_MEDICARE_ABOVE = Fraction(200_000)

RATE_NAMES = (
    "federal",
    "federal_above_million",
    "social_security",
    "wage_base",
    "medicare",
    "additional_medicare",
)


class Rates(NamedTuple):
    """The rates used for one exercise, as fractions of one; `wage_base` in dollars."""

    federal: Fraction
    federal_above_million: Fraction
    social_security: Fraction
    wage_base: Fraction
    medicare: Fraction
    additional_medicare: Fraction


@cache
def _tables() -> dict[str, Any]:
    tables: dict[str, Any] = json.loads(resources.read_text("rates/withholding.json"))
    return tables


def _in_force(table: str, on: date) -> Fraction | None:
    """The rate of a dated table on a day, None where the table has none."""
    for row in _tables()[table]:
        if row["from"] <= str(on) and (row["to"] is None or str(on) <= row["to"]):
            return None if row["rate"] is None else decimal_fraction(row["rate"])
    return None


@cache
def _period_starts() -> list[date]:
    """The days on which any rate may change: between two of them all stay the same."""
    years = [date(row["year"] + after, 1, 1) for row in _tables()["social_security"] for after in (0, 1)]
    names = ("federal_supplemental", "federal_supplemental_over_1m", "medicare", "additional_medicare")
    rows = [row for name in names for row in _tables()[name]]
    ends = (date.fromisoformat(row["to"]) + timedelta(days=1) for row in rows if row["to"])
    return sorted({*years, *(date.fromisoformat(row["from"]) for row in rows), *ends})


def period_of(on: date) -> int:
    """The number of the period of constant rates in which a day lies."""
    return bisect_right(_period_starts(), on)


def table_rates(on: date) -> Rates | None:
    """The rates by law on a day, None for a year without a table: never taken from the nearest year."""
    period = period_of(on)
    return _rates_from(_period_starts()[period - 1]) if period else None


@cache
def _rates_from(on: date) -> Rates | None:
    row = next((row for row in _tables()["social_security"] if row["year"] == on.year), None)
    federal, medicare = _in_force("federal_supplemental", on), _in_force("medicare", on)
    if row is None or federal is None or medicare is None:
        return None
    above = _in_force("federal_supplemental_over_1m", on)
    return Rates(
        federal,
        federal if above is None else above,
        decimal_fraction(row["employee_rate"]),
        Fraction(row["wage_base"]),
        medicare,
        _in_force("additional_medicare", on) or Fraction(0),
    )


def rates_for(given: WithholdingRates, on: date) -> Rates:
    """The holder's rates, and the table of `on` for those left out; Refusal `no_rates` where there is no table."""
    if all(getattr(given, name) is not None for name in RATE_NAMES):
        return Rates(*(getattr(given, name) for name in RATE_NAMES))
    table = table_rates(on)
    if table is None:
        raise Refusal("no_rates", f"there are no withholding rates for {on.year}; enter every rate yourself")
    own = {name: getattr(given, name) for name in RATE_NAMES if getattr(given, name) is not None}
    if "federal" in own and "federal_above_million" not in own and not _has_rate_above_million(on):
        own["federal_above_million"] = own["federal"]
    return table._replace(**own)


def _has_rate_above_million(on: date) -> bool:
    return _in_force("federal_supplemental_over_1m", on) is not None


class Bracket(NamedTuple):
    """One item of withholding: `rate` on income up to `limit` dollars (None: on all), `above` on what is over it."""

    rate: Fraction
    limit: Fraction | None = None
    above: Fraction = Fraction(0)
    # What income above the limit, taxed at `above` throughout, is out by.
    shift: Fraction = Fraction(0)


def brackets(given: WithholdingRates, rates: Rates) -> tuple[Bracket, Bracket, Bracket, Bracket]:
    """The four items of withholding, in the order of `Withheld`, as the year stands before this income."""
    medicare_above = rates.medicare + rates.additional_medicare
    return (
        _bracket(rates.federal, MILLION - given.supplemental_to_date, rates.federal_above_million),
        _bracket(rates.social_security, rates.wage_base - given.wages_to_date, Fraction(0)),
        _bracket(rates.medicare, ADDITIONAL_MEDICARE_ABOVE - given.wages_to_date, medicare_above),
        Bracket(given.state),
    )


def _bracket(rate: Fraction, limit: Fraction, above: Fraction) -> Bracket:
    """A limit at which the rate does not change is none."""
    if rate == above:
        return Bracket(rate)
    limit = max(Fraction(0), limit)
    return Bracket(rate, limit, above, (rate - above) * limit)


def withhold(income: Fraction, given: WithholdingRates, rates: Rates) -> Withheld:
    """Withholding on `income` dollars (at least zero): four items, each rounded half up to the cent."""
    if income <= 0:
        return Withheld()
    return Withheld(*(half_up_cents(_taxed(income, bracket)) for bracket in brackets(given, rates)))


def _taxed(income: Fraction, bracket: Bracket) -> Fraction:
    if bracket.limit is None or income <= bracket.limit:
        return bracket.rate * income
    return bracket.above * income + bracket.shift
