"""Grants: the table, the chosen one in detail, and adding, changing, duplicating and removing through the dialog."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from models.errors import Refusal
from models.facts.grant import DatedPart, EventPart, PeriodicPart
from models.record import deeds
from models.record.deeds.grants import next_id
from ui.dialogs.grant import GrantDialog, GrantDraft
from ui.dialogs.grant.part import parse_rows

PLANS = (("focus-2002", "FOCUS"), ("plain-nso", "Plain"))


@pytest.fixture
def page(window):
    window.go_to("grants")
    return window.pages["grants"]


@pytest.fixture
def dialog(qtbot):
    made = GrantDialog(None, GrantDraft(PLANS, "NQ-5"))
    qtbot.addWidget(made)
    return made


def _type(dialog, qtbot, shares="4800"):
    qtbot.keyClicks(dialog.granted, "12/20/2002")
    qtbot.keyClicks(dialog.shares, shares)
    qtbot.keyClicks(dialog.price, "1.20")


def test_a_grant_is_typed_with_its_schedule_drawn(dialog, qtbot):
    _type(dialog, qtbot)
    qtbot.keyClicks(dialog._parts[0].cliff, "12")
    grant = dialog.result_value()
    assert grant.id == "NQ-5"
    assert grant.exercise_price == Fraction(6, 5)
    assert grant.parts == (PeriodicPart(4800, date(2002, 12, 20), 48, 1, 12),)
    assert "37 steps: 1,200 on Dec 20, 2003, then 100 each, the last on Dec 20, 2006." in dialog.preview.text()


def test_months_that_do_not_divide_are_refused_at_their_field(dialog, qtbot):
    _type(dialog, qtbot)
    part = dialog._parts[0]
    part.every.set_value(12)
    part.months.set_value(50)
    with pytest.raises(Refusal) as refused:
        dialog.result_value()
    dialog.show()
    dialog.refuse(refused.value)
    assert part.form.field("total_months").is_refused


def test_a_mix_must_add_up(dialog, qtbot):
    _type(dialog, qtbot, "2000")
    dialog._on_another()
    first, second = dialog._parts
    first.shares.set_value(1500)
    second.kind.set_value("event")
    second.shares.set_value(400)
    second.event_name.set_value("first profitable quarter")
    with pytest.raises(Refusal, match="add up to 1,900 shares; they must add up to 2,000"):
        dialog.result_value()
    second.shares.set_value(500)
    grant = dialog.result_value()
    assert grant.parts[1] == EventPart(500, "first profitable quarter")
    assert "500 shares vest when this happens" in dialog.preview.text()


@pytest.mark.parametrize(
    "typed",
    ["2003-12-20 1250\n2004-12-20 1250", "12/20/2003\t1,250\nDec 20, 2004; 1250 shares\n"],
)
def test_listed_days_are_read_as_people_paste_them(typed):
    assert parse_rows(typed) == ((date(2003, 12, 20), 1250), (date(2004, 12, 20), 1250))


@pytest.mark.parametrize(
    ("typed", "says"),
    [("", "Type or paste"), ("2003-12-20", "Line 1"), ("2003-12-20 5\n2003-02-30 5", "Line 2"), ("x 5", "Line 1")],
)
def test_listed_days_that_cannot_be_read_name_the_line(typed, says):
    with pytest.raises(Refusal, match=says):
        parse_rows(typed)


def test_a_grant_to_change_comes_back_as_it_was(page, qtbot):
    record = page.session.record
    for grant in record.grants:
        made = GrantDialog(None, GrantDraft([(grant.plan, "plan")], "x", grant))
        qtbot.addWidget(made)
        assert made.result_value() == grant


def test_listed_part_comes_back_too(qtbot, page):
    grant = page.session.record.grants[0]
    from dataclasses import replace

    listed = replace(grant, shares=30, parts=(DatedPart(30, ((date(2003, 1, 1), 10), (date(2004, 1, 1), 20))),))
    made = GrantDialog(None, GrantDraft([(grant.plan, "plan")], "x", listed))
    qtbot.addWidget(made)
    assert made.result_value() == listed


def test_adding_changing_and_removing_through_the_page(page, monkeypatch, dialog, qtbot):
    _type(dialog, qtbot)
    grant = dialog.result_value()
    monkeypatch.setattr(GrantDialog, "ask", classmethod(lambda *_: grant))
    page._on_add()
    assert page.session.record.grant("NQ-5") == grant
    assert page._chosen() == grant
    page._on_duplicate()
    assert page.session.record.grants[-1].id == next_id(page.session.record, "NQ-5").replace("7", "6")
    page._on_remove()
    assert page.session.record.grants[-1].id == "NQ-5"
    page.session.undo()
    assert page.session.record.grants[-1].id == "NQ-6"


def test_a_grant_that_was_exercised_is_not_removed(page):
    exercised = next(
        one
        for one in page.session.record.grants
        if page.session.record.ledger.course(one.id).steps
        and any(step.kind == "exercised" for step in page.session.record.ledger.course(one.id).steps)
    )
    page.table.select_id(exercised.id)
    page._on_remove()
    assert page.session.record.grant(exercised.id) is not None


def test_detail_follows_the_day(page):
    page.table.select_id("NQ-1")
    before = page._figures["vested"].accessibleName()
    page.session.set_as_of(date(2004, 12, 31))
    assert page._figures["vested"].accessibleName() != before


def test_what_lapsed_or_was_forfeited_is_shown_and_named(page):
    page.table.select_id("NQ-1")
    lost = page._figures["lost"]
    assert not lost.isVisibleTo(page)
    page.session.set_as_of(date(2013, 1, 15))
    assert (lost.number, lost.note) == ("4,800", "expired")
    states = [page.table.model().index(row, 6).data() for row in range(4)]
    assert states == ["expired", "open", "nothing vested yet", "expired"], "terms ended, no window after a service end"


def test_shares_are_counted_out_of_what_a_split_made_of_them(page):
    split = deeds.record_adjustment(
        page.session.record, plan="focus-2002", kind="split", new=2, old=1, on=date(2004, 2, 2)
    )
    page.session.commit(split)
    page.table.select_id("NQ-1")
    page.session.set_as_of(date(2004, 2, 2))
    assert page._figures["vested"].note == "of 9,600 granted and adjusted"
