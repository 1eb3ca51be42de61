"""What is left of a damaged record, and that reading it leaves the file as it is."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from models.errors import StoreError
from models.store import Store, open_record, paper_of
from models.store.salvage import salvage
from tests.store import makers
from tests.store.makers import NOW, PDF


def spoil(path: Path, word: bytes) -> bytes:
    """Change one letter of a closed file at the first place where `word` stands; its new content."""
    content = bytearray(path.read_bytes())
    content[content.index(word)] ^= 1
    path.write_bytes(content)
    return bytes(content)


@pytest.fixture
def rich(store: Store) -> Store:
    """The record with many deeds and two papers."""
    for at in range(20):
        store.append(makers.prices(store.record, 1, makers.NOW.date().replace(year=2004 + at)), NOW)
    for at in range(2):
        data = PDF + bytes([65 + at]) * 9000
        store.append(makers.add_paper(store.record, paper_of(data, f"Letter {at}", NOW.date())), NOW, kept=[data])
    return store


def test_the_history_before_the_damage_is_shown(rich: Store, tmp_path: Path) -> None:
    rich.close()
    content = spoil(rich.path, b'"date":"2014-11-10"')
    with pytest.raises(StoreError):
        open_record(rich.path)
    left = salvage(rich.path)
    assert left is not None
    with left:
        assert left.read_only
        assert left.salvaged is not None
        assert "13 of 25 entries" in left.salvaged.safe
        assert left.head == 13
        assert len(left.record.prices) == 10
        assert left.deeds() == rich.deeds()[:13]
        assert left.record_id == rich.record_id
        with pytest.raises(StoreError):
            left.append(makers.prices(left.record, 1), NOW)
        saved = left.copy_to(tmp_path / "Saved.strikebook")
    assert rich.path.read_bytes() == content
    with open_record(saved) as again:
        assert again.deeds() == rich.deeds()[:13]
        again.append(makers.rename(again.record, "Another"), NOW)


def test_a_lost_paper_costs_no_deed(rich: Store, tmp_path: Path) -> None:
    rich.close()
    spoil(rich.path, PDF + b"A" * 20)
    left = salvage(rich.path)
    assert left is not None
    with left:
        assert left.record == rich.record
        assert "1 of its papers are lost" in left.salvaged.safe  # type: ignore[union-attr]
        lost, kept = left.record.papers
        assert left.paper(lost.sha256) is None
        assert left.paper(kept.sha256) == PDF + b"B" * 9000
        saved = left.copy_to(tmp_path / "Saved.strikebook")
    with open_record(saved) as again:
        assert again.record == rich.record
        assert again.verify().papers == 1


def test_a_lost_seal_costs_nothing_but_the_name(rich: Store) -> None:
    rich.close()
    with closing(sqlite3.connect(rich.path, isolation_level=None)) as conn:
        text = conn.execute("SELECT sql FROM sqlite_master WHERE name = 'seal_no_delete'").fetchone()[0]
        conn.execute("DROP TRIGGER seal_no_delete")
        conn.execute("DELETE FROM seal")
        conn.execute(text)
    left = salvage(rich.path)
    assert left is not None
    with left:
        assert left.deeds() == rich.deeds()
        assert left.record == rich.record


def test_a_truncated_file_shows_what_its_pages_hold(rich: Store) -> None:
    rich.close()
    rich.path.write_bytes(rich.path.read_bytes()[:-8192])
    left = salvage(rich.path)
    if left is not None:
        with left:
            assert left.deeds() == rich.deeds()[: left.head]


def test_nothing_is_shown_of_what_is_not_ours(rich: Store) -> None:
    rich.close()
    rich.path.write_bytes(b"overwritten" * 1000)
    assert salvage(rich.path) is None


def test_a_view_in_the_place_of_the_journal_is_not_read(rich: Store) -> None:
    rich.close()
    with closing(sqlite3.connect(rich.path, isolation_level=None)) as conn:
        conn.execute("PRAGMA legacy_alter_table = ON")
        conn.execute("ALTER TABLE journal RENAME TO hidden")
        conn.execute("CREATE VIEW journal AS SELECT * FROM hidden")
    with pytest.raises(StoreError):
        open_record(rich.path)
    assert salvage(rich.path) is None


def test_an_open_record_is_not_salvaged(rich: Store) -> None:
    with pytest.raises(StoreError) as told:
        salvage(rich.path)
    assert told.value.kind == "locked"


def test_a_sound_file_is_shown_whole(rich: Store) -> None:
    rich.close()
    left = salvage(rich.path)
    assert left is not None
    with left:
        assert left.record == rich.record
