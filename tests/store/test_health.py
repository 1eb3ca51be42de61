"""What the record's health says, and papers written out for the system's viewer."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from models.errors import Refusal, StoreError
from models.facts.notes import Paper
from models.store import Store, open_record, paper_of
from models.store.health import file_checks
from models.store.papers import sha256_of
from tests.store import makers
from tests.store.makers import NOW, PDF


def test_a_sound_record_is_told_with_its_figures(store: Store) -> None:
    paper = paper_of(PDF, "Letter", NOW.date())
    store.append(makers.add_paper(store.record, paper), NOW, kept=[PDF])
    checks = {check.name: check for check in file_checks(store)}
    assert all(check.is_good for check in checks.values())
    assert checks["History"].says == "4 entries, each with a check sum that holds."
    assert checks["Papers"].says == "1 paper, each unchanged."
    assert checks["Privacy"].says == "Only you may read it."


def test_others_may_read_it(store: Store) -> None:
    store.path.chmod(0o644)
    assert [check.name for check in file_checks(store) if not check.is_good] == ["Privacy"]


def test_damage_found_while_open_is_told(store: Store) -> None:
    store._connection().execute("DROP TRIGGER seal_once")
    (check,) = file_checks(store)
    assert not check.is_good
    assert "damaged" in check.says


def test_a_paper_is_written_out_under_a_name_that_cannot_harm(store: Store, tmp_path: Path) -> None:
    paper = paper_of(PDF, "../../Über letter.exe", NOW.date())
    store.append(makers.add_paper(store.record, paper), NOW, kept=[PDF])
    for _ in range(2):  # a second click opens it again
        path = store.write_paper(paper, tmp_path)
        assert path.parent == tmp_path
        assert path.name == f"______Über letter_exe {paper.sha256[:8]}.pdf"
        assert path.read_bytes() == PDF
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with pytest.raises(StoreError) as told:
        store.write_paper(paper, tmp_path / "none")
    assert told.value.kind == "no_folder"


def test_a_program_in_a_paper_is_not_written_out(store: Store, tmp_path: Path) -> None:
    """A record made by somebody else may say that it is a PDF."""
    data = b"\x7fELF a program"
    paper = Paper("Letter.pdf", "application/pdf", len(data), sha256_of(data), NOW.date())
    store.append(makers.add_paper(store.record, paper), NOW, kept=[data])
    with pytest.raises(Refusal) as told:
        store.write_paper(paper, tmp_path)
    assert told.value.code == "paper_type"
    unknown = paper_of(PDF, "Other", NOW.date())
    with pytest.raises(Refusal, match="not kept"):
        store.write_paper(unknown, tmp_path)


def test_a_locked_file_says_that_the_change_was_not_saved(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    import sqlite3
    from contextlib import closing

    monkeypatch.setattr("models.store.connection._WAIT", 0.01)
    store.close()
    with open_record(store.path) as again, closing(sqlite3.connect(store.path, isolation_level=None)) as other:
        again.verify()
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError) as told:
            again.append(makers.prices(again.record, 1), NOW)
        assert told.value.kind == "locked"
        assert told.value.safe.startswith("The last change was not saved")
        other.execute("ROLLBACK")
        assert again.append(makers.prices(again.record, 1), NOW).serial == 4
