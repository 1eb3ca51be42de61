"""The table: sorted by value, a selection that stays, rows as text, ten thousand rows at speed."""

from __future__ import annotations

import time
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

import pytest
from PySide6.QtCore import QCoreApplication, Qt
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


SPARING = (
    Column[Item]("Name", lambda item: item.name, lambda item: item.name * 30),
    Column[Item]("Day", lambda item: item.day, lambda item: text.day(item.day), spare=2, hint="When it was"),
    Column[Item]("Price", lambda item: item.price, lambda item: text.price(item.price), numeric=True, spare=1),
)


@pytest.fixture
def sparing(qtbot: QtBot) -> Table[Item]:
    made: Table[Item] = Table(SPARING, lambda item: item.name, "Items", is_tall=True)
    qtbot.addWidget(made)
    made.resize(900, 300)
    made.show_rows(ITEMS)
    made.show()
    made.fit_columns()
    return made


def _seen(table: Table[Item]) -> list[str]:
    return [column.title for at, column in enumerate(SPARING) if not table.isColumnHidden(at)]


def test_what_can_be_spared_is_left_out_in_order_and_comes_back(sparing: Table[Item], qtbot: QtBot) -> None:
    needed = list(sparing._needed)
    for wide, seen in (
        (sum(needed), ["Name", "Day", "Price"]),
        (sum(needed) - 1, ["Name", "Price"]),
        (needed[0] + needed[2] - 1, ["Name"]),
        (sum(needed) + 50, ["Name", "Day", "Price"]),
    ):
        sparing.resize(wide + 2 * sparing.frameWidth(), 300)
        qtbot.wait(1)
        assert _seen(sparing) == seen
        assert sparing.horizontalScrollBar().maximum() == 0
        assert all(sparing.columnWidth(at) >= needed[at] for at in range(3) if not sparing.isColumnHidden(at))


def test_a_layout_that_comes_back_shows_what_was_left_out_for_room_alone(sparing: Table[Item], qtbot: QtBot) -> None:
    sparing.resize(sparing._needed[0] + 2, 300)
    qtbot.wait(1)
    state = sparing.layout_state()
    again: Table[Item] = Table(SPARING, lambda item: item.name, "Items")
    qtbot.addWidget(again)
    again.restore_layout(state)
    assert _seen(again) == ["Name", "Day", "Price"]


def test_a_title_says_what_it_means(sparing: Table[Item]) -> None:
    tips = [sparing.rows_model.headerData(at, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole) for at in (0, 1)]
    assert tips == [None, "When it was"]


def test_larger_text_gets_higher_rows_and_wider_columns(sparing: Table[Item], qapp: Any) -> None:
    from ui import theme

    low, narrow = sparing.verticalHeader().defaultSectionSize(), sparing._needed[0]
    theme.apply(qapp, "light", 2.0)
    try:
        assert sparing.verticalHeader().defaultSectionSize() > low
        assert sparing.rowHeight(0) >= sparing.fontMetrics().height() + 10
        assert sparing._needed[0] > 1.5 * narrow
    finally:
        theme.apply(qapp, "light")


def test_only_the_columns_that_look_other_are_told_of(qtbot: QtBot) -> None:
    """Words may change with the day shown while the rows stay the same."""
    today = [0]
    columns = (
        Column[Item]("Name", lambda item: item.name, lambda item: item.name),
        Column[Item]("Away", lambda item: item.day, lambda item: f"{today[0]} days"),
        Column[Item]("Tone", lambda item: item.price, lambda item: "same", tone=lambda item: "bad" if today[0] else ""),
    )
    model: TableModel[Item] = TableModel(columns, lambda item: item.name)
    told: list[int] = []
    model.dataChanged.connect(lambda first, last: told.extend(range(first.column(), last.column() + 1)))
    model.show_rows(ITEMS)
    model.show_rows(ITEMS)
    assert told == [0, 1, 2], "what was seen before is not known yet"
    told.clear()
    model.show_rows(ITEMS)
    assert told == []
    today[0] = 5
    model.show_rows(ITEMS)
    assert told == [1, 2]
    told.clear()
    model.sort(1)
    model.show_rows(model.rows)
    assert told == [0, 1, 2], "sorted rows are compared with nothing"


WRAPPING = (
    Column[Item]("Name", lambda item: item.name, lambda item: "many words of one entry " * 3, wraps=True),
    Column[Item]("Price", lambda item: item.price, lambda item: text.price(item.price), numeric=True),
)


def test_what_wraps_takes_more_lines_rather_than_a_scroll_bar(qtbot: QtBot) -> None:
    made: Table[Item] = Table(WRAPPING, lambda item: item.name, "Items", is_tall=True)
    qtbot.addWidget(made)
    made.resize(260, 400)
    made.show()
    made.show_rows(ITEMS)
    made.fit_columns()
    assert made.horizontalScrollBar().maximum() == 0
    line = made.fontMetrics().height()
    assert made.rowHeight(0) >= 2 * line
    assert made.sizeHint().height() >= 3 * made.rowHeight(0)
    high = made.rowHeight(0)
    made.resize(900, 400)
    qtbot.wait(1)
    assert made.rowHeight(0) < high


def test_an_entry_that_is_cut_is_told_whole(table: Table[Item], qtbot: QtBot) -> None:
    table.resize(400, 200)
    table.show_rows([Item("a name that is far too long for its place", None, Fraction(1))])
    table.fit_columns()
    table.setColumnWidth(1, 48)
    assert table.cut_words(table.rows_model.index(0, 2)) == ""
    table.horizontalHeader().resizeSection(2, 20)
    assert table.cut_words(table.rows_model.index(0, 2)) == "$1.00"


def test_a_width_that_was_dragged_stays_when_rows_change(table: Table[Item], qtbot: QtBot) -> None:
    table.fit_columns()
    table.setColumnWidth(2, table.columnWidth(2) + 60)
    wide = table.columnWidth(2)
    table.show_rows(ITEMS[:2])
    table.fit_columns()
    assert table.columnWidth(2) == wide
    assert table.is_arranged


def test_the_first_order_is_not_the_holders(table: Table[Item]) -> None:
    table.sort_first(0, is_down=True)
    assert _names(table) == "cba"
    assert not table.is_arranged
    table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    assert table.is_arranged


def test_rows_are_no_higher_than_their_words_once_there_is_room(qtbot: QtBot) -> None:
    """The column that stretches learns its width after the others: rows were figured from what it had been."""
    made: Table[Item] = Table(WRAPPING, lambda item: item.name, "Items")
    qtbot.addWidget(made)
    made.resize(200, 300)
    made.show_rows(ITEMS)
    made.fit_columns()
    made.resize(1200, 300)
    made.show()
    QCoreApplication.processEvents()
    assert made.rowHeight(0) == made.verticalHeader().defaultSectionSize()
