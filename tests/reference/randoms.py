"""Seeded random records and questions, crowded onto few days so that events meet windows, terms and one another."""

from __future__ import annotations

import json
from datetime import date, timedelta
from random import Random
from typing import Any

from . import schedule, shapes
from .course import Course, replay, window_of
from .facts import Grant, Record, build
from .model import END_OF_TIME
from .questions import ask_everything
from .reader import Unusable
from .terms import BUNDLED, DIRECTOR_REASONS, METHODS, REASONS, ROLES, TIERS

Json = dict[str, Any]

FIRST, LAST = date(1970, 1, 1), date(2200, 12, 31)
NAMES = ("profit", "listing", "A")
SHARES = (1, 7, 18, 99, 100, 101, 150, 199, 200, 250, 399, 500, 1000, 1250, 5000, 12345, 1_000_000, 1_000_000_000)
PRICES = ("0.01", "0.5", "0.73", "1", "1.06", "1.20", "1.88", "2.00", "2.71", "2.72", "12", "3.3333", "100.00")
PRICES += ("0.0001", "7.125", "999999999999")
USUAL_PRICES = PRICES[2:-2]
RATIOS = {
    "split": ((2, 1), (3, 1), (3, 2), (7, 3), (1000, 1)),
    "stock_dividend": ((105, 100), (21, 20), (11, 10), (103, 100)),
    "combination": ((1, 10), (1, 2), (2, 3), (3, 7), (1, 1000)),
}


def iso(day: date) -> str:
    return min(max(day, FIRST), LAST).isoformat()


class Maker:
    """One random record, built part by part; every part draws its days from the same small pool."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.record: Json = {"format": "strikebook-record", "version": 1}
        start = date(rng.choice((2001, 2002, 2003, 2004, 2005, 2007, 2011, 2016, 2022, 2025)), 1, 1)
        if rng.random() < 0.04:
            start = rng.choice((date(1970, 1, 1), date(2095, 6, 1), date(2198, 11, 11)))
        first = start + timedelta(days=rng.randrange(365))
        if rng.random() < 0.15:
            first = first.replace(month=rng.choice((1, 3, 8, 12)), day=31)
        if rng.random() < 0.08:
            first = date(first.year // 4 * 4, 2, 29)
        self.pool = [first]
        for _ in range(rng.randrange(2, 6)):
            self.pool.append(first + timedelta(days=rng.choice((0, 1, 7, 8, 20, 30, 89, 90, 91, 365, 366, 700))))
        self.plans = list(BUNDLED)

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
            ("none", {"days": 0}, {"days": 30}, {"days": 90}, {"months": 0}, {"months": 3}, {"years": 1}, {"years": 20})
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
            made.append({"id": name, "like": self.rng.choice(self.plans), **self.terms(0.35)})
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
            pieces = [{"date": iso(self.day()), "shares": b - a} for a, b in zip(bounds, bounds[1:], strict=False)]
            return {"kind": "tranches", "tranches": pieces}
        every = rng.choice((1, 1, 3, 6, 12))
        total = every * rng.choice((1, 2, 3, 4, 4, 8, 12))
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
        entry = next((entry for entry in self.record.get("plans", []) if entry["id"] == plan), {})
        if "last_grant_date" in entry:
            return entry["last_grant_date"] or "9999"
        if "like" in entry:
            return self.last_grant_date(entry["like"])
        return "2012-10-30" if plan == "focus-2002" else "9999"

    def overrides(self, made: date) -> Json:
        chosen = self.terms(0.35)
        keys = ("term_years", "post_termination_days", "windows", "accelerate_on", "minimum_shares", "remainder_exempt")
        result = {key: chosen[key] for key in keys if key in chosen}
        if self.chance(0.3):
            result["expires_on"] = iso(max(self.day(), made + timedelta(days=1)))
        return result

    def add_grants(self) -> None:
        grants = []
        for number in range(self.rng.choice((1, 1, 2, 2, 3, 4))):
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

    # days, events, prices, lots ----------------------------------------------------------------------------

    def crowd(self) -> None:
        """Adds to the pool the days on which something happens to the grants."""
        rng = self.rng
        record = self.built()
        for grant in record.grants:
            days = [when for when, _ in grant.tranches]
            days += [grant.made, grant.expires_on, grant.expires_on - timedelta(days=1)]
            days += [grant.expires_on + timedelta(days=1), grant.term_last]
            self.pool += rng.sample(days, min(len(days), 4))

    def built(self) -> Record:
        return build(shapes.record(self.record, "record"))

    def add_events(self) -> None:
        rng = self.rng
        events: list[Json] = []
        used = sorted({grant["plan"] for grant in self.record["grants"]})
        for plan in used:
            if self.chance(0.8):
                events.append({"type": "plan_approved", "plan": plan, "date": iso(rng.choice(sorted(self.pool)[:3]))})
        grants = self.built().grants
        for _ in range(rng.choice((0, 0, 1, 1, 2, 3))):
            events.append(self.service_end(grants))
        for _ in range(rng.choice((0, 0, 0, 1, 1, 2))):
            events.append(self.adjustment(grants))
        for _ in range(rng.choice((0, 0, 0, 1, 2))):
            events.append({"type": "acceleration", "plan": rng.choice(used), "date": iso(self.day())})
        for grant in grants:
            for name, _ in grant.waiting:
                if self.chance(0.5):
                    when = iso(max(self.day(), grant.made))
                    events.append({"type": "vesting_event", "grant": grant.id, "event": name, "date": when})
        rng.shuffle(events)
        self.record["events"] = events
        for event in events:
            self.pool.append(date.fromisoformat(event["date"]))

    def service_end(self, grants: list[Grant]) -> Json:
        rng = self.rng
        role = rng.choice([grant.role for grant in grants]) if self.chance(0.8) else rng.choice(ROLES)
        reason = rng.choice([name for name in REASONS if fits(role, name)])
        event: Json = {"type": "service_ended", "date": iso(self.day()), "role": role, "reason": reason}
        if self.chance(0.25):
            event["plan"] = rng.choice(grants).plan.id
        day = date.fromisoformat(event["date"])
        for grant in grants:
            window, _ = window_of(grant, event)
            if window != "none":
                months = window.get("months", 12 * window.get("years", 0))
                end = schedule.months_after(day + timedelta(days=window.get("days", 0)), months, day.day)
                if "days" in window:
                    end = day + timedelta(days=window["days"])
                self.pool += [end, end + timedelta(days=1)]
        return event

    def adjustment(self, grants: list[Grant]) -> Json:
        rng = self.rng
        kind = rng.choice(list(RATIOS))
        new, old = rng.choice(RATIOS[kind])
        plan = rng.choice(grants).plan
        event = {"type": "adjustment", "date": iso(self.day()), "plan": plan.id, "kind": kind, "new": new, "old": old}
        same = [grant for grant in grants if grant.plan.group == plan.group]
        if self.chance(0.3):
            figures: Json = {"shares": self.shares(), "exercise_price": self.price()}
            left_out = rng.choice((None, "shares", "exercise_price"))
            figures = {key: item for key, item in figures.items() if key != left_out}
            event["determined"] = {rng.choice(same).id: figures}
        return event

    def add_prices(self) -> None:
        rng = self.rng
        prices = {}
        used = [grant["plan"] for grant in self.record["grants"]]
        for _ in range(rng.choice((0, 2, 5, 9, 14))):
            day = self.rng.choice(self.pool) - timedelta(days=rng.choice((-2, 0, 1, 1, 2, 3, 7, 8, 9, 60)))
            entry: Json = {"plan": rng.choice((*used, *self.plans)), "date": iso(day)}
            for key in ("last", "high", "low", "determined"):
                if self.chance(0.7):
                    entry[key] = self.price()
            if self.chance(0.7):
                entry["bids"] = [self.price() for _ in range(rng.choice((0, 1, 1, 2, 3)))]
            prices[entry["plan"], entry["date"]] = entry
        self.record["prices"] = list(prices.values())
        rng.shuffle(self.record["prices"])

    def add_lots(self) -> None:
        used = [grant["plan"] for grant in self.record["grants"]]
        self.record["lots"] = [
            {
                "id": f"L{number}",
                "plan": self.rng.choice((*used, *self.plans)),
                "acquired": iso(self.day()),
                "shares": self.shares(),
                "basis": self.rng.choice((*USUAL_PRICES, "0", "0.00")),
            }
            for number in range(self.rng.choice((0, 1, 2, 3, 5)))
        ]

    def payment(self) -> Json:
        rng = self.rng
        method = rng.choice(("cash", "shares", "shares", "net", "broker", "broker"))
        if method == "shares":
            payment: Json = {"method": "shares"}
            lots = [lot["id"] for lot in self.record["lots"]]
            lots += [lot["id"] for event in self.record["events"] for lot in event.get("lots", [])]
            how = rng.random()
            if how < 0.4 and lots:
                chosen = rng.sample(lots, rng.randrange(1, len(lots) + 1))
                payment["lots"] = [{"lot": lot, "shares": rng.choice((1, 18, 99, 100, 150, 250))} for lot in chosen]
            elif how < 0.6:
                payment["tender"] = rng.choice((1, 50, 100, 150, 400))
            return payment
        if method == "broker":
            payment = {"method": "broker", "mode": rng.choice(("same_day_sale", "sell_to_cover", "sell_to_cover"))}
            payment["sale_price"] = self.price()
            if self.chance(0.6):
                payment["cover_withholding"] = self.chance(0.7)
            if self.chance(0.6):
                flat = rng.choice(("0", "9.95", "0.001", "25"))
                each = rng.choice(("0", "0.01", "0.005", "0.0049", "2"))
                part = rng.choice(("0", "0.0000278", "0.01", "1", "0.3333"))
                fees = {"flat": flat, "per_share": each, "proceeds_rate": part}
                payment["fees"] = {key: fee for key, fee in fees.items() if self.chance(0.7)}
            return payment
        return {"method": method}

    def add_exercises(self) -> None:
        """Exercises that the rules allow, found by asking the reference; a few that they do not."""
        rng = self.rng
        for number in range(rng.choice((0, 1, 2, 3, 4))):
            day, course = self.exercise_day()
            willing = [option for option in course.options.values() if course.exercisable(option, day)]
            if not willing:
                continue
            option = rng.choice(willing)
            most, least = option.vested, option.grant.terms["minimum_shares"]
            size = rng.choice((most, most, least, most // 2, most - least + 1, most - 1, rng.randrange(most) + 1))
            event: Json = {"type": "exercised", "date": iso(day), "grant": option.grant.id, "shares": max(size, 1)}
            if self.chance(0.6):
                event["payment"] = self.payment()
            if self.chance(0.4):
                kept = {"shares": rng.choice((1, 60, 100, size or 1)), "basis": self.price()}
                when = iso(day if self.chance(0.7) else day - timedelta(days=rng.choice((1, 90, 365))))
                event["lots"] = [{"id": f"X{number}", "acquired": when, **kept}]
            before = self.record["events"]
            place = rng.randrange(len(before) + 1)
            self.record["events"] = [*before[:place], event, *before[place:]]
            if not self.is_allowed() and not self.chance(0.02):
                self.record["events"] = before

    def exercise_day(self) -> tuple[date, Course]:
        day = self.day()
        return day, replay(self.built(), day)

    def is_allowed(self) -> bool:
        try:
            replay(self.built(), END_OF_TIME)
        except Unusable:
            return False
        return True


def fits(role: str, reason: str) -> bool:
    if reason in DIRECTOR_REASONS:
        return role == "director"
    return reason != "dismissed_without_cause" or role != "director"


def history(rng: Random) -> Json:
    """A request whose record the rules usually allow, with questions of every kind."""
    maker = Maker(rng)
    maker.add_plans()
    maker.add_grants()
    if rng.random() < 0.3:
        maker.record["holder"] = {"name": "Sample Holder", "address": ["1 Main St"], "insider": rng.random() < 0.5}
    maker.rng.shuffle(maker.pool)
    try:
        maker.crowd()
        maker.add_events()
        maker.add_prices()
        maker.add_lots()
        maker.add_exercises()
    except Unusable:  # a grant after its plan's last grant date, or an exercise left in on purpose
        for key in ("events", "prices", "lots"):
            maker.record.setdefault(key, [])
    return {"record": maker.record, "questions": ask_everything(maker)}


def text_of(request: Json) -> bytes:
    return json.dumps(request, ensure_ascii=False).encode()
