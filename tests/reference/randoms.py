"""Seeded random records and questions, crowded onto few days so that events meet windows, terms and one another."""

from __future__ import annotations

import json
from datetime import date, timedelta
from random import Random
from typing import Any

from . import schedule, shapes
from .course import Course, replay, window_of
from .facts import Grant, Record, build
from .makers import FIRST, LAST, USUAL_PRICES, GrantMaker, iso
from .model import END_OF_TIME
from .questions import ask_everything
from .reader import Unusable
from .terms import DIRECTOR_REASONS, REASONS, ROLES

Json = dict[str, Any]

RATIOS = {
    "split": ((2, 1), (3, 1), (3, 2), (7, 3), (1000, 1)),
    "stock_dividend": ((105, 100), (21, 20), (11, 10), (103, 100)),
    "combination": ((1, 10), (1, 2), (2, 3), (3, 7), (1, 1000)),
}


USUAL = (*REASONS, "death", "dismissed_without_cause", "dismissed_without_cause")


class Maker(GrantMaker):
    """One random record, built part by part."""

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
        early = sorted(self.pool)[:3]
        events += [
            {"type": "plan_approved", "plan": plan, "date": iso(rng.choice(early))} for plan in used if self.chance(0.8)
        ]
        grants = self.built().grants
        events += [self.service_end(grants) for _ in range(self.times * rng.choice((0, 0, 1, 1, 2, 3)))]
        if self.chance(0.06):  # all roles end one after the other
            events += [self.service_end(grants, role) for role in sorted({grant.role for grant in grants})]
        events += [self.adjustment(grants) for _ in range(self.times * rng.choice((0, 0, 0, 1, 1, 2)))]
        events += [
            {"type": "acceleration", "plan": rng.choice(used), "date": iso(self.day())}
            for _ in range(self.times * rng.choice((0, 0, 0, 1, 2)))
        ]
        for grant in grants:
            for name, _ in grant.waiting * 2:
                if self.chance(0.4):
                    when = iso(max(self.day(), grant.made))
                    events.append({"type": "vesting_event", "grant": grant.id, "event": name, "date": when})
        rng.shuffle(events)
        self.record["events"] = events
        for event in events:
            day = date.fromisoformat(event["date"])
            self.pool.append(day)
            if event["type"] == "acceleration":
                self.pool += [day - timedelta(days=grant.plan["acceleration_days_before"]) for grant in grants]

    def service_end(self, grants: list[Grant], role: str = "") -> Json:
        rng = self.rng
        if not role:
            role = rng.choice([grant.role for grant in grants]) if self.chance(0.8) else rng.choice(ROLES)
        reason = rng.choice([name for name in USUAL if fits(role, name)])
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
        event = {
            "type": "adjustment",
            "date": iso(self.day()),
            "plan": plan.id,
            "kind": kind,
            "new": new,
            "old": old,
        }
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
        for _ in range(self.times * rng.choice((0, 2, 5, 9, 14))):
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
                "plan": self.rng.choice((*used * 3, *self.plans)),
                "acquired": iso(self.rng.choice((self.day(), min(self.pool), self.adjusting_day()))),
                "shares": self.shares(),
                "basis": self.rng.choice((*USUAL_PRICES, "0", "0.00")),
            }
            for number in range(self.times * self.rng.choice((0, 1, 2, 3, 5)))
        ]

    def adjusting_day(self) -> date:
        """The day of an adjustment, where there is one."""
        days = [event["date"] for event in self.record["events"] if event["type"] == "adjustment"]
        return date.fromisoformat(self.rng.choice(days)) if days else self.day()

    def set_stage(self) -> None:
        """A grant and a day that most questions are about, with a price for that day."""
        rng = self.rng
        grant = rng.choice(self.record["grants"])
        day = rng.choice((self.day(), self.adjusting_day(), *self.pool))
        self.stage = (grant["id"], min(max(day, FIRST), LAST))
        when = iso(day - timedelta(days=rng.choice((0, 1, 1, 1, 2))))
        if self.chance(0.8) and all(
            (entry["plan"], entry["date"]) != (grant["plan"], when) for entry in self.record["prices"]
        ):
            figures = {key: self.price() for key in ("last", "high", "low", "determined")}
            entry = {"plan": grant["plan"], "date": when, **figures, "bids": [self.price()]}
            self.record["prices"].append(entry)

    def payment(self) -> Json:
        rng = self.rng
        method = rng.choice(("cash", "shares", "shares", "shares", "net", "broker", "broker"))
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
            payment = {
                "method": "broker",
                "mode": rng.choice(("same_day_sale", "sell_to_cover", "sell_to_cover")),
            }
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
        for number in range(self.times * rng.choice((0, 1, 2, 3, 4))):
            day, course = self.exercise_day()
            willing = [option for option in course.options.values() if course.exercisable(option, day)]
            if not willing:
                continue
            option = rng.choice(willing)
            most, least = option.vested, option.grant.terms["minimum_shares"]
            size = rng.choice((most, most, least, most // 2, most - least + 1, most - 1, rng.randrange(most) + 1))
            event: Json = {
                "type": "exercised",
                "date": iso(day),
                "grant": option.grant.id,
                "shares": max(size, 1),
            }
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
        day = self.adjusting_day() if self.chance(0.25) else self.day()
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
        maker.record["holder"] = {
            "name": "Sample Holder",
            "address": ["1 Main St"],
            "insider": rng.random() < 0.5,
        }
    maker.rng.shuffle(maker.pool)
    try:
        maker.crowd()
        maker.add_events()
        maker.add_prices()
        maker.add_lots()
        maker.set_stage()
        maker.add_exercises()
    except Unusable:  # a grant after its plan's last grant date, or an exercise left in on purpose
        for key in ("events", "prices", "lots"):
            maker.record.setdefault(key, [])
    return {"record": maker.record, "questions": ask_everything(maker)}


def text_of(request: Json) -> bytes:
    return json.dumps(request, ensure_ascii=False).encode()
