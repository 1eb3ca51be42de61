"""The words in which an exercise is refused: what the plan says, and what can be done instead."""

from __future__ import annotations

from datetime import date

from models.rules.course import Course
from models.rules.explain import count


def not_allowed(code: str, course: Course, on: date, shares: int) -> str:
    """Why `shares` of this grant cannot be exercised on `on`, for one of the codes of a violation."""
    state = course.state_on(on)
    grant, least = course.grant, course.terms.minimum_shares
    vested = state.vested if state else 0
    last = state.last_day if state else course.terms.term_last_day
    says = {
        "not_approved": "nothing can be exercised before the stockholders' approval of the plan is recorded"
        " (paragraph 5); record the day of the vote as an event",
        "before_grant": f"{grant.id} is granted on {grant.grant_date}; choose that day or a later one",
        "window_closed": f"the last day to exercise {grant.id} was {last}; choose that day or an earlier one",
        "terminated_for_cause": f"nothing of {grant.id} can be exercised after a dismissal for cause (paragraph 9(b))",
        "exceeds_exercisable": f"{count(shares)} are more than {grant.id} can exercise on {on}: {count(vested)}",
        "below_minimum": f"at least {least:,} shares at a time (paragraph 10); choose {least:,} or more",
        "payment_not_allowed": "the plan does not take this way to pay (paragraph 10); choose another",
        "insufficient_shares_owned": f"more shares are tendered than are owned on {on}; tender fewer or record the lot",
        "proceeds_do_not_cover": "selling every share does not cover what is due; bring the rest in cash or wait",
        "no_fair_market_value": f"no recorded price gives a value for {on}; record one, or say how many were tendered",
    }
    return says[code]
