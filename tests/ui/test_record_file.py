"""Record: papers, history, backups, import and export, through the real door on a real file."""

from __future__ import annotations

import stat
import zipfile
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QDialog, QFileDialog

from models.exchange.prices import read_prices
from models.exchange.record_json import read_record_bytes, record_bytes, same_record
from models.record.deeds.holder import change_holder
from models.record.deeds.prices import remove_prices
from models.record.record import Record
from models.record.sample import first_change, sample_record
from ui.dialogs.record.ocf import OcfDialog
from ui.dialogs.record.paper import PaperDialog
from ui.pages.record.papers import size_words
from ui.session import Session

PDF = b"%PDF-1.4\n%a letter\n%%EOF\n"


@pytest.fixture
def page(window):
    window.go_to("record")
    return window.pages["record"]


def accept(monkeypatch, kind):
    def run(dialog):
        dialog._on_accepted()
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(kind, "exec", run)


# ---------------------------------------------------------------------- papers


def test_a_paper_is_kept_opened_from_a_private_copy_and_removed(page, tmp_path, monkeypatch):
    letter = tmp_path / "letter.sh"  # its bytes say what it is, not its name
    letter.write_bytes(PDF)
    papers = page.show_section("papers")
    accept(monkeypatch, PaperDialog)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(letter), ""))
    papers.add.click()
    (paper,) = page.session.record.papers
    assert page.session.paper(paper.sha256) == PDF
    opened: list[Path] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(Path(url.toLocalFile())) or True)
    papers.table.selectRow(0)
    papers.open.click()
    (copy,) = opened
    assert copy.suffix == ".pdf"
    assert copy.read_bytes() == PDF
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert stat.S_IMODE(copy.parent.stat().st_mode) == 0o700
    papers.delete.click()
    assert not page.session.record.papers


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"#!/bin/sh\nrm", "neither a PDF"), (b"", "is empty"), (b"%PDF-" + b"0" * (20 * 1024 * 1024), "at most 20 MB")],
    ids=["a program", "nothing", "too large"],
)
def test_what_is_no_paper_is_refused(page, tmp_path, data, words):
    path = tmp_path / "paper.pdf"
    path.write_bytes(data)
    papers = page.show_section("papers")
    assert not papers.keep_file(path)
    assert words in page._banner.words.text()
    assert not page.session.record.papers


def test_a_paper_that_is_gone_is_told(page, tmp_path):
    assert not page.show_section("papers").keep_file(tmp_path / "nowhere.pdf")
    assert "cannot be read" in page._banner.words.text()


def test_sizes_in_words():
    assert [size_words(size) for size in (1, 1000, 1024, 1048575, 1048576)] == [
        "1 byte",
        "1,000 bytes",
        "1 KB",
        "1,024 KB",
        "1.0 MB",
    ]


# ---------------------------------------------------------------------- history


def test_history_lists_deeds_and_what_was_undone(page):
    holder = page.session.record.holder
    page.session.commit(change_holder(page.session.record, holder=type(holder)("Another Name", holder.address)))
    history = page.show_section("history")
    history.undo.click()
    rows = {row.serial: row.state for row in history.table.rows_model.rows}
    assert rows == {1: "", 2: "undone", 3: "undoes 2"}
    assert history.redo.isEnabled()
    history.redo.click()
    assert page.session.record.holder.name == "Another Name"


def test_the_record_as_it_was_known_on_a_day(page, clock):
    clock.day = date(2026, 3, 9)
    page.session.tick()
    page.session.commit(remove_prices(page.session.record, serials=[1, 2]))
    history = page.show_section("history")
    history.focus_on(known=date(2026, 3, 5))
    history.known.which.set_value("prices")
    assert len(history.known.table.rows_model.rows) == len(sample_record().prices)
    assert "prices 2 removed" in history.known.says.text()
    history.known.set_day(date(2026, 3, 9))
    assert len(history.known.table.rows_model.rows) == len(sample_record().prices) - 2
    assert "Nothing is different now" in history.known.says.text()
    history.known.set_day(date(2020, 1, 1))
    assert not history.known.table.rows_model.rows


# ---------------------------------------------------------------------- backups


def test_a_backup_is_made_rehearsed_and_restored(page, window, monkeypatch):
    backups = page.show_section("backups")
    backups.make.click()
    assert len(backups.table.rows_model.rows) >= 1
    newest = backups.table.rows_model.rows[0]
    assert newest.path.exists()
    path = page.session.path
    page.session.commit(remove_prices(page.session.record, serials=[1]))
    backups.table.select_id(str(newest.path))
    backups.rehearse.click()
    assert "passes every check" in backups.says.text()
    assert "prices 1 removed" in backups.says.text()
    monkeypatch.setattr("ui.main_window.file_deeds.ask", lambda *_, **__: True)
    backups.restore.click()
    assert window.session.path == path
    assert same_record(window.session.record, sample_record())
    assert list(path.parent.glob("*replaced*")), "what the restore replaced is kept"


def test_a_damaged_backup_does_not_pass(page):
    backups = page.show_section("backups")
    backups.make.click()
    newest = backups.table.rows_model.rows[0]
    data = bytearray(newest.path.read_bytes())
    data[len(data) // 2 :] = bytes(len(data) - len(data) // 2)
    newest.path.write_bytes(bytes(data))
    backups.table.select_id(str(newest.path))
    backups.rehearse.click()
    assert "does not pass" in backups.says.text()


def test_a_second_folder_gets_every_backup(page, window, tmp_path, monkeypatch):
    second = tmp_path / "stick"
    second.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(second))
    backups = page.show_section("backups")
    backups.choose.click()
    assert list(second.rglob("*.strikebook"))
    assert {row.where for row in backups.table.rows_model.rows} >= {"This computer", str(second)}
    backups.forget.click()
    assert window.backup_folders() == [window.files.data / "Backups"]


def test_the_file_is_checked_now(page):
    backups = page.show_section("backups")
    backups.check.click()
    assert "History" in backups.health.words
    assert all(row.finding.tone == "good" for row in backups.health._rows)


# ---------------------------------------------------------------------- import and export


def save_to(monkeypatch, path):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))


def test_the_record_goes_out_as_json_and_comes_back(page, tmp_path, monkeypatch):
    exchange = page.show_section("exchange")
    save_to(monkeypatch, tmp_path / "out.json")
    exchange.json.click()
    data = (tmp_path / "out.json").read_bytes()
    assert same_record(read_record_bytes(data), page.session.record)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(tmp_path / "out.json"), ""))
    exchange.load_json.click()
    assert "already" in page._banner.words.text()
    page.session.commit(remove_prices(page.session.record, serials=[1, 2]))
    exchange.load_json.click()
    assert same_record(page.session.record, sample_record())
    names = [row.reason for row in _backups(page)]
    assert "before import" in " ".join(names)
    page.host.do("undo")
    assert len(page.session.record.prices) == len(sample_record().prices) - 2


def _backups(page):
    from ui.session.files import backups_of

    return backups_of(page.session, page.host.backup_folders())


def test_what_is_no_record_is_refused_with_its_place(page, tmp_path, monkeypatch):
    bad = record_bytes(page.session.record).replace(b'"shares": 4800', b'"shares": -1', 1)
    (tmp_path / "bad.json").write_bytes(bad)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(tmp_path / "bad.json"), ""))
    before = page.session.record
    page.show_section("exchange").load_json.click()
    assert page.session.record is before
    said = page._banner.words.text()
    assert said.startswith("Nothing was imported.")
    assert "shares" in said


@pytest.mark.parametrize(
    ("way", "suffix", "begins"),
    [
        ("sheet", ".xlsx", b"PK"),
        ("csv", ".csv", b"\xef\xbb\xbfgrant"),
        ("summary", ".txt", b"Stock options"),
        ("ocf", ".zip", b"PK"),
    ],
)
def test_every_export_writes_its_file(page, tmp_path, monkeypatch, way, suffix, begins):
    target = tmp_path / f"out{suffix}"
    save_to(monkeypatch, target)
    getattr(page.show_section("exchange"), way).click()
    assert target.read_bytes().startswith(begins)
    assert stat.S_IMODE(target.stat().st_mode) & 0o077 == 0


def test_every_table_goes_out_at_once(page, tmp_path, monkeypatch):
    exchange = page.show_section("exchange")
    exchange.which.set_value("*")
    save_to(monkeypatch, tmp_path / "tables.zip")
    exchange.csv.click()
    with zipfile.ZipFile(tmp_path / "tables.zip") as archive:
        assert {"positions.csv", "prices.csv", "shares owned.csv", "events.csv"} <= set(archive.namelist())
        prices = read_prices(archive.read("prices.csv"), "focus-2002").prices
    assert set(prices) == set(page.session.record.prices)


def test_grants_come_from_the_open_cap_format(page, tmp_path, monkeypatch, clock):
    from models.exchange.ocf import ocf_zip

    data, _ = ocf_zip(page.session.record)
    (tmp_path / "package.zip").write_bytes(data)
    window = page.window()
    assert window.files.create(tmp_path / "empty.strikebook", first_change(Record(), "Make a record"))
    window.go_to("record")
    page = window.pages["record"]
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(tmp_path / "package.zip"), ""))
    accept(monkeypatch, OcfDialog)
    page.show_section("exchange").load_ocf.click()
    assert {grant.id for grant in window.session.record.grants} >= {"NQ-1", "NQ-4"}


# ---------------------------------------------------------------------- the page as a whole


def test_an_empty_record_says_what_belongs_where(window, tmp_path):
    window.files.create(tmp_path / "empty.strikebook", first_change(Record(), "Make a record"))
    window.go_to("record")
    page = window.pages["record"]
    for key in ("prices", "lots", "events", "papers"):
        section = page.show_section(key)
        assert section._empty.isVisible(), key
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
        ("prices", ("add", "edit", "delete", "paste")),
        ("lots", ("add", "edit", "delete")),
        ("events", ("add", "edit", "delete")),
        ("holder", ("change", "change_taxes")),
        ("papers", ("add", "delete")),
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


def test_the_file_menu_leads_to_import_and_export(window):
    window.do("import_record")
    page = window.pages["record"]
    assert window.here == "record"
    assert page.here == "exchange"
    assert page.sections["exchange"].load_json.hasFocus()
    window.go_to("overview")
    window.do("export_record")
    assert page.sections["exchange"].json.hasFocus()


def test_order_and_widths_come_back(window, tmp_path):
    window.go_to("record", section="prices")
    table = window.pages["record"].sections["prices"].table
    table.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    table.setColumnWidth(0, 177)
    path = window.session.path
    window.go_to("overview")
    window.show_session(None)
    assert window.files.open_path(path)
    window.go_to("record", section="prices")
    again = window.pages["record"].sections["prices"].table
    assert again is not table
    assert again.columnWidth(0) == 177
    assert [row.price.last for row in again.rows_model.rows[:2]] == [Fraction("2.72"), Fraction("1.20")]


def test_a_dropped_scan_is_kept_and_a_dropped_record_is_not(page, tmp_path, monkeypatch):
    accept(monkeypatch, PaperDialog)
    letter = tmp_path / "letter.pdf"
    letter.write_bytes(PDF)
    papers = page.show_section("papers")

    def drop(path):
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path))])
        copy, none = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
        entered = QDragEnterEvent(QPoint(5, 5), copy, data, Qt.MouseButton.LeftButton, none)
        entered.ignore()
        papers.dragEnterEvent(entered)
        if entered.isAccepted():
            papers.dropEvent(QDropEvent(QPointF(5, 5), copy, data, Qt.MouseButton.LeftButton, none))
        return entered.isAccepted()

    assert drop(letter)
    assert [paper.name for paper in page.session.record.papers] == ["letter.pdf"]
    assert not drop(page.session.path)


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


def test_papers_of_an_imported_record_are_listed_and_said_to_be_elsewhere(page, window, tmp_path, monkeypatch):
    letter = tmp_path / "letter.pdf"
    letter.write_bytes(PDF)
    accept(monkeypatch, PaperDialog)
    assert page.show_section("papers").keep_file(letter)
    (tmp_path / "out.json").write_bytes(record_bytes(page.session.record))
    window.files.create(tmp_path / "other.strikebook", first_change(Record(), "Make a record"))
    window.go_to("record")
    page = window.pages["record"]
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(tmp_path / "out.json"), ""))
    page.show_section("exchange").load_json.click()
    papers = page.show_section("papers")
    papers.table.selectRow(0)
    assert papers.table.current_row().paper.name == "letter.pdf"
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _: pytest.fail("nothing to open"))
    papers.open.click()
    assert "not kept in it" in page._banner.words.text()
    papers.save.click()
    assert "not kept in it" in page._banner.words.text()
