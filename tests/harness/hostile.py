"""Hostile files: well-formed records of somebody else's making, with a schema or a history meant to do harm."""

from __future__ import annotations

import contextlib
import json
import random
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from models.errors import Refusal, StoreError
from models.store import create, open_record, schema
from models.store.chain import GENESIS, Row, Seal, canonical, link
from models.store.connection import settle
from models.store.opening import write_new
from models.store.salvage import salvage
from tests.harness.damage import LONGEST, Truth, tried, whole
from tests.harness.registry import Result, Run, harness
from tests.store import makers

_TABLES = ("journal", "papers", "seal", "_sqlite_migrations")
_OTHER = "CREATE TABLE x(y)"
_BODIES = (
    "UPDATE seal SET head = 1;",
    "DELETE FROM papers;",
    "INSERT INTO journal SELECT * FROM journal;",
    "SELECT load_extension('libc.so.6');",
    "SELECT writefile('/tmp/strikebook-harness-harm', 'x');",
    "SELECT randomblob(1000000000);",
    "SELECT zeroblob(2000000000);",
    "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT max(x) FROM n;",
    "SELECT fts3_tokenizer('simple');",
)


def _sql(chance: random.Random) -> list[str]:
    """Statements that add to or change a record's schema."""
    name = chance.choice(("more", "a b", "sqlite_x", "journal2", "ö", "x" * 500))
    table, body = chance.choice(_TABLES), chance.choice(_BODIES)
    when, act = chance.choice(("BEFORE", "AFTER")), chance.choice(("INSERT", "UPDATE", "DELETE"))
    loop = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n)"
    replaced = f"UPDATE sqlite_master SET sql = replace(sql, '{chance.choice(('CHECK', 'NOT NULL', 'STRICT'))}', '')"
    return chance.choice(
        [
            [f'CREATE TRIGGER "{name}" {when} {act} ON {table} BEGIN {body} END'],
            [f'CREATE VIEW "{name}" AS {loop} SELECT x FROM n'],
            [f'CREATE INDEX "{name}" ON {table} (abs(-9223372036854775807 - rowid % 2))'],
            [f'CREATE TABLE "{name}" (x DEFAULT (randomblob(1000000000)))'],
            [f'CREATE VIRTUAL TABLE "{name}" USING fts5(x)'],
            [f'CREATE VIRTUAL TABLE "{name}" USING rtree(a, b, c)'],
            [f"ALTER TABLE {table} ADD COLUMN more TEXT DEFAULT 'x'"],
            [f'ALTER TABLE {table} RENAME TO "{name}2"', f"CREATE VIEW {table} AS {loop} SELECT x FROM n"],
            ["PRAGMA writable_schema = ON", f"{replaced} WHERE name = '{table}'"],
            ["PRAGMA writable_schema = ON", f"UPDATE sqlite_master SET rootpage = 2 WHERE name = '{table}'"],
            ["PRAGMA writable_schema = ON", "UPDATE sqlite_master SET sql = 'CREATE TABLE j(' || hex(randomblob(99))"],
            ["PRAGMA writable_schema = ON", f"DELETE FROM sqlite_master WHERE name = '{table}'"],
            ["PRAGMA writable_schema = ON", f"INSERT INTO sqlite_master VALUES ('table', 'x', 'x', 2, '{_OTHER}')"],
            [f"DROP TRIGGER {chance.choice(('journal_no_update', 'seal_once', 'papers_in_order'))}"],
            [f"PRAGMA user_version = {chance.choice((0, -1, 2, 2**31 - 1))}"],
            [f"PRAGMA application_id = {chance.choice((0, -1, 1))}"],
            ["PRAGMA journal_mode = WAL"],
            [f"PRAGMA page_size = {chance.choice((512, 65536))}", "VACUUM"],
            ["PRAGMA auto_vacuum = FULL", "VACUUM"],
            ["PRAGMA locking_mode = EXCLUSIVE", "PRAGMA schema_version = 99999"],
        ]
    )


def _with_sql(truth: Truth, chance: random.Random, path: Path) -> str:
    path.unlink(missing_ok=True)
    path.write_bytes(truth.content)
    said = []
    with closing(sqlite3.connect(path, isolation_level=None)) as conn:
        for _ in range(chance.randint(1, 3)):
            for statement in _sql(chance):
                said.append(statement[:80])
                try:
                    conn.execute(statement)
                except sqlite3.Error:
                    break
    return "; ".join(said)


_MOMENTS = (
    "2003-11-10T09:30:00-99:00",
    "2003-11-10 09:30:00      x",
    "2003-11-10T25:30:00-08:00",
    "20031110T0930Z" * 2,
)


def _deep(depth: int) -> str:
    return "[" * depth + "]" * depth


def _wrong_values() -> list[Any]:
    return [None, True, -1, 0, 10**400, 1.5, "", "x" * 100_000, "\ud800", "\x00", "2020-02-30", [], {}, [[]], {"a": 1}]


def _edits(chance: random.Random, good: list[str]) -> str:
    """The edits of one deed, damaged with a sense of what the readers expect."""
    way = chance.randrange(8)
    if way == 0:
        return chance.choice(
            ["", "null", "[]]", "{}", '"x"', "[", "[1]", "[null]", "NaN", "[NaN]", " []", "[] ", "1e999", "[{}]"]
        )
    if way == 1:
        return _deep(chance.choice((10, 1_000, 100_000)))
    if way == 2:
        return '[{"in":"extra","serial":1,"before":null,"after":{"key":"x","value":' + _deep(900) + "}}]"
    edits = json.loads(chance.choice(good))
    edit = chance.choice(edits)
    if way == 3:
        edit["in"] = chance.choice(("holder", "nothing", "prices", "__class__", "", 5, None))
    elif way == 4:
        edit["serial"] = chance.choice((0, -1, True, 1.0, "1", 10**30, None, 7))
    elif way == 5:
        edit["before"] = chance.choice(_wrong_values())
    elif way == 6:
        edit.pop(chance.choice(tuple(edit)))
    else:
        _damage(edit, chance)
    return canonical(edits)


def _damage(value: Any, chance: random.Random) -> None:
    """Replace something somewhere inside."""
    while True:
        keys = list(value) if isinstance(value, dict) else list(range(len(value)))
        if not keys:
            return
        key = chance.choice(keys)
        if isinstance(value[key], dict | list) and value[key] and chance.random() < 0.8:
            value = value[key]
            continue
        value[key] = chance.choice(_wrong_values())
        return


def _with_history(truth: Truth, good: list[Row], chance: random.Random, path: Path) -> str:
    """A record with right tables and a right chain over a wrong history: only the readers stand in its way."""
    rows, before = [], GENESIS
    wrong = chance.randrange(len(good))
    for at, row in enumerate(good):
        plain = list(row[:6])
        if at == wrong:
            field = chance.choice((1, 2, 3, 3, 3, 3, 4, 5))
            plain[field] = {
                1: chance.choice(_MOMENTS),
                2: chance.choice(("x" * 1000, "\n\t\u202e", "<img src=x>")),
                3: _edits(chance, [one.edits for one in good]),
                4: chance.choice(("", "{}", "[1]", '["x"]', "null", _deep(5_000))),
                5: chance.choice((1, 2, None)) if at > 2 else None,
            }[field]
        before = link(before, *plain)
        rows.append(Row(*plain, before))
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path, isolation_level=None)) as conn:
        settle(conn)
        seal = Seal("0" * 32, len(rows), before, "2003-11-10")
        kept = [(name, at, truth.papers[name]) for at, name in _papers_of(rows, truth)]
        try:
            write_new(conn, seal, rows, kept, rows[0].at)
        except (sqlite3.Error, UnicodeEncodeError):
            return ""
    return f"deed {wrong + 1} made wrong"


def _papers_of(rows: list[Row], truth: Truth) -> Iterator[tuple[int, str]]:
    for row in rows:
        for name in truth.papers:
            if name in row.papers:
                yield row.serial, name


@harness("hostile schemas", small=400, full=20_000, unit="files", batch=4_000)
def hostile_schemas(run: Run) -> Result:
    """Triggers, views, indexes, rewritten schemas: noticed or harmless, no exception but ours, 2 s each at most."""
    truth = whole(run.folder)
    harm = Path("/tmp/strikebook-harness-harm")
    return _tried(run, lambda chance, path: _with_sql(truth, chance, path), truth, harm.exists)


@harness("hostile histories", small=500, full=30_000, unit="files", batch=5_000)
def hostile_histories(run: Run) -> Result:
    """Right tables and check sums over a history that makes no sense: refused in our words or read as it stands."""
    truth = whole(run.folder)
    path = run.folder / "good.strikebook"
    with create(path, makers.first_change(), makers.NOW):
        pass
    good = rows_in(run.folder / "whole.strikebook")
    return _tried(run, lambda chance, path: _with_history(truth, good, chance, path), None, lambda: False)


def rows_in(path: Path) -> list[Row]:
    """The rows of a closed record."""
    with closing(sqlite3.connect(path)) as conn:
        return [Row(*found) for found in conn.execute("SELECT * FROM journal ORDER BY serial")]


def _tried(
    run: Run, make: Callable[[random.Random, Path], str], truth: Truth | None, harmed: Callable[[], bool]
) -> Result:
    chance = random.Random(run.seed)
    failures: list[str] = []
    facts: dict[str, int] = {"noticed": 0, "harmless": 0}
    done = 0
    path = run.folder / "hostile.strikebook"
    while done < run.n:
        what = make(chance, path)
        if not what:
            continue
        done += 1
        for left in run.folder.glob("hostile.strikebook-*"):
            left.unlink()
        content = path.read_bytes()
        wrong = tried(content, truth, path, facts, done % 5 == 0) if truth else _readable(path, facts)
        failures += [f"{what}: {one}" for one in wrong]
        if harmed():
            failures.append(f"{what}: it wrote a file outside")
    # A blind harness would not see a record that opens as something else.
    plain = whole(run.folder)
    other = plain._replace(deeds=plain.deeds[:-1])
    caught = bool(tried(plain.content, other, path, {}, False))
    assert schema.VERSION
    return Result(done, tuple(failures), facts=facts, control_done=1, control_caught=int(caught))


def _readable(path: Path, facts: dict[str, int]) -> list[str]:
    """There is no truth to compare with: it must open and be readable to the end, or be refused in our words, soon."""
    began = time.monotonic()
    found = _read_all(path, facts)
    took = time.monotonic() - began
    if took > LONGEST:
        began = time.monotonic()
        _read_all(path, dict(facts))
        took = min(took, time.monotonic() - began)
    return [*found, f"it took {took:.1f} s"] if took > LONGEST else found


def _read_all(path: Path, facts: dict[str, int]) -> list[str]:
    try:
        for quickly in (True, False):
            with open_record(path, verify_later=quickly) as store:
                for deed in store.deeds():
                    with contextlib.suppress(Refusal):  # in words, for what this version cannot read any more
                        deed.change.concerns("grants")
                store.undoable(), store.redoable()
                store.objection()
                for paper in store.record.papers:
                    store.paper(paper.sha256)
        facts["harmless"] += 1
    except StoreError:
        facts["noticed"] += 1
        return _salvage_all(path)
    except Exception as error:  # whatever it is, it is none of ours
        return [f"{type(error).__name__}: {str(error)[:200]}"]
    return []


def _salvage_all(path: Path) -> list[str]:
    try:
        left = salvage(path)
        if left is not None:
            left.deeds()
            left.close()
    except Exception as error:  # whatever it is, it is none of ours
        return [f"salvaging: {type(error).__name__}: {str(error)[:200]}"]
    return []
