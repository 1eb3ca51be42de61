"""Deeds on plans: own copies, readings switched for some or all grants, and what goes along with them."""

from __future__ import annotations

from dataclasses import replace

from models.facts.event import PlanApproved
from models.facts.lot import Lot
from models.facts.plan import Listing, Window
from models.facts.price import Price
from models.record import deeds
from models.record.record import Record
from models.record.sample import sample_record
from tests.record.builders import PLAN, TODAY, day, dollars, done, draft, refused

SAMPLE = sample_record()
DAY_ITSELF = {"expiry_day_exercisable": True}
OWN = "focus-2002-own"


def figures(record: Record) -> list[object]:
    """Every answer that must not move when only the reading does."""
    ledger = record.ledger
    return [
        [position.counts for position in ledger.positions(TODAY)],
        [ledger.value(grant.plan, TODAY) is not None for grant in record.grants],
        [ledger.value(grant.plan, TODAY).value for grant in record.grants],  # type: ignore[union-attr]
        ledger.lots(PLAN, TODAY),
    ]


def test_a_reading_is_switched_for_one_grant_and_its_approval_goes_along() -> None:
    change = deeds.adopt_terms(SAMPLE, plan=PLAN, terms=DAY_ITSELF, grants=["NQ-1"])
    after = done(SAMPLE, change)
    assert change.title == f"Let NQ-1 follow {OWN}, like {PLAN} but for expiry_day_exercisable"
    assert [grant.plan for grant in after.grants] == [OWN, PLAN, PLAN, PLAN]
    assert PlanApproved(day("2002-12-20"), OWN) in after.events
    assert PlanApproved(day("2002-12-20"), PLAN) in after.events
    assert figures(after) == figures(SAMPLE)
    moved, stayed = (after.ledger.position(id, TODAY) for id in ("NQ-1", "NQ-4"))
    assert moved is not None
    assert stayed is not None
    assert (moved.last_exercise_day, stayed.last_exercise_day) == (day("2012-12-20"), day("2012-12-19"))
    assert moved.blocked_by == ()


def test_a_second_grant_joins_the_copy_that_says_the_same() -> None:
    record = done(SAMPLE, deeds.adopt_terms(SAMPLE, plan=PLAN, terms=DAY_ITSELF, grants=["NQ-1"]))
    record = done(record, deeds.adopt_terms(record, plan=PLAN, terms=DAY_ITSELF, grants=["NQ-2"]))
    assert len(record.own_plans) == 1
    assert sum(isinstance(event, PlanApproved) for event in record.events) == 2
    other = done(record, deeds.adopt_terms(record, plan=PLAN, terms={"continuity": "any_role"}))
    assert [copy.id for copy in other.own_plans] == [OWN, f"{OWN}-2"]


def test_the_terms_of_an_own_plan_are_changed_in_place() -> None:
    record = done(SAMPLE, deeds.adopt_terms(SAMPLE, plan=PLAN, terms=DAY_ITSELF))
    after = done(record, deeds.adopt_terms(record, plan=OWN, terms={"continuity": "any_role"}))
    assert [dict(copy.terms) for copy in after.own_plans] == [{**DAY_ITSELF, "continuity": "any_role"}]
    one = done(record, deeds.adopt_terms(record, plan=OWN, terms={"continuity": "any_role"}, grants=["NQ-1"]))
    assert [(copy.id, copy.like) for copy in one.own_plans] == [(OWN, PLAN), (f"{OWN}-own", OWN)]
    assert one.grants[0].plan == f"{OWN}-own"
    assert figures(one) == figures(SAMPLE)


def test_a_copy_that_others_are_like_is_not_changed_under_them() -> None:
    record = done(SAMPLE, deeds.adopt_terms(SAMPLE, plan=PLAN, terms=DAY_ITSELF))
    record = done(record, deeds.copy_plan(record, id="child", like=OWN))
    after = done(record, deeds.adopt_terms(record, plan=OWN, terms={"continuity": "any_role"}))
    child = after.plan("child")
    assert child is not None
    assert child.continuity == "grant_role"
    assert "(also for child, like it)" in deeds.change_plan_terms(record, plan=OWN, terms={"minimum_shares": 1}).title


def test_adopting_is_refused_at_its_fields() -> None:
    adopt = deeds.adopt_terms
    refused(adopt, SAMPLE, plan="nowhere", terms=DAY_ITSELF, field="plan")
    refused(adopt, SAMPLE, plan=PLAN, terms={"expiry_day_exercisable": False}, field="terms", code="nothing_changed")
    refused(adopt, SAMPLE, plan=PLAN, terms={"issuer": "Another, Inc."}, field="issuer", code="other_issuer")
    refused(adopt, SAMPLE, plan=PLAN, terms={"continuity": "sometimes"}, field="continuity")
    refused(adopt, SAMPLE, plan=PLAN, terms={"no_such_term": 1}, field="no_such_term")
    refused(adopt, SAMPLE, plan=PLAN, terms=DAY_ITSELF, grants=["NQ-9"], field="grants")
    refused(adopt, SAMPLE, plan=PLAN, terms=DAY_ITSELF, id="plain-nso", field="id")
    refused(adopt, SAMPLE, plan=PLAN, terms={"payment_methods": ("shares",)}, field="", code="payment_not_allowed")


def test_of_two_prices_of_a_day_the_plans_own_still_counts() -> None:
    record = done(SAMPLE, deeds.copy_plan(SAMPLE, id="first", like=PLAN))
    record = done(record, deeds.remove_prices(record, serials=[7]))
    rival = Price("first", day("2003-11-07"), bids=(dollars("9.99"),))
    record = done(record, deeds.add_prices(record, prices=[rival]))
    record = done(record, deeds.add_prices(record, prices=[SAMPLE.prices[-1]]))
    assert figures(record) == figures(SAMPLE)
    after = done(record, deeds.adopt_terms(record, plan=PLAN, terms=DAY_ITSELF, grants=["NQ-1"]))
    assert figures(after) == figures(SAMPLE)


def alone() -> Record:
    """A record under the plan without an issuer, which shares nothing with any other."""
    plain = "plain-nso"
    grants = [replace(SAMPLE.grants[0], plan=plain), replace(SAMPLE.grants[3], plan=plain)]
    record = Record()
    for grant in grants:
        record = done(record, deeds.add_grant(record, grant=grant))
    price = Price(plain, TODAY, dollars("2.72"))
    record = done(record, deeds.add_prices(record, prices=[price]))
    record = done(record, deeds.add_lot(record, lot=Lot("", plain, day("2001-01-02"), 50, dollars("1"))))
    change = deeds.record_service_end(record, on=day("2005-01-03"), role="employee", reason="other", plan=plain)
    return done(record, change)


def test_a_plan_without_an_issuer_moves_with_everything_or_not_at_all() -> None:
    record = alone()
    terms = {"minimum_shares": 10}
    refused(
        deeds.adopt_terms, record, plan="plain-nso", terms=terms, grants=["NQ-1"], field="grants", code="plan_alone"
    )
    after = done(record, deeds.adopt_terms(record, plan="plain-nso", terms=terms))
    own = "plain-nso-own"
    assert {grant.plan for grant in after.grants} == {own}
    assert (after.prices[0].plan, after.lots[0].plan, after.events[0].plan) == (own, own, own)  # type: ignore[union-attr]
    for on in (TODAY, day("2005-06-01")):
        assert after.ledger.totals(after.ledger.positions(on)) == record.ledger.totals(record.ledger.positions(on))
    assert after.ledger.lots(own, TODAY) == record.ledger.lots("plain-nso", TODAY)


def test_the_listing_of_a_bundled_plan_is_changed_by_a_copy() -> None:
    listing = [Listing(day("2003-01-02"), "exchange"), Listing(day("2002-01-01"), "otc")]
    after = done(SAMPLE, deeds.change_listing(SAMPLE, plan=PLAN, listing=listing))
    plan = after.plan(OWN)
    assert plan is not None
    assert plan.listing == (listing[1], listing[0])
    again = done(after, deeds.change_listing(after, plan=OWN, listing=listing[1:]))
    assert [copy.id for copy in again.own_plans] == [OWN]
    twice = [Listing(day("2003-01-02"), "exchange"), Listing(day("2003-01-02"), "otc")]
    refused(deeds.change_listing, SAMPLE, plan=PLAN, listing=twice, field="listing[1].from")


def test_terms_are_set_merged_and_given_back() -> None:
    record = done(
        SAMPLE, deeds.copy_plan(SAMPLE, id="mine", like=PLAN, terms={"windows": {"death": Window("years", 2)}})
    )
    refused(deeds.change_plan_terms, record, plan=PLAN, terms=DAY_ITSELF, field="plan", code="bundled")
    refused(deeds.change_plan_terms, record, plan="nowhere", terms=DAY_ITSELF, field="plan", code="unknown_plan")
    windows = {"retirement": Window("months", 6)}
    record = done(record, deeds.change_plan_terms(record, plan="mine", terms={"windows": windows, "term_years": 5}))
    plan = record.plan("mine")
    assert plan is not None
    assert (plan.windows["death"], plan.windows["retirement"], plan.term_years) == (
        *(Window("years", 2), windows["retirement"]),
        5,
    )
    back = done(record, deeds.change_plan_terms(record, plan="mine", terms={}, as_base=["windows"]))
    assert dict(back.own_plans[0].terms) == {"term_years": 5}
    refused(deeds.change_plan_terms, record, plan="mine", terms={"term_years": 0}, field="term_years")
    refused(deeds.copy_plan, record, id="mine", like=PLAN, field="id", code="taken")
    refused(deeds.copy_plan, record, id="other", like="nowhere", field="like")
    refused(deeds.copy_plan, record, id="", like=PLAN, field="id")


def test_a_plan_in_use_is_not_removed() -> None:
    record = done(SAMPLE, deeds.adopt_terms(SAMPLE, plan=PLAN, terms=DAY_ITSELF, grants=["NQ-1"]))
    says = refused(deeds.remove_plan, record, plan=OWN, field="plan", code="in_use")
    assert "grant NQ-1" in says
    record = done(record, deeds.change_grant(record, grant="NQ-1", after=SAMPLE.grants[0]))
    change = deeds.remove_plan(record, plan=OWN)
    assert change.title == f"Remove plan {OWN} and its approval"
    assert done(record, change) == SAMPLE
    refused(deeds.remove_plan, SAMPLE, plan=PLAN, field="plan", code="bundled")


def test_a_notice_under_way_survives_a_switched_reading() -> None:
    record = done(SAMPLE, deeds.prepare_notice(SAMPLE, notice=draft()))
    record = done(record, deeds.deliver_notice(record, number="2003-001", received_on=TODAY))
    after = done(record, deeds.adopt_terms(record, plan=PLAN, terms=DAY_ITSELF))
    assert after.ledger.totals(after.ledger.positions(TODAY)) == record.ledger.totals(record.ledger.positions(TODAY))
    assert after.notices == record.notices
