"""The page Exercise through the real door: figures, ways to pay, refusals at their field, goals, plans, the draft."""

from __future__ import annotations

import time
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from models.facts.event import ServiceEnded
from models.facts.grant import Grant, PeriodicPart
from models.facts.payment import Broker, Cash, Net, Swap
from models.record import deeds
from models.record.change import Change
from ui import text
from ui.main_window import MainWindow
from ui.pages.exercise import ExercisePage
from ui.pages.exercise.asking import CASH, COVER, MIX, NET, SALE, SWAP, WAYS

from .mnemonics import doubled_mnemonics

DAY = date(2003, 11, 10)


@pytest.fixture
def page(window: MainWindow) -> ExercisePage:
    """The page as it is first seen."""
    window.go_to("exercise")
    shown = window.pages["exercise"]
    assert isinstance(shown, ExercisePage)
    return shown


def _cell(page: ExercisePage, way: str, line: str) -> Any:
    sheet = page.ways.sheet
    found = next(one for one in sheet.lines if one.key == line)
    return found.cells[sheet.way_at(way)]


def _type(qtbot: QtBot, edit: Any, words: str) -> None:
    edit.setFocus()
    edit.selectAll()
    qtbot.keyClicks(edit, words)


def test_it_begins_with_all_that_can_be_exercised(page: ExercisePage) -> None:
    assert page.ask.read() == ("NQ-1", 1200, DAY)
    assert page.way == CASH
    assert [way.key for way in page.ways.sheet.ways] == list(WAYS)


def test_cash_for_500_shares(page: ExercisePage, qtbot: QtBot) -> None:
    _type(qtbot, page.ask.shares, "500")
    quote = page.session.record.ledger.quote("NQ-1", DAY, 500, Cash(), None, page.taxes.rates_stated())
    assert _cell(page, CASH, "cash_due").words == text.money(quote.cash_due)
    assert _cell(page, CASH, "shares_kept").words == "+500"
    assert _cell(page, CASH, "owned").words == "1,690", "400, 250 and 540 owned before"
    assert page.figures[0].number == "$600.00"
    assert page.figures[1].number == "$2.70"
    assert page.figures[1].note == "of Nov 7, 2003, paragraph 6(iii)"
    assert page.figures[2].number == "$750.00"
    assert text.money(quote.cash_due) in page.bar.sentence.text()


def test_the_best_figure_of_each_line_is_marked(page: ExercisePage, qtbot: QtBot) -> None:
    _type(qtbot, page.ask.shares, "500")
    best = {
        line.key: [w.key for w, c in zip(page.ways.sheet.ways, line.cells, strict=True) if c.is_best]
        for line in page.ways.sheet.lines
    }
    assert best["cash_due"] == [SALE, COVER]
    assert best["shares_kept"] == [CASH]
    assert best["cash_to_holder"] == [SALE]
    assert best["worth"] == [CASH, SWAP, MIX, NET]
    spoken = page.ways.model().index(1, 5).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.endswith("the best of this line")


def test_every_figure_says_why(page: ExercisePage, window: MainWindow, qtbot: QtBot) -> None:
    page.ways.setFocus()
    for row in range(1, page.ways.model().rowCount()):
        for column in range(1, page.ways.model().columnCount()):
            page.ways.setCurrentIndex(page.ways.model().index(row, column))
            cell = page.ways.sheet.lines[row - 1].cells[column - 1]
            assert cell.why is not None
            assert list(cell.why), page.ways.sheet.lines[row - 1].key
            assert window.frame.why.explanation == cell.why
            assert cell.words in window.frame.why.title


@pytest.mark.parametrize(
    ("shares", "words"),
    [
        ("50", "At least 100 shares: paragraph 10 of the plan. You can exercise 100 to 1,200."),
        ("1201", "More than can be exercised on Nov 10, 2003. You can exercise 100 to 1,200."),
    ],
)
def test_too_few_and_too_many_are_refused_at_the_field(
    page: ExercisePage, qtbot: QtBot, shares: str, words: str
) -> None:
    _type(qtbot, page.ask.shares, shares)
    field = page.ask.form.field("shares")
    assert field.is_refused
    assert field.line.text() == words
    assert not any(cell.is_best for line in page.ways.sheet.lines for cell in line.cells)
    _type(qtbot, page.ask.shares, "500")
    assert not field.is_refused


def test_what_cannot_be_read_is_not_figured(page: ExercisePage, qtbot: QtBot) -> None:
    _type(qtbot, page.ask.shares, "5x")
    assert page.reckoning is None
    assert not page.bar.verb.isEnabled()
    qtbot.keyClick(page.ask.shares, Qt.Key.Key_Return)
    assert page.ask.form.field("shares").is_refused


def test_a_day_before_the_grant_is_refused_at_the_day(page: ExercisePage, qtbot: QtBot) -> None:
    _type(qtbot, page.ask.on, "2002-12-01")
    assert page.ask.form.field("exercise_date").is_refused
    assert not page.ask.form.field("shares").is_refused


def test_enter_chooses_a_way_and_arrows_move(page: ExercisePage, qtbot: QtBot) -> None:
    page.ways.setFocus()
    page.ways.setCurrentIndex(page.ways.model().index(1, 1))
    qtbot.keyClick(page.ways, Qt.Key.Key_Right)
    assert page.way == CASH
    qtbot.keyClick(page.ways, Qt.Key.Key_Return)
    assert page.way == SWAP
    assert page.chosen.title_label.text() == "Swap of shares"
    assert page.chosen.lots.isVisible()
    qtbot.keyClick(page.ways, Qt.Key.Key_Right)
    qtbot.keyClick(page.ways, Qt.Key.Key_Space)
    assert page.way == MIX


def test_the_lots_to_give_can_be_named(page: ExercisePage, qtbot: QtBot) -> None:
    _type(qtbot, page.ask.shares, "500")
    page._choose(SWAP)
    assert page.chosen.lots.edit_of("L-1").maybe() == 222, "the oldest first"
    page.chosen.lots.choose_named()
    for lot, shares in (("L-1", ""), ("L-3", "222")):
        _type(qtbot, page.chosen.lots.edit_of(lot), shares or " ")
    reckoning = page.reckoning
    assert reckoning is not None
    quote = reckoning.outcome(SWAP).quote
    assert quote is not None
    assert [(lot.id, lot.shares) for lot in quote.tendered_lots] == [("L-3", 222)]
    _type(qtbot, page.chosen.lots.edit_of("L-3"), "900")
    assert "L-3 holds 540 shares" in page.chosen.lots._line.text()


def test_a_mix_gives_the_shares_asked_for(page: ExercisePage, qtbot: QtBot) -> None:
    _type(qtbot, page.ask.shares, "500")
    page._choose(MIX)
    _type(qtbot, page.chosen.mix, "100")
    assert _cell(page, MIX, "given_up").words == "100"
    quote = page.session.record.ledger.quote("NQ-1", DAY, 500, Swap(tender=100), None, page.taxes.rates_stated())
    assert _cell(page, MIX, "cash_due").words == text.money(quote.cash_due)


def test_sale_fees_of_the_day_are_offered_and_can_be_changed(page: ExercisePage, qtbot: QtBot) -> None:
    page._choose(COVER)
    assert page.chosen.sale.part.placeholderText() == "0.00468"
    _type(qtbot, page.chosen.sale.price, "2.60")
    _type(qtbot, page.chosen.sale.commission, "9.95")
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
    _type(qtbot, page.taxes.state, "5")
    _type(qtbot, page.taxes.wages, "90000")
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
    _type(qtbot, page.ask.shares, "500")
    _type(qtbot, page.taxes.tax_value, "2.80")
    assert page.figures[2].number == "$800.00"
    assert page.figures[1].number == "$2.70", "payment in shares still rests on the plan's value"


def test_what_is_still_owed_follows_the_marginal_rate(page: ExercisePage, qtbot: QtBot) -> None:
    _type(qtbot, page.ask.shares, "500")
    _type(qtbot, page.taxes.marginal, "44.3")
    assert _cell(page, CASH, "gap").words == "$75.00", "ten points more than the 25% and 9.3% withheld, on $750"
    page.taxes.marginal.clear()
    assert all(line.key != "gap" for line in page.ways.sheet.lines)


def test_goals_are_sought_by_every_way(page: ExercisePage, qtbot: QtBot) -> None:
    _type(qtbot, page.goal.shares, "300")
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


def test_after_a_death_the_estate_signs(page: ExercisePage, window: MainWindow, qtbot: QtBot) -> None:
    event = ServiceEnded(date(2003, 11, 1), "employee", "death")
    assert window.commit(Change("Record a death", page.session.record.adding("events", event)))
    page.bar.verb.click()
    assert page.session.record.notices[-1].signer.capacity == "personal_representative"


def test_the_number_of_a_notice_that_was_undone_never_comes_again(
    page: ExercisePage, window: MainWindow, qtbot: QtBot
) -> None:
    for number in ("2003-001", "2003-002"):
        window.go_to("exercise")
        _type(qtbot, page.ask.shares, "500")
        page.bar.verb.click()
        assert page.session.record.notices[-1].number == number
        window.menus.actions["undo"].trigger()
        assert not page.session.record.notices


def test_prepare_makes_a_draft_and_goes_to_it(page: ExercisePage, window: MainWindow, qtbot: QtBot) -> None:
    _type(qtbot, page.ask.shares, "500")
    page.bar.verb.click()
    notice = page.session.record.notices[-1]
    assert (notice.number, notice.grant, notice.shares, notice.payment) == ("2003-001", "NQ-1", 500, Cash())
    assert (notice.prepared_on, notice.exercise_date, notice.state) == (DAY, DAY, "draft")
    assert window.here == "notices"
    window.menus.actions["undo"].trigger()
    assert not page.session.record.notices


@pytest.mark.parametrize("way", WAYS)
def test_a_draft_is_taken_up_again_as_it_was(page: ExercisePage, window: MainWindow, qtbot: QtBot, way: str) -> None:
    _type(qtbot, page.ask.shares, "500")
    page._choose(way)
    if way == MIX:
        _type(qtbot, page.chosen.mix, "100")
    page.bar.verb.click()
    before = page.session.record.notices[-1]
    _type(qtbot, page.ask.shares, "700")
    page._choose(CASH)
    window.go_to("exercise", notice=before.number)
    assert page.way == way
    assert page.ask.shares.maybe() == 500
    _type(qtbot, page.ask.shares, "600")
    page.bar.verb.click()
    after = page.session.record.notices[-1]
    assert len(page.session.record.notices) == 1
    assert (after.number, after.shares) == (before.number, 600)
    assert type(after.payment) is type(before.payment)
    window.go_to("exercise")
    page.bar.verb.click()
    assert len(page.session.record.notices) == 2, "a draft is let go of once it is changed"


def test_another_day_shown_moves_the_day_of_the_exercise(page: ExercisePage) -> None:
    page.session.set_as_of(date(2004, 1, 5))
    assert page.ask.on.maybe() == date(2004, 1, 5)
    page.ask.on.set_value(date(2004, 2, 2))
    page.session.set_as_of(date(2004, 1, 6))
    assert page.ask.on.maybe() == date(2004, 2, 2), "a day typed stays"


def test_a_year_without_rates_says_what_to_do(page: ExercisePage) -> None:
    page.ask.on.set_value(date(2012, 6, 1))
    page.ask.on.set_value(date(1999, 6, 1))
    assert page.reckoning is not None


def test_no_grants_no_figures(window: MainWindow, tmp_path: Any) -> None:
    from models.facts.holder import Holder
    from models.record.record import record_of
    from models.record.sample import first_change

    window.files.create(tmp_path / "empty.strikebook", first_change(record_of({"holder": [Holder("A")]}), "Make"))
    window.go_to("exercise")
    page = window.pages["exercise"]
    assert isinstance(page, ExercisePage)
    assert page.empty.isVisible()
    assert not page.area.isVisible()
    assert not page.bar.isVisible()


def test_copy_gives_the_comparison_as_a_table(page: ExercisePage, qtbot: QtBot) -> None:
    page.ways.setFocus()
    qtbot.keyClick(page.ways, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].split("\t")[1:3] == ["Cash or check", "Swap of shares"]
    assert all(line.count("\t") == len(WAYS) for line in lines)


def test_typing_is_answered_within_a_frame(page: ExercisePage, qtbot: QtBot) -> None:
    took = []
    for shares in range(300, 340):
        begun = time.perf_counter()
        page.ask.shares.set_value(shares)
        took.append(time.perf_counter() - begun)
    assert sorted(took)[len(took) // 2] < 1 / 30, "a frame, with room for a busy machine"


def test_every_field_has_a_name(page: ExercisePage) -> None:
    from PySide6.QtWidgets import QWidget

    for widget in page.findChildren(QWidget):
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.isVisibleTo(page):
            name = widget.accessibleName() or (widget.text() if hasattr(widget, "text") else "")
            assert name, widget


@pytest.mark.parametrize("way", WAYS)
def test_no_two_things_share_a_mnemonic(page: ExercisePage, window: MainWindow, way: str) -> None:
    page._choose(way)
    page.planner.plans.setChecked(True)
    assert doubled_mnemonics(window) == []


def test_an_old_price_leads_to_the_prices(page: ExercisePage, window: MainWindow) -> None:
    page.session.set_as_of(date(2004, 6, 1))
    banner = next(one for one in page.chosen._pool if "more than 7 days" in one.words.text())
    banner.acted.emit()
    assert window.here == "record"


def test_without_any_price_only_cash_has_figures(page: ExercisePage, window: MainWindow) -> None:
    record = page.session.record
    change = deeds.remove_prices(record, serials=list(record.shelf("prices")))
    assert window.commit(change)
    assert page.figures[1].number == text.DASH
    assert _cell(page, CASH, "cash_due").words == "$1,440.00"
    assert _cell(page, NET, "cash_due").words == text.DASH
    page._choose(NET)
    assert not page.bar.verb.isEnabled()
    assert "no recorded price" in page.bar.note.text().lower()
    page.taxes.tax_value.set_value(Fraction("2.70"))
    assert _cell(page, CASH, "withholding").words != text.DASH, "taxes can rest on a value of the holder's own"


def test_a_read_only_record_is_looked_at_only(window: MainWindow, tmp_path: Any) -> None:
    assert window.session is not None
    path = window.session.path
    window.show_session(None)
    assert window.files.open_path(path, read_only=True)
    window.go_to("exercise")
    page = window.pages["exercise"]
    assert isinstance(page, ExercisePage)
    assert page.reckoning is not None
    assert not page.bar.verb.isEnabled()
