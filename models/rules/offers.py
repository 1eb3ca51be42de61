"""Defaults offered from published tables: sale fees, settlement day, state withholding, self-employment tax.

Everything here is offered, never taken by itself: each figure comes with a note and with how sure it is, and the
holder can put an own one in its place. No answer of the contract rests on this module.
"""

from __future__ import annotations

import json
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from typing import Any, NamedTuple

import resources
from models.errors import Refusal
from models.facts.payment import Fees
from models.rules.calendar import deliver_by, is_delivery_day
from models.rules.withholding import ADDITIONAL_MEDICARE_ABOVE, table_rates
from models.values.frozen import dataclass
from models.values.money import half_up_cents, rate_text

CHECKED = ("high", "medium", "low")
MILLION = 1_000_000
# The year of the one table there is for all states.
STATE_YEAR = 2026


@cache
def _table(name: str) -> dict[str, Any]:
    table: dict[str, Any] = json.loads(resources.read_text(f"rates/{name}.json"))
    return table


def _least_sure(*checked: str) -> str:
    return max(checked, key=CHECKED.index)


def _latest(rows: list[dict[str, Any]], on: date) -> dict[str, Any] | None:
    """The row in force on a day: the last that begins on or before it."""
    found = None
    for row in rows:
        if row["from"] <= str(on):
            found = row
    return found


# -- a sale through a broker -------------------------------------------------------------------------------


@dataclass(frozen=True)
class SaleFees:
    """Fees offered for a sale: `fees` as a broker's payment takes them, in dollars and as a part of the proceeds.

    `notes` say where each part comes from; `settles_on` is the day the money comes, None before the table begins.
    """

    fees: Fees
    notes: tuple[str, ...]
    checked: str
    settles_on: date | None


def sale_fees_offered(trade_on: date, shares: int, commission: Fraction = Fraction(0)) -> SaleFees:
    """The regulatory fees of a sale of `shares` on a trade date, with the broker's own `commission` in dollars.

    Section 31 fees are a part of the proceeds; the trading activity fee is a share, up to its cap.
    """
    tables = _table("sale_fees")
    flat, each, part = commission, Fraction(0), Fraction(0)
    notes, checked = [], ["high"]
    section_31 = _latest(tables["sec_section_31"], trade_on)
    if section_31 is None:
        notes.append(f"No section 31 rate is known for {trade_on}; enter what the broker names")
        checked.append("low")
    else:
        part = Fraction(section_31["usd_per_million"]) / MILLION
        says = f"Section 31 fee of the SEC since {section_31['from']}"
        notes.append(f"{says}: ${section_31['usd_per_million']} for a million dollars of proceeds")
        checked.append(section_31["checked"])
    activity = _latest(tables["finra_trading_activity"], trade_on)
    if activity is not None and Fraction(activity["per_share"]):
        each, cap = Fraction(activity["per_share"]), Fraction(activity["cap"])
        note = f"Trading activity fee since {activity['from']}: ${activity['per_share']} a share"
        note += f", at most ${activity['cap']}"
        if each * shares > cap:
            flat, each = flat + cap, Fraction(0)
            note += "; that many shares reach the most"
        notes.append(note)
        checked.append(activity["checked"])
    return SaleFees(Fees(flat, each, part), tuple(notes), _least_sure(*checked), settlement_day(trade_on))


def settlement_day(trade_on: date) -> date | None:
    """When a sale of `trade_on` settles: so many days on which the exchange and the banks are open after it."""
    row = _latest(_table("sale_fees")["settlement_days"], trade_on)
    if row is None:
        return None
    day = trade_on
    for _ in range(row["days"]):
        day += timedelta(days=1)
        while not is_delivery_day(day):
            day += timedelta(days=1)
    return day


def trade_day(on: date) -> date:
    """The last delivery day on or before `on`: a sale cannot be made on a day without a market."""
    return deliver_by(on)


# -- state withholding -------------------------------------------------------------------------------------


class StateRate(NamedTuple):
    """A state's rate for supplemental wages as offered; `rate` None where the state has no single one.

    `disability_rate` is taken up to `disability_limit` dollars of the year's wages (None: without a limit).
    """

    state: str
    rate: Fraction | None
    note: str
    checked: str
    disability_rate: Fraction = Fraction(0)
    disability_limit: Fraction | None = None

    def combined(self, income: Fraction, wages_to_date: Fraction) -> Fraction | None:
        """One rate that withholds on `income` dollars what both together do."""
        if self.rate is None or income <= 0:
            return self.rate
        taxed = income
        if self.disability_limit is not None:
            taxed = max(Fraction(0), min(income, self.disability_limit - wages_to_date))
        return self.rate + self.disability_rate * taxed / income


def states() -> tuple[str, ...]:
    """The states there is an entry for, by their two letters."""
    return tuple(row["state"] for row in _table("state_supplemental_2026")["states"])


def state_rate_offered(state: str, on: date) -> StateRate:
    """The rate offered for a state on a day; Refusal `unknown_state`. Only California's is known by date."""
    if state == "CA":
        return _california(on)
    row = next((row for row in _table("state_supplemental_2026")["states"] if row["state"] == state), None)
    if row is None:
        raise Refusal("unknown_state", f"there is no state {state!a}; choose its two letters", "state")
    checked, notes = row["checked"], [row["note"]] if row["note"] else []
    rate = _single_rate(row, on)
    if row["method"] == "no_tax":
        rate = Fraction(0)
    elif rate is None:
        notes.append("there is no one rate to offer; enter what your employer withholds")
    if on.year != STATE_YEAR:
        notes.append(f"this is the entry of {STATE_YEAR}; look up that of {on.year}")
        checked = "low"
    return StateRate(state, rate, "; ".join(notes), checked)


def _single_rate(row: dict[str, Any], on: date) -> Fraction | None:
    if row["rate"] is None or row["method"] == "tiers":
        return None
    rate = Fraction(row["rate"])
    if row["method"] == "percent_of_federal":
        federal = table_rates(on)
        return None if federal is None else rate * federal.federal
    return rate


def _california(on: date) -> StateRate:
    table = _table("withholding")["california"]
    row = _latest(table["stock_options"], on)
    insurance = next((row for row in table["disability_insurance"] if row["year"] == on.year), None)
    if row is None:
        return StateRate("CA", None, f"no rate is known for {on}; enter what your employer withholds", "low")
    notes = [f"California's rate for stock options since {row['from']}"]
    if insurance is None:
        notes.append(f"its disability insurance of {on.year} is not known; add it yourself")
        return StateRate("CA", Fraction(row["rate"]), "; ".join(notes), "low")
    limit = insurance["taxable_wage_limit"]
    upto = f"up to ${limit:,} of the year's wages" if limit else "without a limit"
    notes.append(f"disability insurance of {rate_text(Fraction(insurance['rate']) * 100)} % {upto}")
    return StateRate(
        "CA",
        Fraction(row["rate"]),
        "; ".join(notes),
        _least_sure(row["checked"], insurance["checked"]),
        Fraction(insurance["rate"]),
        None if limit is None else Fraction(limit),
    )


# -- directors and advisors --------------------------------------------------------------------------------


class SelfEmployment(NamedTuple):
    """An estimate of self-employment tax in cents, by part, and what it says of itself."""

    social_security: int
    medicare: int
    additional_medicare: int
    note: str

    @property
    def total(self) -> int:
        """All parts together."""
        return self.social_security + self.medicare + self.additional_medicare


def self_employment_estimate(income: Fraction, on: date, wages_to_date: Fraction = Fraction(0)) -> SelfEmployment:
    """What a director or advisor may owe on `income` dollars of spread (26 U.S.C. 1401, 1402); Refusal `no_rates`.

    As if there were no other self-employment and no expenses, and wages only those stated.
    """
    tables = _table("withholding")
    row = next((row for row in tables["social_security"] if row["year"] == on.year), None)
    rates = table_rates(on)
    if row is None or rates is None:
        raise Refusal("no_rates", f"there are no rates for {on.year}; ask an adviser")
    own = tables["self_employment"]
    earnings = max(Fraction(0), income) * Fraction(own["net_earnings_factor"])
    secured = max(Fraction(0), min(earnings, row["wage_base"] - wages_to_date))
    over = max(Fraction(0), min(earnings, earnings + wages_to_date - ADDITIONAL_MEDICARE_ABOVE))
    return SelfEmployment(
        half_up_cents(secured * Fraction(row["self_employed_rate"])),
        half_up_cents(earnings * Fraction(own["medicare_rate"])),
        half_up_cents(over * rates.additional_medicare),
        "An estimate: as if there were no other self-employment and no expenses; nothing is withheld, so it is for"
        " you to set aside",
    )
