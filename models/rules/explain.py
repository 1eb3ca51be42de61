"""Why a grant stands as it does: the steps of a position and a service end, with both readings where there are two."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from models.facts.plan import REASON_WORDS, REASONS_FOR_EVERY_ROLE
from models.rules.answers import Position
from models.rules.course import Course, State
from models.rules.service import Ended
from models.rules.terms import Terms, paragraph_of
from models.values.explanation import Explanation, Reading, Step
from models.values.money import price_text


def count(shares: int) -> str:
    """A number of shares in words of the interface: "1 share", "1,250 shares"."""
    return "1 share" if shares == 1 else f"{shares:,} shares"


def term_step(course: Course) -> Step:
    """Paragraph 7: when the term ends, and whether the day itself counts."""
    terms, grant = course.terms, course.grant
    own = grant.overrides
    source = "as the option letter says" if own.expires_on or own.term_years else "from the grant date"
    through = f"the last day to exercise is {terms.term_last_day}"
    gone = "the option is gone on the expiry date itself"
    stays = "the option can still be exercised on the expiry date"
    reading = Reading(
        "expiry_day_exercisable",
        *((stays, gone) if terms.plan.expiry_day_exercisable else (gone, stays)),
    )
    return Step("7", f"{grant.id}: the term ends on {terms.expires_on}, {source}; {through}", reading)


def paragraph_in(course: Course, ended: Ended) -> str:
    """The paragraph of a service end by the terms in force for the grant."""
    return paragraph_of(ended.reason, course.terms.window(ended.reason, ended.role))


def window_steps(course: Course, ended: Ended) -> list[Step]:
    """Paragraph 9: what a service end does to the last day, and paragraph 7 where the term cuts the window."""
    terms = course.terms
    window = terms.window(ended.reason, ended.role)
    paragraph = paragraph_of(ended.reason, window)
    name = course.grant.id
    reading = service_reading(terms, ended)
    if window.is_none:
        says = f"{name}: after {REASON_WORDS[ended.reason]} on {ended.date} nothing may be exercised from that day on"
        if ended.reason == "dismissed_for_cause":
            again = Ended(ended.date, 0, ended.role, "resignation")
            otherwise = min(terms.window(again.reason, again.role).last_day(ended.date), terms.term_last_day)
            says += f"; if the cause is not upheld, a notice by {otherwise} would have been in time"
        return [Step(paragraph, says, reading)]
    end = window.last_day(ended.date)
    length = f"{window.length} {window.unit if window.length != 1 else window.unit[:-1]}"
    says = f"{name}: {REASON_WORDS[ended.reason]} on {ended.date} leaves {length}, through {end}"
    if ended.reason == "death":
        says += "; the estate or heir has this window and no longer one"
    steps = [Step(paragraph, says, reading)]
    if ended.reason == "dismissed_without_cause":
        other = "9(a)" if paragraph == "9(b)" else "9(b)"
        says = "Paragraph 9(b) gives a year and speaks of directors; 9(a) gives everybody else its days"
        steps.append(Step(other, says, reading))
    if end >= terms.term_last_day:
        steps.append(Step("7", f"{name}: the term ends first: a window never outlives it", term_step(course).reading))
    return steps


def service_reading(terms: Terms, ended: Ended) -> Reading | None:
    """The two readings that bear on this service end, if there are two."""
    by_switch = ended.reason == "dismissed_without_cause" and ended.reason not in terms.windows
    if by_switch and ended.role == "employee":
        year = "an employee dismissed without cause has one year, as a director has"
        days = (
            f"an employee dismissed without cause has {terms.post_termination.length} days; the year is for directors"
        )
        first = terms.plan.without_cause_employee_window == "one_year"
        return Reading("without_cause_employee_window", *((year, days) if first else (days, year)))
    if ended.reason in REASONS_FOR_EVERY_ROLE:
        return None
    own = "service ends with the role of the grant"
    every = "service ends when no role is left"
    if terms.plan.continuity == "any_role":
        own, every = every, own
    return Reading("continuity", own, every)


def position_because(course: Course, state: State, on: date, codes: Iterable[str], died_on: date | None) -> Explanation:
    """The steps behind a position at the end of `on`; `codes` are those of what blocks it and of its warnings."""

    def steps() -> list[Step]:
        window = [term_step(course)] if state.ended is None else window_steps(course, state.ended)
        if died_on is not None and leaves_the_rest(state.ended, state.last_day, died_on):
            window.append(_rest_step(course, state, died_on))
        return [*_course_steps(course, state, on), *window, *(_code_step(course, state, on, code) for code in codes)]

    return Explanation(steps)


def leaves_the_rest(ended: Ended | None, last_day: date, died_on: date) -> bool:
    """Whether a death came after service had ended otherwise, within the window: then it changes nothing."""
    return ended is not None and ended.reason != "death" and ended.date <= died_on <= last_day


def _rest_step(course: Course, state: State, died_on: date) -> Step:
    says = f"{course.grant.id}: service had ended before the death on {died_on}, which changes nothing"
    return Step("9(c)", f"{says}: the estate or heir has only the rest of this window, through {state.last_day}")


def _course_steps(course: Course, state: State, on: date) -> list[Step]:
    """What has happened to a grant by the end of `on`."""
    grant, name = course.grant, course.grant.id
    vested_ever = state.vested + state.exercised + state.expired
    says = f"{name}: {count(grant.shares)} granted on {grant.grant_date}; by {on} {count(vested_ever)} have vested"
    steps = [Step("8(a)", f"{says} and {count(state.unvested)} still have to")]
    for step in course.steps:
        if step.date > on:
            break
        if step.kind == "adjusted":
            price = price_text(state.price)
            says = f"{name}: the adjustment of {step.date} changed {step.shares:+,} shares; the price is now ${price}"
            steps.append(Step("11(a)", says))
        if step.kind == "accelerates":
            says = f"{name}: {count(step.shares)} vested on {step.date}, before the sale or merger"
            steps.append(Step("11(b)", says))
        if step.kind == "accelerates_by_service_end":
            assert state.ended is not None
            says = f"{name}: {count(step.shares)} vested at once on {step.date}"
            steps.append(Step(paragraph_in(course, state.ended), says))
    if state.exercised:
        steps.append(Step("10", f"{name}: {count(state.exercised)} have been exercised"))
    return steps


def _code_step(course: Course, state: State, on: date, code: str) -> Step:
    """Why a position has this code, of what blocks it or of its warnings."""
    name, least = course.grant.id, course.terms.minimum_shares
    if code == "not_approved":
        return _unapproved_step(course, on)
    if code == "below_minimum":
        return _few_step(course, state.vested)
    if code == "below_minimum_for_good":
        says = f"{name}: with all that can still vest in time it stays below {least:,}, so it can never be exercised"
        return Step("10", says, minimum_reading(course.terms))
    return Step("10", f"{name}: the last day to exercise was {state.last_day}")


def _unapproved_step(course: Course, on: date) -> Step:
    says = f"{course.grant.id}: no approval of the plan by the stockholders is recorded by {on}"
    how = "ask the company's Secretary for the date of the vote and record it as an event"
    return Step("5", f"{says}, so nothing can be exercised; {how}")


def _few_step(course: Course, shares: int) -> Step:
    says = f"{course.grant.id}: {count(shares)} are too few to exercise alone"
    return Step("10", f"{says}: at least {course.terms.minimum_shares:,} at a time", minimum_reading(course.terms))


def minimum_reading(terms: Terms) -> Reading:
    """Whether a last remainder may be smaller than the minimum."""
    strict = "the minimum holds for every exercise, also of the last shares"
    exempt = "an exercise of all that is outstanding may be smaller"
    return Reading("remainder_exempt", *((exempt, strict) if terms.remainder_exempt else (strict, exempt)))


def ending_because(course: Course, state: State, ended: Ended, accelerated: int, forfeited: int) -> Explanation:
    """The steps behind a service end that is only thought of."""
    return Explanation(lambda: _ending_steps(course, state, ended, accelerated, forfeited))


def _ending_steps(course: Course, state: State, ended: Ended, accelerated: int, forfeited: int) -> list[Step]:
    name, terms = course.grant.id, course.terms
    paragraph = paragraph_in(course, ended)
    steps = _course_steps(course, state, ended.date) + window_steps(course, ended)
    if accelerated:
        steps.append(Step(paragraph, f"{name}: {count(accelerated)} vest at once"))
    if forfeited:
        steps.append(Step(paragraph, f"{name}: {count(forfeited)} not yet vested are forfeited that day"))
    kept = accelerated + (0 if terms.window(ended.reason, ended.role).is_none else state.vested)
    if kept and not course.is_approved(ended.date):
        steps.append(_unapproved_step(course, ended.date))
    if 1 <= kept < terms.minimum_shares and not terms.remainder_exempt:
        steps.append(_few_step(course, kept))
    return steps


def positions_because(positions: Iterable[Position]) -> Explanation:
    """All positions' steps together; a rule named once where there is no grant yet."""
    steps = [step for position in positions for step in position.because]
    return Explanation(steps or [Step("8(a)", "No grant had been made by that day")])
