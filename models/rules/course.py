"""The course of one grant: every step of its life replayed once in the plan's order, then asked for any day.

Steps of one day apply in this order: lapse of what was exercisable through the day before, adjustment, vesting,
vesting event, acceleration, exercise, service end; of one kind, in the order entered.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from models.facts.event import Adjustment, Exercised, VestingEvent
from models.facts.grant import Grant
from models.rules.answers import Tranche, Waiting
from models.rules.service import Ended
from models.rules.terms import Terms

ADJUSTS, VESTS, VESTS_BY_EVENT, ACCELERATES, EXERCISES, ENDS = range(2, 8)

_DAY = timedelta(days=1)


class State(NamedTuple):
    """A grant at one moment. `lapsed` are shares ended by the term, a window or "none", vested or not."""

    adjusted: int
    exercised: int
    forfeited: int
    expired: int
    lapsed: int
    vested: int
    unvested: int
    price: Fraction
    last_day: date
    ended: Ended | None
    dated: tuple[Tranche, ...]
    at: int
    waiting: tuple[Waiting, ...]

    @property
    def outstanding(self) -> int:
        """Shares neither exercised nor gone."""
        return self.vested + self.unvested

    @property
    def pending(self) -> tuple[Tranche, ...]:
        """The dated tranches still to vest."""
        return self.dated[self.at :]


class Happening(NamedTuple):
    """One step of the course, for history and deadlines: `kind` as in `Course.steps`, and the shares it moved."""

    date: date
    kind: str
    shares: int


class Failure(NamedTuple):
    """A recorded exercise that the rules do not allow: its order among the entries, event index and code."""

    date: date
    event: int
    code: str


class _Entry(NamedTuple):
    date: date
    kind: int
    order: int
    fact: object


class Course:
    """One grant replayed. `entries` are the events that concern it, with their index in the record."""

    def __init__(
        self,
        grant: Grant,
        terms: Terms,
        schedule: tuple[tuple[Tranche, ...], tuple[Waiting, ...]],
        entries: Iterable[tuple[int, Adjustment | VestingEvent | Exercised]],
        accelerations: Iterable[date],
        ended: Ended | None,
        approved_on: date | None,
    ) -> None:
        self.grant = grant
        self.terms = terms
        self.approved_on = approved_on
        self.failure: Failure | None = None
        self.steps: list[Happening] = []
        self.exercise_prices: dict[int, Fraction] = {}
        self._days: list[date] = []
        self._states: list[State] = []
        self._ended = ended
        self._replay(schedule, self._ordered(schedule[0], entries, accelerations))

    def state_on(self, day: date) -> State | None:
        """The state at the end of `day`; None before the grant date."""
        at = bisect_right(self._days, day)
        return self._states[at - 1] if at else None

    def first_state(self) -> State:
        """The state at the end of the grant date."""
        return self._states[0]

    def is_approved(self, day: date) -> bool:
        """Whether stockholders' approval, where the plan needs it, had been given by `day` (paragraph 5)."""
        if not self.terms.plan.needs_stockholder_approval:
            return True
        return self.approved_on is not None and self.approved_on <= day

    def bars(self, state: State, day: date) -> tuple[str, ...]:
        """What bars any exercise on `day`: approval, a closed window, cause; in this order."""
        if not state.outstanding and not state.lapsed:
            return ()
        codes = [] if self.is_approved(day) else ["not_approved"]
        if day > state.last_day:
            ended = state.ended
            by_cause = (
                ended is not None
                and ended.reason == "dismissed_for_cause"
                and self.terms.window(ended.reason, ended.role).is_none
            )
            codes.append("terminated_for_cause" if by_cause else "window_closed")
        return tuple(codes)

    def violations(self, state: State | None, day: date, shares: int) -> tuple[str, ...]:
        """Why `shares` cannot be exercised on `day` in `state`, whatever the payment; in the contract's order."""
        if state is None:
            codes = ["before_grant", "exceeds_exercisable"]
            return (*codes, "below_minimum") if shares < self.terms.minimum_shares else tuple(codes)
        bars = self.bars(state, day)
        codes = list(bars)
        if bars or shares > state.vested:
            codes.append("exceeds_exercisable")
        exempt = self.terms.remainder_exempt and shares == state.outstanding
        if shares < self.terms.minimum_shares and not exempt:
            codes.append("below_minimum")
        return tuple(codes)

    def _ordered(
        self,
        dated: tuple[Tranche, ...],
        entries: Iterable[tuple[int, Adjustment | VestingEvent | Exercised]],
        accelerations: Iterable[date],
    ) -> list[_Entry]:
        granted = self.grant.grant_date
        ordered = [_Entry(day, VESTS, 0, None) for day in {max(tranche.date, granted) for tranche in dated}]
        for order, fact in entries:
            if isinstance(fact, Adjustment):
                if fact.date > granted:
                    ordered.append(_Entry(fact.date, ADJUSTS, order, fact))
            elif isinstance(fact, VestingEvent):
                ordered.append(_Entry(fact.date, VESTS_BY_EVENT, order, fact))
            else:
                ordered.append(_Entry(fact.date, EXERCISES, order, fact))
        ordered += [_Entry(max(day, granted), ACCELERATES, 0, None) for day in accelerations]
        if self._ended is not None:
            ordered.append(_Entry(self._ended.date, ENDS, self._ended.order, self._ended))
        ordered.sort()  # no two entries differ in their facts alone, so facts are never compared
        return ordered

    def _replay(self, schedule: tuple[tuple[Tranche, ...], tuple[Waiting, ...]], ordered: list[_Entry]) -> None:
        grant = self.grant
        last_day = self.terms.term_last_day
        state = State(0, 0, 0, 0, 0, 0, grant.shares, grant.exercise_price, last_day, None, schedule[0], 0, schedule[1])
        self._keep(grant.grant_date, state)
        for entry in ordered:
            if state.outstanding and entry.date > state.last_day:
                state = self._lapsed(state)
            if entry.kind == EXERCISES and entry.date < grant.grant_date:
                self.failure = Failure(entry.date, entry.order, "before_grant")
                return
            after = self._apply(entry, state)
            if after is None:
                return
            if after is not state:
                state = after
                self._keep(entry.date, state)
        if state.outstanding:
            self._lapsed(state)

    def _keep(self, day: date, state: State) -> None:
        if self._days and self._days[-1] == day:
            self._states[-1] = state
        else:
            self._days.append(day)
            self._states.append(state)

    def _apply(self, entry: _Entry, state: State) -> State | None:
        """The state after an entry; None when a recorded exercise is not allowed."""
        fact = entry.fact
        if entry.kind == VESTS:
            return self._vested(state, entry.date)
        if isinstance(fact, Adjustment):
            return self._adjusted(state, fact)
        if isinstance(fact, VestingEvent):
            return self._vested_by_event(state, fact)
        if entry.kind == ACCELERATES:
            return self._accelerated(state, entry.date, "accelerates")
        if isinstance(fact, Exercised):
            return self._exercised(state, fact, entry.order)
        assert isinstance(fact, Ended)
        return self._service_ended(state, fact)

    def _lapsed(self, state: State) -> State:
        """Everything outstanding lapses on the day after the last exercise day."""
        day = state.last_day + _DAY
        self.steps.append(Happening(day, "lapses", state.outstanding))
        state = _emptied(state)
        self._keep(day, state)
        return state

    def _vested(self, state: State, day: date) -> State:
        dated, at, shares = state.dated, state.at, 0
        while at < len(dated) and dated[at].date <= day:
            shares += dated[at].shares
            at += 1
        if not shares:
            return state
        self.steps.append(Happening(day, "vests", shares))
        return state._replace(vested=state.vested + shares, unvested=state.unvested - shares, at=at)

    def _vested_by_event(self, state: State, fact: VestingEvent) -> State:
        shares = sum(part.shares for part in state.waiting if part.event == fact.event)
        if not shares:
            return state
        self.steps.append(Happening(fact.date, "vests_by_event", shares))
        waiting = tuple(part for part in state.waiting if part.event != fact.event)
        return state._replace(vested=state.vested + shares, unvested=state.unvested - shares, waiting=waiting)

    def _accelerated(self, state: State, day: date, kind: str) -> State:
        if not state.unvested:
            return state
        self.steps.append(Happening(day, kind, state.unvested))
        return state._replace(vested=state.outstanding, unvested=0, at=len(state.dated), waiting=())

    def _exercised(self, state: State, fact: Exercised, index: int) -> State | None:
        codes = list(self.violations(state, fact.date, fact.shares))
        if fact.payment.method not in self.terms.plan.payment_methods:
            codes.append("payment_not_allowed")
        if codes:
            self.failure = Failure(fact.date, index, codes[0])
            return None
        self.exercise_prices[index] = state.price
        self.steps.append(Happening(fact.date, "exercised", fact.shares))
        return state._replace(vested=state.vested - fact.shares, exercised=state.exercised + fact.shares)

    def _service_ended(self, state: State, ended: Ended) -> State:
        if ended.date > state.last_day:
            return state
        window = self.terms.window(ended.reason, ended.role)
        if self.terms.accelerates(ended.reason, window):
            state = self._accelerated(state, ended.date, "accelerates_by_service_end")
        last_day = min(window.last_day(ended.date), self.terms.term_last_day)
        state = state._replace(ended=ended, last_day=last_day)
        if window.is_none:
            if state.outstanding:
                self.steps.append(Happening(ended.date, "lapses", state.outstanding))
            return _emptied(state)
        if state.unvested:
            self.steps.append(Happening(ended.date, "forfeited", state.unvested))
        return state._replace(forfeited=state.forfeited + state.unvested, unvested=0, at=len(state.dated), waiting=())

    def _adjusted(self, state: State, fact: Adjustment) -> State:
        """Paragraph 11(a): floors of the running total by tranche, the price rounded up to 1/10,000 dollar."""
        outstanding = state.outstanding
        if not outstanding:
            return state
        own = fact.determined.get(self.grant.id)
        new, old = fact.new, fact.old
        if own is not None and own.shares is not None:
            new, old = own.shares, outstanding
        price = Fraction(-(-state.price * 10_000 * fact.old // fact.new), 10_000)
        if own is not None and own.exercise_price is not None:
            price = own.exercise_price
        running, total = state.vested, state.vested * new // old
        vested = total
        dated: list[Tranche] = []
        for tranche in state.pending:
            running += tranche.shares
            if running * new // old > total:
                dated.append(Tranche(tranche.date, running * new // old - total))
            total = running * new // old
        waiting: list[Waiting] = []
        for part in state.waiting:
            running += part.shares
            if running * new // old > total:
                waiting.append(Waiting(part.event, running * new // old - total))
            total = running * new // old
        self.steps.append(Happening(fact.date, "adjusted", total - outstanding))
        return state._replace(
            adjusted=state.adjusted + total - outstanding,
            vested=vested,
            unvested=total - vested,
            price=price,
            dated=tuple(dated),
            at=0,
            waiting=tuple(waiting),
        )


def _emptied(state: State) -> State:
    """Nothing outstanding any more: what was vested has expired, what was not is forfeited."""
    return state._replace(
        expired=state.expired + state.vested,
        forfeited=state.forfeited + state.unvested,
        lapsed=state.outstanding,
        vested=0,
        unvested=0,
        at=len(state.dated),
        waiting=(),
    )
