"""Record: the page as a whole, its sections by keyboard, empty, read-only and as they were left."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from PySide6.QtCore import Qt

from models.record.record import Record
from models.record.sample import first_change
from ui.session import Session


@pytest.fixture
def page(window):
    window.go_to("record")
    return window.pages["record"]


def test_an_empty_record_says_what_belongs_where(window, tmp_path):
    window.files.create(tmp_path / "empty.strikebook", first_change(Record(), "Make a record"))
    window.go_to("record")
    page = window.pages["record"]
    for key in ("prices", "lots", "events", "papers"):
        section = page.show_section(key)
        assert section.empty.isVisible(), key
        assert not section.card.isVisible(), key
    for key in ("checks", "holder", "history", "backups", "exchange"):
        assert page.show_section(key).isVisible()


def test_read_only_shows_everything_and_changes_nothing(window, tmp_path, clock):
    path = window.session.path
    window.show_session(None)
    window.show_session(Session.open(path, clock, read_only=True))
    window.go_to("record")
    page = window.pages["record"]
    for key, buttons in (
        ("prices", ("add", "edit", "remove", "paste")),
        ("lots", ("add", "edit", "remove")),
        ("events", ("add", "edit", "remove")),
        ("holder", ("change", "change_taxes")),
        ("papers", ("add", "remove")),
        ("history", ("undo", "redo")),
        ("exchange", ("load_json", "load_prices", "load_ocf")),
    ):
        section = page.show_section(key)
        for name in buttons:
            assert not getattr(section, name).isEnabled(), (key, name)


def test_sections_follow_the_day_and_the_deeds(page):
    lots = page.show_section("lots")
    assert lots.owned.number == "1,190 shares"
    page.session.set_as_of(date(2003, 9, 1))
    assert lots.owned.number == "650 shares"
    page.show_section("prices")
    page.session.set_as_of(date(2000, 1, 1))
    assert page.show_section("lots").owned.number == "400 shares"


def test_copy_and_find(page):
    page.show_section("prices")
    assert page.copy().startswith("Day\tLast")
    assert page.find_words("Oct 31, 2003")
    assert page.sections["prices"].table.current_row().price.date == date(2003, 10, 31)
    assert not page.find_words("nothing like it")


def test_every_widget_that_takes_the_focus_has_a_name(page):
    from PySide6.QtWidgets import QWidget

    from ui.pages.record.page import SECTIONS

    for key, *_ in SECTIONS:
        section = page.show_section(key)
        for widget in section.findChildren(QWidget):
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible() and type(widget) is not QWidget:
                text = getattr(widget, "text", None)
                assert widget.accessibleName() or (callable(text) and text()), (key, widget)


def test_order_and_widths_come_back(window, tmp_path):
    window.go_to("record", section="prices")
    table = window.pages["record"].sections["prices"].table
    table.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    table.setColumnWidth(0, 177)
    path = window.session.path
    for key in ("lots", "events", "history"):  # made later, they leave what was arranged alone
        window.go_to("record", section=key)
    assert table.columnWidth(0) == 177
    window.go_to("overview")
    window.show_session(None)
    kept = {key for key in window.settings.store.allKeys() if key.startswith("tables/record/")}
    assert kept == {"tables/record/Prices recorded"}, "only what the holder arranged, in the window's own settings"
    assert window.files.open_path(path)
    window.go_to("record", section="prices")
    again = window.pages["record"].sections["prices"].table
    assert again is not table
    assert again.columnWidth(0) == 177
    assert [row.price.last for row in again.rows_model.rows[:2]] == [Fraction("2.72"), Fraction("1.20")]


def test_sections_by_keyboard(page, window, qtbot):
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    page.show_section("prices")
    page.sections["prices"].table.setFocus()
    ctrl = Qt.KeyboardModifier.ControlModifier
    qtbot.keyClick(page.sections["prices"].table, Qt.Key.Key_PageDown, ctrl)
    assert page.here == "lots"
    qtbot.keyClick(page.tabs, Qt.Key.Key_PageUp, ctrl)
    qtbot.keyClick(page.tabs, Qt.Key.Key_PageUp, ctrl)
    assert page.here == "checks"


def test_sections_can_be_chosen_where_there_is_no_room_for_tabs(page, window, qtbot):
    head = page._head
    assert head.bar.isVisible()
    assert not head.choice.isVisible()
    page.show_section("events")
    window.resize(640, 600)
    qtbot.waitUntil(lambda: not head.bar.isVisible())
    assert page.width() <= 640
    assert head.choice.currentText() == "Events"
    head.choice.setFocus()
    qtbot.keyClick(head.choice, Qt.Key.Key_Down)
    assert page.here == "holder"
    page.show_section("checks")
    assert head.choice.currentText() == head.bar.tabText(0)
    window.resize(1280, 800)
    qtbot.waitUntil(head.bar.isVisible)
    assert not head.choice.isVisible()


def test_enter_and_delete_change_nothing_in_a_read_only_record(window, clock, qtbot):
    path = window.session.path
    window.show_session(None)
    window.show_session(Session.open(path, clock, read_only=True))
    before = window.session.record
    for key in ("prices", "lots", "events"):
        window.go_to("record", section=key)
        table = window.pages["record"].sections[key].table
        table.selectRow(0)
        qtbot.keyClick(table, Qt.Key.Key_Return)
        qtbot.keyClick(table, Qt.Key.Key_Delete)
    assert window.session.record == before


def test_what_can_be_pressed_acts_on_the_row_under_the_cursor(page):
    """A click with Ctrl takes the selection away and leaves the cursor: the buttons stay on, so they must act."""
    prices = page.show_section("prices")
    prices.table.selectRow(0)
    prices.table.clearSelection()
    assert prices.remove.isEnabled()
    before = len(page.session.record.prices)
    prices.remove.click()
    assert len(page.session.record.prices) == before - 1
