"""The record's file: a deed, opening with all checks, a verified backup, each against the bare minimum of the same."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from fractions import Fraction
from pathlib import Path

from bench.common import Figure, compare, report
from models.facts.event import Exercised, PlanApproved
from models.facts.grant import Grant, PeriodicPart
from models.facts.holder import Holder
from models.facts.lot import Lot
from models.facts.price import Price
from models.record.change import Change
from models.record.record import Record
from models.store import Store, create, open_record, paper_of
from models.store.backup import back_up
from models.store.connection import connect
from models.store.contents import check_file
from models.store.row import edits_text
from models.values.dates import add_months

PLAN = "focus-2002"
ZONE = timezone(timedelta(hours=-8))
START = datetime(2003, 1, 2, 9, 0, tzinfo=ZONE)
GRANTS, EVENTS, PRICES, PAPERS, PAPER_SIZE = 200, 5_000, 10_000, 50, 200_000


def twenty_years(path: Path) -> None:
    """A record as it is after 20 years: 200 grants, 5,000 events, 10,000 prices, 50 papers of 200 KB; saved as lived.

    Grants and exercises one deed each, prices by monthly imports, papers one deed each.
    """
    chance = random.Random(20)
    now = START
    with create(path, Change("New record", Record().adding("holder", Holder("Sample Holder"))), now) as store:
        store.append(Change("Approve", store.record.adding("events", PlanApproved(date(2002, 12, 20), PLAN))), now)
        for at in range(GRANTS):
            day = date(2003, 1, 2) + timedelta(days=30 * at % 3000)
            part = PeriodicPart(48_000, day, 48, 1, 12)
            grant = Grant(f"NQ-{at + 1}", PLAN, day, 48_000, Fraction(6, 5), "employee", (part,))
            _do(store, f"Add grant {grant.id}", "grants", grant)
        for at in range(EVENTS - 1):
            number, turn = at % GRANTS, at // GRANTS
            day = add_months(date(2003, 1, 2) + timedelta(days=30 * number % 3000), 14 + turn)
            lot = Lot(f"L-{at + 1}", None, day, 100, Fraction(chance.randrange(100, 900), 100))
            _do(store, f"Record exercise {at + 1}", "events", Exercised(day, f"NQ-{number + 1}", 100, lots=(lot,)))
        for month in range(PRICES // 40):
            days = [date(2003, 1, 2) + timedelta(days=40 * month + at) for at in range(40)]
            prices = [Price(PLAN, day, *[Fraction(chance.randrange(100, 900), 100)] * 3) for day in days]
            _do(store, "Import 40 prices", "prices", *prices)
        for at in range(PAPERS):
            data = b"%PDF-1.7 " + chance.randbytes(PAPER_SIZE)
            paper = paper_of(data, f"Letter {at + 1}", now.date())
            change = Change("Keep a paper", store.record.adding("papers", paper))
            store.append(change, now, kept=[data], after=store.record.applied(change))
        store.record.check()


def _do(store: Store, title: str, collection: str, *facts: object) -> None:
    change = Change(title, store.record.adding(collection, *facts))
    store.append(change, START, after=store.record.applied(change))


@contextlib.contextmanager
def bare(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection with the settings of a record and nothing of ours."""
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as conn:
        conn.execute("PRAGMA journal_mode = DELETE")
        conn.execute("PRAGMA synchronous = EXTRA")
        conn.execute("PRAGMA foreign_keys = ON")
        yield conn


def deed(folder: Path) -> Figure:
    """One deed (transaction, chain, seal, and the pure change) against one bare commit of the same text."""
    names = ["Sample Holder", "Sample Q. Holder"]
    with (
        create(folder / "deed.strikebook", Change("New", Record().adding("holder", Holder(names[0]))), START) as store,
        bare(folder / "bare.db") as conn,
    ):
        conn.execute("CREATE TABLE journal (serial INTEGER PRIMARY KEY, edits TEXT NOT NULL) STRICT")
        text = edits_text(Change("New", Record().adding("holder", Holder(names[0]))))

        def ours() -> None:
            name = names[store.head % 2]
            change = Change("Correct the name", (store.record.replacing("holder", 1, Holder(name)),))
            store.append(change, START, after=store.record.with_change(change))

        def floor() -> None:
            conn.execute("BEGIN IMMEDIATE")
            conn.execute("INSERT INTO journal (edits) VALUES (?)", (text,))
            conn.execute("COMMIT")

        return compare("a deed", ours, floor, 2, rounds=15, repeat=20, note="floor: bare commit, same settings")


def opening(path: Path) -> list[Figure]:
    """Opening and checking a record of 20 years against SQLite's own check of it."""

    def floor() -> None:
        with contextlib.closing(sqlite3.connect(path)) as conn:
            assert conn.execute("PRAGMA integrity_check").fetchone() == ("ok",)

    def checks() -> None:
        with contextlib.closing(connect(path)) as conn:
            check_file(conn, path)

    def first_paint() -> None:
        open_record(path, verify_later=True).close()

    def everything() -> None:
        open_record(path).close()

    return [
        compare("every check of the file", checks, floor, 3, note="floor: integrity_check"),
        compare("open, every check, 15,000 facts built", everything, floor, 3, note="the same floor"),
        compare("open for the first paint", first_paint, floor, None),
    ]


def backup(path: Path, folder: Path) -> Figure:
    """A verified backup against a copy that was synced."""
    copy, place = folder / "copy", folder / "backups"

    def floor() -> None:
        shutil.copyfile(path, copy)
        with copy.open("rb+") as handle:
            os.fsync(handle.fileno())

    with open_record(path) as store:
        # The floor may only read the file while nothing is written to it, and after it the locks of `store` are gone;
        # nothing here writes.
        return compare(
            "a verified backup", lambda: back_up(store, [place], START), floor, 4, note="floor: copy and fsync"
        )


def main() -> int:
    """Measure on a real disk, print, and say whether the aims are reached."""
    with tempfile.TemporaryDirectory(prefix="strikebook-bench-", dir=Path(__file__).parents[1] / "build") as name:
        folder = Path(name)
        path = folder / "twenty.strikebook"
        twenty_years(path)
        size = path.stat().st_size / 1e6
        figures = [deed(folder), *opening(path), backup(path, folder)]
    return report(f"The record's file ({size:.0f} MB after 20 years)", figures)


if __name__ == "__main__":
    (Path(__file__).parents[1] / "build").mkdir(exist_ok=True)
    sys.exit(main())
