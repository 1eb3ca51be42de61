"""The file: its header, tables, modes and place, and each kind of trouble with its own words."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from models.errors import StoreError
from models.store import Store, create, open_record, schema
from models.store.lock import lock_path
from models.store.trouble import KINDS, trouble
from tests.store import makers
from tests.store.makers import NOW

ROOT = Path(__file__).parents[2]


def kind_of_opening(path: Path, read_only: bool = False) -> str:
    """The kind of trouble opening `path` makes."""
    with pytest.raises(StoreError) as told:
        open_record(path, read_only).close()
    assert str(path.name) in told.value.message
    assert told.value.safe
    assert told.value.path
    return told.value.kind


def patched(path: Path, at: int, data: bytes) -> None:
    """Overwrite bytes of a closed file."""
    content = bytearray(path.read_bytes())
    content[at : at + len(data)] = data
    path.write_bytes(content)


def sql(path: Path, *statements: str) -> None:
    """Do something to a closed file with SQLite itself."""
    with closing(sqlite3.connect(path, isolation_level=None)) as conn:
        for statement in statements:
            conn.execute(statement)


def test_a_new_file_says_what_it_is_and_is_its_owners_alone(store: Store) -> None:
    store.close()
    head = store.path.read_bytes()[:100]
    assert head.startswith(b"SQLite format 3\x00")
    assert head[68:72] == b"StKB"
    assert int.from_bytes(head[60:64], "big") == schema.VERSION
    assert head[18:20] == b"\x01\x01"  # no WAL
    assert stat.S_IMODE(store.path.stat().st_mode) == 0o600
    assert [found.name for found in store.path.parent.iterdir()] == [store.path.name]


def test_settings_of_the_connection(store: Store) -> None:
    conn = store._connection()
    asked = ("synchronous", "foreign_keys", "trusted_schema", "recursive_triggers", "mmap_size", "journal_mode")
    found = [conn.execute(f"PRAGMA {name}").fetchone()[0] for name in asked]
    assert found == [3, 1, 0, 1, 0, "delete"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal SET title = 'x' WHERE serial = 2",
        "DELETE FROM journal WHERE serial = 3",
        "INSERT OR REPLACE INTO journal SELECT * FROM journal WHERE serial = 2",
        "INSERT INTO journal SELECT 9, at, title, edits, papers, reverses, chain FROM journal WHERE serial = 2",
        "UPDATE papers SET deed = 1",
        "DELETE FROM papers",
        "DELETE FROM seal",
        "UPDATE seal SET head = head - 1",
        "UPDATE seal SET record_id = lower(hex(randomblob(16)))",
        "INSERT OR REPLACE INTO seal SELECT * FROM seal",
        "UPDATE seal SET last_day = '2020-02-30'",
        "UPDATE seal SET last_day = ''",
    ],
)
def test_the_file_itself_forbids_to_change_what_is_written(store: Store, statement: str) -> None:
    paper = makers.PDF
    from models.store import paper_of

    store.append(makers.add_paper(store.record, paper_of(paper, "Letter", NOW.date())), NOW, kept=[paper])
    conn = store._connection()
    with pytest.raises(sqlite3.IntegrityError):
        conn.execute(statement)
    assert store.verify().seal.head == 4


@pytest.mark.parametrize("at", ["2003-02-30T09:30:00-08:00", "2003-11-10", "", "yesterday, at some late hour"])
def test_a_day_that_does_not_exist_is_no_day(store: Store, at: str) -> None:
    conn = store._connection()
    with pytest.raises(sqlite3.IntegrityError):
        conn.execute(
            "INSERT INTO journal SELECT 4, ?, title, edits, papers, NULL, chain FROM journal WHERE serial = 2", (at,)
        )


def test_missing(path: Path) -> None:
    assert kind_of_opening(path) == "missing"
    assert not path.exists()


def test_empty(path: Path) -> None:
    path.touch()
    assert kind_of_opening(path) == "empty"
    assert path.stat().st_size == 0


@pytest.mark.parametrize("content", [b"x", b"%PDF-1.7" * 100, b"SQLite format 3", b"\x00" * 4096])
def test_foreign_files(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    assert kind_of_opening(path) == "foreign"
    assert path.read_bytes() == content


def test_a_folder_is_foreign(path: Path) -> None:
    path.mkdir()
    assert kind_of_opening(path) == "foreign"


def test_another_programs_database_is_foreign(path: Path) -> None:
    sql(path, "CREATE TABLE journal (x)")
    content = path.read_bytes()
    assert kind_of_opening(path) == "foreign"
    assert path.read_bytes() == content


def test_newer(store: Store) -> None:
    store.close()
    sql(store.path, "PRAGMA user_version = 7")
    assert kind_of_opening(store.path) == "newer"
    assert kind_of_opening(store.path, read_only=True) == "newer"


@pytest.mark.parametrize(
    ("at", "data"), [(0, b"x"), (16, b"\x00\x00"), (56, b"\x00\x00\x00\x02"), (60, b"\x00\x00\x00\x00"), (100, b"\x00")]
)
def test_a_damaged_first_page(store: Store, at: int, data: bytes) -> None:
    store.close()
    patched(store.path, at, data)
    assert kind_of_opening(store.path) == "damaged"
    assert not lock_path(store.path).exists()


@pytest.mark.parametrize("size", [1, 99, 100, 511, 4095, 4096, 8192, 20_000])
def test_truncated(store: Store, size: int) -> None:
    store.close()
    os.truncate(store.path, size)
    assert kind_of_opening(store.path) in {"damaged", "foreign"}


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER more AFTER INSERT ON journal BEGIN DELETE FROM papers; END",
        "CREATE VIEW more AS SELECT 1",
        "CREATE TABLE more (x)",
        "CREATE INDEX more ON journal (at)",
        "DROP TRIGGER journal_no_update",
        "DROP INDEX idx__sqlite_migrations_migration_set_name",
        "UPDATE _sqlite_migrations SET name = 'x'",
        "DELETE FROM _sqlite_migrations",
    ],
)
def test_a_schema_that_is_not_ours(store: Store, statement: str) -> None:
    store.close()
    sql(store.path, statement)
    assert kind_of_opening(store.path) == "damaged"
    assert kind_of_opening(store.path, read_only=True) == "damaged"
    with pytest.raises(StoreError):
        open_record(store.path, verify_later=True)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal SET edits = replace(edits, '4800', '480') WHERE serial = 3",
        "UPDATE journal SET title = 'Another' WHERE serial = 2",
        "UPDATE journal SET at = '2003-11-11T09:30:00-08:00' WHERE serial = 3",
        "UPDATE journal SET reverses = 1 WHERE serial = 2",
        "UPDATE journal SET chain = zeroblob(32) WHERE serial = 2",
        "UPDATE journal SET papers = '[ ]' WHERE serial = 2",
        "UPDATE seal SET last_day = '2004-01-01'",
        "UPDATE seal SET head = 2",
        "UPDATE seal SET digest = zeroblob(32)",
        "DELETE FROM seal",
        "DELETE FROM journal WHERE serial = 2",
        "DELETE FROM journal WHERE serial = 3",
        "INSERT INTO papers VALUES (1, replace(hex(zeroblob(32)), '00', 'ab'), 1, x'01')",
    ],
)
def test_a_change_past_the_triggers_is_noticed(store: Store, statement: str) -> None:
    store.close()
    makers.past_the_triggers(store.path, statement)
    assert kind_of_opening(store.path) == "damaged"
    assert kind_of_opening(store.path, read_only=True) == "damaged"


def test_a_file_in_wal_mode_is_brought_back(store: Store) -> None:
    store.close()
    sql(store.path, "PRAGMA journal_mode = WAL")
    with open_record(store.path) as again:
        assert again.record == store.record
    assert store.path.read_bytes()[18:20] == b"\x01\x01"


def test_create_never_replaces_unasked(store: Store) -> None:
    store.close()
    content = store.path.read_bytes()
    with pytest.raises(StoreError) as told:
        create(store.path, makers.first_change(), NOW)
    assert told.value.kind == "exists"
    assert store.path.read_bytes() == content
    with create(store.path, makers.first_change("Other"), NOW, overwrite=True) as other:
        assert other.record.holder.name == "Other"
        assert other.head == 1


def test_an_open_record_is_not_replaced(store: Store) -> None:
    with pytest.raises(StoreError) as told:
        create(store.path, makers.first_change("Other"), NOW, overwrite=True)
    assert told.value.kind == "locked"
    assert store.append(makers.prices(store.record, 1), NOW).serial == 4


@pytest.mark.parametrize(
    ("name", "kind"), [("none/Options.strikebook", "no_folder"), ("x" * 300 + ".strikebook", "bad_name")]
)
def test_a_place_where_nothing_can_be_made(tmp_path: Path, name: str, kind: str) -> None:
    with pytest.raises(StoreError) as told:
        create(tmp_path / name, makers.first_change(), NOW)
    assert told.value.kind == kind


@pytest.mark.parametrize("name", ["a b?c#d%20.strikebook", "Größe Δ ש.strikebook", "-x'\".strikebook", "x" * 240])
def test_names_of_every_kind(tmp_path: Path, name: str) -> None:
    with create(tmp_path / name, makers.first_change(), NOW) as made:
        made.append(makers.prices(made.record, 1), NOW)
    with open_record(tmp_path / name) as again:
        assert again.head == 2
    assert [found.name for found in tmp_path.iterdir()] == [name]


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="asks for another user")
@pytest.mark.parametrize(("which", "kind"), [("file", "read_only"), ("folder", "read_only_folder")])
def test_read_only_files_and_folders(store: Store, which: str, kind: str) -> None:
    store.close()
    folder = store.path.parent
    target, mode = (store.path, 0o444) if which == "file" else (folder, 0o555)
    store.path.chmod(0o666)
    folder.chmod(0o777)
    target.chmod(mode)
    script = (
        "import os, sys\n"
        "from models.store import create, open_record; from models.errors import StoreError\n"
        "from tests.store.makers import NOW, first_change\n"
        "from models.facts.bundled import BUNDLED, bundled_plan\n"
        "for plan in BUNDLED: bundled_plan(plan)  # the project's own folder may be closed to others\n"
        "if os.getuid() == 0: os.setgid(65534); os.setuid(65534)\n"
        "try: open_record(sys.argv[1])\n"
        "except StoreError as e: print(e.kind)\n"
        "with open_record(sys.argv[1], read_only=True) as s: print(s.head)\n"
        "try: create(sys.argv[1] + '.new', first_change(), NOW); print('made')\n"
        "except StoreError as e: print(e.kind, e.safe)\n"
    )
    for parent in folder.parents:  # pytest's own folders are closed to others
        if parent.name.startswith("pytest-"):
            parent.chmod(0o755)
    command = [sys.executable, "-c", script, str(store.path)]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    finally:
        folder.chmod(0o700)
    assert done.stderr == ""
    said = done.stdout.splitlines()
    assert said[:2] == [kind, "3"]
    assert said[2] == (
        "made" if which == "file" else "read_only_folder Nothing was written. Choose a folder of your own."
    )


def test_every_kind_of_trouble_has_its_own_words() -> None:
    told = [trouble(kind, "/home/somebody/Options.strikebook") for kind in KINDS]
    assert len({error.message for error in told}) == len(KINDS)
    for error in told:
        assert "Options.strikebook" in error.message
        assert "somebody" not in str(error)
        assert error.safe.endswith(".")
        assert len(str(error)) < 400


def test_a_file_that_another_program_keeps_locked_is_not_waited_for_without_end(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.store.connection._WAIT", 0.1)
    store.close()
    with closing(sqlite3.connect(store.path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert kind_of_opening(store.path, read_only=True) == "locked"
        assert kind_of_opening(store.path) == "locked"
        other.execute("ROLLBACK")
    with open_record(store.path, read_only=True) as again:
        assert again.head == 3


def test_an_sqlite_without_strict_tables_is_told_and_nothing_else(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.close()
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 31, 1))
    assert kind_of_opening(store.path) == "old_library"


def test_a_disk_without_hard_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refused)
    path = tmp_path / "Options.strikebook"
    with create(path, makers.first_change(), NOW) as made:
        copy = made.copy_to(tmp_path / "Copy.strikebook")
        with pytest.raises(StoreError) as told:
            made.copy_to(copy)
        assert told.value.kind == "exists"
    assert sorted(found.name for found in tmp_path.iterdir()) == ["Copy.strikebook", "Options.strikebook"]
