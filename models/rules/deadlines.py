"""The days that matter for one grant from one day to another, as known on the first of them."""

from __future__ import annotations

from datetime import date

from models.rules.answers import Deadline, Tranche
from models.rules.course import Course, State
from models.values.explanation import Step


def deadlines_of(course: Course, first: date, last: date, accelerations: list[date]) -> list[Deadline]:
    """Vesting days, accelerations, the last exercise day and the expiry of one grant from `first` to `last`.

    `accelerations` are the days after `first` on which everything unvested vests (paragraph 11(b)).
    """
    state = course.state_on(first)
    if state is None or not state.outstanding:
        return []
    grant = course.grant.id
    found = [
        Deadline(step.date, "vests" if step.kind == "vests" else "acceleration", grant, step.shares)
        for step in course.steps
        if step.date == first and step.kind in ("vests", "accelerates")
    ]
    found += _to_come(grant, state, last, accelerations)
    if first <= state.last_day <= last:
        found.append(Deadline(state.last_day, "last_exercise_day", grant, state.outstanding))
    if state.last_day >= course.terms.term_last_day and first <= course.terms.expires_on <= last:
        found.append(Deadline(course.terms.expires_on, "expires", grant, state.outstanding))
    return found


def _to_come(grant: str, state: State, last: date, accelerations: list[date]) -> list[Deadline]:
    """What vests after the first day: by date up to the first acceleration, the rest of it then."""
    accelerated_on = min((day for day in accelerations if day <= state.last_day), default=None)
    pending = [tranche for tranche in state.pending if tranche.date <= state.last_day]
    if accelerated_on is not None:
        pending = [tranche for tranche in pending if tranche.date <= accelerated_on]
    found = [_vests(grant, tranche) for tranche in pending if tranche.date <= last]
    left = state.unvested - sum(tranche.shares for tranche in pending)
    if accelerated_on is not None and left and accelerated_on <= last:
        found.append(Deadline(accelerated_on, "acceleration", grant, left))
    return found


def _vests(grant: str, tranche: Tranche) -> Deadline:
    return Deadline(tranche.date, "vests", grant, tranche.shares)


def deadlines_because(course: Course, found: list[Deadline], window: list[Step]) -> list[Step]:
    """The steps behind a grant's deadlines; `window` are those of its last exercise day."""
    steps = []
    kinds = {deadline.kind for deadline in found}
    if "vests" in kinds:
        steps.append(Step("8(a)", f"{course.grant.id}: shares vest on the days of its schedule"))
    if "acceleration" in kinds:
        days = course.terms.plan.acceleration_days_before
        steps.append(
            Step("11(b)", f"{course.grant.id}: everything unvested vests {days} days before the sale or merger")
        )
    if "last_exercise_day" in kinds:  # the expiry is never listed without it
        steps += window
    return steps
