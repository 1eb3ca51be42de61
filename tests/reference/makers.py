"""Random plans and grants, crowded onto few days."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from random import Random
from typing import Any

from . import shapes
from .terms import BUNDLED, METHODS, REASONS, ROLES, TIERS

Json = dict[str, Any]

FIRST, LAST = date(1970, 1, 1), date(2200, 12, 31)
NAMES = ("profit", "listing", "A")
SHARES = (
    1,
    7,
    18,
    99,
    100,
    101,
    150,
    199,
    200,
    250,
    399,
    500,
    1000,
    1250,
    5000,
    12345,
    1_000_000,
    1_000_000_000,
)
PRICES: tuple[str, ...] = (
    "0.01",
    "0.5",
    "0.73",
    "1",
    "1.06",
    "1.20",
    "1.88",
    "2.00",
    "2.71",
    "2.72",
    "12",
    "3.3333",
    "100.00",
)
PRICES += ("0.0001", "7.125", "999999999999")
USUAL_PRICES = PRICES[2:-2]


def iso(day: date) -> str:
    return min(max(day, FIRST), LAST).isoformat()


class GrantMaker:
    """Plans and grants; every part draws its days from the same small pool."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.record: Json = {"format": "strikebook-record", "version": 1}
        start = date(rng.choice((2001, 2002, 2003, 2004, 2005, 2007, 2011, 2016, 2022, 2025)), 1, 1)
        if rng.random() < 0.04:
            start = rng.choice((date(1970, 1, 1), date(2095, 6, 1), date(2198, 11, 11)))
        first = start + timedelta(days=rng.randrange(365))
        if rng.random() < 0.1:
            first = date(2003, 5, rng.choice((20, 26, 27, 27, 28)))
        if rng.random() < 0.15:
            first = first.replace(month=rng.choice((1, 3, 8, 12)), day=31)
        if rng.random() < 0.08:
            first = date(first.year // 4 * 4, 2, 29)
        self.pool = [first]
        for _ in range(rng.randrange(2, 6)):
            self.pool.append(first + timedelta(days=rng.choice((0, 1, 7, 8, 20, 30, 89, 90, 91, 365, 366, 700))))
        self.plans = list(BUNDLED)
        self.stage: tuple[str, date] | None = None
        self.times = 4 if rng.random() < 0.07 else 1  # a few records are busy ones

    def chance(self, part: float) -> bool:
        return self.rng.random() < part

    def day(self) -> date:
        day = self.rng.choice(self.pool)
        if self.chance(0.3):
            day += timedelta(days=self.rng.choice((-8, -7, -1, 1, 2, 7, 14, 15, 20, 90, 91, 365)))
        return min(max(day, FIRST), LAST)

    def price(self) -> str:
        if self.chance(0.15):
            return f"{self.rng.randrange(1, 400000) / 10000:.4f}"
        return self.rng.choice(PRICES if self.chance(0.1) else USUAL_PRICES)

    def shares(self) -> int:
        return self.rng.choice(SHARES if self.chance(0.2) else SHARES[:-2])

    # plans and grants ------------------------------------------------------------------------------------

    def window(self) -> Any:
        return self.rng.choice(
            (
                "none",
                {"days": 0},
                {"days": 30},
                {"days": 90},
                {"months": 0},
                {"months": 3},
                {"years": 1},
                {"years": 20},
            )
        )

    def windows(self) -> Json:
        reasons = self.rng.sample(REASONS, self.rng.randrange(1, 4))
        return {reason: self.window() for reason in reasons}

    def terms(self, part: float) -> Json:
        rng = self.rng
        offers: Json = {
            "issuer": lambda: rng.choice(("", "FOCUS Enhancements, Inc.", "Other, Inc.")),
            "last_grant_date": lambda: rng.choice((None, iso(max(self.pool)))),
            "needs_stockholder_approval": lambda: self.chance(0.3),
            "term_years": lambda: rng.choice((1, 2, 10, 100)),
            "expiry_day_exercisable": lambda: self.chance(0.5),
            "continuity": lambda: rng.choice(("grant_role", "any_role", "any_role")),
            "post_termination_days": lambda: rng.choice((0, 1, 30, 90, 36500)),
            "windows": self.windows,
            "accelerate_on": lambda: rng.sample(REASONS, rng.randrange(3)),
            "without_cause_employee_window": lambda: rng.choice(("days", "one_year")),
            "acceleration_days_before": lambda: rng.choice((0, 1, 20, 90)),
            "minimum_shares": lambda: rng.choice((0, 1, 50, 100, 1000)),
            "remainder_exempt": lambda: self.chance(0.5),
            "payment_methods": lambda: rng.sample(METHODS, rng.randrange(1, 5)),
            "exchange_rule": lambda: rng.choice(("lower_of_last_and_mean", "last", "mean")),
            "value_day": lambda: rng.choice(("before", "on_or_before")),
            "listing": self.listing,
        }
        return {key: offer() for key, offer in offers.items() if self.chance(part)}

    def listing(self) -> list[Json]:
        days = {iso(self.day()) for _ in range(self.rng.randrange(4))} | ({"1970-01-01"} if self.chance(0.8) else set())
        entries = [{"from": day, "tier": self.rng.choice(TIERS)} for day in sorted(days)]
        self.rng.shuffle(entries)
        return entries

    def add_plans(self) -> None:
        made = []
        for number in range(self.rng.choice((0, 0, 1, 1, 2, 3))):
            name = f"P{number}"
            entry = {"id": name, "like": self.rng.choice(self.plans), **self.terms(0.35)}
            if self.chance(0.25):
                entry |= {"continuity": "any_role", "without_cause_employee_window": "one_year"}
            made.append(entry)
            self.plans.append(name)
        if made:
            self.record["plans"] = made

    def part(self, shares: int, made: date) -> Json:
        rng = self.rng
        kind = rng.choice(("tranches", "periodic", "periodic", "event"))
        if kind == "event":
            return {"kind": "event", "event": rng.choice(NAMES)}
        if kind == "tranches":
            count = min(shares, rng.randrange(1, 5))
            cuts = sorted(rng.sample(range(1, shares), count - 1)) if shares > 1 else []
            bounds = [0, *cuts, shares]
            pieces = [{"date": iso(self.day()), "shares": b - a} for a, b in pairwise(bounds)]
            return {"kind": "tranches", "tranches": pieces}
        every = rng.choice((1, 1, 3, 6, 12))
        total = min(every * rng.choice((1, 2, 3, 4, 4, 8, 12, 48 if self.chance(0.9) else 1200)), 1200)
        result: Json = {
            "kind": "periodic",
            "start": iso(rng.choice((made, made, self.day()))),
            "total_months": total,
            "every_months": every,
        }
        if self.chance(0.5):
            result["cliff_months"] = rng.choice((0, every, total, rng.randrange(total + 1)))
        if self.chance(0.6):
            result["allocation"] = rng.choice(shapes.ALLOCATIONS)
        if self.chance(0.4):
            result["day_of_month"] = rng.choice((*shapes.DAY_OF_MONTH, *shapes.DAY_OF_MONTH[-3:] * 4))
        return result

    def vesting(self, shares: int, made: date) -> Any:
        if shares < 3 or self.chance(0.6):
            return self.part(shares, made)
        first = self.rng.randrange(1, shares - 1)
        sizes = [first, shares - first]
        if self.chance(0.4) and sizes[1] > 2:
            sizes[1:] = [1, sizes[1] - 1]
        return [{**self.part(size, made), "shares": size} for size in sizes]

    def last_grant_date(self, plan: str) -> str:
        entry: Json = next((entry for entry in self.record.get("plans", []) if entry["id"] == plan), {})
        if "last_grant_date" in entry:
            return entry["last_grant_date"] or "9999"
        if "like" in entry:
            return self.last_grant_date(entry["like"])
        return "2012-10-30" if plan == "focus-2002" else "9999"

    def overrides(self, made: date) -> Json:
        chosen = self.terms(0.35)
        keys = (
            "term_years",
            "post_termination_days",
            "windows",
            "accelerate_on",
            "minimum_shares",
            "remainder_exempt",
        )
        result = {key: chosen[key] for key in keys if key in chosen}
        if self.chance(0.3):
            result["expires_on"] = iso(max(self.day(), made + timedelta(days=1)))
        return result

    def add_grants(self) -> None:
        grants: list[Json] = []
        for number in range(self.times * self.rng.choice((1, 1, 2, 2, 3, 4))):
            made, shares = self.day(), self.shares()
            plan = self.rng.choice((*self.plans, self.plans[-1]))
            if self.last_grant_date(plan) < iso(made) and self.chance(0.97):
                plan = "plain-nso"
            grant = {
                "id": f"G{number}",
                "plan": plan,
                "grant_date": iso(made),
                "shares": shares,
                "exercise_price": self.price(),
                "role": self.rng.choice((*ROLES, "employee")),
                "vesting": self.vesting(shares, made),
            }
            if self.chance(0.35):
                grant["overrides"] = self.overrides(made)
            grants.append(grant)
        self.record["grants"] = grants
