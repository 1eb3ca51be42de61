"""Fuzz of every field parser: what is typed is read as a second parser reads it, or refused in words."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from models.errors import Refusal
from models.exchange import cells
from models.values.dates import iso_date
from models.values.money import decimal_fraction
from tests.harness import _second as second
from tests.harness._fuzz import mutated, tally
from tests.harness.registry import Result, Run, harness


def a_text(rng: random.Random, dates: bool) -> str:
    """A date, or an amount or shares, as people type them, sometimes with a slip, sometimes the other of the two."""
    if (rng.random() < 0.9) is dates:
        day = date.fromordinal(rng.randint(date(1960, 1, 1).toordinal(), date(2210, 1, 1).toordinal()))
        text = rng.choice(
            (f"{day:%Y-%m-%d}", f"{day.month}/{day.day}/{day.year}", f"{day:%m/%d/%Y}", f"{day:%m/%d/%y}")
        )
        text = rng.choice((text, text, f"{day:%b} {day.day}, {day.year}", f"{day:%d.%m.%Y}", f"{day:%d-%b-%Y}"))
    else:
        whole = rng.randint(0, 10 ** rng.randint(0, 13))
        text = rng.choice((str(whole), f"{whole:,}", str(whole).zfill(4)))
        if rng.random() < 0.6:
            text += f".{rng.randint(0, 10 ** rng.randint(1, 11))}"
        text = rng.choice((text, text, f"${text}", f" {text} ", f"{text} %", f"{text}%", text.replace(".", ",")))
    return mutated(rng, text, "0123456789,.-/$% abeN\u00a0\u0663\uff11+()") if rng.random() < 0.4 else text


def fields() -> dict[str, tuple[Callable[[str], Any], Callable[[str], Any]]]:
    """Every field parser with its second parser."""
    from ui.widgets import parsers

    return {
        "cells.read_day": (cells.read_day, second.day),
        "cells.read_amount": (cells.read_amount, second.number),
        "cells.read_price": (cells.read_price, second.number),
        "dates.iso_date": (iso_date, second.plain_day),
        "money.decimal_fraction": (decimal_fraction, second.plain_number),
        "parse_date": (parsers.parse_date, second.typed_day),
        "parse_shares": (parsers.parse_shares, second.shares),
        "parse_price": (parsers.parse_price, second.typed_number),
        "parse_amount": (parsers.parse_amount, second.typed_number),
        "parse_money": (parsers.parse_money, second.typed_cents),
        "parse_rate": (parsers.parse_rate, second.typed_rate),
    }


def judge_field(name: str, text: str, read: Callable[[str], Any], other: Callable[[str], Any]) -> str | None:
    """What is wrong with how a field was read."""
    try:
        found = read(text)
    except Refusal as refusal:
        return "+refused" if refusal.message else f"{name} refuses {text!r} without words"
    try:
        expected = other(text)
    except second.No:
        return f"{name} takes {text!r} for {found}, though it is not clear"
    if isinstance(found, Fraction):
        found = (
            Decimal(found.numerator) / Decimal(found.denominator) if found.denominator > 1 else Decimal(found.numerator)
        )
    return "+accepted" if found == expected else f"{name} takes {text!r} for {found}, not {expected}"


def field_harness(name: str) -> None:
    """Registers the harness of one field parser."""

    @harness(f"field-{name}", small=2_000, full=500_000, unit="texts", batch=250_000)
    def act(run: Run) -> Result:
        """What is typed is read as a second parser reads it, or refused in words."""
        rng = random.Random(run.seed)
        read, other = fields()[name]
        dates = name.endswith(("day", "date"))

        def slipped(text: str) -> Any:
            found = read(text)
            if isinstance(found, date):  # the day taken for the month
                return found.replace(month=found.day, day=found.month) if found.day <= 12 else found
            return found * 10 if "." in text or "," in text else found  # the mark overlooked

        return tally(
            run,
            lambda _: judge_field(name, a_text(rng, dates), read, other),
            lambda _: judge_field(name, a_text(rng, dates), slipped, other),
        )


for _name in (
    "cells.read_day",
    "cells.read_amount",
    "cells.read_price",
    "dates.iso_date",
    "money.decimal_fraction",
    "parse_date",
    "parse_shares",
    "parse_price",
    "parse_amount",
    "parse_money",
    "parse_rate",
):
    field_harness(_name)
