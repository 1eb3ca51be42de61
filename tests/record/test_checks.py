"""Each check is raised by the case it is for, with a place and a remedy, and stays silent on the sample otherwise."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest

from models.facts.event import ServiceEnded
from models.facts.grant import EventPart, Overrides
from models.facts.holder import Holder
from models.facts.lot import Lot
from models.facts.notes import TaxNote
from models.facts.notice import Notice
from models.facts.payment import Cash, Swap
from models.facts.plan import Listing, Window
from models.facts.price import Price
from models.record import deeds
from models.record.checks import SEVERITIES, Check, checks
from models.record.record import Record, record_of
from models.record.sample import sample_record
from models.record.words import day_text
from models.rules.answers import NewLot
from tests.record.builders import PLAN, TODAY, day, dollars, draft, random_records

SAMPLE = sample_record()
ONE = "2003-001"
QUIET = {"below_minimum_for_good", "letter_not_returned"}


def codes(record: Record, on: object = TODAY) -> set[str]:
    """The codes of what a record's checks find beyond what the sample has anyway."""
    return {check.code for check in checks(record, on)} - QUIET  # type: ignore[arg-type]


def found(record: Record, code: str, on: object = TODAY) -> Check:
    """The one finding of this code."""
    (check,) = [one for one in checks(record, on) if one.code == code]  # type: ignore[arg-type]
    return check


def with_deed(change: object, record: Record = SAMPLE) -> Record:
    """The record after a deed."""
    return record.with_change(change)  # type: ignore[arg-type]


def test_the_sample_is_quiet() -> None:
    assert [(check.code, check.severity) for check in checks(SAMPLE, TODAY)] == [
        ("below_minimum_for_good", "note"),
        ("letter_not_returned", "note"),
    ]


def test_an_empty_record_has_nothing_to_say() -> None:
    assert checks(Record(), TODAY) == ()


def test_every_finding_says_where_it_is_and_what_to_do() -> None:
    seen = set()
    for _, record in random_records(range(150)):
        on = max((grant.grant_date for grant in record.grants), default=TODAY) + timedelta(days=500)
        findings = checks(record, on)
        assert list(findings) == sorted(findings, key=lambda check: check.urgency)
        for check in findings:
            seen.add(check.code)
            assert check.severity in SEVERITIES
            assert check.says.endswith(".")
            assert check.remedy.endswith(".")
            assert not check.deed or check.deed in deeds.__all__
            single = check.collection in ("holder", "tax")
            assert single or check.serial is None or check.serial in record.shelf(check.collection)
    assert len(seen) > 8


def test_approval_missing_is_urgent_once_something_has_vested() -> None:
    record = with_deed(deeds.remove_event(SAMPLE, serial=2))
    record = with_deed(deeds.remove_event(record, serial=1), record)
    check = found(record, "plan_not_approved")
    assert (check.severity, check.deed) == ("urgent", "record_plan_approval")
    assert found(record, "plan_not_approved", day("2002-12-21")).severity == "warning"


def test_an_option_letter_not_returned_weighs_more_when_it_could_be_exercised() -> None:
    record = with_deed(deeds.note_letter_returned(SAMPLE, grant="NQ-1", on=None))
    severities = {
        check.serial: check.severity for check in checks(record, TODAY) if check.code == "letter_not_returned"
    }
    assert severities == {1: "warning", 3: "note"}


def test_schedules_prices_and_sizes_that_do_not_fit_the_letter() -> None:
    early = replace(SAMPLE.grants[0], id="E", grant_date=day("2003-12-20"), exercise_price=dollars("2.70"))
    record = with_deed(deeds.add_grant(SAMPLE, grant=early))
    record = with_deed(
        deeds.add_prices(record, prices=[Price(PLAN, day("2003-12-19"), bids=(dollars("2.70"),))]), record
    )
    assert codes(record, day("2003-12-20")) == {"tranche_before_grant"}
    dear = replace(SAMPLE.grants[0], exercise_price=dollars("12.0"))
    assert (
        "well above"
        in found(with_deed(deeds.change_grant(SAMPLE, grant="NQ-1", after=dear)), "price_far_from_value").says
    )
    cheap = replace(SAMPLE.grants[0], exercise_price=dollars("1.07"))
    assert (
        "well below"
        in found(with_deed(deeds.change_grant(SAMPLE, grant="NQ-1", after=cheap)), "price_far_from_value").says
    )
    near = replace(SAMPLE.grants[0], exercise_price=dollars("1.08"))
    assert codes(with_deed(deeds.change_grant(SAMPLE, grant="NQ-1", after=near))) == set()
    huge = replace(SAMPLE.grants[2], shares=1_000_001, parts=(EventPart(1_000_001, "x"),))
    assert codes(with_deed(deeds.change_grant(SAMPLE, grant="NQ-3", after=huge))) == {"above_reserve"}
    own = replace(SAMPLE.grants[0], overrides=Overrides(post_termination_days=180))
    record = with_deed(deeds.change_grant(SAMPLE, grant="NQ-1", after=own))
    assert codes(record) == {"override_without_source"}
    said = deeds.note_on_grant(record, grant="NQ-1", override_sources={"post_termination_days": "page 2"})
    assert codes(with_deed(said, record)) == set()


def test_a_deadline_without_a_notice_is_more_urgent_the_nearer_it_is() -> None:
    for left, severity in ((91, None), (90, "warning"), (30, "urgent"), (0, "urgent"), (-1, None)):
        on = day("2012-12-19") - timedelta(days=left)
        prices = [Price(PLAN, on - timedelta(days=1), dollars("3"), dollars("3"), dollars("3"), (dollars("3"),))]
        record = with_deed(deeds.add_prices(SAMPLE, prices=prices))
        near = [check for check in checks(record, on) if check.code == "deadline_near" and check.serial == 1]
        assert [check.severity for check in near] == ([] if severity is None else [severity])
    on = day("2012-12-01")
    assert "Dec 19, 2012" in found(SAMPLE, "deadline_near", on).says
    assert "Dec 12, 2012" in found(SAMPLE, "deadline_near", on).remedy
    drafted = draft(prepared_on=on, exercise_date=on)
    assert "deadline_near" not in codes(with_deed(deeds.prepare_notice(SAMPLE, notice=drafted)), on)
    low = with_deed(deeds.add_prices(SAMPLE, prices=[Price(PLAN, day("2012-11-30"), bids=(dollars("0.01"),))]))
    check = found(low, "deadline_near", on)
    assert (check.severity, "cost more" in check.says) == ("note", True)


def test_an_event_waited_for_too_long() -> None:
    assert "event_overdue" not in codes(SAMPLE, day("2004-07-13"))
    assert found(SAMPLE, "event_overdue", day("2004-07-14")).severity == "note"
    assert found(SAMPLE, "event_overdue", day("2012-07-14")).severity == "warning"


@pytest.mark.parametrize(
    ("figures", "says"),
    [
        ({"high": "2", "low": "3"}, "the high ($2.00) is below the low"),
        ({"last": "4", "high": "3"}, "is above the high"),
        ({"last": "1", "low": "2"}, "is below the low"),
    ],
)
def test_figures_of_a_day_that_contradict_one_another(figures: dict[str, str], says: str) -> None:
    price = Price(PLAN, day("2003-11-03"), **{name: dollars(figure) for name, figure in figures.items()})
    record = with_deed(deeds.add_prices(SAMPLE, prices=[price]))
    check = found(record, "price_order")
    assert says in check.says
    assert (check.collection, check.serial, check.deed) == ("prices", 8, "change_price")


def test_prices_of_days_without_trading_and_slipped_points() -> None:
    for text in ("2003-11-08", "2003-11-27"):
        record = with_deed(deeds.add_prices(SAMPLE, prices=[Price(PLAN, day(text), dollars("2.7"))]))
        assert codes(record) == {"price_without_trading"}
    slipped = with_deed(deeds.add_prices(SAMPLE, prices=[Price(PLAN, day("2003-11-10"), dollars("27.2"))]))
    assert found(slipped, "price_jump").serial == 8
    split = deeds.record_adjustment(slipped, plan=PLAN, kind="combination", new=1, old=10, on=day("2003-11-10"))
    assert "price_jump" not in codes(with_deed(split, slipped))
    determined = with_deed(deeds.add_prices(SAMPLE, prices=[Price(PLAN, day("2003-11-08"), determined=dollars("2.7"))]))
    assert codes(determined) == set()


def test_values_missing_and_old() -> None:
    assert codes(SAMPLE, day("2003-11-15")) == {"stale_price"}
    bare = with_deed(deeds.remove_prices(SAMPLE, serials=list(SAMPLE.shelf("prices"))))
    assert found(bare, "no_value").remedy == "Record the closing bid of a day shortly before."
    unlisted = with_deed(deeds.change_listing(SAMPLE, plan=PLAN, listing=[Listing(day("2010-01-04"), "otc")]))
    assert found(unlisted, "no_listing").deed == "change_listing"


def test_two_prices_of_one_stock_that_differ() -> None:
    record = with_deed(deeds.copy_plan(SAMPLE, id="mine", like=PLAN))
    prices = [Price("mine", day("2003-11-07"), bids=(dollars("2.71"),))]
    record = with_deed(deeds.add_prices(record, prices=prices), record)
    assert codes(record) == {"two_prices"}


def test_what_is_entered_twice() -> None:
    record = SAMPLE
    split = {"plan": PLAN, "kind": "split", "new": 2, "old": 1, "on": day("2003-11-04")}
    record = with_deed(deeds.record_adjustment(record, **split), record)  # type: ignore[arg-type]
    record = with_deed(deeds.copy_plan(record, id="mine", like=PLAN), record)
    record = with_deed(deeds.record_adjustment(record, **{**split, "plan": "mine"}), record)  # type: ignore[arg-type]
    check = found(record, "entered_twice")
    assert (check.severity, check.serial, check.deed) == ("warning", 4, "remove_event")
    again = with_deed(deeds.record_plan_approval(SAMPLE, plan=PLAN, on=day("2003-01-02")))
    assert found(again, "entered_twice").severity == "note"


def test_service_ends_that_change_nothing() -> None:
    record = with_deed(deeds.record_service_end(SAMPLE, on=day("2003-11-01"), role="employee", reason="death"))
    after = with_deed(deeds.record_service_end(record, on=day("2003-11-05"), role="employee", reason="other"), record)
    assert "end_after_death" in codes(after)
    role = with_deed(deeds.record_service_end(SAMPLE, on=day("2003-11-01"), role="advisor", reason="other"))
    assert codes(role) == {"end_without_effect"}
    grant = replace(SAMPLE.grants[0], id="late", grant_date=day("2003-11-03"))
    assert "grant_after_death" in codes(with_deed(deeds.add_grant(record, grant=grant), record))
    assert any(isinstance(event, ServiceEnded) for event in after.events)


def test_a_death_after_service_had_ended_leaves_the_estate_the_rest_of_the_window() -> None:
    left = with_deed(deeds.record_service_end(SAMPLE, on=day("2003-11-01"), role="employee", reason="resignation"))
    died = with_deed(deeds.record_service_end(left, on=day("2003-11-05"), role="employee", reason="death"), left)
    (grant,) = {check.serial for check in checks(died, TODAY) if check.code == "estate_has_the_rest"}
    check = found(died, "estate_has_the_rest")
    assert (check.severity, check.serial, check.due) == ("urgent", grant, day("2004-01-30"))
    assert "Service had ended on" in check.says
    assert "end_without_effect" not in codes(died)
    assert "estate_has_the_rest" not in codes(died, day("2003-11-04"))
    assert "estate_has_the_rest" not in codes(died, day("2004-01-31"))
    alone = with_deed(deeds.record_service_end(SAMPLE, on=day("2003-11-05"), role="employee", reason="death"))
    assert "estate_has_the_rest" not in codes(alone)


@pytest.mark.parametrize(
    ("overrides", "words"),
    [
        (Overrides(term_years=5), "the term (paragraph 7)"),
        (Overrides(expires_on=day("2012-01-03")), "the term (paragraph 7)"),
        (Overrides(minimum_shares=0), "the fewest shares at a time"),
        (Overrides(remainder_exempt=False), "the fewest shares at a time"),
        (Overrides(windows={"death": Window("days", 5)}), "the time left after"),
        (Overrides(windows={"dismissed_for_cause": Window("days", 5)}), "the time left after"),
        (Overrides(accelerate_on=("death",)), "what vests at once"),
    ],
)
def test_an_override_for_which_the_plan_has_no_let_out(overrides: Overrides, words: str) -> None:
    record = with_deed(deeds.change_grant(SAMPLE, grant="NQ-1", after=replace(SAMPLE.grants[0], overrides=overrides)))
    check = found(record, "override_without_let_out")
    assert words in check.says
    assert "no such let-out" in check.says
    assert check.serial == 1


def test_paragraph_9_a_invites_an_override() -> None:
    windows = {"resignation": Window("years", 1), "not_reelected": Window("days", 5)}
    invited = Overrides(
        post_termination_days=5, windows=windows, accelerate_on=("death", "permanent_disability", "other")
    )
    record = with_deed(deeds.change_grant(SAMPLE, grant="NQ-1", after=replace(SAMPLE.grants[0], overrides=invited)))
    assert "override_without_let_out" not in codes(record)


def test_the_day_to_post_a_notice_follows_the_holders_own_days() -> None:
    died = with_deed(deeds.record_service_end(SAMPLE, on=day("2003-11-03"), role="employee", reason="death"))
    for mail_days, post_by in ((5, day("2004-10-27")), (2, day("2004-11-01"))):
        near = [one for one in checks(died, day("2004-10-20"), mail_days) if one.code == "deadline_near"]
        assert near
        assert all(f"post it by {day_text(post_by)}" in one.remedy for one in near), near[0].remedy


def test_lots_of_an_exercise_that_do_not_add_up() -> None:
    event = SAMPLE.events[1]
    lots = (replace(event.lots[0], shares=539),)  # type: ignore[union-attr]
    record = with_deed(deeds.change_event(SAMPLE, serial=2, after=replace(event, lots=lots)))
    assert "should leave 540 shares; its lots add up to 539" in found(record, "lots_do_not_add_up").says
    none = with_deed(deeds.change_event(SAMPLE, serial=2, after=replace(event, lots=())))
    assert codes(none) == {"exercise_without_lots"}
    late = (replace(event.lots[0], acquired=day("2003-09-16")),)  # type: ignore[union-attr]
    assert codes(with_deed(deeds.change_event(SAMPLE, serial=2, after=replace(event, lots=late)))) == {
        "lot_after_exercise"
    }


def noticed(*stages: str, on: str = "2003-11-10", **notice: object) -> Record:
    """The sample with a notice that went through these stages, each on `on`."""
    record = with_deed(deeds.prepare_notice(SAMPLE, notice=draft(**notice)))  # type: ignore[arg-type]
    if "delivered" in stages:
        record = with_deed(deeds.deliver_notice(record, number=ONE, received_on=day(on)), record)
    if "paid" in stages:
        record = with_deed(deeds.mark_paid(record, number=ONE, paid_on=day(on)), record)
    return record


def test_a_draft_left_lying_and_one_that_cannot_be_exercised() -> None:
    assert codes(noticed()) == set()
    assert "draft_overdue" in codes(noticed(), day("2003-11-11"))
    assert "draft_barred" in codes(noticed(shares=50))
    assert "1,201" not in found(noticed(shares=1250), "draft_barred").remedy
    no_price = with_deed(deeds.remove_prices(SAMPLE, serials=list(SAMPLE.shelf("prices"))))
    swap = with_deed(deeds.prepare_notice(no_price, notice=draft(payment=Swap())), no_price)
    assert "draft_barred" in codes(swap)


def test_payment_and_certificate_that_do_not_come() -> None:
    record = noticed("delivered")
    for days, severity in ((2, None), (3, "warning"), (10, "urgent")):
        unpaid = [check for check in checks(record, TODAY + timedelta(days=days)) if check.code == "delivered_unpaid"]
        assert [check.severity for check in unpaid] == ([] if severity is None else [severity])
    record = noticed("delivered", "paid")
    assert "paid_without_certificate" not in codes(record, TODAY + timedelta(days=29))
    assert found(record, "paid_without_certificate", TODAY + timedelta(days=30)).deed == "receive_certificate"


def test_another_address_than_the_last_notice_went_to() -> None:
    record = noticed("delivered", send_to=("9 New Street", "Reno, Nevada"))
    record = with_deed(deeds.prepare_notice(record, notice=draft()), record)
    assert "other_address_before" in codes(record)
    same = replace(record.notices[1], send_to=("9 New Street", "Reno, Nevada"))
    assert "other_address_before" not in codes(
        with_deed(deeds.change_draft(record, number="2003-002", after=same), record)
    )


def test_a_higher_value_entered_after_a_swap() -> None:
    record = with_deed(deeds.prepare_notice(SAMPLE, notice=draft(payment=Swap())))
    record = with_deed(deeds.deliver_notice(record, number=ONE, received_on=day("2003-11-12")), record)
    higher = [Price(PLAN, day("2003-11-11"), bids=(dollars("3.00"),))]
    after = with_deed(deeds.add_prices(record, prices=higher), record)
    assert "tendered 222 shares; at the value recorded since, only 200" in found(after, "tender_differs").says


def test_links_between_notice_exercise_and_paper() -> None:
    notice = Notice(ONE, "NQ-1", TODAY, TODAY, 500, Cash(), delivered_on=TODAY, exercise=7, paper="c" * 64)
    record = record_of({**{name: list(shelf.values()) for name, shelf in SAMPLE.shelves.items()}, "notices": [notice]})
    assert {"exercise_missing", "paper_missing"} <= codes(record)
    lost = replace(notice, grant="gone", delivered_on=None, exercise=None, paper="")
    record = record_of({**{name: list(shelf.values()) for name, shelf in SAMPLE.shelves.items()}, "notices": [lost]})
    assert "unknown_grant" in codes(record)


def test_the_holder_and_the_tax_figures() -> None:
    assert found(with_deed(deeds.change_holder(SAMPLE, holder=Holder("Ann"))), "holder_incomplete").severity == "note"
    record = with_deed(deeds.change_holder(noticed(), holder=Holder(address=(" ",))), noticed())
    check = found(record, "holder_incomplete")
    assert (check.severity, "name and address are" in check.says) == ("warning", True)
    bare = with_deed(deeds.change_tax_note(SAMPLE, note=TaxNote("CA")))
    assert codes(bare) == {"wages_missing"}
    lasting = replace(SAMPLE.grants[0], overrides=Overrides(expires_on=day("2090-01-03")))
    after = with_deed(deeds.change_grant(SAMPLE, grant="NQ-1", after=lasting))
    assert {"rates_missing", "wages_missing"} <= codes(after, day("2080-01-05"))


def test_a_certificate_with_other_shares_than_the_rules_figure() -> None:
    record = noticed("delivered", "paid")
    lots = [NewLot(TODAY, 400, Fraction(2))]
    record = with_deed(deeds.receive_certificate(record, number=ONE, certificate_on=TODAY, lots=lots), record)
    assert codes(record) == {"lots_do_not_add_up"}
    assert Lot("L-4", None, TODAY, 400, Fraction(2)) in record.events[-1].lots  # type: ignore[union-attr]
