"""Upgrades: a stored file of every released version opens; an upgrade is copied first, checked, or not done."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database, Migrations

from models.errors import StoreError
from models.store import open_record, schema, upgrade
from models.store.connection import check_schema
from models.store.copying import verify_file
from tests.store import makers
from tests.store.makers import NOW

FIXTURES = sorted((Path(__file__).parent / "fixtures").glob("version-*.strikebook"))
MORE = "CREATE TABLE more (id INTEGER PRIMARY KEY) STRICT"


@pytest.fixture
def next_version(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pretend that there is one version more, whose migration adds a table."""
    version = schema.VERSION + 1
    migrations = Migrations(schema.MIGRATION_SET)
    migrations._migrations = list(upgrade.migrations._migrations)

    @migrations(name="add_more")
    def _add_more(db: Database) -> None:
        db.execute(MORE)

    expected = schema.EXPECTED[schema.VERSION] | {("table", "more", "more", MORE)}
    monkeypatch.setattr(schema, "EXPECTED", {**schema.EXPECTED, version: expected})
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, "add_more"))
    monkeypatch.setattr(schema, "VERSION", version)
    monkeypatch.setattr(upgrade, "migrations", migrations)


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A copy of the newest fixture."""
    return Path(shutil.copy(FIXTURES[-1], tmp_path / "Old.strikebook"))


def test_there_is_a_fixture_of_every_released_version() -> None:
    assert [path.stem for path in FIXTURES] == [f"version-{at}" for at in range(1, schema.VERSION + 1)]


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda path: path.stem)
def test_a_record_of_every_version_opens_with_all_that_was_in_it(fixture: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(fixture, tmp_path / "Old.strikebook"))
    with open_record(path) as store:
        assert store.verify().papers == 1
        assert [deed.title for deed in store.deeds()] == [
            "New record",
            "Record the approval",
            "Add grant NQ-1",
            "Import 30 prices",
            "Record exercise of 500 shares of NQ-1",
            "Keep Option letter",
            "Correct the name",
            "Undo: correct the name",
        ]
        (paper,) = store.record.papers
        assert store.paper(paper.sha256) == makers.PDF
        assert store.redo(NOW).serial == 9
        assert store.record.holder.name == "Sample Q. Holder"
        assert store.objection() is None


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda path: path.stem)
def test_a_fixture_is_never_remade(fixture: Path) -> None:
    known = {"version-1": "1ef3d967187a6ed1bd7c69c6362551ee3cec8aeb6189f2c32c295c04315b37cb"}
    assert hashlib.sha256(fixture.read_bytes()).hexdigest() == known[fixture.stem]


def test_a_file_made_without_sqlite_utils_is_the_file_it_would_have_made() -> None:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as conn:
        upgrade.migrations.apply(Database(conn, execute_plugins=False))
        check_schema(conn, schema.VERSION)


@pytest.mark.usefixtures("next_version")
def test_an_upgrade_keeps_everything_and_a_copy(old: Path) -> None:
    before = old.read_bytes()
    with open_record(old) as store:
        assert len(store.deeds()) == 8
        store.append(makers.prices(store.record, 1, NOW.date()), NOW)
    (kept,) = (path for path in old.parent.iterdir() if path != old)
    assert kept.name.startswith("Old (version 1, ")
    assert old.read_bytes() != before
    with closing(sqlite3.connect(kept)) as conn:
        assert conn.execute("PRAGMA user_version").fetchone() == (1,)
    with open_record(old, verify_later=True) as again:
        assert again.head == 9


@pytest.mark.usefixtures("next_version")
def test_the_copy_goes_to_the_folder_of_backups(old: Path, tmp_path: Path) -> None:
    open_record(old, backups=tmp_path / "Backups").close()
    assert len(list((tmp_path / "Backups").iterdir())) == 1
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == [old.name]


@pytest.mark.usefixtures("next_version")
def test_reading_only_upgrades_in_memory(old: Path) -> None:
    before = old.read_bytes()
    with open_record(old, read_only=True) as store:
        assert len(store.deeds()) == 8
    assert old.read_bytes() == before


@pytest.mark.usefixtures("next_version")
def test_an_upgrade_that_does_not_come_out_right_is_not_done(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = Migrations(schema.MIGRATION_SET)
    wrong._migrations = upgrade.migrations._migrations[:1]

    @wrong(name="add_more")
    def _add_other(db: Database) -> None:
        db.execute("CREATE TABLE other (id INTEGER PRIMARY KEY) STRICT")

    monkeypatch.setattr(upgrade, "migrations", wrong)
    before = old.read_bytes()
    with pytest.raises(StoreError) as told:
        open_record(old)
    assert told.value.kind == "damaged"
    assert "as it was" in told.value.safe
    assert old.read_bytes() == before


def test_an_older_version_is_told_that_the_file_is_newer(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "VERSION", 0)
    with pytest.raises(StoreError) as told:
        open_record(old)
    assert told.value.kind == "newer"
    with pytest.raises(StoreError):
        verify_file(old)
