"""What a request may cost: figures beyond all measure are refused at their place, everything else is answered."""

from __future__ import annotations

import json
import subprocess
import sys
import tracemalloc
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from models.errors import Refusal
from models.exchange.evaluate import answer_parts, answer_text
from tests.reference import compare

PLAN = "focus-2002"
GRANTED = date(2003, 1, 2)


def day(number: int) -> str:
    return str(GRANTED + timedelta(days=number))


def request(events: list[dict[str, Any]]) -> bytes:
    """Every kind of question about one grant, a lot and prices from before, between and after the events."""
    grant = {"id": "A", "plan": PLAN, "grant_date": day(0), "shares": 10**9, "exercise_price": "1.2345678901"}
    vesting = [{"kind": "tranches", "shares": 10**9, "tranches": [{"date": day(0), "shares": 10**9}]}]
    lots = [{"id": "L", "plan": PLAN, "acquired": day(0), "shares": 10**9, "basis": "0.0000000001"}]
    approved = {"type": "plan_approved", "plan": PLAN, "date": day(0)}
    on = [day(number) for number in (100, 200, 300, 1000)]
    asked: list[dict[str, Any]] = [{"ask": "position", "on": each} for each in on]
    asked += [{"ask": "fair_market_value", "plan": PLAN, "on": each} for each in on]
    quote = {"ask": "quote", "grant": "A", "shares": 10**9, "payment": {"method": "shares"}, "withholding": None}
    asked += [{**quote, "on": each} for each in on]
    asked += [{"ask": "service_end", "on": each, "role": "employee", "reason": "other"} for each in on]
    record = {
        "format": "strikebook-record",
        "version": 1,
        "grants": [{**grant, "role": "employee", "vesting": vesting}],
        "events": [approved, *events],
        "prices": [
            {"plan": PLAN, "date": each, "bids": ["999999999999.9999999999", "1"]} for each in (day(1), day(150))
        ],
        "lots": lots,
    }
    return json.dumps({"record": record, "questions": asked}).encode()


def adjustments(new: int, old: int, count: int, since: int) -> list[dict[str, Any]]:
    kind = "split" if new > old else "combination"
    plain = {"type": "adjustment", "plan": PLAN, "kind": kind, "new": new, "old": old}
    return [{**plain, "date": day(since + number % 90)} for number in range(count)]


MOST = {
    "splits of a million": adjustments(10**6, 1, 100, 5),
    "combinations of a million": adjustments(1, 10**6, 100, 5),
    "splits by a power of two": adjustments(2**19, 1, 104, 5),
    "combinations by a power of two": adjustments(1, 2**19, 104, 5),
    "all the way down, then up twice as far": adjustments(1, 2**19, 104, 5) + adjustments(2**19, 1, 208, 160),
    "all the way up, then down twice as far": adjustments(2**19, 1, 104, 5) + adjustments(1, 2**19, 208, 160),
    "odd splits and combinations in turn": [
        event
        for pair in zip(adjustments(999983, 999979, 300, 5), adjustments(999979, 999983, 300, 5), strict=True)
        for event in pair
    ],
}


@pytest.mark.slow
@pytest.mark.parametrize("events", MOST.values(), ids=MOST)
def test_the_most_that_adjustments_may_add_up_to_is_answered_in_full(events: list[dict[str, Any]]) -> None:
    data = request(events)
    answers = json.loads(answer_text(data))["answers"]
    assert not [answer for answer in answers if "error" in answer]
    assert compare.compare(data) == []


@pytest.mark.parametrize(("new", "old"), [(10**6, 1), (1, 10**6), (999983, 999979)])
def test_adjustments_beyond_all_measure_are_refused_at_the_first_that_goes_too_far(new: int, old: int) -> None:
    events = adjustments(new, old, 101, 5)
    with pytest.raises(Refusal, match="beyond all measure") as refusal:
        answer_text(request(events))
    by_date = sorted(range(len(events)), key=lambda number: str(events[number]["date"]))
    assert refusal.value.field == f"record.events[{by_date[-1] + 1}]"


@pytest.mark.slow
@pytest.mark.slow
def test_ten_thousand_lots_left_by_exercises_take_room_for_each_once() -> None:
    events: list[dict[str, Any]] = [
        {
            "type": "exercised",
            "date": day(number // 3),
            "grant": "A",
            "shares": 100,
            "lots": [{"id": f"N{number}", "acquired": day(number // 3), "shares": 3, "basis": "1"}],
        }
        for number in range(10_000)
    ]
    data = request(events)
    tracemalloc.start()
    try:
        answers = json.loads(answer_text(data))["answers"]
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert "error" not in answers[11]
    # Each day's lots kept apart would be some seventeen million references, ten times as much.
    assert peak < 40 * len(data)


def many_answers() -> bytes:
    """Forty grants, and a hundred questions about all of them: megabytes of answers."""
    plain = {"plan": PLAN, "grant_date": day(0), "shares": 100, "exercise_price": "1", "role": "employee"}
    vesting = {"kind": "tranches", "tranches": [{"date": day(0), "shares": 100}]}
    grants = [{"id": f"G{number}", **plain, "vesting": vesting} for number in range(40)]
    record = {"format": "strikebook-record", "version": 1, "grants": grants}
    return json.dumps({"record": record, "questions": [{"ask": "position", "on": day(9)}] * 100}).encode()


@pytest.mark.slow
def test_answers_come_one_by_one_and_are_not_kept() -> None:
    data = many_answers()
    tracemalloc.start()
    try:
        size = sum(map(len, answer_parts(data)))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert size > 2_000_000
    assert peak < size / 2
    assert len(answer_text(data)) == size


@pytest.mark.slow
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only where the system has a device that is always full")
def test_answers_that_cannot_be_written_end_in_one_line(tmp_path: Path) -> None:
    request = tmp_path / "request.json"
    request.write_bytes(many_answers())
    main = Path(__file__).parents[2] / "main.py"
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, str(main), "evaluate", str(request)], stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 2
    assert done.stderr.decode().count("\n") == 1
    assert done.stderr.startswith(b"standard output: can't be written")
