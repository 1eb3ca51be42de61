"""The engine against the rules written a second time, against examples worked by hand and against published ones."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from itertools import accumulate
from math import floor
from pathlib import Path
from typing import Any

import pytest

from models.rules.vesting import allocate
from models.values.money import ceil_cents, decimal_fraction, money_text
from tests.reference import compare, market, model, published, variants

Json = dict[str, Any]
CASES = Path(__file__).parents[1] / "cases"


def cases(name: str) -> list[Json]:
    found: list[Json] = json.loads((CASES / name).read_text(encoding="utf-8"))
    return found


def named(found: list[Json]) -> list[Any]:
    return [pytest.param(case, id=f"{case['id']} ({case['source']})") for case in found]


SIDES = pytest.mark.parametrize("evaluate", [compare.engine, model.evaluate_text], ids=["engine", "reference"])
PUBLISHED = cases("spec_exercise.json") + cases("spec_vesting.json")
WORKED = cases("worked.json")


# The reference itself -------------------------------------------------------------------------------------------


def test_market_days_of_the_reference_are_the_published_ones() -> None:
    days = json.loads((CASES / "market_days.json").read_text(encoding="utf-8"))
    years = range(2002, 2031)
    weekdays = [day for year in years for day in market.exchange_closings(year) if day.weekday() < 5]
    assert sorted(day.isoformat() for day in weekdays) == days["closed"]
    no_mail = [day for year in years for day in market.no_mail(year) if day.weekday() < 5]
    assert sorted(day.isoformat() for day in no_mail) == days["open_but_federal_holiday"]


@pytest.mark.slow
def test_the_engine_delivers_on_the_published_market_days() -> None:
    """An option for each day of the oracle's years: its last day, and the day to hand the notice over."""
    days = json.loads((CASES / "market_days.json").read_text(encoding="utf-8"))
    shut = {date.fromisoformat(day) for day in (*days["closed"], *days["open_but_federal_holiday"])}
    first, last = date(2002, 1, 15), date(2030, 12, 31)
    every = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    grant = {
        "plan": "plain-nso",
        "grant_date": "2001-12-03",
        "shares": 1,
        "exercise_price": "1",
        "role": "employee",
        "vesting": {"kind": "event", "event": "never"},
    }
    grants = [{**grant, "id": day.isoformat(), "overrides": {"expires_on": day.isoformat()}} for day in every]
    request = {
        "record": {"format": "strikebook-record", "version": 1, "grants": grants},
        "questions": [{"ask": "position", "on": "2001-12-03"}],
    }
    answer = compare.engine(json.dumps(request).encode())["answers"][0]
    for day, found in zip(every, answer["grants"], strict=True):
        open_day = day
        while open_day.weekday() > 4 or open_day in shut:
            open_day -= timedelta(days=1)
        assert found["deliver_by"] == open_day.isoformat(), day


# Worked and published examples ----------------------------------------------------------------------------------


def lacking(expected: Any, got: Any, path: str = "") -> list[str]:
    """What an answer lacks of the keys that were worked out; of `because` the paragraphs named must be cited."""
    if path.endswith(".because"):
        return [] if {e["paragraph"] for e in expected} <= {e["paragraph"] for e in got} else [f"{path}: {got}"]
    if isinstance(expected, dict) and isinstance(got, dict):
        return [
            text
            for key in expected
            for text in (lacking(expected[key], got[key], f"{path}.{key}") if key in got else [f"{path}.{key}: none"])
        ]
    if isinstance(expected, list) and isinstance(got, list) and len(expected) == len(got):
        pairs = zip(expected, got, strict=True)
        return [text for number, pair in enumerate(pairs) for text in lacking(*pair, f"{path}[{number}]")]
    same = expected == got and type(expected) is type(got)
    return [] if same else [f"{path}: by hand {expected!r}, here {got!r}"]


@SIDES
@pytest.mark.parametrize("case", named(WORKED))
def test_worked_by_hand(case: Json, evaluate: Callable[[bytes], Json]) -> None:
    data = json.dumps(case["request"]).encode()
    if "refused" in case:
        with pytest.raises(model.Unusable) as refusal:
            evaluate(data)
        assert compare.code_of(str(refusal.value)) == case["refused"]
        return
    answers = evaluate(data)["answers"]
    assert lacking(case["expect"], answers) == [], case["working"]


@SIDES
@pytest.mark.parametrize("case", named([case for case in PUBLISHED if case["id"] not in published.WITHOUT_REQUEST]))
def test_published_example(case: Json, evaluate: Callable[[bytes], Json]) -> None:
    assert published.disagreements(lambda request: evaluate(json.dumps(request).encode()), case) == []


def test_the_published_examples_without_a_request_are_these_and_no_others() -> None:
    left = {case["id"] for case in PUBLISHED if case["kind"] not in published.KINDS}
    assert left | {"alloc-FRACTIONAL"} == published.WITHOUT_REQUEST


def of_kind(kind: str) -> list[Json]:
    return [case for case in PUBLISHED if case["kind"] == kind or case.get("mode") == kind]


@pytest.mark.parametrize("case", named(of_kind("FRACTIONAL")))
def test_whole_shares_are_the_published_fractions_rounded(case: Json) -> None:
    """The Open Cap Format knows fractions of shares; the plan issues none: ours are their running totals rounded."""
    exact = list(accumulate(Fraction(text) for text in case["expect"]))
    for allocation, rounded in (
        ("CUMULATIVE_ROUND_DOWN", floor),
        ("CUMULATIVE_ROUNDING", lambda total: floor(total + Fraction(1, 2))),
    ):
        ours = accumulate(allocate(case["total"], case["n"], allocation))
        assert list(ours) == [rounded(total) for total in exact]


@pytest.mark.parametrize("case", named(of_kind("sum")))
def test_published_amounts_add_up_to_the_cent(case: Json) -> None:
    cents = sum(ceil_cents(decimal_fraction(part)) for part in case["parts"])
    assert money_text(cents) == f"{case['expect']}.00"


# Random histories ------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_random_histories_agree() -> None:
    for number, data in enumerate(compare.requests(seed=2002, count=300, broken_part=0.25)):
        found = compare.compare(data)
        assert not found, f"request {number}: {found[:5]}\n{compare.shrink(data, compare.compare).decode()}"


@pytest.mark.parametrize("name", ["window a day longer", "aggregate rounded down", "lapses a day late", "half down"])
def test_a_wrong_implementation_is_noticed(name: str) -> None:
    with variants.wrong(name) as door:
        requests = compare.requests(seed=2002, count=300, broken_part=0)
        assert any(compare.compare(data, theirs=door) for data in requests)


@pytest.mark.parametrize("name", variants.WRONG)
def test_every_wrong_variant_can_be_made(name: str) -> None:
    """A variant whose place in the reference has moved would prove nothing."""
    variants.changed(name)
