"""Every ending now and after the next vesting day, and a sale with and without acceleration."""

from __future__ import annotations

from datetime import date

import pytest

from models.facts.event import Acceleration, Adjustment, ServiceEnded
from models.facts.grant import EventPart
from models.facts.plan import DIRECTOR_REASONS, REASONS, ROLES
from models.rules.waiting import PAIRS, Gain, endings_table, next_vesting_day, sale_outcomes, sums
from tests.models.builders import APPROVED, FOCUS, grant, in_steps, ledger, price

ON = date(2003, 11, 10)
STEPS = in_steps(("2003-06-02", 400), ("2003-12-01", 300), ("2004-12-01", 300))


def a_ledger(**others):
    return ledger(
        grant(1000, parts=STEPS),
        grant(600, "3.00", id="NQ-2", role="director", parts=in_steps(("2004-01-15", 600))),
        prices=[price(date(2003, 11, 7), "2.70")],
        **others,
    )


def row(table, role, reason):
    return next(one for one in table.rows if (one.role, one.reason) == (role, reason))


def test_the_pairs_are_those_the_plan_allows():
    assert len(PAIRS) == 23
    assert {role for role, _ in PAIRS} == set(ROLES)
    assert {reason for role, reason in PAIRS if role == "director"} == set(REASONS) - {"dismissed_without_cause"}
    assert not any(reason in DIRECTOR_REASONS for role, reason in PAIRS if role != "director")


def test_every_row_is_the_ledger_s_own_answer_on_both_days():
    book = a_ledger()
    table = endings_table(book, ON)
    assert table.later_on == date(2003, 12, 1)
    assert {(one.role, one.reason) for one in table.rows} >= {("employee", "resignation"), ("director", "other")}
    for one in table.rows:
        assert one.now == book.service_end(ON, one.role, one.reason)
        later = book.service_end(table.later_on, one.role, one.reason)
        assert [ending.vested_kept for ending in one.later] == [ending.vested_kept for ending in later]


def test_what_waiting_for_the_next_vesting_day_is_worth():
    table = endings_table(a_ledger(), ON)
    resigning = row(table, "employee", "resignation")
    assert (resigning.sums.kept, resigning.sums.lost) == (400, 600)
    assert resigning.sums.last_day == date(2004, 2, 8)
    assert (resigning.sums.intrinsic_value, resigning.sums_later.intrinsic_value) == (60_000, 105_000)
    assert resigning.gain == Gain(300, 45_000)
    death = row(table, "employee", "death")
    assert (death.sums.kept, death.sums.accelerated, death.gain) == (1600, 1200, Gain(0, 0))
    cause = row(table, "employee", "dismissed_for_cause")
    assert (cause.sums.kept, cause.sums.lost, cause.sums.last_day, cause.gain.shares) == (0, 1600, None, 0)


def test_only_rows_that_would_end_something_and_those_of_one_role_if_asked():
    table = endings_table(a_ledger(), ON)
    assert not [one for one in table.rows if one.role == "advisor" and one.reason == "resignation"]
    assert [one for one in table.rows if one.role == "advisor" and one.reason == "death"]
    assert {one.role for one in endings_table(a_ledger(), ON, "director").rows} == {"director"}


def test_both_days_are_valued_at_what_is_known_on_the_first():
    prices = [price(date(2003, 11, 7), "2.70"), price(date(2003, 11, 28), "9.00")]
    book = ledger(grant(1000, parts=STEPS), prices=prices)
    resigning = row(endings_table(book, ON), "employee", "resignation")
    assert resigning.gain == Gain(300, 45_000)


def test_a_split_before_the_next_vesting_day_changes_shares_and_price_together():
    split = Adjustment(date(2003, 11, 20), FOCUS, "split", 2, 1)
    book = a_ledger(events=[APPROVED, split])
    resigning = row(endings_table(book, ON), "employee", "resignation")
    assert (resigning.sums.kept, resigning.sums_later.kept) == (400, 1400)
    assert resigning.gain.worth == 45_000


def test_without_a_value_there_is_no_worth_but_there_are_shares():
    book = ledger(grant(1000, parts=STEPS))
    gain = row(endings_table(book, ON), "employee", "resignation").gain
    assert gain == Gain(300, None)


def test_without_another_vesting_day_waiting_is_worth_nothing():
    book = ledger(grant(1000), prices=[price(date(2003, 11, 7), "2.70")])
    table = endings_table(book, ON)
    assert table.later_on is None
    assert row(table, "employee", "resignation").gain == Gain(0, 0)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2003-01-01", None),
        ("2003-01-02", "2003-06-02"),
        ("2003-12-01", "2004-01-15"),
        ("2004-01-15", "2004-12-01"),
        ("2004-12-01", None),
    ],
)
def test_the_next_vesting_day(day, expected):
    found = next_vesting_day(a_ledger(), date.fromisoformat(day))
    assert found == (date.fromisoformat(expected) if expected else None)


def test_what_vests_after_the_last_day_or_by_an_event_is_no_next_vesting_day():
    late = grant(100, parts=[*in_steps(("2013-06-01", 50)), EventPart(50, "launch")])
    assert next_vesting_day(ledger(late), ON) is None
    ended = ledger(grant(1000, parts=STEPS), events=[APPROVED, ServiceEnded(ON, "employee", "resignation")])
    assert next_vesting_day(ended, ON) is None


def test_no_endings_add_up_to_nothing():
    assert sums(()) == (0, 0, 0, 0, 0, 0, None, None)


def test_a_sale_with_and_without_acceleration():
    first, second = sale_outcomes(a_ledger(), date(2003, 12, 10))
    assert (first.grant, first.vested, first.accelerated, first.vests_on) == ("NQ-1", 400, 600, date(2003, 11, 20))
    assert (first.price_without, first.price_with) == (48_000, 120_000)
    assert (first.worth_without, first.worth_with) == (60_000, 150_000)
    assert first.because.paragraphs == ("11(b)",)
    assert (second.vested, second.accelerated, second.worth_with) == (0, 600, 0)  # under water


def test_a_grant_made_late_vests_when_made_and_one_made_after_the_sale_is_not_concerned():
    late = grant(500, id="NQ-3", on=date(2003, 12, 5), parts=in_steps(("2005-01-01", 500)))
    after = grant(500, id="NQ-4", on=date(2003, 12, 11))
    outcomes = sale_outcomes(ledger(late, after), date(2003, 12, 10))
    assert [(one.grant, one.vests_on, one.worth_with) for one in outcomes] == [("NQ-3", date(2003, 12, 5), None)]


def test_what_the_sale_would_do_is_what_a_recorded_acceleration_does():
    sold = date(2003, 12, 10)
    recorded = a_ledger(events=[APPROVED, Acceleration(sold, FOCUS)])
    for outcome in sale_outcomes(a_ledger(), sold):
        position = recorded.position(outcome.grant, outcome.vests_on)
        assert position is not None
        assert position.counts.vested == outcome.vested + outcome.accelerated
