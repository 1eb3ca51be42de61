"""The page Exercise through the real door: figures, every way to pay side by side, refusals at their field."""

from __future__ import annotations

import time
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from models.facts.payment import Cash
from models.record import deeds
from ui import text
from ui.main_window import MainWindow
from ui.pages.exercise import ExercisePage
from ui.pages.exercise.asking import CASH, COVER, MIX, NET, SALE, SWAP, WAYS

from .exercise_stage import DAY, cell, page, type_into
from .mnemonics import doubled_mnemonics

__all__ = ["page"]  # a fixture


def test_it_begins_with_all_that_can_be_exercised(page: ExercisePage) -> None:
    assert page.ask.read() == ("NQ-1", 1200, DAY)
    assert page.way == CASH
    assert [way.key for way in page.ways.sheet.ways] == list(WAYS)


def test_cash_for_500_shares(page: ExercisePage, qtbot: QtBot) -> None:
    type_into(qtbot, page.ask.shares, "500")
    quote = page.session.record.ledger.quote("NQ-1", DAY, 500, Cash(), None, page.taxes.rates_stated())
    assert cell(page, CASH, "cash_due").words == text.money(quote.cash_due)
    assert cell(page, CASH, "shares_kept").words == "+500"
    assert cell(page, CASH, "owned").words == "1,690", "400, 250 and 540 owned before"
    assert page.figures[0].number == "$600.00"
    assert page.figures[1].number == "$2.70"
    assert page.figures[1].note == "of Nov 7, 2003, paragraph 6(iii)"
    assert page.figures[2].number == "$750.00"
    assert text.money(quote.cash_due) in page.bar.sentence.text()


def test_the_best_figure_of_each_line_is_marked(page: ExercisePage, qtbot: QtBot) -> None:
    type_into(qtbot, page.ask.shares, "500")
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
    type_into(qtbot, page.ask.shares, shares)
    field = page.ask.form.field("shares")
    assert field.is_refused
    assert field.line.text() == words
    assert not any(cell.is_best for line in page.ways.sheet.lines for cell in line.cells)
    type_into(qtbot, page.ask.shares, "500")
    assert not field.is_refused


def test_what_cannot_be_read_is_not_figured(page: ExercisePage, qtbot: QtBot) -> None:
    type_into(qtbot, page.ask.shares, "5x")
    assert page.reckoning is None
    assert not page.bar.verb.isEnabled()
    qtbot.keyClick(page.ask.shares, Qt.Key.Key_Return)
    assert page.ask.form.field("shares").is_refused


def test_a_day_before_the_grant_is_refused_at_the_day(page: ExercisePage, qtbot: QtBot) -> None:
    type_into(qtbot, page.ask.on, "2002-12-01")
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


def test_without_any_price_only_cash_has_figures(page: ExercisePage, window: MainWindow) -> None:
    record = page.session.record
    change = deeds.remove_prices(record, serials=list(record.shelf("prices")))
    assert window.commit(change)
    assert page.figures[1].number == text.DASH
    assert cell(page, CASH, "cash_due").words == "$1,440.00"
    assert cell(page, NET, "cash_due").words == text.DASH
    page._choose(NET)
    assert not page.bar.verb.isEnabled()
    assert "no recorded price" in page.bar.note.text().lower()
    page.taxes.tax_value.set_value(Fraction("2.70"))
    assert cell(page, CASH, "withholding").words != text.DASH, "taxes can rest on a value of the holder's own"


def test_a_day_without_anything_to_exercise_says_so_and_shows_no_empty_cards(window: MainWindow, qtbot: QtBot) -> None:
    assert window.session is not None
    window.session.set_as_of(date(2014, 6, 1))
    window.go_to("exercise")
    page = window.pages["exercise"]
    assert isinstance(page, ExercisePage)
    cards = (page.ways_card, page.chosen, page.goal, page.planner, page.taxes)
    assert not any(card.isVisible() for card in cards)
    said = page.ask.form.field("shares").line.text()
    assert said == "Nothing can be exercised on Jun 1, 2014. Type a number to see what bars it."
    assert doubled_mnemonics(window) == []
    type_into(qtbot, page.ask.shares, "500")
    assert page.ask.form.field("exercise_date").is_refused, "the last day has passed"
    assert page.ways_card.isVisible()
    assert page.chosen.title_label.text() == "Cash or check"
    type_into(qtbot, page.ask.shares, " ")
    assert page.ways_card.isVisible(), "nothing jumps while a number is typed"
    window.session.set_as_of(DAY)
    assert page.ask.shares.maybe() == 1200
    assert page.ways_card.isVisible()


def test_what_is_under_water_is_no_income(page: ExercisePage) -> None:
    page.session.set_as_of(date(2003, 3, 25))
    assert (page.figures[2].number, page.figures[2].note) == ("$0.00", "at $0.80 a share, below the price")
