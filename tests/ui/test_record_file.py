"""Record: history, backups, import and export, through the real door on a real file."""

from __future__ import annotations

import stat
import zipfile
from datetime import date

import pytest
from PySide6.QtWidgets import QDialog, QFileDialog

from models.exchange.prices import read_prices
from models.exchange.record_json import read_record_bytes, record_bytes, same_record
from models.record.deeds.holder import change_holder
from models.record.deeds.prices import remove_prices
from models.record.record import Record
from models.record.sample import first_change, sample_record
from ui.dialogs.record.ocf import OcfDialog

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


def test_the_file_menu_leads_to_import_and_export(window):
    window.do("import_record")
    page = window.pages["record"]
    assert window.here == "record"
    assert page.here == "exchange"
    assert page.sections["exchange"].load_json.hasFocus()
    window.go_to("overview")
    window.do("export_record")
    assert page.sections["exchange"].json.hasFocus()
