"""Why a figure is what it is: the sentences, their paragraphs, and both readings where the plan has two."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest

from models.facts.event import Acceleration, Adjustment, Exercised, ServiceEnded
from models.facts.grant import EventPart
from models.facts.payment import Broker, Cash, Fees, Net, Swap, WithholdingRates
from models.facts.plan import Listing, PlanCopy, as_windows
from models.facts.price import Price
from models.values.explanation import Explanation, Step
from tests.models.builders import APPROVED, FOCUS, PLAIN, grant, in_steps, ledger, lot, price

ON = date(2003, 11, 10)
STEPS = in_steps(("2003-06-02", 400), ("2003-12-01", 600))


def position(events=(), on: date = ON, plans=(), **others):
    made = grant(1000, parts=others.pop("parts", STEPS), **others)
    found = ledger(made, events=[APPROVED, *events], plans=plans).position("NQ-1", on)
    assert found is not None
    return found


def step(because: Explanation, paragraph: str, part: str) -> Step:
    """The one step of a paragraph that says `part`."""
    (found,) = [one for one in because if one.paragraph == paragraph and part in one.says]
    return found


def says(because: Explanation) -> list[tuple[str, str]]:
    return [(one.paragraph, one.says) for one in because]


def test_a_position_says_what_has_vested_and_when_the_term_ends():
    first, second = says(position().because)
    assert first[0] == "8(a)"
    assert first[1].startswith("NQ-1: 1,000 shares granted on 2003-01-02; by 2003-11-10 400 shares have vested and 600")
    assert second == (
        "7",
        "NQ-1: the term ends on 2013-01-02, from the grant date; the last day to exercise is 2013-01-01",
    )


def test_the_term_carries_both_readings_and_marks_the_one_in_force():
    reading = step(position().because, "7", "term ends").reading
    assert reading is not None
    assert reading.term == "expiry_day_exercisable"
    assert reading.in_force == "the option is gone on the expiry date itself"
    assert "can still be exercised" in reading.other
    other = position(plan="own", plans=[PlanCopy("own", FOCUS, {"expiry_day_exercisable": True})])
    switched = step(other.because, "7", "2013-01-02").reading
    assert switched is not None
    assert (switched.in_force, switched.other) == (reading.other, reading.in_force)


def test_an_own_term_is_said_to_be_the_option_letter_s():
    assert "as the option letter says" in step(position(term_years=5).because, "7", "2008-01-02").says
    assert "as the option letter says" in step(position(expires_on=date(2009, 5, 5)).because, "7", "2009-05-05").says


def test_a_resignation_says_its_days_and_both_continuities():
    ended = ServiceEnded(date(2003, 11, 1), "employee", "resignation")
    found = step(position([ended]).because, "9(a)", "resignation on 2003-11-01 leaves 90 days, through 2004-01-30")
    assert found.reading is not None
    assert (found.reading.term, found.reading.in_force) == ("continuity", "service ends with the role of the grant")
    other = position(
        [ended],
        plan="own",
        plans=[PlanCopy("own", FOCUS, {"continuity": "any_role"})],
    )
    any_role = [one for one in other.because if one.paragraph == "9(a)"]
    assert any_role[0].reading is not None
    assert any_role[0].reading.in_force == "service ends when no role is left"


@pytest.mark.parametrize(
    ("window", "text"),
    [({"days": 1}, "leaves 1 day,"), ({"months": 3}, "leaves 3 months,"), ({"years": 1}, "leaves 1 year,")],
)
def test_a_window_is_named_in_its_own_unit(window, text):
    ended = ServiceEnded(date(2003, 11, 1), "employee", "resignation")
    found = position([ended], windows=as_windows({"resignation": window}, ""))
    assert text in step(found.because, "9(a)", "leaves").says


def test_a_dismissal_for_cause_says_until_when_a_notice_would_have_been_in_time():
    because = position([ServiceEnded(date(2003, 11, 1), "employee", "dismissed_for_cause")]).because
    found = step(because, "9(b)", "nothing may be exercised from that day on")
    assert found.says.endswith("if the cause is not upheld, a notice by 2004-01-30 would have been in time")
    assert found.reading is None
    late = ServiceEnded(date(2012, 12, 20), "employee", "dismissed_for_cause")
    assert "a notice by 2013-01-01 " in step(position([late], on=date(2012, 12, 21)).because, "9(b)", "in time").says


def test_none_for_another_reason_says_nothing_of_a_cause():
    ended = ServiceEnded(date(2003, 11, 1), "employee", "resignation")
    found = position([ended], windows=as_windows({"resignation": "none"}, ""))
    assert "not upheld" not in step(found.because, "9(a)", "nothing may be exercised").says


def test_a_death_says_what_vested_and_that_the_estate_has_this_window_only():
    because = position([ServiceEnded(date(2003, 11, 1), "employee", "death")]).because
    assert "600 shares vested at once on 2003-11-01" in step(because, "9(c)", "vested at once").says
    assert (
        "leaves 1 year, through 2004-11-01; the estate or heir has this window and no longer one"
        in step(because, "9(c)", "leaves").says
    )


def test_a_dismissal_without_cause_cites_both_paragraphs_with_both_readings():
    ended = ServiceEnded(date(2003, 11, 1), "employee", "dismissed_without_cause")
    because = position([ended]).because
    days, sentence = step(because, "9(a)", "leaves 90 days"), step(because, "9(b)", "speaks of directors")
    assert days.reading == sentence.reading
    assert days.reading is not None
    assert days.reading.term == "without_cause_employee_window"
    assert "has 90 days" in days.reading.in_force
    year = PlanCopy("own", FOCUS, {"without_cause_employee_window": "one_year", "needs_stockholder_approval": False})
    because = position([ended], plan="own", plans=[year]).because
    found = step(because, "9(b)", "leaves 1 year")
    assert found.reading is not None
    assert "has one year" in found.reading.in_force
    step(because, "9(a)", "speaks of directors")


def test_a_dismissal_without_cause_that_leaves_nothing_stands_in_9a_even_where_the_plan_gives_others_a_year():
    # Found by the fuzz: the paragraph followed the plan's switch, not the window that counts.
    ended = ServiceEnded(date(2003, 11, 1), "employee", "dismissed_without_cause")
    changes = {"without_cause_employee_window": "one_year", "needs_stockholder_approval": False}
    year = PlanCopy("own", FOCUS, changes)
    none = as_windows({"dismissed_without_cause": "none"}, "")
    because = position([ended], plan="own", plans=[year], windows=none).because
    step(because, "9(a)", "nothing may be exercised")
    own_year = as_windows({"dismissed_without_cause": {"years": 1}}, "")
    step(position([ended], windows=own_year).because, "9(b)", "leaves 1 year")


def test_a_window_cut_by_the_term_says_so():
    ended = ServiceEnded(date(2012, 12, 1), "employee", "resignation")
    because = position([ended], on=date(2012, 12, 2)).because
    assert step(because, "7", "the term ends first").reading is not None
    early = ServiceEnded(date(2012, 9, 1), "employee", "resignation")
    assert not [one for one in position([early], on=date(2012, 9, 2)).because if one.paragraph == "7"]


def test_adjustments_sales_and_exercises_are_told():
    events = [
        Exercised(date(2003, 7, 1), "NQ-1", 100),
        Adjustment(date(2003, 8, 1), FOCUS, "split", 2, 1),
        Acceleration(date(2003, 11, 25), FOCUS),
    ]
    because = position(events).because
    step(because, "11(a)", "the adjustment of 2003-08-01 changed +900 shares; the price is now $0.60")
    step(because, "11(b)", "1,200 shares vested on 2003-11-05, before the sale or merger")
    step(because, "10", "100 shares have been exercised")
    step(because, "8(a)", "by 2003-11-10 1,900 shares have vested and 0 shares still have to")
    before = position(events, on=date(2003, 7, 31)).because
    assert not [one for one in before if one.paragraph in ("11(a)", "11(b)")]


def test_what_blocks_is_said_with_what_to_do():
    waiting = ledger(grant(1000), events=[]).position("NQ-1", ON)
    assert waiting is not None
    assert "record it as an event" in step(waiting.because, "5", "no approval").says
    few = ledger(grant(60)).position("NQ-1", ON)
    assert few is not None
    found = step(few.because, "10", "60 shares are too few to exercise alone: at least 100 at a time")
    assert found.reading is not None
    assert (found.reading.term, found.reading.in_force[:26]) == ("remainder_exempt", "the minimum holds for ever")
    closed = position([ServiceEnded(date(2003, 7, 1), "employee", "resignation")])
    step(closed.because, "10", "the last day to exercise was 2003-09-29")


def test_an_ending_says_what_is_forfeited_and_what_vests():
    book = ledger(grant(1000, parts=STEPS))
    (resigned,) = book.service_end(ON, "employee", "resignation")
    step(resigned.because, "9(a)", "600 shares not yet vested are forfeited that day")
    (dead,) = book.service_end(ON, "employee", "death")
    step(dead.because, "9(c)", "600 shares vest at once")
    assert not [one for one in dead.because if "forfeited" in one.says]
    assert not [one for one in resigned.because if "vest at once" in one.says]


def test_no_grants_still_name_a_rule():
    book = ledger(grant(1000))
    assert says(book.because(())) == [("8(a)", "No grant had been made by that day")]
    assert book.because(book.positions(ON)) == book.positions(ON)[0].because


# -- values ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "figures", "rule", "text"),
    [
        (
            "2003-11-10",
            {"bids": ("2.71", "2.72")},
            "6(iii)",
            "of the bids of 2003-11-07 (2.71, 2.72) is $2.715",
        ),
        ("2003-11-10", {"bids": ("2.71",)}, "6(iii)", "the closing bid of 2003-11-07 was $2.71"),
        (
            "2007-11-10",
            {"last": "2.72", "high": "2.80", "low": "2.60"},
            "6(i)",
            "the lower of the last sale 2.72 and 2.70, the mean of high 2.80 and low 2.60 of 2007-11-07, is $2.70",
        ),
    ],
)
def test_a_value_says_how_it_came_about(day, figures, rule, text):
    on = date.fromisoformat(day)
    exact = {name: Fraction(value) for name, value in figures.items() if isinstance(value, str)}
    bids = tuple(map(Fraction, figures.get("bids", ())))
    entry = Price(FOCUS, on - timedelta(days=3), bids=bids, **exact)
    value = ledger(grant(), prices=[entry]).value(FOCUS, on)
    assert value is not None
    assert value.rule == rule
    found = step(value.because, rule, text)
    assert found.reading is not None
    assert found.reading.term == "value_day"
    assert "the last day before" in found.reading.in_force


def test_a_value_that_is_determined_has_no_second_reading():
    plan = PlanCopy("own", FOCUS, {"listing": (Listing(date(2002, 1, 1), "none"),)})
    entry = Price("own", date(2003, 1, 2), determined=Fraction("2.70"))
    value = ledger(grant(plan="own"), prices=[entry], plans=[plan]).value("own", ON)
    assert value is not None
    assert says(value.because) == [("6", "Value on 2003-11-10: the Committee determined $2.70 on 2003-01-02")]
    assert value.because.steps[0].reading is None
    assert not value.is_stale


def test_the_other_rules_of_an_exchange_are_told_too():
    for rule, text in (("last", "the last sale price of"), ("mean", "the mean of high 2.80 and low 2.60 of")):
        plan = PlanCopy("own", PLAIN, {"exchange_rule": rule})
        entry = Price("own", ON, Fraction("2.72"), Fraction("2.80"), Fraction("2.60"))
        value = ledger(grant(plan="own"), prices=[entry], plans=[plan]).value("own", ON)
        assert value is not None
        found = step(value.because, "6(i)", text)
        assert found.reading is not None
        assert found.reading.in_force.startswith("that day itself")


def test_a_value_across_splits_says_each_and_an_old_one_its_age():
    events = [
        Adjustment(date(2003, 11, 5), FOCUS, "split", 2, 1),
        Adjustment(date(2003, 11, 8), FOCUS, "combination", 1, 4),
    ]
    value = ledger(grant(), events=events, prices=[price(date(2003, 11, 1), "3")]).value(FOCUS, ON)
    assert value is not None
    assert value.value == 6
    step(value.because, "11(a)", "after the 2-for-1 split of 2003-11-05 that is $1.50")
    step(value.because, "11(a)", "after the 1-for-4 combination of 2003-11-08 that is $6.00")
    step(value.because, "6(iii)", "The price is 9 days old")


# -- quotes ------------------------------------------------------------------------------------------------


def quote(payment, shares=500, role="employee", on=ON, withholding=WithholdingRates(), **others):  # noqa: B008
    book = ledger(grant(1000, role=role), prices=[price(date(2003, 11, 7), "2.70")], lots=[lot(400)], **others)
    return book.quote("NQ-1", on, shares, payment, None, withholding)


def test_a_quote_in_cash_says_price_income_and_withholding():
    because = quote(Cash()).because
    step(because, "10", "500 shares at $1.20 cost $600.00, rounded up to the cent")
    step(because, "10", "counts on the day the Secretary receives the notice")
    step(because, "10(a)", "Paid in cash or by check: $844.88 with any withholding")
    step(because, "16", "Ordinary income: (2.70 - 1.20) x 500 = $750.00; the plan's value serves as the tax value")
    step(because, "16", "federal $187.50, social security $46.50, Medicare $10.88, state $0.00")
    assert because.paragraphs[:2] == ("10", "6(iii)")


def test_a_swap_a_net_exercise_and_sales_say_what_is_given():
    swap = quote(Swap()).because
    step(swap, "10(b)", "222 shares already owned, worth $2.70 each, are given in payment")
    step(swap, "10", "due in cash, rounded up to the cent: $0.60")
    step(swap, "Rev. Rul. 80-244", "The first 222 shares issued keep the basis")
    net = quote(Net()).because
    step(
        net,
        "10(b)",
        "222 shares worth $2.70 each are kept back as payment; 278 shares are issued; the option is used up by 500",
    )
    sale = Broker("same_day_sale", Fraction("2.70"), Fees(Fraction("9.95")))
    sold = quote(sale).because
    assert any("The broker sells 500 shares at $2.70: $1,350.00, less fees $9.95" in one.says for one in sold)


def test_who_is_not_withheld_from_is_told_why():
    step(
        quote(Cash(), role="director").because,
        "16",
        "Nothing is withheld from a director: the income is reported as self-",
    )
    dead = quote(Cash(), events=[APPROVED, ServiceEnded(date(2003, 6, 1), "employee", "death")]).because
    step(dead, "16", "After a death nothing is figured here")
    none = quote(Cash(), withholding=None).because
    assert not [one for one in none if "an estimate" in one.says]
    own = ledger(grant(1000)).quote("NQ-1", ON, 500, Cash(), Fraction(3))
    step(own.because, "16", "the tax value is the holder's own")
    unknown = ledger(grant(1000)).quote("NQ-1", ON, 500, Cash())
    step(unknown.because, "16", "No value is known")


def test_what_bars_a_quote_is_told():
    small = quote(Cash(), shares=50).because
    step(small, "10", "50 shares are fewer than the 100 that each exercise must have")
    strands = quote(Cash(), shares=950).because
    step(strands, "10", "50 shares would be left that can never be exercised: fewer than 100")
    early = quote(Cash(), on=date(2003, 1, 1)).because
    step(early, "8(a)", "NQ-1 is granted on 2003-01-02; 2003-01-01 is before that")
    closed = quote(Cash(), events=[APPROVED, ServiceEnded(date(2003, 6, 1), "employee", "resignation")]).because
    step(closed, "9(a)", "leaves 90 days, through 2003-08-30")
    more = quote(Cash(), shares=1001).because
    assert "8(a)" in more.paragraphs
    assert "8(a)" not in quote(Cash(), shares=1000).because.paragraphs


def test_deadlines_say_what_they_rest_on():
    steps = in_steps(("2003-06-02", 400), ("2003-12-01", 300), ("2004-12-01", 300))
    book = ledger(grant(1000, parts=steps), events=[APPROVED, Acceleration(date(2003, 12, 25), FOCUS)])
    because = book.deadlines_because(ON, date(2014, 1, 1))
    step(because, "8(a)", "NQ-1: shares vest on the days of its schedule")
    step(because, "11(b)", "NQ-1: everything unvested vests 20 days before the sale or merger")
    step(because, "7", "the term ends on 2013-01-02")
    assert book.deadlines_because(ON, ON).steps == ()
    ended = ledger(grant(1000), events=[APPROVED, ServiceEnded(date(2003, 11, 1), "employee", "resignation")])
    assert ended.deadlines_because(ON, date(2014, 1, 1)).paragraphs == ("9(a)",)


def test_a_schedule_says_its_steps_and_what_waits():
    (said,) = ledger(grant(1000, parts=STEPS)).schedule("NQ-1").because
    assert (said.paragraph, said.says) == ("8(a)", "NQ-1: 1,000 shares in 2 dated steps")
    mixed = grant(1100, parts=[*STEPS, EventPart(100, "launch")])
    (said,) = ledger(mixed).schedule("NQ-1").because
    assert said.says == "NQ-1: 1,100 shares in 2 dated steps; 100 shares wait for an event"
