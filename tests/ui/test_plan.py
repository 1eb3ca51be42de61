"""Plan: terms by paragraph, switches that show their consequences first, own plans, listing history, approval."""

from __future__ import annotations

from datetime import date

import pytest

from models.errors import Refusal
from models.facts.plan import TERMS, Listing, Window
from ui.dialogs.terms.edits import parse_window, window_text
from ui.dialogs.terms.plan_terms import PlanTermsDialog
from ui.pages.plan.page import CopyDialog
from ui.pages.plan.readings import consequences, switch_change
from ui.pages.plan.terms import SWITCHES, term_rows


@pytest.fixture
def page(window):
    window.go_to("plan")
    return window.pages["plan"]


def _row(page, term):
    return next(one for one in page.readings._rows if one._switch.term == term)


def test_every_term_of_a_plan_is_on_the_page(page):
    shown = {one.name for one in term_rows(page.session.record, page.plan, page.session.as_of)}
    elsewhere = {switch.term for switch in SWITCHES} | {"name", "issuer", "notice_to", "listing", "windows"}
    elsewhere |= {"post_termination_days", "exchange_rule"}
    assert set(TERMS) <= shown | elsewhere


def test_paragraphs_are_all_there(page):
    paragraphs = {one.paragraph for one in term_rows(page.session.record, page.plan, page.session.as_of)}
    assert {
        "2",
        "5",
        "7",
        "8(a)",
        "8(b)",
        "9(a)",
        "9(b)",
        "9(c)",
        "10",
        "11(a)",
        "11(b)",
        "12",
        "13",
        "15",
    } <= paragraphs


def test_a_switch_says_what_it_changes_before_it_does(page):
    row = _row(page, "expiry_day_exercisable")
    before = page.session.record
    row._on_chosen("1")
    assert "NQ-1, last day to exercise: Dec 19, 2012 becomes Dec 20, 2012" in row.words.text()
    assert page.session.record is before
    row._on_keep()
    assert row.words.text() == ""
    row._on_chosen("1")
    row._on_go()
    position = page.session.record.ledger.position("NQ-1", page.session.as_of)
    assert position.last_exercise_day == date(2012, 12, 20)
    assert not position.blocked_by  # the approval went along with the grants
    page.session.undo()
    assert page.session.record.own_plans == ()


def test_the_year_for_employees_is_told_by_a_dismissal(page):
    record, on = page.session.record, page.session.as_of
    said = consequences(record, switch_change(record, page.plan, {"without_cause_employee_window": "one_year"}), on)
    assert any("if dismissed without cause today: Feb 8, 2004 becomes Nov 10, 2004" in one for one in said)


def test_copy_change_and_remove_an_own_plan(page, monkeypatch):
    monkeypatch.setattr(CopyDialog, "ask", classmethod(lambda *_: "mine"))
    page._on_copy()
    assert page.plan.id == "mine"
    monkeypatch.setattr(PlanTermsDialog, "ask", classmethod(lambda *_: {"minimum_shares": 50}))
    page._on_change()
    assert page.plan.minimum_shares == 50
    page._on_remove()
    assert page.session.record.own_plans == ()


def test_terms_dialog_returns_only_what_was_changed(page, qtbot):
    dialog = PlanTermsDialog(None, page.plan)
    qtbot.addWidget(dialog)
    assert dialog.result_value() == {}
    dialog._edits["minimum_shares"].set_value(0)
    dialog._windows["resignation"].set_value(Window("months", 6))
    assert dialog.result_value() == {"minimum_shares": 0, "windows": {"resignation": Window("months", 6)}}
    dialog._windows["death"].setText("a year or so")
    with pytest.raises(Refusal) as refused:
        dialog.result_value()
    assert refused.value.field == "death"


def test_listing_history_of_a_bundled_plan_is_changed_on_a_copy(page):
    listing = (*page.plan.listing, Listing(date(2010, 1, 4), "none"))
    page._on_listing(listing)
    assert page.session.record.grants[0].plan != "focus-2002"
    assert page.session.record.plan(page.session.record.grants[0].plan).listing == listing


@pytest.mark.parametrize("typed", ["90 days", "1 year", "3 months", "none", "1 day"])
def test_windows_come_back_as_typed(typed):
    assert window_text(parse_window(typed)) == typed


@pytest.mark.parametrize("typed", ["", "90", "-1 days", "1.5 years", "200 years", "some days"])
def test_windows_that_cannot_be_read_are_refused(typed):
    with pytest.raises(Refusal):
        parse_window(typed)
