"""The tables of a `.strikebook` file, in explicit SQL; a released statement never changes, a migration follows it."""

from __future__ import annotations

from collections.abc import Mapping

APPLICATION_ID = 0x53744B42  # "StkB", at offset 68 of the file
VERSION = 1  # user_version, at offset 60; one more with every migration

SUFFIX = ".strikebook"
MAX_PAPER = 20 * 1024 * 1024
LONGEST_TITLE = 1000
LONGEST_EDITS = 10_000_000  # characters; some 60,000 facts in one deed

MIGRATION_SET = "strikebook"
MIGRATIONS = ("create_record",)  # the names in models/store/upgrade.py: the first leads to version 1, and so on

# Exactly what sqlite_utils.Migrations makes for itself, so that a file made without it is the same file.
_MIGRATIONS_TABLE = (
    'CREATE TABLE "_sqlite_migrations" (\n'
    '   "id" INTEGER PRIMARY KEY,\n'
    '   "migration_set" TEXT,\n'
    '   "name" TEXT,\n'
    '   "applied_at" TEXT\n'
    ")"
)
_MIGRATIONS_INDEX = (
    'CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"\n'
    '    ON "_sqlite_migrations" ("migration_set", "name")'
)

# `date(d) = d` would take 2020-02-30; by way of the Julian day it does not.
_JOURNAL = """CREATE TABLE journal (
  serial INTEGER PRIMARY KEY CHECK (serial >= 1),
  at TEXT NOT NULL CHECK (substr(at, 1, 10) IS date(julianday(substr(at, 1, 10))) AND length(at) BETWEEN 25 AND 32),
  title TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 1000),
  edits TEXT NOT NULL,
  papers TEXT NOT NULL,
  reverses INTEGER REFERENCES journal (serial) ON DELETE RESTRICT ON UPDATE RESTRICT CHECK (reverses < serial),
  chain BLOB NOT NULL CHECK (length(chain) = 32)
) STRICT"""

_PAPERS = """CREATE TABLE papers (
  serial INTEGER PRIMARY KEY CHECK (serial >= 1),
  sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
  deed INTEGER NOT NULL REFERENCES journal (serial) ON DELETE RESTRICT ON UPDATE RESTRICT,
  bytes BLOB NOT NULL CHECK (length(bytes) BETWEEN 1 AND 20971520)
) STRICT"""

_SEAL = """CREATE TABLE seal (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  record_id TEXT NOT NULL CHECK (length(record_id) = 32),
  head INTEGER NOT NULL REFERENCES journal (serial) ON DELETE RESTRICT ON UPDATE RESTRICT,
  chain BLOB NOT NULL CHECK (length(chain) = 32),
  last_day TEXT NOT NULL CHECK (last_day IS date(julianday(last_day))),
  digest BLOB NOT NULL CHECK (length(digest) = 32)
) STRICT"""


def _forbid(table: str, act: str) -> str:
    return (
        f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} BEGIN\n"
        f"  SELECT RAISE(ABORT, 'the {table} is never changed, only added to');\nEND"
    )


def _in_order(table: str) -> str:
    """Only the next serial may come in; this also stops INSERT OR REPLACE, which deletes without a trigger."""
    return (
        f"CREATE TRIGGER {table}_in_order BEFORE INSERT ON {table}\n"
        f"WHEN NEW.serial IS NOT (SELECT coalesce(max(serial), 0) + 1 FROM {table}) BEGIN\n"
        f"  SELECT RAISE(ABORT, 'the {table} takes the next serial only');\nEND"
    )


_SEAL_FORWARD = """CREATE TRIGGER seal_only_forward BEFORE UPDATE ON seal
WHEN NEW.id IS NOT OLD.id OR NEW.record_id IS NOT OLD.record_id OR NEW.head < OLD.head BEGIN
  SELECT RAISE(ABORT, 'the seal only moves forward');
END"""

_SEAL_ONCE = """CREATE TRIGGER seal_once BEFORE INSERT ON seal
WHEN EXISTS (SELECT 1 FROM seal) BEGIN
  SELECT RAISE(ABORT, 'there is one seal');
END"""

MIGRATION_STATEMENTS = (_MIGRATIONS_TABLE, _MIGRATIONS_INDEX)
CREATE_RECORD = (
    _JOURNAL,
    _PAPERS,
    _SEAL,
    _forbid("journal", "UPDATE"),
    _forbid("journal", "DELETE"),
    _in_order("journal"),
    _forbid("papers", "UPDATE"),
    _forbid("papers", "DELETE"),
    _in_order("papers"),
    _forbid("seal", "DELETE"),
    _SEAL_ONCE,
    _SEAL_FORWARD,
)

Item = tuple[str, str, str, str | None]


def _item(sql: str) -> Item:
    words = sql.replace('"', "").split()
    kind = "index" if words[1] == "UNIQUE" else words[1].lower()
    name = words[3] if kind == "index" else words[2]
    table = name if kind == "table" else words[words.index("ON") + 1]
    return kind, name, table, sql


# All that may stand in sqlite_master, by version: a trigger or view more could change what a statement of ours does.
EXPECTED: Mapping[int, frozenset[Item]] = {
    1: frozenset(
        [
            *map(_item, (*MIGRATION_STATEMENTS, *CREATE_RECORD)),
            ("index", "sqlite_autoindex_papers_1", "papers", None),
        ]
    ),
}
