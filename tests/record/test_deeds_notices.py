"""The life of a notice: each stage moves the position and the lots as the rules say, and can be stepped back."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from models.facts.event import Exercised, ServiceEnded
from models.facts.lot import Lot
from models.facts.notes import Paper
from models.facts.payment import Broker, Cash, Fees, Net, Payment, Swap
from models.facts.price import Price
from models.record import deeds
from models.record.record import Record
from models.record.sample import sample_record
from models.rules.answers import NewLot
from tests.record.builders import PLAN, TODAY, day, dollars, done, draft, refused

SAMPLE = sample_record()
ONE = "2003-001"
LATER = day("2003-11-12")


def prepared(payment: Payment | None = None, shares: int = 500) -> Record:
    """The sample with one draft."""
    return done(SAMPLE, deeds.prepare_notice(SAMPLE, notice=draft(shares=shares, payment=payment)))


def delivered(payment: Payment | None = None, shares: int = 500) -> Record:
    """The sample with one notice received two days after it was prepared."""
    record = prepared(payment, shares)
    return done(record, deeds.deliver_notice(record, number=ONE, received_on=LATER))


def paid(payment: Payment | None = None, shares: int = 500) -> Record:
    """The sample with one notice received and paid."""
    record = delivered(payment, shares)
    return done(record, deeds.mark_paid(record, number=ONE, paid_on=LATER))


def received(record: Record) -> Record:
    """The record with the certificate of its notice."""
    return done(record, deeds.receive_certificate(record, number=ONE, certificate_on=day("2003-12-01")))


def test_a_draft_gets_the_next_number_and_changes_no_position() -> None:
    record = prepared()
    assert record.notices[0].number == ONE
    assert record.notices[0].state == "draft"
    assert record.ledger.position("NQ-1", LATER) == SAMPLE.ledger.position("NQ-1", LATER)
    second = done(
        record,
        deeds.prepare_notice(record, notice=draft(prepared_on=day("2004-01-02"), exercise_date=day("2004-01-05"))),
    )
    assert second.notices[1].number == "2004-001"


def test_drafts_are_refused_at_their_fields() -> None:
    refused(deeds.prepare_notice, SAMPLE, notice=draft("NQ-9"), field="grant")
    refused(deeds.prepare_notice, SAMPLE, notice=draft(shares=0), field="shares")
    refused(deeds.prepare_notice, SAMPLE, notice=draft(exercise_date=day("2003-11-09")), field="exercise_date")
    refused(deeds.prepare_notice, SAMPLE, notice=draft(paid_on=TODAY), field="paid_on", code="wrong_stage")
    refused(deeds.prepare_notice, SAMPLE, notice=draft(tax_value=Fraction(-1)), field="tax_value")
    unknown = Swap(lots=(("L-9", 10),))
    refused(deeds.prepare_notice, SAMPLE, notice=draft(payment=unknown), field="payment.lots[0].lot")
    record = prepared()
    refused(deeds.prepare_notice, record, notice=draft(number=ONE), field="number", code="taken")


def test_numbers_are_never_used_twice() -> None:
    record = prepared()
    record = done(record, deeds.cancel_draft(record, number=ONE, cancelled_on=LATER))
    assert deeds.next_number(record, 2003) == "2003-002"
    assert deeds.next_number(record, 2003, ["2003-017", "x", "2004-099"]) == "2003-018"


def test_a_changed_draft_loses_the_paper_that_said_something_else() -> None:
    record = prepared()
    paper = Paper("notice.pdf", "application/pdf", 9, "b" * 64, TODAY, "NQ-1")
    record = done(record, deeds.issue_paper(record, number=ONE, paper=paper))
    assert (record.notices[0].paper, record.papers) == ("b" * 64, (paper,))
    refused(deeds.remove_paper, record, serial=1, field="paper", code="in_use")
    after = replace(record.notices[0], shares=600)
    changed = done(record, deeds.change_draft(record, number=ONE, after=after))
    assert (changed.notices[0].shares, changed.notices[0].paper) == (600, "")
    mailed = done(record, deeds.note_mailed(record, number=ONE, mailed_on=TODAY, tracking="9400"))
    assert mailed.notices[0].paper == "b" * 64
    refused(deeds.change_draft, record, number=ONE, after=replace(after, number="7"), field="number")


def test_delivery_records_the_exercise_on_the_day_received() -> None:
    record = delivered()
    assert record.events[-1] == Exercised(LATER, "NQ-1", 500, Cash())
    notice = record.notices[0]
    assert (notice.delivered_on, notice.exercise, notice.state) == (LATER, 3, "delivered")
    before, after = (one.ledger.position("NQ-1", LATER) for one in (SAMPLE, record))
    assert before is not None
    assert after is not None
    assert after.counts.exercisable == before.counts.exercisable - 500


def test_delivery_is_refused_at_its_fields() -> None:
    record = prepared()
    deliver = deeds.deliver_notice
    refused(deliver, record, number="2003-009", received_on=LATER, field="number")
    refused(deliver, record, number=ONE, received_on=day("2003-11-09"), field="received_on")
    refused(deliver, record, number=ONE, received_on=day("2012-12-20"), field="received_on", code="window_closed")
    refused(deliver, record, number=ONE, received_on=LATER, mailed_on=day("2003-11-13"), field="mailed_on")
    refused(deliver, record, number=ONE, received_on=LATER, delivery="pigeon", field="delivery")
    refused(deliver, prepared(shares=1301), number=ONE, received_on=LATER, field="shares", code="exceeds_exercisable")
    refused(deliver, delivered(), number=ONE, received_on=LATER, field="received_on", code="wrong_stage")


@pytest.mark.parametrize(
    ("payment", "tendered"),
    [
        # 500 x 1.20 = 600 dollars at the bid of $2.70: 222 shares pay 599.40.
        (Swap(), (("L-1", 222),)),
        (Swap(tender=100), (("L-1", 100),)),
        (Swap(lots=(("L-2", 150), ("L-1", 100))), (("L-2", 150), ("L-1", 72))),
    ],
)
def test_a_swap_names_the_lots_that_were_tendered(payment: Swap, tendered: tuple[tuple[str, int], ...]) -> None:
    record = delivered(payment)
    event = record.events[-1]
    assert isinstance(event, Exercised)
    assert event.payment == Swap(lots=tendered)
    taken = record.ledger.tendered(len(record.events) - 1)
    assert tuple((lot.id, lot.shares) for lot in taken) == tendered
    quote = SAMPLE.ledger.quote("NQ-1", TODAY, 500, payment)
    assert tuple((lot.id, lot.shares) for lot in quote.tendered_lots) == tendered


def test_a_lower_price_or_an_older_lot_entered_later_changes_no_swap() -> None:
    record = delivered(Swap())
    lower = Price(PLAN, day("2003-11-11"), bids=(dollars("1.30"),))
    record = done(record, deeds.add_prices(record, prices=[lower]))
    older = Lot("", PLAN, day("1990-01-02"), 1000, Fraction(1))
    record = done(record, deeds.add_lot(record, lot=older))
    assert [(lot.id, lot.shares) for lot in record.ledger.tendered(2)] == [("L-1", 222)]
    for serial in list(record.shelf("prices")):
        record = done(record, deeds.remove_prices(record, serials=[serial]))
    assert [(lot.id, lot.shares) for lot in record.ledger.tendered(2)] == [("L-1", 222)]


def test_a_swap_received_at_a_higher_value_takes_what_pays_that_day() -> None:
    record = prepared(Swap())
    higher = Price(PLAN, day("2003-11-11"), bids=(dollars("3.00"),))
    record = done(record, deeds.add_prices(record, prices=[higher]))
    assert deeds.payment_as_received(record, record.notices[0], LATER) == Swap(lots=(("L-1", 200),))
    assert deeds.payment_as_received(record, record.notices[0], TODAY) == Swap(lots=(("L-1", 222),))


def test_a_swap_without_any_value_takes_what_it_asks_for() -> None:
    record = done(SAMPLE, deeds.remove_prices(SAMPLE, serials=list(SAMPLE.shelf("prices"))))
    asking = done(record, deeds.prepare_notice(record, notice=draft(payment=Swap(tender=300))))
    assert deeds.payment_as_received(asking, asking.notices[0], LATER) == Swap(lots=(("L-1", 300),))
    blank = done(record, deeds.prepare_notice(record, notice=draft(payment=Swap())))
    refused(deeds.deliver_notice, blank, number=ONE, received_on=LATER, field="payment", code="no_fair_market_value")


def test_a_swap_of_shares_not_owned_is_refused_at_the_payment() -> None:
    record = prepared(Swap(lots=(("L-2", 251),)))
    refused(deeds.deliver_notice, record, number=ONE, received_on=LATER, field="payment")
    none = done(SAMPLE, deeds.add_prices(SAMPLE, prices=[Price(PLAN, day("2003-11-09"), bids=(Fraction(5000),))]))
    none = done(none, deeds.prepare_notice(none, notice=draft(payment=Swap())))
    refused(deeds.deliver_notice, none, number=ONE, received_on=TODAY, field="payment", code="nothing_tendered")


def test_what_was_handed_in_can_be_stated() -> None:
    record = prepared(Swap())
    stated = Swap(lots=(("L-2", 200),))
    change = deeds.deliver_notice(record, number=ONE, received_on=LATER, payment=stated)
    event = done(record, change).events[-1]
    assert isinstance(event, Exercised)
    assert event.payment == stated


NET = Broker("sell_to_cover", Fraction("2.80"), Fees(Fraction("9.95")))


@pytest.mark.parametrize(
    ("payment", "lots"),
    [
        (Cash(), [(LATER, 500, "2.70")]),
        (Swap(), [(day("1999-06-01"), 222, "1.88"), (LATER, 278, "2.70")]),
        # A net exercise keeps 500 less the 222 withheld; 600 + 9.95 dollars need 218 shares at $2.80.
        (Net(), [(LATER, 278, "2.70")]),
        (NET, [(LATER, 282, "2.70")]),
        (Broker("same_day_sale", Fraction("2.80")), []),
    ],
)
def test_the_certificate_brings_the_lots_that_the_rules_figure(payment: Payment, lots: list[object]) -> None:
    record = paid(payment)
    after = received(record)
    event = after.events[-1]
    assert isinstance(event, Exercised)
    assert [(lot.acquired, lot.shares, f"{float(lot.basis):.2f}") for lot in event.lots] == lots
    assert [lot.id for lot in event.lots] == [f"L-{4 + at}" for at in range(len(lots))]
    owned = {lot.id for lot in after.ledger.lots(PLAN, LATER)}
    assert {lot.id for lot in event.lots} <= owned
    assert not owned & {"L-4", "L-5"} or lots
    quote = SAMPLE.ledger.quote("NQ-1", LATER, 500, payment)
    assert [(lot.acquired, lot.shares, lot.basis) for lot in event.lots] == list(quote.lots_after)


def test_no_stockholder_before_the_certificate() -> None:
    record = paid()
    assert record.ledger.lots(PLAN, LATER) == SAMPLE.ledger.lots(PLAN, LATER)


def test_the_certificate_is_refused_at_its_fields() -> None:
    receive = deeds.receive_certificate
    refused(receive, delivered(), number=ONE, certificate_on=LATER, field="certificate_on", code="wrong_stage")
    refused(receive, paid(), number=ONE, certificate_on=day("2003-11-11"), field="certificate_on", code="bad_date")
    no_basis = [NewLot(LATER, 500, None)]
    refused(receive, paid(), number=ONE, certificate_on=LATER, lots=no_basis, field="lots[0].basis")
    bare = paid()
    bare = done(bare, deeds.remove_prices(bare, serials=list(bare.shelf("prices"))))
    refused(receive, bare, number=ONE, certificate_on=LATER, field="lots", code="no_fair_market_value")


def test_a_basis_without_a_finite_decimal_is_kept_to_ten_decimals() -> None:
    lots = [NewLot(LATER, 500, Fraction(2, 3))]
    record = paid()
    change = deeds.receive_certificate(record, number=ONE, certificate_on=LATER, lots=lots)
    event = done(record, change).events[-1]
    assert isinstance(event, Exercised)
    assert event.lots[0].basis == Fraction(6666666667, 10**10)


def test_the_legend_is_noted_on_each_lot() -> None:
    record = paid(Swap())
    change = deeds.receive_certificate(record, number=ONE, certificate_on=LATER, legend="not registered")
    record = done(record, change)
    assert deeds.legends(record) == {"L-4": "not registered", "L-5": "not registered"}
    assert deeds.legends(done(record, deeds.step_back(record, number=ONE))) == {}


def test_every_stage_can_be_stepped_back_to_the_draft() -> None:
    start = prepared(Swap())
    start = done(start, deeds.note_mailed(start, number=ONE, mailed_on=TODAY, tracking="9400"))
    record = done(start, deeds.deliver_notice(start, number=ONE, received_on=LATER))
    stages = [start, record]
    stages.append(done(record, deeds.mark_paid(record, number=ONE, paid_on=LATER)))
    stages.append(received(stages[-1]))
    for earlier, later in zip(reversed(stages[:-1]), reversed(stages[1:]), strict=True):
        change = deeds.step_back(later, number=ONE)
        assert change.title.startswith("Take back the ")
        assert done(later, change) == earlier
    unmailed = done(start, deeds.step_back(start, number=ONE))
    assert unmailed == prepared(Swap())
    refused(deeds.step_back, unmailed, number=ONE, field="number", code="first_stage")


def test_stepping_back_names_what_it_destroys() -> None:
    record = received(paid())
    assert deeds.step_back(record, number=ONE).title.endswith("and the 500 shares it brought")
    assert "the exercise of 500 shares of NQ-1" in deeds.step_back(delivered(), number=ONE).title


def test_shares_that_were_spent_cannot_be_taken_back() -> None:
    record = received(paid())
    swap = Swap(lots=(("L-4", 100),))
    record = done(record, deeds.record_exercise(record, grant="NQ-2", on=day("2003-12-02"), shares=500, payment=swap))
    refused(deeds.step_back, record, number=ONE, field="")


def test_a_cancelled_draft_can_be_taken_up_again() -> None:
    record = prepared()
    refused(deeds.cancel_draft, record, number=ONE, cancelled_on=day("2003-11-09"), field="cancelled_on")
    cancelled = done(record, deeds.cancel_draft(record, number=ONE, cancelled_on=LATER))
    refused(deeds.deliver_notice, cancelled, number=ONE, received_on=LATER, field="received_on", code="wrong_stage")
    refused(deeds.cancel_draft, delivered(), number=ONE, cancelled_on=LATER, field="cancelled_on")
    assert done(cancelled, deeds.step_back(cancelled, number=ONE)) == record


def test_payment_is_not_marked_before_the_delivery() -> None:
    refused(deeds.mark_paid, prepared(), number=ONE, paid_on=LATER, field="paid_on", code="wrong_stage")
    refused(deeds.mark_paid, delivered(), number=ONE, paid_on=day("2003-11-11"), field="paid_on", code="bad_date")


def test_a_notice_received_on_the_day_of_dismissal_came_first() -> None:
    record = prepared()
    ended = deeds.record_service_end(record, on=LATER, role="employee", reason="dismissed_for_cause")
    record = done(record, ended)
    assert isinstance(record.events[-1], ServiceEnded)
    done(record, deeds.deliver_notice(record, number=ONE, received_on=LATER))
    refused(deeds.deliver_notice, record, number=ONE, received_on=day("2003-11-13"), field="received_on")


def test_two_notices_of_one_day_each_take_their_own_lots() -> None:
    record = prepared(Swap())
    record = done(record, deeds.prepare_notice(record, notice=draft(shares=600, payment=Swap())))
    for number in (ONE, "2003-002"):
        record = done(record, deeds.deliver_notice(record, number=number, received_on=TODAY))
        record = done(record, deeds.mark_paid(record, number=number, paid_on=TODAY))
    first, second = (record.ledger.tendered(index) for index in (2, 3))
    assert [(lot.id, lot.shares) for lot in first] == [("L-1", 222)]
    # 600 x 1.20 / 2.70 = 266: the 178 that L-1 still has, and 88 of L-2.
    assert [(lot.id, lot.shares) for lot in second] == [("L-1", 178), ("L-2", 88)]
    brought = deeds.resulting_lots(record, number=ONE)
    assert [lot.shares for lot in brought] == [222, 278]
    assert [lot.shares for lot in deeds.resulting_lots(record, number="2003-002")] == [178, 88, 334]
