"""How a grant stands at the end of a day: its counts, dates, what stops a notice, and what can never be exercised."""

from __future__ import annotations

from datetime import date

from models.rules.answers import Counts, Position
from models.rules.calendar import deliver_by
from models.rules.course import Course, State
from models.rules.explain import position_because


def blocked_by(course: Course, state: State, on: date) -> tuple[str, ...]:
    """What stops a notice on `on`: what bars any exercise, and too few shares vested (paragraph 10)."""
    bars = course.bars(state, on)
    terms = course.terms
    if 1 <= state.vested < terms.minimum_shares and not terms.remainder_exempt:
        return (*bars, "below_minimum")
    return bars


def exercisable(course: Course, state: State, on: date) -> int:
    """What a notice of that day can exercise."""
    return 0 if blocked_by(course, state, on) else state.vested


def position_of(course: Course, state: State, on: date, died_on: date | None) -> Position:
    """How the grant stands in `state`, at the end of `on`; `died_on` is the day of a death by then."""
    blocked = blocked_by(course, state, on)
    warnings = _warnings(course, state, on)
    grant, terms = course.grant, course.terms
    return Position(
        grant=grant.id,
        on=on,
        counts=Counts(
            grant.shares,
            state.adjusted,
            state.exercised,
            state.forfeited,
            state.expired,
            state.outstanding,
            state.vested,
            state.unvested,
            0 if blocked else state.vested,
        ),
        exercise_price=state.price,
        expires_on=terms.expires_on,
        last_exercise_day=state.last_day,
        deliver_by=deliver_by(state.last_day),
        window=state.ended.reason if state.ended else "term",
        service_ended_on=state.ended.date if state.ended else None,
        blocked_by=blocked,
        warnings=warnings,
        unvested_tranches=state.pending,
        waiting=state.waiting,
        because=position_because(course, state, on, (*blocked, *warnings), died_on),
    )


def _warnings(course: Course, state: State, on: date) -> tuple[str, ...]:
    """Whether all that can ever vest in time stays below the minimum (paragraph 10)."""
    terms = course.terms
    if terms.remainder_exempt or state.waiting or on > state.last_day:
        return ()
    reachable = state.vested + sum(t.shares for t in state.pending if t.date <= state.last_day)
    return ("below_minimum_for_good",) if 1 <= reachable < terms.minimum_shares else ()
