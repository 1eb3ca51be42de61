"""The cards of the page Exercise: lots, a mix, a sale, taxes, goals and the planner."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from models.facts.grant import Grant, PeriodicPart
from models.facts.lot import Lot
from models.facts.payment import Broker, Net, Swap
from models.record import deeds
from ui import text
from ui.main_window import MainWindow
from ui.pages.exercise import ExercisePage
from ui.pages.exercise.asking import CASH, COVER, MIX, NET, SALE, SWAP
from ui.pages.exercise.lots import LotsPicker

from .exercise_stage import DAY, cell, page, type_into

__all__ = ["page"]  # a fixture


def test_the_lots_to_give_can_be_named(page: ExercisePage, qtbot: QtBot) -> None:
    type_into(qtbot, page.ask.shares, "500")
    page._choose(SWAP)
    assert page.chosen.lots.edit_of("L-1").maybe() == 222, "the oldest first"
    page.chosen.lots.choose_named()
    for lot, shares in (("L-1", ""), ("L-3", "222")):
        type_into(qtbot, page.chosen.lots.edit_of(lot), shares or " ")
    reckoning = page.reckoning
    assert reckoning is not None
    quote = reckoning.outcome(SWAP).quote
    assert quote is not None
    assert [(lot.id, lot.shares) for lot in quote.tendered_lots] == [("L-3", 222)]
    type_into(qtbot, page.chosen.lots.edit_of("L-3"), "900")
    assert "L-3 holds 540 shares" in page.chosen.lots._line.text()


def test_a_mix_gives_the_shares_asked_for(page: ExercisePage, qtbot: QtBot) -> None:
    type_into(qtbot, page.ask.shares, "500")
    page._choose(MIX)
    type_into(qtbot, page.chosen.mix, "100")
    assert cell(page, MIX, "given_up").words == "100"
    quote = page.session.record.ledger.quote("NQ-1", DAY, 500, Swap(tender=100), None, page.taxes.rates_stated())
    assert cell(page, MIX, "cash_due").words == text.money(quote.cash_due)


def test_sale_fees_of_the_day_are_offered_and_can_be_changed(page: ExercisePage, qtbot: QtBot) -> None:
    page._choose(COVER)
    assert page.chosen.sale.part.placeholderText() == "0.00468"
    type_into(qtbot, page.chosen.sale.price, "2.60")
    type_into(qtbot, page.chosen.sale.commission, "9.95")
    reckoning = page.reckoning
    assert reckoning is not None
    payment = reckoning.outcome(COVER).payment
    assert isinstance(payment, Broker)
    assert payment.sale_price == Fraction("2.6")
    assert payment.fees.flat == Fraction("9.95")
    assert payment.fees.proceeds_rate == Fraction("0.0000468")
    assert payment.cover_withholding
    page.chosen.sale.covers.click()
    reckoning = page.reckoning
    assert reckoning is not None
    payment = reckoning.outcome(COVER).payment
    assert isinstance(payment, Broker)
    assert not payment.cover_withholding


def test_rates_typed_are_used_and_can_be_kept(page: ExercisePage, window: MainWindow, qtbot: QtBot) -> None:
    assert not page.taxes._keep.isVisibleTo(page)
    type_into(qtbot, page.taxes.state, "5")
    type_into(qtbot, page.taxes.wages, "90000")
    assert page.taxes.rates_stated().state == Fraction("0.05")
    assert page.taxes._keep.isVisibleTo(page)
    page.taxes._keep.click()
    tax = page.session.record.tax
    assert (tax.state_rate, tax.wages_to_date["2003"]) == (Fraction("0.05"), 90000)
    assert not page.taxes._keep.isVisibleTo(page)
    window.menus.actions["undo"].trigger()
    assert page.session.record.tax.state_rate == Fraction("0.093")
    assert page.taxes.state.maybe() == Fraction("0.093")


def test_an_empty_state_rate_takes_the_one_offered(page: ExercisePage, qtbot: QtBot) -> None:
    page.taxes.state.clear()
    offered = page.taxes.rates_stated().state
    assert offered > Fraction("0.06"), "California's rate for stock options with its disability insurance"
    page.taxes.home.set_value("")
    assert page.taxes.rates_stated().state == 0


def test_a_tax_value_of_ones_own(page: ExercisePage, qtbot: QtBot) -> None:
    type_into(qtbot, page.ask.shares, "500")
    type_into(qtbot, page.taxes.tax_value, "2.80")
    assert page.figures[2].number == "$800.00"
    assert page.figures[1].number == "$2.70", "payment in shares still rests on the plan's value"


def test_what_is_still_owed_follows_the_marginal_rate(page: ExercisePage, qtbot: QtBot) -> None:
    type_into(qtbot, page.ask.shares, "500")
    type_into(qtbot, page.taxes.marginal, "44.3")
    assert cell(page, CASH, "gap").words == "$75.00", "ten points more than the 25% and 9.3% withheld, on $750"
    page.taxes.marginal.clear()
    assert all(line.key != "gap" for line in page.ways.sheet.lines)


def test_goals_are_sought_by_every_way(page: ExercisePage, qtbot: QtBot) -> None:
    type_into(qtbot, page.goal.shares, "300")
    answers = {one.way: one for one in page.goal.table.rows_model.rows}
    assert answers[CASH].quote is not None
    assert answers[CASH].quote.shares == 300
    net = answers[NET].quote
    assert net is not None
    assert net.shares_kept >= 300
    less = page.session.record.ledger.quote("NQ-1", DAY, net.shares - 1, Net(), None, page.taxes.rates_stated())
    assert less.shares_kept < 300
    assert answers[SALE].quote is None
    assert answers[SALE].refused.endswith(".")
    page.goal.table.select_id(NET)
    qtbot.keyClick(page.goal.table, Qt.Key.Key_Return)
    assert page.ask.shares.maybe() == net.shares
    assert page.way == NET


def test_the_planner_warns_of_a_stranded_remainder(page: ExercisePage, window: MainWindow) -> None:
    vesting = (PeriodicPart(350, date(2003, 1, 1), total_months=3, every_months=3),)
    grant = Grant("NQ-9", "focus-2002", date(2003, 1, 1), 350, Fraction("1.00"), "employee", vesting)
    assert window.commit(deeds.add_grant(page.session.record, grant=grant))
    page.focus_on(grant="NQ-9", shares=300)
    assert page.planner.sentence.text() == (
        "Today, 100 to 250 or 350 shares can be exercised so that none is left over for good. "
        "251 to 349 would strand some. 300 is one of them."
    )
    assert any("50 shares would be left for good" in one.words.text() for one in page.chosen._pool)
    page.planner.plans.click()
    page.planner.each.set_value(200)
    assert [piece.shares for piece in page.planner.table.rows_model.rows] == [175, 175]
    page.planner.table.select_id(175)
    page.planner.table.activated_row.emit(page.planner.table.current_row())
    assert page.ask.shares.maybe() == 175


def test_an_old_price_leads_to_the_prices(page: ExercisePage, window: MainWindow) -> None:
    page.session.set_as_of(date(2004, 6, 1))
    banner = next(one for one in page.chosen._pool if "more than 7 days" in one.words.text())
    banner.acted.emit()
    assert window.here == "record"


def _tendered(page: ExercisePage, way: str) -> list[tuple[str, int]]:
    assert page.reckoning is not None
    quote = page.reckoning.outcome(way).quote
    assert quote is not None
    return [(lot.id, lot.shares) for lot in quote.tendered_lots]


@pytest.fixture
def named(page: ExercisePage, qtbot: QtBot) -> LotsPicker:
    """500 shares paid by a swap of named lots: 100 of the first, 200 of the second."""
    type_into(qtbot, page.ask.shares, "500")
    page._choose(SWAP)
    picker = page.chosen.lots
    picker.choose_named()
    for lot, shares in (("L-1", "100"), ("L-2", "200"), ("L-3", " ")):
        type_into(qtbot, picker.edit_of(lot), shares)
    return picker


def test_lots_are_given_in_the_order_they_are_put(page: ExercisePage, named: LotsPicker, qtbot: QtBot) -> None:
    """222 shares pay for 500: what stands first gives first, and what is over stays."""
    assert named.order == ("L-1", "L-2", "L-3")
    assert _tendered(page, SWAP) == [("L-1", 100), ("L-2", 122)]
    qtbot.mouseClick(named._lines["L-2"]._up, Qt.MouseButton.LeftButton)
    assert named.order == ("L-2", "L-1", "L-3")
    assert _tendered(page, SWAP) == [("L-2", 200), ("L-1", 22)]
    assert named.edit_of("L-2").maybe() == 200, "what was typed goes with its lot"
    assert not named._lines["L-2"]._up.isEnabled()
    assert not named._lines["L-3"]._down.isEnabled()


def test_a_lot_is_moved_from_its_field_and_keeps_the_cursor(
    page: ExercisePage, named: LotsPicker, qtbot: QtBot
) -> None:
    edit = named.edit_of("L-1")
    edit.setFocus()
    qtbot.keyClick(edit, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClick(edit, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClick(edit, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert named.order == ("L-2", "L-3", "L-1")
    assert page.window().focusWidget() is edit
    assert edit.accessibleDescription() == "Place 3 of 3"
    qtbot.keyClick(edit, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert named.order == ("L-2", "L-1", "L-3")
    assert _tendered(page, SWAP) == [("L-2", 200), ("L-1", 22)]


def test_tab_follows_the_order_of_the_lots(page: ExercisePage, named: LotsPicker, qtbot: QtBot) -> None:
    named.put("L-3", 0)
    named.edit_of("L-3").setFocus()
    reached = []
    for _ in range(6):
        reached.append(page.focusWidget())
        qtbot.keyClick(reached[-1], Qt.Key.Key_Tab)
    fields = [one for one in reached if one in [line.edit for line in named._lines.values()]]
    assert fields == [named.edit_of("L-3"), named.edit_of("L-1"), named.edit_of("L-2")]


def test_a_lot_is_dragged_by_its_handle(page: ExercisePage, named: LotsPicker, qtbot: QtBot) -> None:
    qtbot.wait(10)
    handle = named._lines["L-1"]._handle
    assert handle.isVisible()
    qtbot.mousePress(handle, Qt.MouseButton.LeftButton)
    below = named.edit_of("L-3").geometry().bottom() - handle.y()
    qtbot.mouseMove(handle, QPoint(3, below))
    assert named.order == ("L-2", "L-3", "L-1")
    qtbot.wait(10)
    qtbot.mouseMove(handle, QPoint(3, -handle.y()))
    qtbot.mouseRelease(handle, Qt.MouseButton.LeftButton)
    assert named.order == ("L-1", "L-2", "L-3")


def test_the_oldest_first_stand_in_their_own_order_again(page: ExercisePage, named: LotsPicker) -> None:
    named.put("L-3", 0)
    named._oldest.setChecked(True)
    assert page.chosen.lots.order == ("L-1", "L-2", "L-3")
    assert named.named() is None
    assert _tendered(page, SWAP) == [("L-1", 222)]
    assert not named._lines["L-1"]._down.isVisible()
    assert not named._lines["L-1"]._handle.isVisible()
    named.put("L-3", 0)
    assert named.order == ("L-1", "L-2", "L-3"), "nobody else's order"


def test_lots_of_a_mix_can_be_named_too(page: ExercisePage, qtbot: QtBot) -> None:
    type_into(qtbot, page.ask.shares, "500")
    page._choose(MIX)
    assert page.chosen.mix_field.isVisible()
    assert page.chosen.mix_lots.edit_of("L-1").maybe() == 111, "half of what can pay, of the oldest"
    page.chosen.mix_lots.choose_named()
    assert not page.chosen.mix_field.isVisible()
    for lot, shares in (("L-1", " "), ("L-2", "30"), ("L-3", "50")):
        type_into(qtbot, page.chosen.mix_lots.edit_of(lot), shares)
    page.chosen.mix_lots.put("L-3", 0)
    assert _tendered(page, MIX) == [("L-3", 50), ("L-2", 30)]
    assert _tendered(page, SWAP) == [("L-1", 222)], "the swap keeps its own"
    payment = Swap((("L-3", 50), ("L-2", 30)))
    quote = page.session.record.ledger.quote("NQ-1", DAY, 500, payment, None, page.taxes.rates_stated())
    assert cell(page, MIX, "cash_due").words == text.money(quote.cash_due)
    assert page.reckoning is not None
    assert page.reckoning.outcome(MIX).payment == payment


def test_lots_that_come_and_go_leave_the_others_where_they_were(
    page: ExercisePage, named: LotsPicker, window: MainWindow
) -> None:
    named.put("L-2", 0)
    lot = Lot("L-9", "focus-2002", date(2001, 5, 5), 40, Fraction(1))
    assert window.commit(deeds.add_lot(page.session.record, lot=lot))
    assert named.order == ("L-2", "L-1", "L-3", "L-9")
    assert named.edit_of("L-2").maybe() == 200
    window.menus.actions["undo"].trigger()
    assert named.order == ("L-2", "L-1", "L-3")
    assert named.named() == (("L-2", 200), ("L-1", 100))


def test_an_untouched_number_follows_the_day_and_a_typed_one_stays(page: ExercisePage, qtbot: QtBot) -> None:
    page.session.set_as_of(date(2004, 6, 1))
    later = page.ask.shares.maybe()
    assert later is not None
    assert later > 1200
    page.session.set_as_of(DAY)
    assert page.ask.read() == ("NQ-1", 1200, DAY), "not the number of another day with a refusal below it"
    type_into(qtbot, page.ask.shares, "500")
    page.session.set_as_of(date(2004, 6, 1))
    assert page.ask.shares.maybe() == 500


def test_without_a_price_the_page_says_so_and_leads_to_one(page: ExercisePage, window: MainWindow) -> None:
    assert not page.price_wanted.isVisible()
    record = page.session.record
    page.session.commit(deeds.remove_prices(record, serials=list(record.shelf("prices"))))
    assert "No recorded price" in page.ways_card.hint_label.text()
    assert {way.trouble for way in page.ways.sheet.ways if way.key != CASH} == {"No value"}
    page.price_wanted.click()
    assert window.frame.stack.currentWidget() is window.pages["record"]
