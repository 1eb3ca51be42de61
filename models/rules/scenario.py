"""What would happen if service ended on a day (paragraph 9): nothing is changed, the record is only asked."""

from __future__ import annotations

from models.rules.answers import Ending, Value
from models.rules.calendar import deliver_by
from models.rules.course import Course
from models.rules.explain import ending_because
from models.rules.service import Ended
from models.values.money import cost_cents, spread_cents


def ending(course: Course, ended: Ended, value: Value | None) -> Ending | None:
    """What a service end would do to one grant, None where nothing is outstanding at the end of that day."""
    state = course.state_on(ended.date)
    if state is None or not state.outstanding:
        return None
    terms = course.terms
    window = terms.window(ended.reason, ended.role)
    kept = 0 if window.is_none else state.vested
    accelerated = state.unvested if terms.accelerates(ended.reason, window) else 0
    forfeited = state.unvested - accelerated
    last_day = min(window.last_day(ended.date), terms.term_last_day)
    shares = kept + accelerated
    worth = None
    if value is not None:
        worth = max(0, spread_cents(value.value, state.price, shares))
    return Ending(
        grant=course.grant.id,
        vested_kept=kept,
        accelerated=accelerated,
        forfeited=forfeited,
        lapsed=state.vested - kept,
        last_exercise_day=last_day,
        deliver_by=deliver_by(last_day),
        aggregate_price=cost_cents(state.price, shares),
        intrinsic_value=worth,
        is_stale=value is not None and value.is_stale,
        because=ending_because(course, state, ended, accelerated, forfeited),
    )
