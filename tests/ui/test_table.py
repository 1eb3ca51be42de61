"""The table: sorted by value, a selection that stays, rows as text, ten thousand rows at speed."""

from __future__ import annotations

import time
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from ui import text
from ui.tables.model import Column, TableModel
from ui.tables.view import Table


class Item(NamedTuple):
    name: str
    day: date | None
    price: Fraction


COLUMNS = (
    Column[Item]("Name", lambda item: item.name, lambda item: item.name),
    Column[Item]("Day", lambda item: item.day, lambda item: text.day(item.day)),
    Column[Item]("Price", lambda item: item.price, lambda item: text.price(item.price), numeric=True),
)
ITEMS = [
    Item("b", date(2003, 11, 10), Fraction("10")),
    Item("a", None, Fraction("9.5")),
    Item("c", date(2002, 1, 1), Fraction("-100")),
]


@pytest.fixture
def table(qtbot: QtBot) -> Table[Item]:
    made: Table[Item] = Table(COLUMNS, lambda item: item.name, "Items")
    qtbot.addWidget(made)
    made.show_rows(ITEMS)
    made.show()
    return made


def _names(table: Table[Item]) -> str:
    return "".join(item.name for item in table.rows_model.rows)


def test_the_model_keeps_qts_rules(qtmodeltester: Any) -> None:
    model: TableModel[Item] = TableModel(COLUMNS, lambda item: item.name)
    model.show_rows(ITEMS)
    qtmodeltester.check(model)
    model.sort(1)
    qtmodeltester.check(model)


def test_rows_are_sorted_by_value_and_the_unknown_stands_last(table: Table[Item]) -> None:
    table.sortByColumn(2, Qt.SortOrder.AscendingOrder)
    assert _names(table) == "cab"
    table.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    assert _names(table) == "cba"
    table.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    assert _names(table) == "bca"


def test_the_selection_stays_with_its_row(table: Table[Item]) -> None:
    assert table.select_id("a")
    table.sortByColumn(2, Qt.SortOrder.DescendingOrder)
    assert table.current_id() == "a"
    table.show_rows([Item("z", None, Fraction(1)), *reversed(ITEMS)])
    assert table.current_id() == "a"
    assert table.selected_ids() == ["a"]
    table.show_rows([item for item in ITEMS if item.name != "a"])
    assert table.current_row() is None
    assert not table.select_id("a")


def test_the_selection_is_told_once_per_refresh(table: Table[Item]) -> None:
    told: list[object] = []
    table.select_id("b")
    table.current_changed.connect(told.append)
    table.show_rows(ITEMS)
    assert told == [ITEMS[0]]


def test_rows_are_copied_with_their_headings(table: Table[Item]) -> None:
    assert table.tsv().splitlines()[0] == "Name\tDay\tPrice"
    assert len(table.tsv().splitlines()) == 4
    table.select_id("c")
    assert table.tsv().splitlines()[1:] == ["c\tJan 1, 2002\t-$100.00"]


def test_keys_open_copy_and_delete(table: Table[Item], qtbot: QtBot) -> None:
    table.select_id("b")
    with qtbot.waitSignal(table.activated_row) as opened:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert opened.args == [ITEMS[0]]
    with qtbot.waitSignal(table.delete_asked) as deleted:
        qtbot.keyClick(table, Qt.Key.Key_Delete)
    assert deleted.args == [[ITEMS[0]]]
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text().startswith("Name\tDay")


def test_find_goes_round(table: Table[Item]) -> None:
    assert table.find_words("jan")
    assert table.current_id() == "c"
    assert table.find_words("JAN")
    assert not table.find_words("nowhere")


def test_columns_come_back_as_they_were_left(table: Table[Item], qtbot: QtBot) -> None:
    table.horizontalHeader().moveSection(2, 1)
    table.sortByColumn(2, Qt.SortOrder.DescendingOrder)
    state = table.layout_state()
    other: Table[Item] = Table(COLUMNS, lambda item: item.name, "Items")
    qtbot.addWidget(other)
    other.restore_layout(state)
    other.show_rows(ITEMS)
    assert other.horizontalHeader().visualIndex(2) == 1
    assert _names(other) == "bac"


def test_ten_thousand_rows_are_sorted_within_a_blink(qtbot: QtBot) -> None:
    made: Table[Item] = Table(COLUMNS, lambda item: item.name, "Items")
    qtbot.addWidget(made)
    made.show_rows([Item(str(at), None, Fraction(at * 7919 % 10007, 100)) for at in range(10_000)])
    began = time.perf_counter()
    made.sortByColumn(2, Qt.SortOrder.AscendingOrder)
    assert time.perf_counter() - began < 1
    assert made.rows_model.row(0).price <= made.rows_model.row(9_999).price


def test_a_row_is_chosen_by_the_program_while_ctrl_is_held(table: Table[Item], qtbot: QtBot) -> None:
    qtbot.keyPress(table, Qt.Key.Key_Control, Qt.KeyboardModifier.ControlModifier)
    try:
        assert table.select_id("c")
        assert table.select_id("a")
        assert table.selected_ids() == ["a"]
    finally:
        qtbot.keyRelease(table, Qt.Key.Key_Control)
