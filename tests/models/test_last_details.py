"""What mutants survived by: a death after service had ended, the usual lengths of schedules, days of a year."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from models.facts.event import ServiceEnded
from models.facts.grant import PeriodicPart
from models.record.sample import SAMPLE_DAY, sample_record
from models.rules import offers
from models.rules.audit import _ranked
from models.rules.offers import self_employment_estimate
from models.rules.refusals import not_allowed
from models.rules.valuation import Assumptions
from models.rules.worth import worth, worth_of, years_between
from tests.models.builders import APPROVED, grant, in_steps, ledger

RESIGNED = ServiceEnded(date(2003, 11, 1), "employee", "resignation")  # 90 days: through Jan 30, 2004
REST = "the estate or heir has only the rest of this window, through 2004-01-30"


def says_the_rest(*events: ServiceEnded) -> bool:
    made = grant(1000, parts=in_steps(("2003-06-02", 400), ("2003-12-01", 600)))
    found = ledger(made, events=[APPROVED, *events]).position("NQ-1", date(2004, 6, 1))
    assert found is not None
    return any(REST in one.says for one in found.because)


@pytest.mark.parametrize("died", ["2003-11-01", "2003-11-15", "2004-01-30"])
def test_after_a_death_in_an_open_window_the_estate_has_its_rest(died: str) -> None:
    assert says_the_rest(RESIGNED, ServiceEnded(date.fromisoformat(died), "employee", "death"))


def test_a_death_after_the_window_or_one_that_ended_service_itself_leaves_no_rest() -> None:
    assert not says_the_rest(RESIGNED, ServiceEnded(date(2004, 1, 31), "employee", "death"))
    made = grant(1000, parts=in_steps(("2003-06-02", 400), ("2003-12-01", 600)))
    died = ServiceEnded(date(2003, 11, 1), "employee", "death")
    found = ledger(made, events=[APPROVED, died]).position("NQ-1", date(2003, 12, 1))
    assert found is not None
    assert not any("rest of this window" in one.says for one in found.because)


def rule(total: int, every: int) -> PeriodicPart:
    return PeriodicPart(1200, date(2003, 1, 2), total, every)


@pytest.mark.parametrize(("usual", "other"), [(48, 18), (36, 18), (60, 18), (24, 18), (12, 6), (72, 66), (84, 66)])
def test_of_rules_that_explain_the_same_rows_one_of_a_usual_length_comes_first(usual: int, other: int) -> None:
    assert _ranked([rule(other, 6), rule(usual, 6)], None)[0].total_months == usual


@pytest.mark.parametrize(("usual", "other"), [(1, 2), (3, 2), (12, 2), (6, 2)])
def test_of_rules_of_one_length_one_of_usual_steps_comes_first(usual: int, other: int) -> None:
    assert _ranked([rule(24, other), rule(24, usual)], None)[0].every_months == usual


def test_a_year_has_365_days_and_the_first_model_is_black_scholes() -> None:
    assert years_between(date(2003, 1, 1), date(2004, 1, 1)) == 1.0
    of_sample = sample_record().ledger
    position = of_sample.position("NQ-2", SAMPLE_DAY)
    assert position is not None
    assert worth_of(position, Fraction("1.50"), Assumptions(0.8, 0.03)).model == "black_scholes"
    asked = (of_sample, "NQ-2", SAMPLE_DAY, Fraction("1.50"), Assumptions(0.8, 0.03))
    assert worth(*asked) == worth(*asked, "black_scholes")


def test_before_the_grant_nothing_can_be_exercised_and_the_words_say_none() -> None:
    course = ledger(grant(1000)).course("NQ-1")
    assert not_allowed("exceeds_exercisable", course, date(2002, 1, 2), 100).endswith("on 2002-01-02: 0 shares")


def test_without_wages_all_of_the_base_is_left_for_self_employment() -> None:
    # 12.4 % of the base of 2020, $137,700, in cents
    assert self_employment_estimate(Fraction(1_000_000), date(2020, 1, 2)).social_security == 1_707_480


def test_an_offer_is_no_surer_than_its_least_sure_rate(monkeypatch: pytest.MonkeyPatch) -> None:
    own = offers._table

    def unsure(name: str) -> dict[str, Any]:
        tables = deepcopy(own(name))
        for row in tables["sec_section_31"]:
            row["checked"] = "low"
        return tables

    assert offers.sale_fees_offered(date(2003, 11, 10), 100).checked == "high"
    monkeypatch.setattr(offers, "_table", unsure)
    assert offers.sale_fees_offered(date(2003, 11, 10), 100).checked == "low"
