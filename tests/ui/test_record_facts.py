"""Record: prices, shares owned, events, holder and checks, through the real door on a real file."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from models.facts.event import Acceleration, Adjustment, Exercised, PlanApproved, ServiceEnded, VestingEvent
from models.record.checks import checks
from models.record.deeds.events import record_adjustment
from ui.dialogs.record.event import EventDialog
from ui.dialogs.record.lot import LotDialog
from ui.dialogs.record.paste import PasteDialog
from ui.dialogs.record.price import PriceDialog
from ui.dialogs.record.taxes import TaxDialog
from ui.pages.remedies import remedy_of


@pytest.fixture
def page(window):
    window.go_to("record")
    return window.pages["record"]


def answer(monkeypatch, kind, fill):
    """Dialogs of this kind are filled by `fill(dialog)` and accepted, or cancelled where they refuse."""

    def run(dialog):
        dialog.show()
        fill(dialog)
        dialog._on_accepted()
        return dialog.result()

    monkeypatch.setattr(kind, "exec", run)


# ---------------------------------------------------------------------- prices


def test_a_price_is_typed_and_entered_with_enter(page, qtbot):
    prices = page.show_section("prices")
    prices.fields.date.setText("2003-11-10")
    qtbot.keyClicks(prices.fields.bids, "2.81 2.83")
    assert "$2.82" in prices.says.text()
    assert "6(iii)" in prices.says.text()
    qtbot.keyClick(prices.fields.bids, Qt.Key.Key_Return)
    found = next(price for price in page.session.record.prices if price.date == date(2003, 11, 10))
    assert found.bids == (Fraction("2.81"), Fraction("2.83"))
    assert prices.fields.date.value() == date(2003, 11, 12)  # the 11th is a holiday
    assert not prices.fields.bids.text()
    row = prices.table.current_row()
    assert row.price == found
    assert prices.value_at(row).value == Fraction("2.82")
    page.host.do("undo")
    assert all(price.date != date(2003, 11, 10) for price in page.session.record.prices)


def test_a_day_with_prices_is_added_to(page, qtbot):
    prices = page.show_section("prices")
    prices.fields.date.setText("2003-11-07")
    assert prices.add.text() == "Change"
    qtbot.keyClicks(prices.fields.high, "2.80")
    prices.add.click()
    found = next(price for price in page.session.record.prices if price.date == date(2003, 11, 7))
    assert (found.last, found.high, found.bids) == (Fraction("2.72"), Fraction("2.80"), (Fraction("2.70"),))


def test_nothing_typed_is_refused_at_a_field(page):
    prices = page.show_section("prices")
    before = page.session.record
    prices.fields.date.setText("2003-11-10")
    prices.add.click()
    assert page.session.record is before
    assert prices.form.field("last").is_refused
    prices.fields.date.setText("soon")
    prices.add.click()
    assert prices.form.field("date").is_refused


def test_every_price_shows_the_value_it_gives(page):
    prices = page.show_section("prices")
    for row in prices.table.rows_model.rows:
        assert prices.value_at(row).value == row.price.bids[0]
    # A day without bids gives no value while the stock is quoted by bids.
    prices.fields.date.setText("2003-11-03")
    prices.fields.last.setText("2.60")
    prices.add.click()
    last_only = next(row for row in prices.table.rows_model.rows if row.price.date == date(2003, 11, 3))
    assert prices.value_at(last_only) is None


def test_prices_are_deleted_and_edited(page, monkeypatch):
    prices = page.show_section("prices")
    prices.table.selectRow(0)
    first = prices.table.current_row()
    answer(monkeypatch, PriceDialog, lambda dialog: dialog.fields.last.setText("2.75"))
    prices.edit.click()
    assert page.session.record.shelf("prices")[first.serial].last == Fraction("2.75")
    prices.table.select_id(first.serial)
    prices.remove.click()
    assert first.serial not in page.session.record.shelf("prices")


def test_a_pasted_table_is_shown_before_it_is_entered(page, qtbot):
    dialog = PasteDialog(None, page.session.record, "focus-2002")
    qtbot.addWidget(dialog)
    assert not dialog.verb.isEnabled()
    dialog.pasted.setPlainText("date\tclose\tbid\tvolume\n11/07/2003\t2.72\t2.71\t12000\n2003-11-10\t2.80\t2.75\t900")
    dialog.read()
    assert len(dialog.table.rows_model.rows) == 2
    assert "1 day of them has prices already" in dialog.says.text()
    assert "volume" in dialog.says.text()
    dialog.clash.set_value("keep")
    after = page.session.record.with_change(dialog.result_value())
    assert {price.date for price in after.prices} >= {date(2003, 11, 10)}
    kept = next(price for price in after.prices if price.date == date(2003, 11, 7))
    assert kept.bids == (Fraction("2.70"),)
    dialog.pasted.setPlainText("date\tclose\n2003-11-10\t1,234")
    dialog.read()
    assert "line 2, column 2" in dialog.says.text().lower()
    assert not dialog.verb.isEnabled()


# ---------------------------------------------------------------------- lots


def test_lots_as_acquired_and_after_a_split(page):
    page.session.commit(
        record_adjustment(
            page.session.record, plan="focus-2002", kind="split", new=2, old=1, on=date(2003, 11, 1), determined=None
        )
    )
    lots = page.show_section("lots")
    assert {row.id: row.shares for row in lots.table.rows_model.rows} == {"L-1": 800, "L-2": 500, "L-3": 1080}
    assert lots.owned.number == "2,380 shares"
    lots._as.set_value("then")
    lots.refresh()
    assert {row.id: row.shares for row in lots.table.rows_model.rows} == {"L-1": 400, "L-2": 250, "L-3": 540}


def test_a_lot_is_added_changed_and_removed(page, monkeypatch):
    lots = page.show_section("lots")

    def fill(dialog):
        dialog.acquired.setText("2003-10-01")
        dialog.shares.setText("120")
        dialog.basis.setText("2.50")

    answer(monkeypatch, LotDialog, fill)
    lots.add.click()
    assert page.session.record.lots[-1].id == "L-4"
    assert lots.table.select_id("L-4")
    lots.edit.click()
    lots.table.select_id("L-4")
    lots.remove.click()
    assert [lot.id for lot in page.session.record.lots] == ["L-1", "L-2"]


def test_a_lot_of_an_exercise_leads_to_the_exercise(page):
    lots = page.show_section("lots")
    lots.table.select_id("L-3")
    lots.remove.click()
    assert page.here == "events"
    assert isinstance(page.sections["events"].table.current_row().event, Exercised)
    assert any(lot.id == "L-3" for event in page.session.record.events for lot in getattr(event, "lots", ()))


# ---------------------------------------------------------------------- events


def fill_end(dialog):
    dialog.parts.reason.set_value("resignation")
    assert "last day to exercise" in dialog.effects
    assert "NQ-1" in dialog.effects


def fill_adjustment(dialog):
    dialog.parts._on_more()
    dialog.parts.own["NQ-1"][1].setText("0.61")
    assert "price $1.20" in dialog.effects
    assert "$0.61" in dialog.effects


def fill_exercise(dialog):
    dialog.parts.grant.set_value("NQ-2")
    dialog.parts.shares.setText("200")
    assert "NQ-2" in dialog.effects


@pytest.mark.parametrize(
    ("kind", "fill", "made"),
    [
        ("service_ended", fill_end, ServiceEnded(date(2003, 11, 10), "employee", "resignation")),
        ("vesting_event", lambda _: None, VestingEvent(date(2003, 11, 10), "NQ-3", "The new product is released")),
        ("acceleration", lambda _: None, Acceleration(date(2003, 11, 10), "focus-2002")),
        ("adjustment", fill_adjustment, Adjustment),
        ("exercised", fill_exercise, Exercised),
    ],
)
def test_every_kind_of_event_is_recorded_and_undone(page, monkeypatch, kind, fill, made):
    events = page.show_section("events")
    before = page.session.record.events
    answer(monkeypatch, EventDialog, fill)
    events.record(kind)
    new = page.session.record.events[-1]
    assert len(page.session.record.events) == len(before) + 1
    assert isinstance(new, made) if isinstance(made, type) else new == made
    assert events.table.current_row().event == new
    page.host.do("undo")
    assert page.session.record.events == before


def test_an_exercise_leaves_the_lots_the_rules_give(page, monkeypatch):
    events = page.show_section("events")
    answer(monkeypatch, EventDialog, fill_exercise)
    events.record("exercised")
    (lot,) = page.session.record.events[-1].lots
    assert (lot.shares, lot.basis, lot.acquired) == (200, Fraction("2.70"), date(2003, 11, 10))


def test_a_combination_that_is_none_is_refused_at_its_field(page, qtbot):
    dialog = EventDialog(None, page.session.record, date(2003, 11, 10), "adjustment")
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.parts.what.set_value("combination")
    dialog._on_accepted()
    assert dialog.form.field("new").is_refused
    assert dialog.result() != QDialog.DialogCode.Accepted


def test_removing_says_what_would_change(page):
    events = page.show_section("events")
    approval = next(at for at, event in page.session.record.shelf("events").items() if isinstance(event, PlanApproved))
    events.table.select_id(approval)
    assert "cannot be removed" in events.says.text()
    events.remove.click()
    assert approval in page.session.record.shelf("events")
    exercise = next(row for row in events.table.rows_model.rows if isinstance(row.event, Exercised))
    events.table.select_id(exercise.serial)
    assert "Shares owned 1,190" in events.says.text()
    events.remove.click()
    assert exercise.serial not in page.session.record.shelf("events")


# ---------------------------------------------------------------------- holder


def test_tax_figures_are_changed(page, monkeypatch):
    holder = page.show_section("holder")
    assert holder.state.number == "CA"

    def fill(dialog):
        dialog.state.set_value("NV")
        dialog.wages[2003][0].setText("80,000")

    answer(monkeypatch, TaxDialog, fill)
    holder.change_taxes.click()
    tax = page.session.record.tax
    assert (tax.state, tax.state_rate, tax.wages_to_date["2003"]) == ("NV", Fraction(0), Fraction(80000))
    assert holder.state.number == "NV"


def test_more_supplemental_than_wages_is_refused(page, qtbot):
    dialog = TaxDialog(None, page.session.record.tax, date(2003, 11, 10))
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.wages[2003][1].setText("70,000")
    dialog._on_accepted()
    assert dialog.form.field("supplemental 2003").is_refused


# ---------------------------------------------------------------------- checks


def test_checks_are_listed_and_counted_on_the_tab(page):
    section = page.show_section("checks")
    found = checks(page.session.record, page.session.as_of)
    assert section.findings.words == [one.says for one in found]
    assert page.tabs.tabText(0) == f"Checks ({len(found)})"


def test_every_remedy_leads_somewhere(page, window, monkeypatch):
    """The button of every check shown goes to a page that exists, and that page takes what it is told."""
    monkeypatch.setattr(QDialog, "exec", lambda _: QDialog.DialogCode.Rejected)
    page.session.commit(
        record_adjustment(
            page.session.record, plan="focus-2002", kind="split", new=2, old=1, on=date(2003, 11, 1), determined=None
        )
    )
    for day in (date(2003, 11, 10), date(2004, 6, 1), date(2012, 12, 1), date(2003, 1, 2)):
        page.session.set_as_of(day)
        found = checks(page.session.record, day)
        assert found
        for at, check in enumerate(found):
            remedy = remedy_of(page.session.record, check)
            assert window.has_page(remedy.page), check
            window.go_to("record", section="checks")
            page.sections["checks"]._on_acted(at)
            if remedy.page == "record":
                assert page.here == remedy.focus["section"]
            else:
                assert window.here == remedy.page
            window.go_to("record")


def test_a_stale_price_leads_to_the_line_where_one_is_typed(page, window):
    page.session.set_as_of(date(2004, 1, 15))
    found = checks(page.session.record, page.session.as_of)
    at = next(at for at, one in enumerate(found) if one.code == "stale_price")
    page.show_section("checks")
    page.sections["checks"]._on_acted(at)
    assert page.here == "prices"
    assert page.sections["prices"].fields.date.value() == date(2004, 1, 15)
