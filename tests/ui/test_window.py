"""The frame of the window: menus, pages, undo in words, days, files by every road."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from models.errors import StoreError
from models.facts.price import Price
from models.record.change import Change
from ui.actions import all_actions
from ui.main_window import MainWindow
from ui.pages.registry import pages_there
from ui.session.files import save_copy
from ui.tables.view import Table
from ui.widgets.labels import Button


def _add_price(window: MainWindow) -> bool:
    assert window.session is not None
    price = Price("focus-2002", date(2003, 11, 10), bids=(Fraction("2.80"),))
    return window.commit(Change("Add the price of Nov 10, 2003", window.session.record.adding("prices", price)))


def test_every_entry_of_the_menus_is_handled(window: MainWindow) -> None:
    handled = set(window.menus.actions)
    assert handled <= {action.key for action in all_actions()}
    for action in window.menus.actions.values():
        assert action.text()
    keys = [key.toString() for action in window.menus.actions.values() for key in action.shortcuts()]
    keys += [f"Ctrl+{at}" for at in range(1, len(pages_there()) + 1)]
    assert len(keys) == len(set(keys)), "two entries have one shortcut"


def test_every_page_opens(window: MainWindow) -> None:
    for entry in pages_there():
        window.go_to(entry.key)
        assert window.here == entry.key
        assert window.frame.stack.currentWidget() is window.pages[entry.key]
        assert window.frame.header.title.text() == entry.title


def test_undo_says_what_it_undoes(window: MainWindow) -> None:
    assert not window.menus.actions["undo"].isEnabled()
    assert _add_price(window)
    assert window.menus.actions["undo"].text() == "&Undo: add the price of Nov 10, 2003"
    window.menus.actions["undo"].trigger()
    assert window.menus.actions["redo"].text() == "&Redo: add the price of Nov 10, 2003"
    assert not window.menus.actions["undo"].isEnabled()
    window.menus.actions["redo"].trigger()
    assert window.menus.actions["undo"].isEnabled()


def test_another_day_is_marked_and_today_is_not(window: MainWindow) -> None:
    assert window.frame.header.day.words == "As of Nov 10, 2003"
    window.views.do_today()
    assert window.frame.header.day.words == "Today, Mar 2, 2026"
    assert window.frame.header.day.is_today


def test_without_a_record_the_start_page_is_shown(window: MainWindow, qtbot: QtBot) -> None:
    window.files.do_close()
    assert window.session is None
    assert window.windowTitle() == "Strikebook"
    assert not window.menus.actions["save_copy"].isEnabled()
    start = window.files.start_page()
    assert start.isVisible()


@pytest.mark.parametrize(
    ("content", "kind"), [(b"", "empty"), (b"not a record at all" * 100, "foreign"), (None, "missing")]
)
def test_a_file_that_is_no_record_has_its_own_words(
    window: MainWindow, tmp_path: Path, refuse_dialogs: Any, content: bytes | None, kind: str
) -> None:
    path = tmp_path / "other.strikebook"
    if content is not None:
        path.write_bytes(content)
    before = window.session
    assert not window.files.open_path(path)
    assert refuse_dialogs() == [kind]
    assert window.session is before
    if content is not None:
        assert path.read_bytes() == content


def test_a_record_open_elsewhere_is_told_and_may_be_read(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "theirs.strikebook"
    assert window.session is not None
    save_copy(window.session, path)
    hold = (
        "import sys; from models.store import open_record; "
        "s = open_record(sys.argv[1]); print('open', flush=True); sys.stdin.read(); s.close()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        offered: list[object] = []

        def answer(parent: object, error: StoreError, actions: tuple[tuple[str, str], ...] = ()) -> str:
            offered.append((error.kind, actions))
            return "read_only"

        monkeypatch.setattr("ui.main_window.file_deeds.tell_store_error", answer)
        assert window.files.open_path(path)
        assert offered == [("locked", (("read_only", "Open read-only"),))]
        assert window.session.is_read_only
        assert window.frame.banner.isVisible()
        assert not window.menus.actions["undo"].isEnabled()
        other.communicate("")


def test_settings_come_back(window: MainWindow) -> None:
    window.views.do_why()
    assert not window.settings.shows_why.get(window.settings)
    window.views.do_zoom_in()
    assert window.settings.zoom.get(window.settings) == 1.1
    window.views.do_zoom_normal()
    assert window.settings.zoom.get(window.settings) == 1.0
    window.views.do_why()


def test_large_text_is_given_the_room_it_needs(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(1280, 720)
    frame, button = window.frame, Button("Add")
    qtbot.addWidget(button)
    before = frame.rail.sizeHint().width()
    assert frame.why.isVisible()
    window.settings.zoom.set(window.settings, 2.0)
    try:
        window.apply_look()
        assert not frame.why.isVisible()
        assert frame.rail.sizeHint().width() < before
        assert button.iconSize().height() == 32
        window.views.do_why()
        assert frame.why.isVisible()
        assert window.settings.shows_why.get(window.settings)
        window.views.do_why()
        assert not frame.why.isVisible()
    finally:
        window.settings.zoom.set(window.settings, 1.0)
        window.apply_look()


def test_the_why_panel_is_never_empty_nor_behind(window: MainWindow, qtbot: QtBot) -> None:
    why = window.frame.why
    qtbot.waitUntil(lambda: why.title == "You can exercise: 2,867 shares")
    page = window.pages["overview"]
    qtbot.mouseClick(page.cost, Qt.MouseButton.LeftButton)  # type: ignore[attr-defined]
    assert why.title == "It costs: $2,773.60"
    assert window.session is not None
    window.session.set_as_of(date(2003, 12, 4))
    qtbot.waitUntil(lambda: why.title == "It costs: $2,893.60")
    window.go_to("deadlines")
    qtbot.waitUntil(lambda: not why.title.startswith("It costs"))


def test_a_table_comes_back_as_it_was_left(window: MainWindow, qtbot: QtBot) -> None:
    assert window.session is not None
    window.go_to("grants")
    table = window.pages["grants"].findChild(Table)
    assert table is not None
    table.horizontalHeader().moveSection(3, 1)
    table.sortByColumn(2, Qt.SortOrder.DescendingOrder)
    path = window.session.path
    window.files.do_close()
    assert window.files.open_path(path)
    window.go_to("grants")
    again = window.pages["grants"].findChild(Table)
    assert again is not None
    assert again.horizontalHeader().visualIndex(3) == 1
    assert again.horizontalHeader().sortIndicatorSection() == 2
    prices = [again.rows_model.columns[2].value(row) for row in again.rows_model.rows]
    assert prices == sorted(prices, reverse=True)


def test_a_page_that_fails_on_its_first_visit_is_made_anew_on_the_next(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Found by breaking what refreshes pages while a record is opened: the page was known and stood nowhere."""
    assert window.session is not None
    path = window.session.path
    window.show_session(None)
    with monkeypatch.context() as broken:
        broken.setattr("ui.pages.overview.OverviewPage.refresh", _fail)
        with pytest.raises(RuntimeError):
            window.files.open_path(path)
    window.go_to("overview")
    shown = window.pages["overview"]
    assert window.frame.stack.currentWidget() is shown
    assert shown.shares.number  # type: ignore[attr-defined]


def _fail(*_: object) -> None:
    raise RuntimeError
