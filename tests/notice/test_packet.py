"""What each packet states: its parts, and every figure, name and date that the Secretary needs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from models.errors import Refusal
from models.facts.event import Adjustment, ServiceEnded
from models.facts.holder import Holder
from models.facts.notice import Notice
from models.facts.payment import Broker, Fees, Net, Swap
from models.facts.plan import PlanCopy
from models.notice.blocks import Packet, part_reading
from models.notice.content import compose
from models.notice.issue import issue
from models.notice.text import as_text
from models.notice.wording import cited
from models.record.record import Record
from models.rules.answers import VIOLATIONS
from tests.notice import cases
from tests.notice.cases import BY_NAME, CASH, TODAY, record, record_for


def packet(notice: Notice, of: Record | None = None, is_draft: bool = False) -> Packet:
    return compose(of or record_for(notice), notice, TODAY, is_draft)


def said(notice: Notice, of: Record | None = None) -> str:
    """All words of the packet, in the order in which they stand on its pages."""
    return " ".join(text for part in packet(notice, of).parts for text in part_reading(part))


def keys(notice: Notice, of: Record | None = None) -> list[str]:
    return [part.key for part in packet(notice, of).parts]


@pytest.mark.parametrize("name", BY_NAME)
def test_the_text_fits_a_narrow_window_and_aligns_figures(name: str) -> None:
    lines = issue(record_for(BY_NAME[name]), BY_NAME[name], TODAY).text.splitlines()
    assert max(map(len, lines)) <= 78
    assert lines == [line.rstrip() for line in lines]
    prices = [line for line in lines if line.startswith(("Aggregate exercise price  ", "Check to the order"))]
    assert len({len(line) for line in prices if line.endswith("$600.00")} - {26 + len("$600.00")}) <= 1


@pytest.mark.parametrize("name", BY_NAME)
def test_every_way_and_signer_is_issued_and_read_back(name: str) -> None:
    issued = issue(record_for(BY_NAME[name]), BY_NAME[name], TODAY)
    assert issued.pdf.startswith(b"%PDF-")
    assert "500 (five hundred)" in issued.text


def test_parts_that_apply_in_their_order() -> None:
    assert keys(CASH) == ["notice", "computation", "checklist"]
    assert keys(replace(CASH, computation_sheet=False)) == ["notice", "checklist"]
    assert keys(cases.SWAP) == ["notice", "schedule", "stock-power", "computation", "checklist"]
    assert keys(replace(cases.SELL_TO_COVER, representations=True)) == [
        "notice",
        "broker",
        "assignment",
        "representations",
        "computation",
        "checklist",
    ]


def test_the_letter_states_what_paragraph_10_asks() -> None:
    text = said(CASH)
    for expected in (
        "Secretary FOCUS Enhancements, Inc. 1370 Dell Avenue Campbell, California 95008",
        "500 (five hundred) shares of the common stock of FOCUS Enhancements, Inc.",
        "under paragraph 10 of the plan",
        "FOCUS Enhancements 2002 Non-Qualified Stock Option Plan",
        "Date of grant December 20, 2002",
        "Option number NQ-1",
        "Type of option Non-qualified stock option",
        "Exercise price $1.20 a share",
        "Aggregate exercise price $600.00",
        "4,300 shares after this exercise",
        "Check to the order of FOCUS Enhancements, Inc., enclosed $600.00",
        "Date November 10, 2003",
        "Delivery By mail",
        "Taxpayer identification number (to be filled in by hand)",
        "Registered in the name of Sample Holder",
        "One certificate for all the shares",
        "12 Orchard Lane, Los Gatos, California 95030",
        "Receipt, to be completed by the company",
    ):
        assert expected in text


def test_withholding_by_every_way() -> None:
    # 2003: 25 % supplemental, 6.2 % and 1.45 % on (2.70 - 1.20) x 500 = 750 dollars
    assert "A separate check for $244.88" in said(CASH)
    assert "federal income tax $187.50, social security $46.50, Medicare $10.88" in said(CASH)
    assert "deduct the withholding taxes from my pay. I estimate them at $244.88" in said(BY_NAME["payroll"])
    assert "Please tell me what is due" in said(replace(CASH, withholding_paid_by="on_request"))
    assert "paid as follows: a bank draft." in said(replace(CASH, withholding_paid_by="a bank draft"))
    assert "granted for service as a director, not as an employee" in said(BY_NAME["director"])
    assert "exercised after the holder’s death" in said(BY_NAME["estate"])
    assert "No withholding is enclosed." in said(BY_NAME["no-withholding"])
    assert "check for $244.88 (withholding taxes)" in said(CASH)
    assert "(withholding taxes)" not in said(BY_NAME["payroll"])


def test_a_swap_of_three_lots_with_cash_for_the_rest() -> None:
    text = said(replace(cases.SWAP, shares=600))
    for expected in (
        "266 shares of common stock that I already own",
        "$718.20",
        "Check for the rest to the order of FOCUS Enhancements, Inc., enclosed $1.80",
        (
            "Each share counts $2.70, the fair market value under paragraph 6(iii) of the plan: the closing bid of"
            " November 7, 2003."
        ),
        "It is taken for receipt on November 14, 2003.",
        "266 (two hundred sixty-six) shares",
        "Of lot L-3 only 106 of 400 shares are tendered; please issue a new certificate for the other 294",
        "March 5, 2001 Sample Holder 60 $162.00",
        "266 $718.20",
        "irrevocably appointed attorney",
        "Signature guarantee",
    ):
        assert expected in text
    assert "the mean of the closing bids of November 7" in said(
        cases.SWAP, record(prices=[replace(record().prices[0], bids=(Fraction("2.68"), Fraction("2.72")))])
    )


def test_a_named_lot_alone_is_tendered() -> None:
    text = said(replace(cases.SWAP, payment=Swap(lots=(("L-2", 100),))))
    assert "100 (one hundred) shares" in text
    assert "Check for the rest to the order of FOCUS Enhancements, Inc., enclosed $330.00" in text
    assert "L-1" not in text


def test_net_exercise() -> None:
    text = said(cases.NET)
    assert "222 shares subject to this option, withheld by the company" in text
    assert "278 (two hundred seventy-eight)" in text
    assert "Check for the rest to the order of FOCUS Enhancements, Inc., enclosed $0.60" in text


def test_same_day_sale() -> None:
    text = said(cases.SAME_DAY_SALE)
    for expected in (
        "To Example Brokerage, Inc., 400 Montgomery Street, San Francisco, California 94104",
        "500 (five hundred) shares, all shares of this exercise",
        "Exercise price of 500 shares $600.00",
        "Withholding taxes, as estimated $244.88",
        "Total $844.88",
        "The broker is instructed to pay you, besides the exercise price, $244.88",
        "is assigned to FOCUS Enhancements, Inc. (paragraph 10(c))",
        "I cannot withdraw or change these instructions without the company’s consent",
        "Proceeds $1,340.00 500 × $2.68",
    ):
        assert expected in text
    assert "Registered in the name of" not in text
    assert "Cash to the holder" not in text
    assert "Cash to the holder" in said(replace(cases.SAME_DAY_SALE, own_copy=True))


def test_sell_to_cover() -> None:
    text = said(cases.SELL_TO_COVER)
    assert "323 (three hundred twenty-three) shares at $2.68" in text
    assert "Shares to be issued to me 177 (one hundred seventy-seven)" in text
    uncovered = said(replace(cases.SELL_TO_COVER, payment=Broker("sell_to_cover", Fraction("2.68"), Fees())))
    assert "A separate check for $244.88" in uncovered
    assert "Total $600.00" in uncovered


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "estate",
            "As personal representative of the estate of Sample Holder, who died on October 2, 2003, I exercise",
        ),
        ("estate", "Certified copies of the letters of appointment and of the death certificate"),
        ("heir", "As heir or legatee of Sample Holder, who died on October 2, 2003, I exercise"),
        ("guardian", "As guardian of Sample Holder, I exercise"),
        ("guardian", "Registered in the name of Pat Guardian, guardian of Sample Holder"),
        ("transferee", "As transferee of Sample Holder under a domestic relations order, I exercise"),
        ("transferee", "Certified copy of the order of May 5, 2003"),
        ("transferee", "Jointly with Jordan Joint"),
        ("transferee", "Delivery In person"),
        ("transferee", "Joint tenants with right of survivorship"),
    ],
)
def test_other_signers(name: str, expected: str) -> None:
    assert expected in said(BY_NAME[name])


def test_the_own_copy_gives_reasons_and_lots_and_the_company_s_does_not() -> None:
    own = said(replace(cases.SWAP, own_copy=True))
    assert "The holder’s own copy, not sent to the company." in own
    assert "The 500 shares afterwards" in own
    assert "Rev. Rul. 80-244" in own
    sent = said(cases.SWAP)
    assert "afterwards" not in sent
    assert "computation sheet." in sent
    assert "computation sheet." not in own


@pytest.mark.parametrize(
    ("name", "expected"),
    [("cash", "for myself"), ("estate", "for the estate of Sample Holder"), ("guardian", "for Sample Holder")],
)
def test_representations_name_who_acquires(name: str, expected: str) -> None:
    assert f"I acquire these shares {expected}, as an investment" in said(replace(BY_NAME[name], representations=True))


def test_insiders_state_it() -> None:
    insider = record(holder=[replace(cases.HOLDER, insider=True)])
    assert "I am an officer or a director of the company" in said(CASH, insider)
    assert "officer or a director" not in said(CASH)


def test_a_split_shows_both_prices() -> None:
    split = Adjustment(date(2003, 6, 2), cases.PLAN, "split", 2, 1)
    text = said(CASH, record(events=[cases.APPROVED, split]))
    assert "$0.60 a share (as adjusted; $1.20 when granted)" in text


def test_another_plan_is_not_given_these_paragraphs() -> None:
    terms = {"name": "Other Plan", "issuer": "Other, Inc.", "notice_address": ("1 Way", "Town, CA 90000")}
    grant = replace(record().grants[0], plan="other")
    price = replace(record().prices[0], plan="other")
    other = record(plans=[PlanCopy("other", "plain-nso", terms)], grants=[grant], prices=[price], lots=[])
    text = said(CASH, other)
    assert "paragraph" not in text.lower()
    assert "under the plan" in text
    copied = record(plans=[PlanCopy("other", "focus-2002", {})], grants=[grant], events=[], prices=[price])
    assert "(paragraph 10)" in as_text(packet(CASH, copied, is_draft=True))


def test_another_address_is_used() -> None:
    text = said(replace(CASH, send_to=("P. O. Box 7", "Campbell, California 95009")))
    assert "P. O. Box 7 Campbell, California 95009" in text
    assert "1370 Dell Avenue" not in text


def test_what_is_barred_is_only_a_draft() -> None:
    barred = replace(CASH, shares=4000)
    with pytest.raises(Refusal) as refused:
        issue(record(), barred, TODAY)
    assert (refused.value.code, refused.value.field) == ("not_exercisable", "shares")
    assert "only 1,000 shares can be exercised" in refused.value.message
    draft = issue(record(), barred, TODAY, is_draft=True)
    assert "DRAFT - NOT EXERCISABLE: only 1,000 shares can be exercised on November 14, 2003" in " ".join(
        draft.text.split()
    )


@pytest.mark.parametrize("code", VIOLATIONS)
def test_every_violation_has_words(code: str) -> None:
    from models.notice.marks import reason
    from models.notice.matter import gather

    words = reason(gather(record(), CASH), code)
    assert words != code
    assert "_" not in words


def test_a_lawful_draft_has_no_mark_and_a_sample_has() -> None:
    assert packet(CASH, is_draft=True).marks == ()
    assert [mark.text for mark in packet(CASH, record(is_sample=True)).marks] == ["SAMPLE"]
    both = packet(replace(CASH, shares=4000), record(is_sample=True), is_draft=True)
    assert [mark.text for mark in both.marks] == ["SAMPLE", "DRAFT - NOT EXERCISABLE"]


@pytest.mark.parametrize(
    ("of", "notice", "code", "field"),
    [
        (record(holder=[Holder("", ("1 Way",))]), CASH, "no_name", "holder.name"),
        (record(holder=[Holder("A", ())]), CASH, "no_address", "holder.address"),
        (record(), replace(cases.ESTATE), "holder_lives", "signer.capacity"),
        (record(events=[cases.APPROVED, cases.DIED]), CASH, "holder_has_died", "signer.capacity"),
        (
            record(),
            replace(cases.GUARDIAN, signer=replace(cases.GUARDIAN.signer, name=" ")),
            "no_signer",
            "signer.name",
        ),
        (record(), replace(cases.SAME_DAY_SALE, representations=True), "representations_with_sale", "representations"),
        (record(), replace(CASH, exercise_date=date(2003, 11, 7)), "past_date", "exercise_date"),
        (record(), replace(CASH, grant="none"), "unknown_grant", "grant"),
        (record(holder=[Holder("山田", ("1 Way",))]), CASH, "cannot_print", "holder.name"),
        (record(), replace(CASH, broker=("ok", "\u0645")), "cannot_print", "broker[1]"),
    ],
)
def test_what_is_missing_is_refused_at_its_field(of: Record, notice: Notice, code: str, field: str) -> None:
    with pytest.raises(Refusal) as refused:
        compose(of, notice, TODAY)
    assert (refused.value.code, refused.value.field) == (code, field)


def test_a_notice_already_received_may_have_its_day_behind_it() -> None:
    assert packet(
        replace(CASH, prepared_on=date(2003, 11, 1), exercise_date=date(2003, 11, 3), delivered_on=date(2003, 11, 3))
    )


def test_the_record_of_its_own_exercise_does_not_change_a_notice() -> None:
    from models.facts.event import Exercised

    done = Exercised(cases.RECEIVED, "NQ-1", 500)
    before = issue(record(), CASH, TODAY)
    after = record(events=[cases.APPROVED, done])
    assert issue(after, replace(CASH, exercise=2, delivered_on=cases.RECEIVED), TODAY).pdf == before.pdf


def test_days_of_its_life_do_not_change_a_paper() -> None:
    lived = replace(
        CASH, mailed_on=TODAY, delivered_on=cases.RECEIVED, paid_on=cases.RECEIVED, tracking="1Z", paper="ab"
    )
    assert issue(record(), lived, date(2004, 5, 5)).pdf == issue(record(), CASH, TODAY).pdf


def test_a_service_end_of_another_kind_is_no_death() -> None:
    left = record(events=[cases.APPROVED, ServiceEnded(date(2003, 10, 2), "employee", "resignation")])
    assert "who died" not in said(CASH, left)


def test_cited_only_where_the_paragraphs_are_known() -> None:
    from models.notice.matter import gather

    matter = gather(record(), CASH)
    assert cited(matter, "10") == " (paragraph 10)"
    assert cited(replace(matter, cites_paragraphs=False), "10") == ""


def test_net_exercise_needs_a_value() -> None:
    with pytest.raises(Refusal) as refused:
        compose(record(prices=[]), replace(CASH, payment=Net()), TODAY)
    assert refused.value.code == "no_fair_market_value"
