"""The course of a record: every event replayed from the beginning, day by day, in the order the rules give."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from math import ceil
from typing import Any

from . import schedule
from .facts import Grant, Record
from .reader import Unusable
from .terms import EVERY_ROLE

ONE = timedelta(days=1)
TEN_THOUSAND = 10_000


@dataclass
class Option:
    """One grant at a moment of the course."""

    grant: Grant
    price: Fraction
    vested: int = 0
    dated: list[tuple[date, int]] = field(default_factory=list)
    waiting: list[tuple[str, int]] = field(default_factory=list)
    adjusted: int = 0
    exercised: int = 0
    forfeited: int = 0
    expired: int = 0
    lapsed: int = 0
    reason: str = ""
    paragraph: str = ""
    window_last: date | None = None
    for_cause: bool = False
    own_role_ended: bool = False
    was_adjusted: bool = False
    was_accelerated: bool = False

    @property
    def unvested(self) -> int:
        return sum(shares for _, shares in self.dated) + sum(shares for _, shares in self.waiting)

    @property
    def outstanding(self) -> int:
        return self.vested + self.unvested

    @property
    def last_exercise_day(self) -> date:
        term = self.grant.term_last
        return term if self.window_last is None else min(term, self.window_last)

    def dated_by(self, day: date) -> int:
        """Unvested shares dated to vest by a day."""
        return sum(shares for when, shares in self.dated if when <= day)

    def vest_all(self) -> int:
        accelerated = self.unvested
        self.vested += accelerated
        self.dated, self.waiting = [], []
        return accelerated

    def forfeit_unvested(self) -> int:
        forfeited = self.unvested
        self.forfeited += forfeited
        self.dated, self.waiting = [], []
        return forfeited

    def lapse(self) -> None:
        """Everything outstanding ends by time or cause: vested shares expire, unvested ones are forfeited."""
        self.lapsed += self.outstanding
        self.forfeit_unvested()
        self.expired += self.vested
        self.vested = 0


@dataclass
class Lot:
    """Shares that the holder owns at a moment of the course."""

    id: str
    group: tuple[str, str]
    acquired: date
    owned_from: date
    shares: int
    basis: Fraction
    from_exercise: bool = False


def window_of(grant: Grant, event: dict[str, Any]) -> tuple[Any, str]:
    """The window that a service end opens for a grant ("none" or a length of time), and its paragraph."""
    reason, terms = event["reason"], grant.terms
    one_year = (
        reason == "dismissed_without_cause"
        and event["role"] == "employee"
        and terms["without_cause_employee_window"] == "one_year"
    )
    window = {"years": 1} if one_year else {"days": terms["post_termination_days"]}
    window = terms["windows"].get(reason, window)
    if reason in ("death", "permanent_disability"):
        return window, "9(c)"
    if reason in ("dismissed_for_cause", "director_at_company_request", "director_removed_without_cause"):
        return window, "9(b)"
    if reason == "dismissed_without_cause" and window == {"years": 1}:
        return window, "9(b)"
    return window, "9(a)"


def window_end(day: date, window: dict[str, int]) -> date:
    if "days" in window:
        return day + timedelta(days=window["days"])
    months = window["months"] if "months" in window else 12 * window["years"]
    return schedule.months_after(day, months, day.day)


@dataclass
class Course:
    """The state of every grant and lot, moved forward one eventful day at a time."""

    record: Record
    options: dict[str, Option]
    accelerated: list[tuple[str, date]]
    lots: list[Lot] = field(default_factory=list)
    approved: set[str] = field(default_factory=set)
    vests: list[tuple[date, str, int]] = field(default_factory=list)
    accelerations: list[tuple[date, str, int]] = field(default_factory=list)

    # the steps of one day, in their order -----------------------------------------------------------------

    def expire(self, day: date) -> None:
        for option in self.options.values():
            if option.grant.made < day and day > option.last_exercise_day and option.outstanding:
                option.lapse()

    def approve(self, event: dict[str, Any]) -> None:
        self.approved.add(event["plan"])

    def adjust(self, event: dict[str, Any]) -> None:
        day, new, old = event["date"], event["new"], event["old"]
        for option in self.options.values():
            grant = option.grant
            if self.record.concerns(event, grant.plan) and grant.made < day and option.outstanding:
                self.adjust_option(option, new, old, event.get("determined", {}).get(grant.id, {}))
        group = self.record.plans[event["plan"]].group
        for lot in self.lots:
            if lot.group == group and lot.owned_from < day:
                lot.shares = lot.shares * new // old
                lot.basis = lot.basis * old / new

    @staticmethod
    def adjust_option(option: Option, new: int, old: int, determined: dict[str, Any]) -> None:
        """Floors of the cumulative shares, vested first, then by date, then waiting; the price rounded up."""
        before = option.outstanding
        top, bottom = (determined["shares"], before) if "shares" in determined else (new, old)
        cumulative = option.vested
        done = option.vested = cumulative * top // bottom

        def spread(parts: list[tuple[Any, int]]) -> list[tuple[Any, int]]:
            nonlocal cumulative, done
            result = []
            for key, shares in parts:
                cumulative += shares
                result.append((key, cumulative * top // bottom - done))
                done = cumulative * top // bottom
            return [(key, shares) for key, shares in result if shares]

        option.dated = spread(option.dated)
        option.waiting = spread(option.waiting)
        price = Fraction(ceil(option.price * old * TEN_THOUSAND / new), TEN_THOUSAND)
        price = determined.get("exercise_price", price)
        option.was_adjusted = option.was_adjusted or option.outstanding != before or price != option.price
        option.adjusted += option.outstanding - before
        option.price = price

    def vest(self, day: date) -> None:
        for option in self.options.values():
            if option.grant.made <= day:
                due = option.dated_by(day)
                if due:
                    option.dated = [(when, shares) for when, shares in option.dated if when > day]
                    option.vested += due
                    self.vests.append((day, option.grant.id, due))

    def happen(self, event: dict[str, Any]) -> None:
        option = self.options[event["grant"]]
        for name, shares in option.waiting:
            if name == event["event"]:
                option.vested += shares
        option.waiting = [(name, shares) for name, shares in option.waiting if name != event["event"]]

    def accelerate(self, day: date) -> None:
        for grant, when in self.accelerated:
            option = self.options[grant]
            if when == day and (shares := option.vest_all()):
                option.was_accelerated = True
                self.accelerations.append((day, grant, shares))

    def exercise(self, event: dict[str, Any], place: str) -> None:
        from .payment import refusal, take_tendered  # the payment looks back at the course

        code = refusal(self, event)
        if code:
            raise Unusable(f"{place}: the rules do not allow this exercise: {code}")
        take_tendered(self, event)
        option = self.options[event["grant"]]
        option.vested -= event["shares"]
        option.exercised += event["shares"]
        for lot in event.get("lots", []):
            self.lots.append(
                Lot(
                    lot["id"],
                    option.grant.plan.group,
                    lot["acquired"],
                    event["date"],
                    lot["shares"],
                    lot["basis"],
                    from_exercise=True,
                )
            )

    def ended_by(self, event: dict[str, Any]) -> list[Option]:
        """Notes whose own role the event ends and gives the options whose service it ends."""
        day, reason = event["date"], event["reason"]
        reached = [
            option
            for option in self.options.values()
            if option.grant.made <= day and self.record.concerns(event, option.grant.plan)
        ]
        hit = [
            option
            for option in reached
            if not option.own_role_ended and (reason in EVERY_ROLE or option.grant.role == event["role"])
        ]
        for option in hit:
            option.own_role_ended = True
        ended = []
        for option in reached:
            if option.grant.plan["continuity"] == "any_role":
                group = option.grant.plan.group
                ends = all(other.own_role_ended for other in reached if other.grant.plan.group == group)
            else:
                ends = option in hit
            if ends and not option.reason and day <= option.last_exercise_day:
                ended.append(option)
        return ended

    def end_service(self, event: dict[str, Any]) -> None:
        for option in self.ended_by(event):
            day, reason = event["date"], event["reason"]
            window, option.paragraph = window_of(option.grant, event)
            option.reason = reason
            if window == "none":
                option.window_last = day - ONE
                option.for_cause = reason == "dismissed_for_cause"
                option.lapse()
                continue
            option.window_last = window_end(day, window)
            if reason in option.grant.terms["accelerate_on"]:
                option.vest_all()
            else:
                option.forfeit_unvested()

    # what is known of a moment ----------------------------------------------------------------------------

    def is_approved(self, grant: Grant) -> bool:
        return not grant.plan["needs_stockholder_approval"] or grant.plan.id in self.approved

    def blocked_by(self, option: Option, day: date) -> list[str]:
        """Why nothing may be exercised, in the order of the contract."""
        codes = []
        minimum = option.grant.terms["minimum_shares"]
        if option.grant.made <= day and (option.outstanding or option.lapsed):
            if not self.is_approved(option.grant):
                codes.append("not_approved")
            if option.for_cause:
                codes.append("terminated_for_cause")
            elif day > option.last_exercise_day:
                codes.append("window_closed")
        if 1 <= option.vested < minimum and not option.grant.terms["remainder_exempt"]:
            codes.append("below_minimum")
        return codes

    def exercisable(self, option: Option, day: date) -> int:
        return 0 if self.blocked_by(option, day) else option.vested


def acceleration_day(record: Record, event: dict[str, Any], grant: Grant) -> date | None:
    """The day on which an acceleration vests a grant; one made after the effective date is not reached."""
    if not record.concerns(event, grant.plan) or grant.made > event["date"]:
        return None
    day: date = event["date"] - timedelta(days=grant.plan["acceleration_days_before"])
    return max(day, grant.made)


def accelerated_days(record: Record) -> list[tuple[str, date]]:
    """Every grant that an acceleration reaches, with the day on which it vests, in the order of the events."""
    return [
        (grant.id, day)
        for event in record.of_type("acceleration")
        for grant in record.grants
        if (day := acceleration_day(record, event, grant))
    ]


def eventful_days(record: Record, cutoff: date, end: date) -> list[date]:
    """Every day up to the end on which something can happen, and the end itself."""
    days = {event["date"] for event in record.events if event["date"] <= cutoff}
    for grant in record.grants:
        days |= {max(when, grant.made) for when, _ in grant.tranches}
    days |= {day for _, day in accelerated_days(record)}
    days |= {lot["acquired"] for lot in record.lots}
    return sorted({day for day in days if day <= end} | {end})


def replay(record: Record, cutoff: date, end: date | None = None) -> Course:
    """The course up to the end of `end` (by default of `cutoff`), with the events dated on or before `cutoff`.

    Raises Unusable for a recorded exercise that the rules do not allow.
    """
    end = end or cutoff
    options = {
        grant.id: Option(grant, grant.price, dated=list(grant.tranches), waiting=list(grant.waiting))
        for grant in record.grants
    }
    course = Course(record, options, accelerated_days(record))
    lots = [
        Lot(
            lot["id"],
            record.plans[lot["plan"]].group,
            lot["acquired"],
            lot["acquired"],
            lot["shares"],
            lot["basis"],
        )
        for lot in record.lots
    ]
    for day in eventful_days(record, cutoff, end):
        today = [(place, event) for place, event in enumerate(record.events) if event["date"] == day and day <= cutoff]
        of_today = {
            kind: [(f"record.events[{place}]", event) for place, event in today if event["type"] == kind]
            for kind in ("plan_approved", "adjustment", "vesting_event", "exercised", "service_ended")
        }
        course.lots += [lot for lot in lots if lot.owned_from == day]
        course.expire(day)
        for _, event in of_today["plan_approved"]:
            course.approve(event)
        for _, event in of_today["adjustment"]:
            course.adjust(event)
        course.vest(day)
        for _, event in of_today["vesting_event"]:
            course.happen(event)
        course.accelerate(day)
        for place, event in of_today["exercised"]:
            course.exercise(event, place)
        for _, event in of_today["service_ended"]:
            course.end_service(event)
    return course
