"""Records made, copied, backed up and restored through the window, on real files."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from models.errors import StoreError
from models.facts.holder import Holder
from models.facts.price import Price
from models.record.change import Change
from models.record.record import record_of
from models.record.sample import first_change
from ui.main_window import MainWindow, file_deeds as module
from ui.session import Session
from ui.session.files import backups_of


def _deed(window: MainWindow) -> None:
    assert window.session is not None
    price = Price("focus-2002", date(2003, 11, 10), bids=(Fraction("2.80"),))
    assert window.commit(Change("Add a price", window.session.record.adding("prices", price)))


@pytest.fixture(autouse=True)
def _own_folders(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(module, "_folder", lambda where, name="": tmp_path / "data" / name)


def test_a_copy_holds_all_of_it(window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _deed(window)
    target = tmp_path / "copy"
    monkeypatch.setattr(module, "_save_name", lambda *_: str(target))
    window.files.do_save_copy()
    assert window.session is not None
    copy = Session.open(target.with_name("copy.strikebook"), window.clock)
    assert copy.record == window.session.record
    assert len(copy.history()) == 2
    copy.close()


def test_a_backup_is_restored_and_what_was_there_is_kept(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.files.do_back_up()
    assert window.session is not None
    before = window.session.record
    backups = backups_of(window.session, window.files.backup_folders)
    assert len(backups) == 1
    _deed(window)
    from ui.dialogs.restore import RestoreDialog

    monkeypatch.setattr(RestoreDialog, "ask", lambda *_: backups[0].path)
    window.files.do_restore()
    assert window.session.record == before
    assert len(list(tmp_path.glob("sample*.strikebook"))) == 2


def test_use_with_changes_is_backed_up_at_the_end_and_other_use_is_not(window: MainWindow, tmp_path: Path) -> None:
    mine = record_of({"holder": [Holder("Jane")]})
    assert window.files.create(tmp_path / "mine.strikebook", first_change(mine, "Make the record"))
    window.files.back_up_quietly()
    assert not list((tmp_path / "data").rglob("mine*.strikebook"))
    _deed(window)
    window.close()
    assert len(list((tmp_path / "data").rglob("mine*.strikebook"))) == 1


def test_a_fresh_sample_is_made_each_time(window: MainWindow) -> None:
    window.files.do_open_sample()
    assert window.session is not None
    first = window.session.path
    window.files.do_open_sample()
    assert window.session.path != first
    assert window.session.is_sample
    assert window.windowTitle().startswith("Sample record")


def test_a_new_record_is_made_where_it_was_asked(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ui.dialogs.new_record import NewRecord, NewRecordDialog

    draft = NewRecord(first_change(record_of({"holder": [Holder("Jane")]}), "Make the record of Jane"), "Options")
    monkeypatch.setattr(NewRecordDialog, "ask", lambda *_: draft)
    asked: list[str] = []
    monkeypatch.setattr(module, "_save_name", lambda _, __, name: asked.append(name) or str(tmp_path / "Jane"))
    window.files.do_new()
    assert window.session is not None
    assert window.session.record.holder.name == "Jane"
    assert asked[0].endswith("Options.strikebook")
    assert (tmp_path / "Jane.strikebook").stat().st_mode & 0o077 == 0


def test_an_existing_file_is_never_replaced_by_a_new_record(
    window: MainWindow, refuse_dialogs: Any, tmp_path: Path
) -> None:
    other = tmp_path / "other.strikebook"
    other.write_bytes(b"mine")
    assert not window.files.create(other, Change("Make the record", ()))
    assert other.read_bytes() == b"mine"
    assert refuse_dialogs() == ["exists"]


def test_a_damaged_record_is_replaced_by_its_newest_backup(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.files.do_back_up()
    assert window.session is not None
    path, record = window.session.path, window.session.record
    window.show_session(None)
    data = bytearray(path.read_bytes())
    data[5000:9000] = bytes(4000)
    path.write_bytes(bytes(data))
    kinds: list[str] = []

    def tell(parent: object, error: Any, actions: Any = ()) -> str:
        kinds.append(error.kind)
        return "backup"

    monkeypatch.setattr(module, "tell_store_error", tell)
    monkeypatch.setattr(module, "ask", lambda *_, **__: True)
    assert window.files.open_path(path)
    assert kinds == ["damaged"]
    assert window.session is not None
    assert window.session.record == record


def test_a_record_dropped_on_the_window_is_opened(window: MainWindow, tmp_path: Path) -> None:
    assert window.session is not None
    other = tmp_path / "dropped.strikebook"
    window.session.store.copy_to(other)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(other))])
    window.dropEvent(
        QDropEvent(
            QPointF(5, 5),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )
    assert window.session.path == other


def test_recent_records_are_offered_and_opened(window: MainWindow) -> None:
    window.settle()
    window.files._on_recent_shown()
    recent = window.files._recent
    assert recent is not None
    assert [action.text() for action in recent.actions()] == ["sample"]
    assert window.session is not None
    path = window.session.path
    window.files.do_close()
    recent.actions()[0].trigger()
    assert window.session is not None
    assert window.session.path == path


def test_damage_found_only_by_the_complete_checks_stops_saving(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, qtbot: Any
) -> None:
    assert window.session is not None
    path = window.session.path
    window.show_session(None)
    data = path.read_bytes()
    assert data.count(b'"shares":4800') == 1
    path.write_bytes(data.replace(b'"shares":4800', b'"shares":4700'))
    kinds: list[str] = []
    monkeypatch.setattr(module, "tell_store_error", lambda _, error, *__: kinds.append(error.kind) or "")
    opened = window.files.open_path(path)
    if opened:
        window.verify()
        assert window.session is not None
        assert window.session.blocked
        assert window.frame.banner.isVisible()
        with pytest.raises(StoreError):
            window.session.commit(Change("Add nothing", ()))
    assert kinds
    assert set(kinds) == {"damaged"}
    assert path.read_bytes() == data.replace(b'"shares":4800', b'"shares":4700')
