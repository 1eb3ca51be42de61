"""Paragraph 16: the year's withholding rates from the project's own data; a year without data is an error."""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).resolve().parents[2] / "resources" / "rates" / "withholding.json"
MILLION = Fraction(1_000_000)
ADDITIONAL_FROM = Fraction(200_000)
KEYS = (
    "federal",
    "federal_above_million",
    "social_security",
    "wage_base",
    "medicare",
    "additional_medicare",
)


class NoRates(Exception):
    """A rate that was left out has no table in that year."""


@cache
def table() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return data


def dated(name: str, day: date) -> Fraction | None:
    """The rate in force on a day, or None before the first entry or where the table has none."""
    for entry in table()[name]:
        if entry["from"] <= day.isoformat() and (entry["to"] is None or day.isoformat() <= entry["to"]):
            return None if entry["rate"] is None else Fraction(entry["rate"])
    return None


def lacking(withholding: dict[str, Any], day: date) -> bool:
    """Whether a rate that is left out has no table on that day."""
    years = [entry["year"] for entry in table()["social_security"]]
    return any(key not in withholding for key in KEYS) and day.year not in years


def filled_in(withholding: dict[str, Any], day: date) -> dict[str, Fraction]:
    """The holder's rates, the others from the table."""
    if lacking(withholding, day):
        raise NoRates(f"no withholding rates for {day.year}")
    result = {key: withholding[key] for key in KEYS if key in withholding}
    if len(result) == len(KEYS):
        return result
    security = next(entry for entry in table()["social_security"] if entry["year"] == day.year)
    additional = dated("additional_medicare", day)
    found = {
        "federal": dated("federal_supplemental", day),
        "federal_above_million": dated("federal_supplemental_over_1m", day),
        "social_security": Fraction(security["employee_rate"]),
        "wage_base": Fraction(security["wage_base"]),
        "medicare": dated("medicare", day),
        "additional_medicare": Fraction(0) if additional is None else additional,
    }
    result = {key: result.get(key, found[key]) for key in KEYS}
    if result["federal_above_million"] is None:
        result["federal_above_million"] = result["federal"]
    return result
