"""Every answer cites the paragraphs that its figures rest on, in branches that a random history seldom meets."""

from __future__ import annotations

import json
from typing import Any

import pytest

from models.exchange.evaluate import answer_text
from tests.reference import compare

PLAN = "focus-2002"
APPROVED = {"type": "plan_approved", "plan": PLAN, "date": "2002-12-20"}
OPTION = {"id": "A", "plan": PLAN, "grant_date": "2003-01-02", "exercise_price": "1.20", "role": "employee"}


def cited(question: dict[str, Any], *events: dict[str, Any], dated: dict[str, int], **overrides: Any) -> set[str]:
    """The paragraphs of one answer about an option that vests as `dated`."""
    tranches = [{"date": day, "shares": shares} for day, shares in dated.items()]
    vesting = {"kind": "tranches", "tranches": tranches}
    grant = {**OPTION, "shares": sum(dated.values()), "vesting": vesting, "overrides": overrides}
    record = {"format": "strikebook-record", "version": 1, "grants": [grant], "events": list(events)}
    data = json.dumps({"record": record, "questions": [question]}).encode()
    assert compare.compare(data) == []
    return {step["paragraph"] for step in json.loads(answer_text(data))["answers"][0]["because"]}


def ended(reason: str) -> dict[str, Any]:
    return {"type": "service_ended", "date": "2003-06-02", "role": "employee", "reason": reason}


def at(day: str) -> dict[str, Any]:
    return {"ask": "position", "on": day}


LATER = {"2005-01-03": 500}
THOUGHT = {"ask": "service_end", "on": "2003-06-02", "role": "employee"}


@pytest.mark.parametrize(("reason", "paragraph"), [("resignation", "9(a)"), ("permanent_disability", "9(c)")])
def test_an_acceleration_of_the_letters_own_rests_on_its_service_end(reason: str, paragraph: str) -> None:
    found = cited(at("2003-06-03"), APPROVED, ended(reason), dated=LATER, accelerate_on=[reason])
    assert found == {"8(a)", paragraph}


def test_a_death_after_service_had_ended_says_what_is_left_to_the_estate() -> None:
    died = {**ended("death"), "date": "2003-08-29"}
    resigned = ended("resignation")
    assert cited(at("2003-08-28"), APPROVED, resigned, died, dated={"2003-01-02": 100}) == {"8(a)", "9(a)"}
    assert cited(at("2003-08-29"), APPROVED, resigned, died, dated={"2003-01-02": 100}) == {"8(a)", "9(a)", "9(c)"}
    late = {**died, "date": "2003-09-01"}
    assert cited(at("2003-09-01"), APPROVED, resigned, late, dated={"2003-01-02": 100}) == {"8(a)", "9(a)", "10"}


def test_what_can_never_be_exercised_cites_the_minimum_before_anything_vests() -> None:
    assert cited(at("2003-06-03"), APPROVED, dated={"2005-01-03": 99}) == {"8(a)", "7", "10"}
    assert cited(at("2003-06-03"), APPROVED, dated={"2005-01-03": 100}) == {"8(a)", "7"}


def test_a_service_end_cites_what_will_bar_the_shares_that_are_kept() -> None:
    resigned = {**THOUGHT, "reason": "resignation"}
    assert cited(resigned, APPROVED, dated={"2003-01-02": 100}) == {"8(a)", "9(a)"}
    assert cited(resigned, APPROVED, dated={"2003-01-02": 99, **LATER}) == {"8(a)", "9(a)", "10"}
    assert cited(resigned, APPROVED, dated={"2003-01-02": 99}, remainder_exempt=True) == {"8(a)", "9(a)"}
    assert cited(resigned, dated={"2003-01-02": 100}) == {"8(a)", "9(a)", "5"}
    assert cited({**THOUGHT, "reason": "dismissed_for_cause"}, dated={"2003-01-02": 99}) == {"8(a)", "9(b)"}
    assert cited({**THOUGHT, "reason": "death"}, dated={"2005-01-03": 99}) == {"8(a)", "9(c)", "5", "10"}


@pytest.mark.parametrize(
    "question",
    [
        at("2002-01-01"),
        {**THOUGHT, "on": "2002-01-01", "reason": "other"},
        {"ask": "deadlines", "from": "2002-01-01", "to": "2002-12-31"},
        {"ask": "deadlines", "from": "2003-12-31", "to": "2002-01-01"},
        {"ask": "grid", "grant": None, "dates": [], "prices": [], "payment": {"method": "cash"}},
    ],
    ids=["position", "service_end", "deadlines", "deadlines the wrong way round", "grid"],
)
def test_an_answer_with_nothing_in_it_says_why_too(question: dict[str, Any]) -> None:
    assert cited(question, dated=LATER)
