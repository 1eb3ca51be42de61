"""The course of a grant step by step: what is told of it, and what is refused after nothing is left."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest

from models.errors import Refusal
from models.facts.event import Acceleration, Adjustment, Exercised, ServiceEnded, VestingEvent
from models.facts.grant import EventPart
from models.facts.plan import PlanCopy
from models.rules.explain import count
from tests.models.builders import APPROVED, FOCUS, GRANTED, PLAIN, grant, in_steps, ledger, price


def steps(*given, **others) -> list[tuple[str, str, int]]:
    course = ledger(grant(*given, **others.pop("of", {})), **others).course("NQ-1")
    return [(str(step.date), step.kind, step.shares) for step in course.steps]


def parts():
    return [*in_steps(("2003-06-02", 400), ("2004-06-02", 300)), EventPart(300, "profit")]


def test_every_step_is_told_with_its_shares():
    """600 vested and 300 unvested are doubled; of them 600 are forfeited, and 1,200 lapse after the 90 days."""
    told = steps(
        1000,
        of={"parts": parts()},
        events=[
            APPROVED,
            Exercised(date(2003, 7, 1), "NQ-1", 100),
            VestingEvent(date(2003, 9, 1), "NQ-1", "profit"),
            Adjustment(date(2004, 1, 5), FOCUS, "split", 2, 1),
            ServiceEnded(date(2004, 3, 1), "employee", "resignation"),
        ],
    )
    assert told == [
        ("2003-06-02", "vests", 400),
        ("2003-07-01", "exercised", 100),
        ("2003-09-01", "vests_by_event", 300),
        ("2004-01-05", "adjusted", 900),
        ("2004-03-01", "forfeited", 600),
        ("2004-05-31", "lapses", 1200),
    ]


def test_a_dismissal_for_cause_lapses_everything_that_day():
    ended = ServiceEnded(date(2004, 3, 1), "employee", "dismissed_for_cause")
    told = steps(1000, of={"parts": parts()}, events=[APPROVED, ended])
    assert told == [("2003-06-02", "vests", 400), ("2004-03-01", "lapses", 1000)]


def test_a_death_vests_everything_that_day():
    ended = ServiceEnded(date(2004, 3, 1), "employee", "death")
    told = steps(1000, of={"parts": parts()}, events=[APPROVED, ended])
    assert told[1:] == [("2004-03-01", "accelerates_by_service_end", 600), ("2005-03-02", "lapses", 1000)]


@pytest.mark.parametrize("reason", ["resignation", "dismissed_for_cause"])
def test_what_moves_no_share_is_no_step(reason):
    """All were exercised before service ended."""
    events = [APPROVED, Exercised(date(2003, 7, 1), "NQ-1", 1000), ServiceEnded(date(2004, 3, 1), "employee", reason)]
    assert [kind for _, kind, _ in steps(1000, events=events)] == ["vests", "exercised"]


def test_tranches_that_a_combination_leaves_without_a_share_are_gone():
    """1-for-10 of 5 + 5 + 3 + 7 unvested: running totals 0, 1, 1, 2, so the first and the third are nothing."""
    part = in_steps(("2004-01-02", 5), ("2005-01-02", 5), ("2006-01-02", 3), ("2007-01-02", 7))
    waiting = [EventPart(4, "first"), EventPart(7, "second")]
    book = ledger(
        grant(31, parts=[*part, *waiting]),
        events=[APPROVED, Adjustment(date(2003, 6, 2), FOCUS, "combination", 1, 10)],
    )
    position = book.position("NQ-1", date(2003, 7, 1))
    assert position is not None
    assert [(str(one.date), one.shares) for one in position.unvested_tranches] == [("2005-01-02", 1), ("2007-01-02", 1)]
    assert [(one.event, one.shares) for one in position.waiting] == [("second", 1)]


AFTERWARDS = {
    "service ended after the term": ServiceEnded(date(2014, 5, 1), "employee", "resignation"),
    "nothing was left to adjust": Adjustment(date(2014, 5, 1), FOCUS, "split", 2, 1),
}


@pytest.mark.parametrize("event", AFTERWARDS.values(), ids=AFTERWARDS)
def test_an_exercise_after_the_term_is_refused_whatever_came_between(event):
    book = ledger(grant(1000), events=[APPROVED, event, Exercised(date(2014, 6, 2), "NQ-1", 100)])
    with pytest.raises(Refusal) as refused:
        book.check()
    assert refused.value.code == "window_closed"


def test_an_exercise_of_more_after_all_were_exercised_is_refused_across_a_split():
    events = [
        APPROVED,
        Exercised(date(2003, 7, 1), "NQ-1", 1000),
        Adjustment(date(2003, 8, 1), FOCUS, "split", 2, 1),
        Exercised(date(2003, 9, 1), "NQ-1", 100),
    ]
    with pytest.raises(Refusal) as refused:
        ledger(grant(1000), events=events).check()
    assert refused.value.code == "exceeds_exercisable"


# -- what is told of it ------------------------------------------------------------------------------------


def test_shares_are_counted_in_words():
    assert [count(number) for number in (0, 1, 2, 1250)] == ["0 shares", "1 share", "2 shares", "1,250 shares"]


def test_what_has_vested_is_told_also_after_it_was_exercised_or_lapsed():
    """400 vested; 100 of them exercised, 300 lapsed with the window."""
    events = [
        APPROVED,
        Exercised(date(2003, 7, 1), "NQ-1", 100),
        ServiceEnded(date(2004, 3, 1), "employee", "resignation"),
    ]
    position = ledger(grant(1000, parts=parts()), events=events).position("NQ-1", date(2005, 1, 3))
    assert position is not None
    assert "by 2005-01-03 400 shares have vested and 0 shares still have to" in position.because.steps[0].says


@pytest.mark.parametrize(("plan", "by"), [(FOCUS, "2004-05-30"), (PLAIN, "2004-06-01")])
def test_a_dismissal_for_cause_says_until_when_a_notice_would_have_been_in_time(plan, by):
    """As after a resignation: 90 days by the one plan, three months by the other."""
    ended = ServiceEnded(date(2004, 3, 1), "employee", "dismissed_for_cause")
    events = [ended] if plan == PLAIN else [APPROVED, ended]
    position = ledger(grant(1000, plan=plan), events=events).position("NQ-1", date(2004, 3, 2))
    assert position is not None
    assert any(f"a notice by {by} would have been in time" in step.says for step in position.because)


@pytest.mark.parametrize(
    ("terms", "in_force"), [({}, "the last day before the date"), ({"value_day": "on_or_before"}, "that day itself")]
)
def test_a_value_names_the_reading_of_its_day_that_is_in_force(terms, in_force):
    plan = PlanCopy("own", FOCUS, terms)
    book = ledger(grant(plan="own"), plans=[plan], prices=[price(GRANTED, "2.70", "own")])
    value = book.value("own", GRANTED + timedelta(days=1))
    assert value is not None
    reading = value.because.steps[0].reading
    assert reading is not None
    assert reading.in_force.startswith(in_force)
    assert not reading.other.startswith(in_force)


# -- deadlines ---------------------------------------------------------------------------------------------

LAST = date(2013, 1, 1)  # of an option granted on 2003-01-02: the day before ten years


def test_an_acceleration_on_the_very_last_day_is_a_deadline():
    """Twenty days before the sale is the term's last day; asked through that very day."""
    book = ledger(
        grant(1000, parts=[EventPart(1000, "profit")]),
        events=[APPROVED, Acceleration(LAST + timedelta(days=20), FOCUS)],
    )
    found = [(one.date, one.kind, one.shares) for one in book.deadlines(date(2012, 12, 1), LAST)]
    assert found == [(LAST, "acceleration", 1000), (LAST, "last_exercise_day", 1000)]


def test_the_last_day_is_explained_where_it_is_listed_and_only_there():
    book = ledger(grant(1000, parts=in_steps(("2004-01-02", 1000))))
    vests = book.deadlines_because(date(2004, 1, 1), date(2004, 2, 1))
    assert vests.paragraphs == ("8(a)",)
    through_the_last = book.deadlines_because(date(2012, 12, 1), LAST)
    assert through_the_last.paragraphs == ("7",)
    assert book.deadlines_because(date(2012, 12, 1), LAST - timedelta(days=1)).paragraphs == ()


def test_an_adjusted_price_is_rounded_up_to_a_ten_thousandth():
    events = [APPROVED, Adjustment(date(2003, 6, 2), FOCUS, "split", 3, 1)]
    position = ledger(grant(1000, "1.00"), events=events).position("NQ-1", date(2003, 6, 2))
    assert position is not None
    assert position.exercise_price == Fraction("0.3334")
