"""The engine: one-question answers, schedules, positions, grids, against floors of plain Python in the same run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

from bench.common import Figure, compare, report
from models.exchange.evaluate import answer_text
from models.facts.event import Adjustment, Event, Exercised, PlanApproved, ServiceEnded, VestingEvent, event_plain
from models.facts.facts import Facts
from models.facts.grant import EventPart, Grant, PeriodicPart, grant_plain
from models.facts.holder import Holder
from models.facts.lot import Lot, lot_plain
from models.facts.payment import Broker, Cash, Fees, Net, Payment, Swap, WithholdingRates
from models.facts.price import Price, price_plain
from models.rules.ledger import Ledger
from models.rules.vesting import build
from models.rules.waiting import endings_table

ROOT = Path(__file__).resolve().parent.parent
PLAN = "focus-2002"
GRANTED = date(2003, 1, 2)
FRAME = 1 / 60

ONE_QUESTION = {
    "record": {
        "format": "strikebook-record",
        "version": 1,
        "grants": [
            {
                "id": "NQ-1",
                "plan": PLAN,
                "grant_date": "2002-12-20",
                "shares": 4800,
                "exercise_price": "1.20",
                "role": "employee",
                "vesting": {
                    "kind": "periodic",
                    "start": "2002-12-20",
                    "total_months": 48,
                    "every_months": 1,
                    "cliff_months": 12,
                },
            }
        ],
        "events": [{"type": "plan_approved", "date": "2002-12-20", "plan": PLAN}],
        "prices": [{"plan": PLAN, "date": "2003-12-19", "bids": ["2.70"]}],
    },
    "questions": [{"ask": "quote", "grant": "NQ-1", "on": "2004-01-05", "shares": 500, "payment": {"method": "cash"}}],
}


def a_grant(number: int, granted: date = GRANTED) -> Grant:
    """One of many grants: 48 monthly tranches, and a part that waits for an event."""
    role = ("employee", "director", "advisor")[number % 3]
    parts = (PeriodicPart(4800, granted, 48, 1, 12), EventPart(200, "launch"))
    return Grant(f"NQ-{number}", PLAN, granted, 5000, Fraction("1.20"), role, parts)


def a_record(grants: int, events: int = 500, each: int | None = None) -> Facts:
    """Facts of a busy life: exercises and vesting events of every grant, a split a year, a service end at the last.

    `each` is the number of events of every grant where the number of all events should grow with the grants.
    """
    made = [a_grant(number, GRANTED + timedelta(days=number % 300)) for number in range(grants)]
    happened: list[Event] = [PlanApproved(GRANTED, PLAN), ServiceEnded(date(2008, 6, 2), "advisor", "resignation")]
    happened += [Adjustment(date(2004 + year, 3, 1), PLAN, "split", 3, 2) for year in range(4)]
    happened += [VestingEvent(date(2004, 9, 1), grant.id, "launch") for grant in made]
    wanted = grants * each if each is not None else events - len(happened)
    for number in range(max(0, wanted)):
        day = date(2005, 1, 3) + timedelta(days=97 * (number // grants) + number % 7)
        happened.append(Exercised(day, made[number % grants].id, 100))
    prices = [_price(date(2003, 1, 3) + timedelta(days=7 * week)) for week in range(250)]
    lots = (Lot("L1", PLAN, date(2001, 5, 1), 5000, Fraction("1.10")),)
    return Facts(Holder("A Holder"), (), tuple(made), tuple(happened), tuple(prices), lots)


def _price(day: date) -> Price:
    value = Fraction(270, 100)
    return Price(PLAN, day, value, value, value, (value,))


def _additions() -> list[int]:
    return [number + 1 for number in _FORTY_EIGHT]


_FORTY_EIGHT = list(range(48))


def _often(act: Callable[[], object]) -> None:
    for _ in range(30):  # few, so that a busy machine interrupts neither side
        act()


def _nothing() -> None:
    """An empty call."""


def _loop(rows: int, columns: int) -> list[list[int]]:
    """A cell of plain Python: one multiply, one add, one floor division."""
    return [[(row * 137 + column * 7) // 3 for column in range(columns)] for row in range(rows)]


def small_things() -> Iterable[Figure]:
    """Single answers, thousands of times a second."""
    ledger = Ledger(a_record(1, 10))
    state_on, day = ledger.course("NQ-0").state_on, date(2004, 5, 5)
    yield compare(
        "vested as of a day",
        lambda: [state_on(day) for _ in range(1000)],
        lambda: [_nothing() for _ in range(1000)],
        10,
        rounds=15,
        note="a thousand calls",
    )
    for name, part, target in (
        ("schedule of 48 tranches", PeriodicPart(4800, GRANTED, 48, 1), 25),
        ("the same with a cliff", PeriodicPart(4800, GRANTED, 48, 1, 12), 25),
        ("the same on the month's last days", PeriodicPart(4800, date(2003, 1, 31), 48, 1), None),
    ):
        yield compare(
            name,
            lambda part=part: _often(lambda: build((part,), {})),  # type: ignore[misc]
            lambda: _often(_additions),
            target,
            rounds=45,
            note="30 times",
        )


def positions() -> Iterable[Figure]:
    """A busy record, and how the cost grows with it."""
    facts = a_record(50)
    days = [date(2003, 6, 1) + timedelta(days=2 * step) for step in range(1000)]
    yield compare(
        "1,000 positions, 50 grants x 48 tranches x 500 events",
        lambda: _positions(Ledger(facts), days),
        lambda: _loop(250, 200),
        None,
        rounds=7,
        note="from nothing; floor: a loop of 50,000 cells",
    )
    small = a_record(10, each=10)
    first = [date(2006, 6, 1)]
    for grants in (30, 100, 300, 1000):
        many = a_record(grants, each=10)
        yield compare(
            f"positions of {grants} grants, per grant",
            lambda many=many: _positions(Ledger(many), first),  # type: ignore[misc]
            lambda small=small, grants=grants: [_positions(Ledger(small), first) for _ in range(grants // 10)],  # type: ignore[misc]
            1.5,
            rounds=7,
            note="floor: as many grants in records of 10",
        )


def a_request(grants: int) -> bytes:
    """Such a record as JSON, with a question of each kind that looks at every grant."""
    facts = a_record(grants, each=10)
    record = {
        "format": "strikebook-record",
        "version": 1,
        "grants": [grant_plain(grant) for grant in facts.grants],
        "events": [event_plain(event) for event in facts.events],
        "prices": [price_plain(price) for price in facts.prices],
        "lots": [lot_plain(lot) for lot in facts.lots],
    }
    on = "2006-06-01"
    grid = {"ask": "grid", "grant": None, "dates": [on], "prices": ["2", "2.5", "3"], "payment": {"method": "shares"}}
    questions = [
        {"ask": "position", "on": on},
        {"ask": "deadlines", "from": on, "to": "2009-06-01"},
        {"ask": "service_end", "on": on, "role": "employee", "reason": "death"},
        grid,
    ]
    return json.dumps({"record": record, "questions": questions}).encode()


def requests() -> Iterable[Figure]:
    """A whole request, and how its cost grows with the grants."""
    small = a_request(10)
    for grants in (30, 100, 300, 1000):
        many = a_request(grants)
        yield compare(
            f"evaluate of {grants} grants, per grant",
            lambda many=many: answer_text(many),  # type: ignore[misc]
            lambda small=small, grants=grants: [answer_text(small) for _ in range(grants // 10)],  # type: ignore[misc]
            1.5,
            rounds=7,
            note="positions, deadlines, a service end, a grid; floor: as many grants in requests of 10",
        )


def _positions(ledger: Ledger, days: list[date]) -> None:
    ledger.check()
    for day in days:
        ledger.positions(day)


def grids() -> Iterable[Figure]:
    """200 x 200 cells, exact to the cent, every way to pay."""
    ledger = Ledger(a_record(1, 0, each=0))
    days = [GRANTED + timedelta(days=7 * week) for week in range(200)]
    prices = [Fraction(100 + 3 * step, 100) for step in range(200)]
    fees = Fees(Fraction("9.95"), Fraction("0.0001"), Fraction("0.0000468"))
    rates = WithholdingRates(state=Fraction("0.093"), wages_to_date=Fraction(60_000))
    ways: list[tuple[str, Payment, WithholdingRates | None, float | None]] = [
        ("cash", Cash(), None, 1),
        ("cash, withholding", Cash(), WithholdingRates(), 1),
        ("cash, withholding with a state", Cash(), rates, None),
        ("swap", Swap(), None, 1),
        ("net, withholding", Net(), WithholdingRates(), 1),
        ("same-day sale, fees, withholding", Broker("same_day_sale", Fraction(1), fees), WithholdingRates(), None),
        ("sell to cover all, fees", Broker("sell_to_cover", Fraction(1), fees, True), WithholdingRates(), None),
    ]
    for name, payment, withholding, target in ways:
        yield compare(
            f"grid 200 x 200: {name}",
            lambda payment=payment, withholding=withholding: ledger.grid("NQ-0", days, prices, payment, withholding),  # type: ignore[misc]
            lambda: _loop(200, 200),
            target,
            rounds=11,
        )
    longer = [GRANTED + timedelta(days=4 * step) for step in range(400)]
    finer = [Fraction(100 + step, 100) for step in range(400)]
    yield compare(
        "grid 400 x 400: cash, withholding",
        lambda: ledger.grid("NQ-0", longer, finer, Cash(), WithholdingRates()),
        lambda: _loop(400, 400),
        1,
    )


def slider() -> Figure:
    """The What-if table: all roles and reasons, on two days, of 20 grants, within a frame."""
    ledger = Ledger(a_record(20, 60))
    days = iter([date(2004, 1, 1) + timedelta(days=step) for step in range(1000)])
    taken = []
    for _ in range(60):
        day = next(days)
        began = time.perf_counter()
        endings_table(ledger, day)
        taken.append(time.perf_counter() - began)
    return Figure("every ending of 20 grants, now and later", sorted(taken)[30], FRAME, 1, "floor: a frame of 1/60 s")


def answers() -> Figure:
    """A whole process for one question, with its bytecode cached as on any machine."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryDirectory() as folder:
        request = Path(folder, "request.json")
        request.write_text(json.dumps(ONE_QUESTION), encoding="utf-8")

        def run(*command: str) -> None:
            subprocess.run([sys.executable, *command], cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)

        return compare(
            "evaluate of one question",
            lambda: run("main.py", "evaluate", str(request)),
            lambda: run("-c", "pass"),
            5,
            rounds=15,
        )


def main() -> int:
    """Print all figures; 1 where an aim is missed."""
    return report("The engine", [*small_things(), answers(), *positions(), *requests(), *grids(), slider()])


if __name__ == "__main__":
    sys.exit(main())
