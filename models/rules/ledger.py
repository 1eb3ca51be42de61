"""The one door to the rules: everything that can be asked of a record's facts, on any day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from operator import add
from typing import TYPE_CHECKING

from models.errors import Refusal
from models.facts.event import (
    Acceleration,
    Adjustment,
    Exercised,
    PlanApproved,
    ServiceEnded,
    VestingEvent,
)
from models.facts.facts import Facts
from models.facts.grant import Grant
from models.facts.payment import Payment, Swap, WithholdingRates
from models.facts.plan import Plan
from models.rules.answers import Counts, Deadline, Ending, OwnedLot, Position, Quote, Schedule, Value
from models.rules.course import Course, Failure
from models.rules.deadlines import deadlines_because, deadlines_of
from models.rules.explain import count, positions_because, term_step, window_steps
from models.rules.fair_value import FairValue
from models.rules.position import exercisable, position_of
from models.rules.service import Ended, IssuerKey, Service
from models.rules.terms import terms_of
from models.rules.vesting import build
from models.values.collecting import without_collecting
from models.values.explanation import Explanation, Step
from models.values.money import cost_cents

# What only some questions need is imported where it is asked: the first page asks none of them.
if TYPE_CHECKING:
    from models.rules.grid import Prices
    from models.rules.owned import Owned
    from models.rules.quote import Asked
    from models.rules.withholding import Bracket

# Every rate from the table of the exercise date.
FROM_TABLE = WithholdingRates()

_OwnEntry = tuple[int, VestingEvent | Exercised]


class Ledger:
    """The rules applied to facts whose references are sound; what is built for one answer serves the next."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self._grants = {grant.id: grant for grant in facts.grants}
        self._courses: dict[str, Course] = {}
        self._schedules: dict[str, Schedule] = {}
        self._owned: dict[IssuerKey, Owned] = {}
        self._approved: dict[str, date] = {}
        self._own: dict[str, list[_OwnEntry]] = {}
        self._adjustments: dict[IssuerKey, list[tuple[int, Adjustment]]] = {}
        self._sales: dict[IssuerKey, list[date]] = {}
        self._deaths: list[tuple[date, IssuerKey | None]] = []
        for index, event in enumerate(facts.events):
            self._enter(index, event)

    def _enter(self, index: int, event: object) -> None:
        if isinstance(event, Exercised | VestingEvent):
            self._own.setdefault(event.grant, []).append((index, event))
        elif isinstance(event, PlanApproved):
            self._approved[event.plan] = min(event.date, self._approved.get(event.plan, event.date))
        elif isinstance(event, Adjustment):
            self._adjustments.setdefault(self.plan(event.plan).issuer_key, []).append((index, event))
        elif isinstance(event, Acceleration):
            self._sales.setdefault(self.plan(event.plan).issuer_key, []).append(event.date)
        elif isinstance(event, ServiceEnded) and event.reason == "death":
            key = None if event.plan is None else self.plan(event.plan).issuer_key
            self._deaths.append((event.date, key))

    # -- facts by id ---------------------------------------------------------------------------------------

    def grant(self, id: str) -> Grant:
        """The grant with this id; Refusal `unknown_grant`."""
        if id not in self._grants:
            raise Refusal("unknown_grant", f"there is no grant {id!a} in the record", "grant")
        return self._grants[id]

    def plan(self, id: str) -> Plan:
        """The plan with this id; Refusal `unknown_plan`."""
        plan = self.facts.plan(id)
        if plan is None:
            raise Refusal("unknown_plan", f"there is no plan {id!a}", "plan")
        return plan

    @cached_property
    def _lot_ids(self) -> frozenset[str]:
        of_exercises = (lot for event in self.facts.events if isinstance(event, Exercised) for lot in event.lots)
        return frozenset(lot.id for lot in (*self.facts.lots, *of_exercises))

    @cached_property
    def _service(self) -> Service:
        return Service(self.facts)

    @cached_property
    def _values(self) -> FairValue:
        return FairValue(self.facts)

    # -- what is built once --------------------------------------------------------------------------------

    def course(self, id: str) -> Course:
        """The course of a grant, replayed when first asked for."""
        if id not in self._courses:
            grant = self.grant(id)
            plan = self.plan(grant.plan)
            own = self._own.get(id, [])
            self._courses[id] = Course(
                grant,
                terms_of(grant, plan),
                build(grant.parts, {}),
                [*self._adjustments.get(plan.issuer_key, ()), *own],
                self._acceleration_days(grant, plan),
                self._service.end_for(grant),
                self._approved.get(plan.id),
            )
        return self._courses[id]

    def _acceleration_days(self, grant: Grant, plan: Plan) -> list[date]:
        """The days on which sales or mergers vest this grant: a set time before, or when it is made."""
        before = timedelta(days=plan.acceleration_days_before)
        effective = self._sales.get(plan.issuer_key, ())
        return [max(day - before, grant.grant_date) for day in effective if grant.grant_date <= day]

    def owned(self, plan: Plan) -> Owned:
        """The holder's lots of the plan's issuer, replayed when first asked for."""
        from models.rules.owned import Owned

        key = plan.issuer_key
        if key not in self._owned:
            events: list[tuple[int, Adjustment | Exercised]] = list(self._adjustments.get(key, ()))
            for id, entries in self._own.items():
                if self.plan(self._grants[id].plan).issuer_key == key:
                    events += [(index, event) for index, event in entries if isinstance(event, Exercised)]
            lots = [lot for lot in self.facts.lots if lot.plan and self.plan(lot.plan).issuer_key == key]
            self._owned[key] = Owned(lots, events, self._shares_that_paid)
        return self._owned[key]

    def _shares_that_paid(self, index: int, event: Exercised) -> int | None:
        """How many shares a recorded swap could use at most, None without a value that day."""
        from models.rules.payment import shares_that_pay

        course = self.course(event.grant)
        value = self._values.on(course.terms.plan, event.date)
        price = course.exercise_prices.get(index)
        if value is None or price is None:
            return None
        return shares_that_pay(cost_cents(price, event.shares), value.value)

    # -- answers -------------------------------------------------------------------------------------------

    @without_collecting
    def check(self) -> None:
        """Refuse a grant made too late, or the first recorded exercise that the rules do not allow."""
        for index, grant in enumerate(self.facts.grants):
            last = self.plan(grant.plan).last_grant_date
            if last is not None and grant.grant_date > last:
                says = f"{grant.id} is dated {grant.grant_date}; after {last} no option could be granted (paragraph 15)"
                raise Refusal("after_last_grant_date", says, f"grants[{index}].grant_date")
        failures = [course.failure for course in map(self.course, self._own) if course.failure]
        failures += [owned.failure for owned in self._all_owned() if owned.failure]
        if failures:
            self._refuse(min(failures, key=lambda failure: (failure.date, failure.event)))

    def _all_owned(self) -> Iterable[Owned]:
        swaps = (e for e in self.facts.events if isinstance(e, Exercised) and isinstance(e.payment, Swap))
        plans = {plan.issuer_key: plan for plan in (self.plan(self._grants[swap.grant].plan) for swap in swaps)}
        return [self.owned(plan) for plan in plans.values()]

    def _refuse(self, failure: Failure) -> None:
        from models.rules.refusals import not_allowed

        event = self.facts.events[failure.event]
        assert isinstance(event, Exercised)
        says = not_allowed(failure.code, self.course(event.grant), event.date, event.shares)
        raise Refusal(failure.code, says, f"events[{failure.event}]")

    def schedule(self, id: str) -> Schedule:
        """The vesting schedule as granted; a recorded vesting event gives its part a date."""
        if id not in self._schedules:
            grant = self.grant(id)
            happened: dict[str, date] = {}
            for _, event in self._own.get(id, ()):
                if isinstance(event, VestingEvent):
                    happened[event.event] = min(event.date, happened.get(event.event, event.date))
            tranches, waiting = build(grant.parts, happened)
            says = f"{grant.id}: {count(grant.shares)} in {len(tranches)} dated steps"
            says += f"; {count(sum(part.shares for part in waiting))} wait for an event" if waiting else ""
            self._schedules[id] = Schedule(tranches, waiting, Explanation((Step("8(a)", says),)))
        return self._schedules[id]

    def position(self, id: str, on: date) -> Position | None:
        """How a grant stands at the end of `on`; None before its grant date."""
        course = self.course(id)
        state = course.state_on(on)
        return None if state is None else position_of(course, state, on, self.died_on(course.terms.plan, on))

    @without_collecting
    def positions(self, on: date) -> tuple[Position, ...]:
        """All grants made by `on`, in the order of the record."""
        found = (self.position(grant.id, on) for grant in self.facts.grants)
        return tuple(position for position in found if position is not None)

    def totals(self, positions: Iterable[Position]) -> Counts:
        """The nine counts of several positions, added."""
        total = Counts()
        for position in positions:
            total = total.plus(position.counts)
        return total

    def value(self, plan_id: str, on: date) -> Value | None:
        """The fair market value of the plan's stock on a day, None where no price serves."""
        return self._values.on(self.plan(plan_id), on)

    def lots(self, plan_id: str, on: date) -> tuple[OwnedLot, ...]:
        """The holder's lots of the plan's issuer at the end of `on`, oldest first."""
        from models.rules.owned import oldest_first

        return oldest_first(self.owned(self.plan(plan_id)).on(on))

    def tendered(self, event_index: int) -> tuple[OwnedLot, ...]:
        """What the recorded swap at this index of the facts' events took out of the lots."""
        event = self.facts.events[event_index]
        assert isinstance(event, Exercised)
        return self.owned(self.plan(self._grants[event.grant].plan)).tendered(event_index)

    def died_on(self, plan: Plan, on: date) -> date | None:
        """The first death that counts for this plan's issuer and is recorded on or before `on`."""
        days = (day for day, key in self._deaths if day <= on and key in (None, plan.issuer_key))
        return min(days, default=None) if self._deaths else None

    def has_died(self, plan: Plan, on: date) -> bool:
        """Whether a death that counts for this plan's issuer is recorded on or before `on`."""
        return self.died_on(plan, on) is not None

    def quote(
        self,
        id: str,
        on: date,
        shares: int,
        payment: Payment,
        tax_value: Fraction | None = None,
        withholding: WithholdingRates | None = FROM_TABLE,
    ) -> Quote:
        """What exercising `shares` on `on` costs and leaves; `withholding` None withholds nothing."""
        from models.rules.quote import quote

        return quote(self.asked(id, on, shares, payment, tax_value, withholding))

    def asked(
        self,
        id: str,
        on: date,
        shares: int,
        payment: Payment,
        tax_value: Fraction | None = None,
        withholding: WithholdingRates | None = FROM_TABLE,
    ) -> Asked:
        """Everything that a quote rests on."""
        from models.rules.quote import Asked

        course = self.course(id)
        plan = course.terms.plan
        self._need_lots(payment)
        return Asked(
            course=course,
            on=on,
            shares=shares,
            payment=payment,
            tax_value=tax_value,
            withholding=withholding,
            value=self._values.on(plan, on),
            lots=self.owned(plan).on(on),
            position=self.position(id, on),
            after_death=self.has_died(plan, on),
            is_insider=self.facts.holder.insider,
        )

    def _need_lots(self, payment: Payment) -> None:
        if isinstance(payment, Swap):
            for lot, _ in payment.lots or ():
                if lot not in self._lot_ids:
                    raise Refusal("unknown_lot", f"there is no lot {lot!a} in the record", "payment.lots")

    def service_end(
        self, on: date, role: str, reason: str, plan: str | None = None, known_on: date | None = None
    ) -> tuple[Ending, ...]:
        """What a service end on `on` would do to each grant it would end and that has shares outstanding.

        `known_on` values the shares by what was known on that earlier day, for comparing two days at one price.
        """
        from models.rules.scenario import ending

        key = None if plan is None else self.plan(plan).issuer_key
        ended = Ended(on, len(self.facts.events), role, reason)
        courses = (self.course(grant.id) for grant in self._service.ended_by(ended, key))
        found = (ending(course, ended, self._values.on(course.terms.plan, on, known_on)) for course in courses)
        return tuple(one for one in found if one is not None)

    def deadlines(self, first: date, last: date) -> tuple[Deadline, ...]:
        """The days that matter from `first` to `last`, both included, by date, kind and grant."""
        found = [one for _, many in self._deadlines(first, last) for one in many]
        return tuple(sorted(found))

    def _deadlines(self, first: date, last: date) -> list[tuple[Course, list[Deadline]]]:
        if last < first:
            return []
        found = []
        for grant in self.facts.grants:
            course = self.course(grant.id)
            later = [day for day in self._acceleration_days(grant, course.terms.plan) if first < day <= last]
            found.append((course, deadlines_of(course, first, last, later)))
        return found

    def deadlines_because(self, first: date, last: date) -> Explanation:
        """The steps behind the deadlines of these days."""
        steps: list[Step] = []
        for course, found in self._deadlines(first, last):
            state = course.state_on(first)
            if state is not None and found:
                window = [term_step(course)] if state.ended is None else window_steps(course, state.ended)
                steps += deadlines_because(course, found, window)
        return Explanation(steps)

    def grid(
        self,
        id: str | None,
        dates: Sequence[date],
        prices: Sequence[Fraction],
        payment: Payment,
        withholding: WithholdingRates | None = FROM_TABLE,
    ) -> list[list[int]]:
        """Cents left after exercising all that is exercisable on each date (rows) at each price (columns)."""
        from models.rules.grid import scaled

        grants = self.facts.grants if id is None else (self.grant(id),)
        self._need_lots(payment)
        total: list[list[int]] = [[] for _ in dates]
        if prices:
            columns = scaled(prices)
            for grant in grants:
                self._add_grid(total, grant, dates, columns, payment, withholding)
        return [cells or [0] * len(prices) for cells in total]

    def _add_grid(
        self,
        total: list[list[int]],
        grant: Grant,
        dates: Sequence[date],
        prices: Prices,
        payment: Payment,
        withholding: WithholdingRates | None,
    ) -> None:
        """Adds one grant's cells; rows that rest on the same figures are worked out once."""
        from models.rules.grid import row
        from models.rules.withholding import brackets, period_of, rates_for

        course = self.course(grant.id)
        plan = course.terms.plan
        taxed = None if grant.role != "employee" else withholding
        rows: dict[object, list[int]] = {}
        items: dict[int, tuple[Bracket, ...]] = {0: ()}
        for at, day in enumerate(dates):
            state = course.state_on(day)
            shares = 0 if state is None else exercisable(course, state, day)
            if state is None or not shares:
                continue
            stated = taxed if prices.any_above(state.price) and not self.has_died(plan, day) else None
            lots = self.owned(plan).on(day) if isinstance(payment, Swap) else ()
            # Within a period the rates are the same; a price and a snapshot of lots are each one object.
            period = 0 if stated is None else 1 + period_of(day)
            if stated is not None and period not in items:
                items[period] = brackets(stated, rates_for(stated, day))
            key = (shares, id(state.price), period, id(lots))
            if key not in rows:
                rows[key] = row(shares, state.price, prices, payment, items[period], lots)
            total[at] = list(map(add, total[at], rows[key]) if total[at] else rows[key])

    def because(self, positions: Iterable[Position]) -> Explanation:
        """The steps of several positions together."""
        return positions_because(positions)
