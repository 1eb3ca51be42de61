"""Exact money, dates, explanations, and the frozen values that everything else is made of."""

from __future__ import annotations

import copy
import dataclasses
import pickle
import subprocess
import sys
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import ClassVar

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given, strategies as st

from models.errors import Refusal
from models.values.dates import add_months, add_years, iso_date, months_from
from models.values.explanation import Explanation, Reading, Step
from models.values.frozen import dataclass, field, replace
from models.values.money import (
    ceil_cents,
    cost_cents,
    decimal_fraction,
    floor_cents,
    half_up_cents,
    money_text,
    price_text,
    quoted,
    rate_text,
    spread_cents,
)

ROOT = Path(__file__).parents[2]
DECIMALS = st.decimals(-(10**9), 10**9, allow_nan=False, places=10)


# -- money -------------------------------------------------------------------------------------------------


@given(DECIMALS)
def test_cents_are_rounded_as_decimals_are(amount):
    exact = Fraction(amount)
    cents = amount * 100
    assert ceil_cents(exact) == int(cents.to_integral_value(ROUND_CEILING))
    assert floor_cents(exact) == int(cents.to_integral_value(ROUND_FLOOR))
    assert half_up_cents(exact) == int(cents.to_integral_value(ROUND_HALF_UP))


@given(st.integers(-(10**14), 10**14))
def test_money_text_is_read_back(cents):
    assert Decimal(money_text(cents)) * 100 == cents
    assert money_text(cents).count("-") == (cents < 0)


@pytest.mark.parametrize(
    ("dollars", "text"),
    [
        ("1.2", "1.20"),
        ("1", "1.00"),
        ("1.215", "1.215"),
        ("0.0000000001", "0.0000000001"),
        ("-2.5", "-2.50"),
        ("1/3", "0.333333"),
        ("2/3", "0.666667"),
        ("-2/3", "-0.666667"),
        ("1/6", "0.166667"),
        ("1/16", "0.0625"),
        ("7/2000000", "0.0000035"),
    ],
)
def test_a_price_shows_as_many_decimals_as_it_needs(dollars, text):
    assert price_text(Fraction(dollars)) == text


@given(st.integers(0, 10**12 - 1), st.integers(0, 10**10 - 1))
def test_a_price_with_a_finite_decimal_is_read_back_exactly(whole, decimals):
    price = whole + Fraction(decimals, 10**10)
    assert decimal_fraction(price_text(price)) == price
    assert decimal_fraction(rate_text(price)) == price


@pytest.mark.parametrize(
    "text",
    ["", " 1", "1 ", "+1", "-1", "1.", ".5", "1,5", "1e3", "0x10", "1" * 13, "1." + "1" * 11, "١", "1.2.3", "1\n"],
)
def test_what_is_no_plain_number_is_refused(text):
    with pytest.raises(Refusal) as refused:
        decimal_fraction(text)
    assert refused.value.code == "bad_number"


@given(st.integers(1, 10**9), DECIMALS.map(abs), DECIMALS.map(abs))
def test_cost_and_spread_are_the_roundings_of_the_exact_product(shares, value, price):
    exact_value, exact_price = Fraction(value), Fraction(price)
    assert cost_cents(exact_price, shares) == ceil_cents(exact_price * shares)
    assert spread_cents(exact_value, exact_price, shares) == half_up_cents((exact_value - exact_price) * shares)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("x", "'x'"),
        (5, "5"),
        ([1], "a list"),
        ({}, "an object"),
        ("é\n", "'\\xe9\\n'"),
        ("a" * 99, "'" + "a" * 56 + "..."),
    ],
)
def test_what_was_given_is_shown_shortly_in_a_message(value, shown):
    assert quoted(value) == shown
    assert len(quoted(value)) <= 60


def test_rates_lose_their_idle_zeros():
    assert rate_text(Fraction("0.25")) == "0.25"
    assert rate_text(Fraction(100)) == "100"
    assert rate_text(Fraction("0.0145")) == "0.0145"


# -- dates -------------------------------------------------------------------------------------------------


@given(st.dates(date(1970, 1, 1), date(2180, 1, 1)), st.integers(-200, 1500))
def test_months_are_added_as_dateutil_adds_them(anchor, months):
    assert add_months(anchor, months) == anchor + relativedelta(months=months)


@given(st.dates(date(1970, 1, 1), date(2200, 12, 31)), st.integers(0, 100))
def test_years_are_added_as_dateutil_adds_them(anchor, years):
    assert add_years(anchor, years) == anchor + relativedelta(years=years)


@given(
    st.dates(date(1970, 1, 1), date(2200, 12, 31)),
    st.integers(0, 40),
    st.integers(1, 60),
    st.integers(1, 13),
    st.integers(1, 31),
)
def test_many_months_at_once_are_each_month_alone(anchor, first, count, step, day):
    months = range(first, first + count * step, step)
    assert months_from(anchor, months, day) == [add_months(anchor, number, day) for number in months]


@pytest.mark.parametrize("year", [1999, 2000, 2099, 2100, 2199, 2200, 2300, 2400])
def test_february_of_a_century(year):
    start = date(year, 11, 30)
    found = months_from(start, range(1, 49), 31)
    assert found == [start + relativedelta(months=number, day=31) for number in range(1, 49)]
    assert months_from(start, range(1, 1), 31) == []


@pytest.mark.parametrize("text", ["2003-02-29", "2003-13-01", "2003-00-10", "2100-02-29"])
def test_days_that_never_were_are_refused(text):
    with pytest.raises(Refusal, match="there is no day"):
        iso_date(text)


@pytest.mark.parametrize(
    "text", ["20031110", "2003-W46-1", "2003-11-1", "10/11/2003", "2003-11-10 ", "２003-11-10", ""]
)
def test_other_ways_to_write_a_date_are_refused(text):
    with pytest.raises(Refusal, match="must be a date such as"):
        iso_date(text)


@pytest.mark.parametrize(
    ("text", "fits"), [("1969-12-31", False), ("1970-01-01", True), ("2200-12-31", True), ("2201-01-01", False)]
)
def test_dates_have_an_earliest_and_a_latest(text, fits):
    if fits:
        assert str(iso_date(text)) == text
    else:
        with pytest.raises(Refusal, match="must be from 1970-01-01 to 2200-12-31"):
            iso_date(text)


# -- explanations ------------------------------------------------------------------------------------------


def test_steps_are_only_made_when_they_are_read():
    made = []

    def steps():
        made.append(1)
        return [Step("10", "one"), Step("10", "one"), Step("8(a)", "two")]

    explanation = Explanation(steps)
    assert made == []
    assert [step.says for step in explanation] == ["one", "two"]
    assert explanation.paragraphs == ("10", "8(a)")
    assert made == [1]


def test_explanations_add_and_compare_by_their_steps():
    one, two = Explanation([Step("10", "one")]), Explanation((Step("8(a)", "two", Reading("a", "b", "c")),))
    both = one + two
    assert both == Explanation(lambda: [*one, *two, *one])
    assert hash(both) == hash(Explanation([*one, *two]))
    assert both != one
    assert one != "one"
    assert repr(one) == "Explanation((Step(paragraph='10', says='one', reading=None),))"
    assert Explanation().steps == ()


# -- frozen values -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Thing:
    """Ours."""

    kind: ClassVar[str] = "thing"
    name: str
    count: int = 1
    tags: tuple[str, ...] = field(default_factory=tuple)
    notes: dict[str, str] = field(default_factory=dict, compare=False, repr=False)
    length: int = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "length", len(self.name))

    @cached_property
    def loud(self) -> str:
        return self.name.upper()


@dataclasses.dataclass(frozen=True)
class Real:
    """The standard library's."""

    kind: ClassVar[str] = "thing"
    name: str
    count: int = 1
    tags: tuple[str, ...] = dataclasses.field(default_factory=tuple)
    notes: dict[str, str] = dataclasses.field(default_factory=dict, compare=False, repr=False)
    length: int = dataclasses.field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "length", len(self.name))


@dataclass(frozen=True)
class Longer(Thing):
    """A value with more fields than its base."""

    more: bool = False


@pytest.mark.parametrize("arguments", [("a",), ("a", 2), ("a", 2, ("x",)), ("a", 2, ("x",), {"n": "m"})])
def test_a_frozen_value_is_what_the_standard_library_makes(arguments):
    ours, theirs = Thing(*arguments), Real(*arguments)
    assert vars(ours) == vars(theirs)
    assert repr(ours) == repr(theirs).replace("Real", "Thing")
    assert hash(ours) == hash(theirs)
    assert ours == Thing(*arguments)
    assert ours != theirs
    assert ours != Thing("b")
    assert Thing.__match_args__ == Real.__match_args__
    assert (Thing.count, Thing.kind) == (1, "thing")


def test_what_is_not_compared_makes_no_difference():
    assert Thing("a", notes={"n": "m"}) == Thing("a")
    assert repr(Thing("a", notes={"n": "m"})) == "Thing(name='a', count=1, tags=(), length=1)"
    assert Thing("a").notes is not Thing("a").notes


def test_the_standard_library_takes_it_for_its_own():
    thing = Thing("a", 2)
    assert dataclasses.is_dataclass(thing)
    assert [one.name for one in dataclasses.fields(thing)] == [one.name for one in dataclasses.fields(Real)]
    assert dataclasses.replace(thing, count=3) == Thing("a", 3) == replace(thing, count=3)
    assert dataclasses.asdict(thing) == dataclasses.asdict(Real("a", 2))
    assert [one.compare for one in dataclasses.fields(Thing)] == [one.compare for one in dataclasses.fields(Real)]


def test_nothing_of_it_can_be_changed():
    thing = Thing("a")
    with pytest.raises(dataclasses.FrozenInstanceError):
        thing.name = "b"
    with pytest.raises(dataclasses.FrozenInstanceError):
        del thing.name
    assert thing.loud == "A"
    assert thing.loud is thing.loud


def test_it_is_copied_pickled_and_inherited():
    thing = Thing("a", 2, ("x",))
    assert copy.copy(thing) == copy.deepcopy(thing) == pickle.loads(pickle.dumps(thing)) == thing
    longer = Longer("a", 2, more=True)
    assert repr(longer) == "Longer(name='a', count=2, tags=(), length=1, more=True)"
    assert longer == Longer("a", 2, more=True)
    assert longer != Longer("a", 2)
    assert longer != Thing("a", 2)
    assert [one.name for one in dataclasses.fields(longer)][-1] == "more"
    assert Thing("a").count == 1


def test_wrong_arguments_are_noticed_as_ever():
    with pytest.raises(TypeError, match=r"__init__\(\) missing 1 required positional argument: 'name'"):
        Thing()
    with pytest.raises(TypeError, match="unexpected keyword argument 'size'"):
        Thing("a", size=3)


@pytest.mark.slow
def test_an_answer_needs_neither_dataclasses_nor_anything_of_a_window():
    """What the start of a command is spared; the imports of a whole process are looked at."""
    unwanted = ("dataclasses", "inspect", "pathlib", "PySide6", "sqlite3", "dateutil", "models.record.record")
    code = (
        "import sys, models.exchange.evaluate, models.facts.bundled as b; b.bundled_plan('plain-nso'); "
        f"print([name for name in {unwanted} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
