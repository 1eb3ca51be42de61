"""The comparison of ways: every way is seen whole at every width and size of text; the head of the pages too."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF
from pytestqt.qtbot import QtBot

from models.values.explanation import Explanation, Step
from ui import theme
from ui.main_window import MainWindow
from ui.widgets.comparison import Cell, Comparison, Line, Sheet, Way
from ui.widgets.comparison_paint import PAD

WAYS = ("cash", "swap", "mix", "net", "sale", "cover")
LINES = ("bring", "keep", "basis")


def _cell(way: str, line: str) -> Cell:
    words = f"{len(way)},000.00" if line != "basis" else "400 at $1.88\n133 at $0.95"
    return Cell(words, is_best=way == "net", why=Explanation([Step("10", f"{way} {line}")]))


def _sheet(chosen: str = "cash") -> Sheet:
    ways = tuple(Way(key, f"Way of {key}", "Too few shares owned" if key == "swap" else "") for key in WAYS)
    lines = tuple(Line(key, f"To {key} in all", tuple(_cell(way, key) for way in WAYS)) for key in LINES)
    return Sheet(ways, lines, chosen)


@pytest.fixture
def table(qtbot: QtBot) -> Comparison:
    made = Comparison("Ways")
    qtbot.addWidget(made)
    made.resize(1200, 400)
    made.show_sheet(_sheet())
    made.show()
    return made


def _widen(table: Comparison, qtbot: QtBot, width: int) -> None:
    table.resize(width, table.height())
    qtbot.waitUntil(lambda: table.width() == width)


def _is_whole(table: Comparison) -> bool:
    """Whether nothing scrolls and every figure has the room it needs."""
    model, body = table._sheet_model, QFontMetricsF(table.font_of("body"))
    small = QFontMetricsF(theme.font("caption", tabular=True))  # of figures in several lines
    places = [(row, column) for row in range(model.rowCount()) for column in range(1, model.columnCount())]
    figures = [(cell.words, column) for row, column in places if (cell := model.cell(row, column)) is not None]
    return table.horizontalScrollBar().maximum() == 0 and all(
        (small if "\n" in words else body).horizontalAdvance(line) <= table.columnWidth(column) - 2 * PAD
        for words, column in figures
        for line in words.split("\n")
    )


@pytest.mark.parametrize("width", [1200, 900, 700, 560, 420, 360])
def test_every_way_is_seen_at_every_width(table: Comparison, qtbot: QtBot, width: int) -> None:
    _widen(table, qtbot, width)
    model = table._sheet_model
    places = [(row, column) for row in range(model.rowCount()) for column in range(model.columnCount())]
    ways = [way.key for place in places if model.line_at(place[0]) is None and (way := model.way_at(*place))]
    assert ways == list(WAYS)
    figures = [cell for place in places if (cell := model.cell(*place)) is not None]
    assert len(figures) == len(WAYS) * len(LINES)
    qtbot.waitUntil(lambda: _is_whole(table))
    assert len(WAYS) % table.across == 0, "no row of ways ends before the others"


def test_a_narrow_table_keeps_the_cursor_and_asks_nothing(table: Comparison, qtbot: QtBot) -> None:
    asked: list[str] = []
    table.asked.connect(lambda why, title: asked.append(title))
    assert table.ask_again("cover", "keep")
    table.setCurrentIndex(table._sheet_model.place("cover", "keep"))
    asked.clear()
    _widen(table, qtbot, 420)
    assert table.across < 6
    here = table.currentIndex()
    way, line = table._sheet_model.way_at(here.row(), here.column()), table._sheet_model.line_at(here.row())
    assert way is not None
    assert line is not None
    assert (way.key, line.key) == ("cover", "keep")
    assert asked == []
    spoken = here.data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Way of cover, To keep in all: 5,000.00"


def test_a_way_below_the_others_is_chosen_by_click_and_by_key(table: Comparison, qtbot: QtBot) -> None:
    _widen(table, qtbot, 420)
    chosen: list[str] = []
    table.chosen_changed.connect(chosen.append)
    name = table.visualRect(table._sheet_model.place("cover", ""))
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=name.center())
    table.setCurrentIndex(table._sheet_model.place("net", "basis"))
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert chosen == ["cover", "net"]
    assert table.ask_again("net", "basis")
    assert table.asked_last == ("net", "basis")


def test_a_place_without_a_way_is_empty(table: Comparison) -> None:
    model = table._sheet_model
    model.set_across(4)
    last = model.rowCount() - 1
    assert model.way_at(last, 4) is None
    assert (model.words(last, 4), model.words(last - len(LINES), 4)) == ("", "")
    assert model.index(last, 4).data(Qt.ItemDataRole.ToolTipRole) is None
    assert not model.place("nobody", "keep").isValid()
    table.grab()


def test_a_copy_has_all_ways_beside_one_another(table: Comparison, qtbot: QtBot) -> None:
    wide = table.tsv()
    _widen(table, qtbot, 420)
    assert table.tsv() == wide
    assert [line.count("\t") for line in wide.splitlines()] == [len(WAYS)] * (1 + len(LINES))


@pytest.fixture
def zoomed(window: MainWindow, qapp: Any) -> Iterator[MainWindow]:
    """The window as small as is supported; the size of text is put back at the end."""
    window.resize(1280, 720)
    yield window
    theme.apply(qapp, "light")


@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5, 2.0])
def test_the_page_shows_every_way_at_every_zoom(zoomed: MainWindow, qtbot: QtBot, scale: float) -> None:
    zoomed.go_to("exercise")
    page = zoomed.pages["exercise"]
    zoomed.settings.zoom.set(zoomed.settings, scale)
    zoomed.apply_look()
    qtbot.wait(30)
    qtbot.waitUntil(lambda: _is_whole(page.ways))
    assert page.area.horizontalScrollBar().maximum() == 0
    assert page.ways.height() >= sum(page.ways.rowHeight(row) for row in range(page.ways.model().rowCount()))


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_the_head_of_every_page_is_said_in_full(zoomed: MainWindow, qtbot: QtBot, scale: float) -> None:
    zoomed.settings.zoom.set(zoomed.settings, scale)
    zoomed.apply_look()
    header = zoomed.frame.header
    for entry in zoomed.entries:
        zoomed.go_to(entry.key)
        qtbot.wait(5)
        assert header.hint.text() == entry.hint
        assert header.hint.height() >= header.hint.heightForWidth(header.hint.width())
        shown = header.mapFromGlobal(header.day.mapToGlobal(header.day.rect().topRight()))
        assert shown.x() <= header.width()
        assert header.title.width() >= header.title.sizeHint().width()


def test_the_day_stands_at_the_same_place_on_every_page(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(1920, 1080)
    places = set()
    for key in ("overview", "exercise", "what_if", "deadlines"):
        window.go_to(key)
        qtbot.wait(5)
        places.add(window.frame.header.day.mapToGlobal(window.frame.header.day.rect().topLeft()).x())
    assert len(places) == 1
