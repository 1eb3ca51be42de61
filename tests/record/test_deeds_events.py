"""Deeds on events, prices, lots, the holder and papers."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from models.facts.event import Exercised, PlanApproved, ServiceEnded
from models.facts.holder import Holder
from models.facts.lot import Lot
from models.facts.notes import Paper, TaxNote
from models.facts.payment import Cash, Swap
from models.facts.price import Price
from models.record import deeds
from models.record.deeds.prices import Clash
from models.record.sample import sample_record
from tests.record.builders import PLAN, day, dollars, done, draft, refused

SAMPLE = sample_record()


def test_each_kind_of_event_is_recorded_with_its_words() -> None:
    record = SAMPLE
    for change, title in (
        (
            deeds.record_plan_approval(record, plan="plain-nso", on=day("2003-01-02")),
            "Record approval of plan plain-nso",
        ),
        (
            deeds.record_service_end(record, on=day("2004-03-01"), role="employee", reason="resignation"),
            "Record end of service as employee on Mar 1, 2004 (resignation)",
        ),
        (
            deeds.record_adjustment(record, plan=PLAN, kind="stock_dividend", new=105, old=100, on=day("2004-02-02")),
            "Record 5 % stock dividend of Feb 2, 2004",
        ),
        (
            deeds.record_adjustment(record, plan=PLAN, kind="combination", new=1, old=10, on=day("2004-02-02")),
            "Record 1-for-10 combination of Feb 2, 2004",
        ),
        (
            deeds.record_acceleration(record, plan=PLAN, on=day("2005-01-03")),
            "Record sale or merger effective Jan 3, 2005",
        ),
        (
            deeds.record_exercise(record, grant="NQ-1", on=day("2003-11-04"), shares=100),
            "Record exercise of 100 shares of NQ-1 on Nov 4, 2003",
        ),
    ):
        assert change.title.startswith(title)
        assert len(done(record, change).events) == len(record.events) + 1


def test_events_are_refused_at_their_fields() -> None:
    refused(deeds.record_plan_approval, SAMPLE, plan="nowhere", on=day("2003-01-01"), field="plan")
    refused(deeds.record_plan_approval, SAMPLE, plan=PLAN, on=day("2002-12-20"), field="date", code="already_recorded")
    end = {"on": day("2004-01-02"), "role": "employee"}
    refused(deeds.record_service_end, SAMPLE, **end, reason="not_reelected", field="reason")
    refused(deeds.record_service_end, SAMPLE, **end, reason="vacation", field="reason")
    split = {"plan": PLAN, "on": day("2004-01-02")}
    refused(deeds.record_adjustment, SAMPLE, **split, kind="split", new=1, old=2, field="new")
    refused(deeds.record_adjustment, SAMPLE, **split, kind="merge", new=2, old=1, field="kind")
    refused(deeds.record_vesting_event, SAMPLE, grant="NQ-3", event="no such", on=day("2004-01-01"), field="event")
    refused(deeds.record_vesting_event, SAMPLE, grant="NQ-9", event="x", on=day("2004-01-01"), field="grant")


def test_an_exercise_the_rules_do_not_allow_is_refused_where_it_can_be_mended() -> None:
    on = day("2003-11-10")
    exercise = deeds.record_exercise
    refused(exercise, SAMPLE, grant="NQ-1", on=on, shares=1201, field="shares", code="exceeds_exercisable")
    refused(exercise, SAMPLE, grant="NQ-1", on=on, shares=99, field="shares", code="below_minimum")
    refused(exercise, SAMPLE, grant="NQ-1", on=day("2012-12-20"), shares=100, field="date", code="window_closed")
    refused(exercise, SAMPLE, grant="NQ-1", on=day("2002-12-19"), shares=100, field="date")
    swap = Swap(tender=5000)
    refused(exercise, SAMPLE, grant="NQ-1", on=on, shares=500, payment=swap, field="payment")
    unknown = Swap(lots=(("L-9", 5),))
    refused(exercise, SAMPLE, grant="NQ-1", on=on, shares=500, payment=unknown, field="payment.lots[0].lot")


def test_an_exercise_without_a_notice_names_its_lots() -> None:
    lot = Lot("", None, day("2003-11-04"), 100, dollars("2.58"))
    after = done(SAMPLE, deeds.record_exercise(SAMPLE, grant="NQ-1", on=day("2003-11-04"), shares=100, lots=(lot,)))
    event = after.events[-1]
    assert isinstance(event, Exercised)
    assert [one.id for one in event.lots] == ["L-4"]


def test_an_event_is_changed_and_removed() -> None:
    approval = SAMPLE.events[0]
    later = PlanApproved(day("2003-09-01"), PLAN)
    assert done(SAMPLE, deeds.change_event(SAMPLE, serial=1, after=later)).events[0] == later
    # The exercise of September 15 would come before the approval.
    too_late = replace(approval, date=day("2003-09-16"))
    refused(deeds.change_event, SAMPLE, serial=1, after=too_late, field="", code="not_approved")
    refused(deeds.remove_event, SAMPLE, serial=1, field="", code="not_approved")
    change = deeds.remove_event(SAMPLE, serial=2)
    assert change.title == "Remove the exercise of 540 shares of NQ-4 on Sep 15, 2003"
    assert len(done(SAMPLE, change).events) == 1
    refused(deeds.remove_event, SAMPLE, serial=77, field="", code="unknown")


def test_the_exercise_of_a_notice_belongs_to_the_notice() -> None:
    record = done(SAMPLE, deeds.prepare_notice(SAMPLE, notice=draft()))
    record = done(record, deeds.deliver_notice(record, number="2003-001", received_on=day("2003-11-12")))
    assert "2003-001" in refused(deeds.remove_event, record, serial=3, field="", code="in_use")
    event = record.events[-1]
    assert isinstance(event, Exercised)
    refused(deeds.change_event, record, serial=3, after=replace(event, shares=600), field="", code="in_use")
    refused(deeds.change_event, record, serial=3, after=ServiceEnded(event.date, "employee", "other"), field="")
    lots = (Lot("L-4", None, event.date, 500, Fraction(2)),)
    assert done(record, deeds.change_event(record, serial=3, after=replace(event, lots=lots))).events[-1].lots == lots


def price(text: str, **figures: str) -> Price:
    """A price of the sample's plan."""
    return Price(PLAN, day(text), **{name: dollars(figure) for name, figure in figures.items()})


def test_prices_come_in_bulk_and_are_refused_one_by_one() -> None:
    new = [price("2003-11-10", last="2.70"), price("2003-11-11", last="2.75")]
    change = deeds.add_prices(SAMPLE, prices=new)
    assert change.title == "Record the prices of 2 days, Nov 10, 2003 to Nov 11, 2003"
    assert done(SAMPLE, change).prices[-2:] == tuple(new)
    bad = [new[0], replace(new[1], last=Fraction(1, 7))]
    refused(deeds.add_prices, SAMPLE, prices=bad, field="prices[1].last")
    refused(deeds.add_prices, SAMPLE, prices=[price("2003-11-10")], field="prices[0].last", code="empty_price")
    refused(deeds.add_prices, SAMPLE, prices=[], field="", code="nothing_changed")


@pytest.mark.parametrize(
    ("on_clash", "expected"),
    [
        ("merge", Price(PLAN, day("2003-11-07"), dollars("2.73"), bids=(dollars("2.70"),))),
        ("replace", Price(PLAN, day("2003-11-07"), dollars("2.73"))),
    ],
)
def test_prices_of_a_known_day_are_merged_or_replaced(on_clash: Clash, expected: Price) -> None:
    again = price("2003-11-07", last="2.73")
    refused(deeds.add_prices, SAMPLE, prices=[again], field="prices[0].date", code="already_recorded")
    after = done(SAMPLE, deeds.add_prices(SAMPLE, prices=[again], on_clash=on_clash))
    assert after.prices == (*SAMPLE.prices[:-1], expected)


def test_kept_prices_stay_and_new_ones_come() -> None:
    both = [price("2003-11-07", last="9"), price("2003-11-10", last="2.70")]
    after = done(SAMPLE, deeds.add_prices(SAMPLE, prices=both, on_clash="keep"))
    assert after.prices == (*SAMPLE.prices, both[1])


def test_the_same_day_twice_in_one_table_is_refused() -> None:
    twice = [price("2003-11-10", last="2.70"), price("2003-11-10", last="2.71")]
    refused(deeds.add_prices, SAMPLE, prices=twice, field="prices[1].date", code="already_recorded")


def test_a_price_is_changed_and_removed() -> None:
    after = replace(SAMPLE.prices[0], high=dollars("1.30"))
    assert done(SAMPLE, deeds.change_price(SAMPLE, serial=1, after=after)).prices[0] == after
    refused(deeds.change_price, SAMPLE, serial=1, after=replace(SAMPLE.prices[1]), field="date")
    refused(deeds.change_price, SAMPLE, serial=1, after=Price(PLAN, day("2002-11-12")), field="last")
    change = deeds.remove_prices(SAMPLE, serials=[1, 2])
    assert change.title == "Remove the prices of 2 days, Nov 12, 2002 to Dec 19, 2002"
    assert done(SAMPLE, change).prices == SAMPLE.prices[2:]


def test_lots_take_free_ids_and_give_theirs_to_who_names_them() -> None:
    lot = Lot("", PLAN, day("2003-01-02"), 100, Fraction(0))
    after = done(SAMPLE, deeds.add_lots(SAMPLE, lots=[lot, lot]))
    assert [one.id for one in after.lots] == ["L-1", "L-2", "L-4", "L-5"]
    assert done(SAMPLE, deeds.add_lot(SAMPLE, lot=lot)).lots[-1].id == "L-4"
    refused(deeds.add_lot, SAMPLE, lot=replace(lot, id="L-3"), field="id")  # the exercise of NQ-4 left that one
    refused(deeds.add_lot, SAMPLE, lot=replace(lot, shares=0), field="shares")
    refused(deeds.add_lots, SAMPLE, lots=[lot, replace(lot, basis=Fraction(-1))], field="lots[1].basis")
    swap = Swap(lots=(("L-2", 100),))
    record = done(SAMPLE, deeds.record_exercise(SAMPLE, grant="NQ-1", on=day("2003-11-10"), shares=500, payment=swap))
    record = done(record, deeds.prepare_notice(record, notice=draft(payment=swap)))
    renamed = done(record, deeds.change_lot(record, serial=2, after=replace(record.lots[1], id="bought")))
    assert renamed.events[-1].payment == renamed.notices[0].payment == Swap(lots=(("bought", 100),))


def test_a_tendered_lot_is_not_removed() -> None:
    swap = Swap(lots=(("L-2", 100),))
    record = done(SAMPLE, deeds.prepare_notice(SAMPLE, notice=draft(payment=swap)))
    assert "notice 2003-001" in refused(deeds.remove_lot, record, serial=2, field="lot", code="in_use")
    cancelled = done(record, deeds.cancel_draft(record, number="2003-001", cancelled_on=day("2003-11-11")))
    assert len(done(cancelled, deeds.remove_lot(cancelled, serial=2)).lots) == 1


def test_a_lot_that_paid_by_count_is_not_removed_when_too_few_are_left() -> None:
    by_count = Swap(tender=222)
    record = done(
        SAMPLE, deeds.record_exercise(SAMPLE, grant="NQ-1", on=day("2003-11-10"), shares=500, payment=by_count)
    )
    record = done(record, deeds.remove_lot(record, serial=1))  # 250 and 540 shares are left to pay with
    event = record.events[1]
    assert isinstance(event, Exercised)
    record = done(record, deeds.change_event(record, serial=2, after=replace(event, lots=())))
    says = refused(deeds.remove_lot, record, serial=2, field="", code="insufficient_shares_owned")
    assert "does not fit with what is recorded" in says


def test_the_holder_and_taxes() -> None:
    holder = Holder("Ann Example", ("1 Main St", "Reno, Nevada"), True)
    assert done(SAMPLE, deeds.change_holder(SAMPLE, holder=holder)).holder == holder
    refused(deeds.change_holder, SAMPLE, holder=replace(holder, name="a\nb"), field="name")
    refused(deeds.change_holder, SAMPLE, holder=replace(holder, address=("x" * 201,)), field="address[0]")
    note = TaxNote("NV", Fraction(0), Fraction("0.3"), {"2003": Fraction("1.5")})
    assert done(SAMPLE, deeds.change_tax_note(SAMPLE, note=note)).tax == note
    refused(deeds.change_tax_note, SAMPLE, note=replace(note, state="Nv"), field="state")
    refused(deeds.change_tax_note, SAMPLE, note=replace(note, state_rate=Fraction(2)), field="state_rate")
    refused(deeds.change_tax_note, SAMPLE, note=replace(note, wages_to_date={"03": Fraction(1)}), field="wages_to_date")


def test_papers_are_listed_once() -> None:
    paper = Paper("letter.pdf", "application/pdf", 10, "a" * 64, day("2003-11-01"), "NQ-1")
    record = done(SAMPLE, deeds.add_paper(SAMPLE, paper=paper))
    refused(deeds.add_paper, record, paper=paper, field="name", code="already_recorded")
    refused(deeds.add_paper, SAMPLE, paper=replace(paper, about="NQ-9"), field="about")
    refused(deeds.add_paper, SAMPLE, paper=replace(paper, sha256="A" * 64), field="sha256")
    refused(deeds.add_paper, SAMPLE, paper=replace(paper, name=" "), field="name")
    assert done(record, deeds.remove_paper(record, serial=1)) == SAMPLE


def test_extra_notes_come_and_go() -> None:
    record = done(SAMPLE, deeds.note_extra(SAMPLE, key="seen", value={"on": "2003-11-10"}, title="Note the day"))
    assert deeds.extra_value(record, "seen") == {"on": "2003-11-10"}
    assert done(record, deeds.note_extra(record, key="seen", value=None, title="Forget the day")) == SAMPLE


def test_a_whole_record_takes_the_place_of_another() -> None:
    other = done(SAMPLE, deeds.remove_event(SAMPLE, serial=2))
    assert done(SAMPLE, deeds.replace_record(SAMPLE, other=other, title="Import a record")) == other


def test_cash_is_what_an_exercise_is_paid_with_when_nothing_is_said() -> None:
    after = done(SAMPLE, deeds.record_exercise(SAMPLE, grant="NQ-1", on=day("2003-11-10"), shares=500))
    assert after.events[-1].payment == Cash()
