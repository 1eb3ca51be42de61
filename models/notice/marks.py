"""What stands across a paper that is no notice: the sample's, and a draft of what the plan does not allow."""

from __future__ import annotations

from models.errors import Refusal
from models.notice.blocks import Mark
from models.notice.matter import Matter
from models.notice.words import long_date, shares

SAMPLE = Mark("SAMPLE", "an example, not an exercise of any option")
BARRED = "DRAFT - NOT EXERCISABLE"


def reason(matter: Matter, code: str) -> str:
    """Why the plan bars this exercise, in words that a page has room for."""
    quote, position = matter.quote, matter.quote.position
    least = matter.grant.overrides.minimum_shares
    least = matter.plan.minimum_shares if least is None else least
    may = position.counts.exercisable if position else 0
    last = long_date(position.last_exercise_day) if position else ""
    return {
        "not_approved": "the stockholders’ approval of the plan is not recorded",
        "before_grant": f"the option is granted only on {long_date(matter.grant.grant_date)}",
        "window_closed": f"the last day to exercise was {last}" if last else "the time to exercise is over",
        "terminated_for_cause": "service was ended for cause",
        "exceeds_exercisable": f"only {shares(may)} can be exercised on {long_date(quote.on)}",
        "below_minimum": f"an exercise must be of at least {shares(least)}",
        "payment_not_allowed": "the plan does not take this way of payment",
        "insufficient_shares_owned": "fewer shares are owned than are to be tendered",
        "proceeds_do_not_cover": "the proceeds of the sale do not cover what is due",
    }.get(code, code)


def reasons(matter: Matter) -> str:
    """All reasons, in one sentence without a full stop."""
    return "; ".join(reason(matter, code) for code in matter.quote.violations)


def marks_of(matter: Matter, is_draft: bool) -> tuple[Mark, ...]:
    """The marks of a packet; Refusal `not_exercisable` for a notice of what the plan bars, unless it is a draft."""
    marks = [SAMPLE] if matter.is_sample else []
    if matter.quote.violations:
        if not is_draft:
            raise Refusal(
                "not_exercisable",
                f"the plan does not allow this exercise: {reasons(matter)}. Change it, or print it as a draft",
                "shares",
            )
        marks.append(Mark(BARRED, reasons(matter)))
    return tuple(marks)
