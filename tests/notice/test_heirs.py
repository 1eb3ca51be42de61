"""The heir's letter: every open option, what a death does to it, what to send, to whom and by when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from models.errors import Refusal
from models.facts.event import Exercised, ServiceEnded
from models.facts.holder import Holder
from models.facts.plan import PlanCopy
from models.notice.blocks import part_reading
from models.notice.heirs import compose_heirs_letter
from models.notice.issue import issue_heirs_letter
from models.record.record import Record
from models.record.sample import sample_record
from tests.notice.cases import APPROVED, TODAY, record


def said(of: Record, on: date = TODAY) -> str:
    return " ".join(text for part in compose_heirs_letter(of, on).parts for text in part_reading(part))


def test_it_says_what_there_is_and_what_to_do() -> None:
    text = said(record())
    for expected in (
        "About the stock options of Sample Holder, as they stood on November 10, 2003",
        "NQ-1 December 20, 2002 $1.20 4,800 1,000 December 20, 2012",
        "every share that has not vested yet vests",
        "for 1 year after that day",
        "(paragraphs 9(c), 7)",
        "NQ-1 4,800 $5,760.00 November 10, 2004 November 10, 2004",
        "NQ-2 3,000 $3,600.00 November 10, 2004",
        "at least 100 shares at a time",
        "Certified copies of the letters of appointment",
        "Secretary, FOCUS Enhancements, Inc., 1370 Dell Avenue, Campbell, California 95008",
        "the day of mailing does not count",
        "cash or a check, shares of the company that the estate owns",
    ):
        assert expected in text


def test_it_is_issued_and_read_back() -> None:
    issued = issue_heirs_letter(record(), TODAY)
    assert issued.pages == 1
    assert "TO MY HEIRS" in issued.text
    assert issued.sha256 == issue_heirs_letter(record(), TODAY).sha256


def test_service_that_has_ended_gives_no_new_time() -> None:
    left = record(events=[APPROVED, ServiceEnded(date(2003, 10, 2), "director", "resignation")])
    text = said(left)
    assert "my death gives no new time: NQ-2 (through December 31, 2003)" in text
    assert "Had I died" in text


def test_too_few_to_exercise_is_said() -> None:
    few = record(events=[APPROVED, Exercised(date(2003, 11, 3), "NQ-2", 2940)])
    assert "Too few shares are left to be exercised by the plan" in said(few)
    assert "NQ-2 (at least 100 shares at a time)" in said(few)
    assert "Too few" not in said(record())


def test_another_plan_loses_what_has_not_vested() -> None:
    terms = {"name": "Other Plan", "issuer": "Other, Inc.", "notice_address": ("1 Way", "Town")}
    grants = [replace(grant, plan="other") for grant in record().grants]
    text = said(record(plans=[PlanCopy("other", "plain-nso", terms)], grants=grants, prices=[], lots=[]))
    assert "Shares that have not vested by the day of my death are lost" in text
    assert "paragraph" not in text
    assert "Secretary, Other, Inc., 1 Way, Town" in text


def test_the_sample_bears_its_mark() -> None:
    packet = compose_heirs_letter(sample_record(), TODAY)
    assert [mark.text for mark in packet.marks] == ["SAMPLE"]
    assert issue_heirs_letter(sample_record(), TODAY).pages <= 2


@pytest.mark.parametrize(
    ("of", "on", "code"),
    [
        (record(holder=[Holder()]), TODAY, "no_name"),
        (record(grants=[], lots=[]), TODAY, "no_option"),
        (record(), date(2002, 1, 1), "no_option"),
        (record(), date(2013, 1, 1), "no_option"),
        (record(holder=[Holder("山", ())]), TODAY, "cannot_print"),
    ],
)
def test_refusals(of: Record, on: date, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        compose_heirs_letter(of, on)
    assert refused.value.code == code
