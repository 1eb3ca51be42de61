"""Everybody can use it: every widget that takes the keyboard has a name, and Tab reaches each of them in turn."""

from __future__ import annotations

from itertools import groupby

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from ui.main_window import MainWindow
from ui.pages.registry import pages_there

KEYS = [entry.key for entry in pages_there()]


def focusable(root: QWidget) -> list[QWidget]:
    """The widgets that Tab can reach."""
    return [
        widget
        for widget in root.findChildren(QWidget)
        if widget.isVisible() and widget.isEnabled() and widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value
    ]


def name_of(widget: QWidget) -> str:
    """What a screen reader says: the accessible name, by whatever way it came about."""
    found = QAccessible.queryAccessibleInterface(widget)
    return found.text(QAccessible.Text.Name).strip() if found is not None else ""


@pytest.mark.parametrize("key", KEYS)
def test_everything_that_takes_the_keyboard_has_a_name(window: MainWindow, qtbot: QtBot, key: str) -> None:
    window.go_to(key)
    QApplication.processEvents()
    nameless = [
        f"{type(widget).__name__} {widget.objectName()} in {type(widget.parentWidget()).__name__}"
        for widget in focusable(window)
        if not name_of(widget) and not widget.objectName().startswith("qt_")
    ]
    assert not nameless


@pytest.mark.parametrize("key", KEYS)
def test_tab_goes_round_and_leaves_nothing_out(window: MainWindow, qtbot: QtBot, key: str) -> None:
    window.go_to(key)
    window.activateWindow()
    qtbot.waitActive(window)
    page = window.pages[key]
    wanted = {id(widget) for widget in focusable(page) if widget.focusProxy() is None}
    window.frame.rail.findChildren(QWidget)[0].setFocus()
    seen: list[QWidget] = []
    for _ in range(400):
        qtbot.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        if focused is None or (seen and focused is seen[0]):
            break
        seen.append(focused)
    reached = {id(widget) for widget in seen}
    left_out = [
        f"{type(widget).__name__}: {name_of(widget)}"
        for widget in focusable(page)
        if id(widget) in wanted and id(widget) not in reached
    ]
    assert len(seen) > len(window.entries)
    assert not left_out


@pytest.mark.parametrize("key", KEYS)
def test_tab_goes_through_the_page_before_the_panel_beside_it(window: MainWindow, qtbot: QtBot, key: str) -> None:
    for other in KEYS:  # the last page made must not push the others back
        window.go_to(other)
    window.go_to(key)
    window.activateWindow()
    qtbot.waitActive(window)
    page, close = window.pages[key], window.frame.why.close_button
    window.frame.header.day.setFocus()
    seen: list[QWidget] = []
    while close not in seen and len(seen) < 400:
        qtbot.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Tab)
        seen.append(QApplication.focusWidget())
    where = [
        "page" if page.isAncestorOf(one) else "why" if window.frame.why.isAncestorOf(one) else "head" for one in seen
    ]
    assert [part for part, _ in groupby(where)] == ["head", "page", "why"]


def test_the_keyboard_begins_at_the_rail(window: MainWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    qtbot.waitActive(window)
    assert name_of(window.focusWidget()) == "Overview"


def test_every_page_says_its_name_and_pictures_say_what_they_show(window: MainWindow) -> None:
    for key in KEYS:
        window.go_to(key)
        assert window.pages[key].accessibleName()
    window.go_to("overview")
    timeline = window.pages["overview"].timeline  # type: ignore[attr-defined]
    assert "NQ-1: 1,200 of 4,800 exercisable" in timeline.accessibleDescription()


def test_what_is_made_later_comes_before_the_panel_too(window: MainWindow, qtbot: QtBot) -> None:
    """A page, or a section of Record, that is made while the panel explains something is not put behind it."""
    window.go_to("overview")
    why = window.frame.why
    qtbot.waitUntil(lambda: why.explanation is not None)
    marks = why.findChildren(QToolButton)
    window.go_to("record", section="backups")
    made = window.pages["record"].sections["backups"].make  # type: ignore[attr-defined]
    made.setFocus()
    seen: list[QWidget] = []
    while why.close_button not in seen and len(seen) < 400:
        qtbot.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Tab)
        seen.append(QApplication.focusWidget())
        if why.isAncestorOf(seen[-1]):
            break
    behind = [one for one in seen if not why.isAncestorOf(one) and not window.pages["record"].isAncestorOf(one)]
    assert marks
    assert not behind
