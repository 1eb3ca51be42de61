"""What is left of a damaged record: from a scratch copy, the longest history that still verifies, shown from memory.

The file itself is only ever copied. What is shown can be saved elsewhere as a whole record again.
"""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

from models.errors import Refusal, StoreError
from models.store import contents, files
from models.store.chain import GENESIS, Row, Seal, canonical, link, new_id
from models.store.connection import UNREADABLE, connect, settle
from models.store.contents import Contents
from models.store.copying import scratch_copy
from models.store.journal import Broken, deed_of, read_seal, replay
from models.store.opening import open_record, write_new
from models.store.papers import names_in, read as read_paper
from models.store.schema import CREATE_RECORD
from models.store.store import Store
from models.store.trouble import trouble

_ROW = "SELECT serial, at, title, edits, papers, reverses, chain FROM journal WHERE serial = ?"


def salvage(path: Path | str) -> Store | None:
    """Open read-only what can still be read of a damaged record; None where nothing holds.

    `store.salvaged` says what was found. The file itself is not touched; `store.copy_to` makes a whole record of it.
    """
    target = files.resolved(path)
    files.forbid_while_open(target)
    with scratch_copy(target) as copy:
        try:
            open_record(copy, verify_later=False).close()
        except StoreError as error:
            if error.kind in {"foreign", "newer", "empty"}:
                return None
            found = error
        else:
            found = trouble("damaged", target, "It only holds together in a copy.")
        pieces = _pieces(copy)
    if pieces is None:
        return None
    return _store_of(pieces, target, found)


class _Pieces:
    """Rows that verify, papers that verify, and the seal if it does."""

    def __init__(self, rows: list[Row], papers: dict[str, bytes], seal: Seal | None) -> None:
        self.rows = rows
        self.papers = papers
        self.seal = seal


def _pieces(copy: Path) -> _Pieces | None:
    try:
        with contextlib.closing(connect(copy)) as conn:
            if not _has_own_tables(conn):
                return None
            rows = _good_prefix(conn)
            seal = None
            with contextlib.suppress(*UNREADABLE):
                seal = read_seal(conn)
            return _Pieces(rows, _good_papers(conn, rows), seal) if rows else None
    except (*UNREADABLE, StoreError):
        return None


def _has_own_tables(conn: sqlite3.Connection) -> bool:
    """A view or a table of somebody else's making under our names is not read at all."""
    found = {sql for (sql,) in conn.execute("SELECT sql FROM sqlite_master WHERE type = 'table'")}
    return set(CREATE_RECORD[:3]) <= found


def _good_prefix(conn: sqlite3.Connection) -> list[Row]:
    """The rows from the first on whose check sums hold and that can be read."""
    rows: list[Row] = []
    before = GENESIS
    with contextlib.suppress(*UNREADABLE, Refusal, TypeError):
        while (found := conn.execute(_ROW, (len(rows) + 1,)).fetchone()) is not None:
            row = Row(*found)
            before = link(before, *row[:6])
            if before != row.chain:
                break
            deed_of(row).change  # noqa: B018 - read to see whether it can be
            names_in([row])
            rows.append(row)
    while rows:
        try:
            replay(rows)
        except Broken as broken:
            del rows[max(broken.serial - 1, 0) :]
        else:
            break
    return rows


def _good_papers(conn: sqlite3.Connection, rows: list[Row]) -> dict[str, bytes]:
    good: dict[str, bytes] = {}
    for name, _ in names_in(rows):
        with contextlib.suppress(*UNREADABLE):
            data = read_paper(conn, name)
            if data is not None:
                good[name] = data
    return good


def _without_lost_papers(pieces: _Pieces) -> tuple[list[Row], int]:
    """The same rows, chained anew from the first that named a paper which is lost; and how many are lost."""
    rows: list[Row] = []
    before, lost = GENESIS, 0
    for row in pieces.rows:
        named = [name for name, _ in names_in([row])]
        kept = [name for name in named if name in pieces.papers]
        lost += len(named) - len(kept)
        plain = row._replace(papers=canonical(kept))
        before = link(before, *plain[:6])
        rows.append(plain._replace(chain=before))
    return rows, lost


def _store_of(pieces: _Pieces, path: Path, found: StoreError) -> Store | None:
    rows, lost = _without_lost_papers(pieces)
    was = pieces.seal.head if pieces.seal else 0
    said = f"{len(rows)} of {was} entries" if was > len(rows) else f"{len(rows)} entries"
    papers = f"; {lost} of its papers are lost" if lost else ""
    why = StoreError(found.kind, found.message, str(path), f"Shown is what can still be read: {said}{papers}.")
    last_day = pieces.seal.last_day if pieces.seal else max(row.at[:10] for row in rows)
    seal = Seal(pieces.seal.record_id if pieces.seal else new_id(), len(rows), rows[-1].chain, last_day)
    conn = sqlite3.connect(":memory:", isolation_level=None)
    try:
        settle(conn)
        kept = [(name, row.serial, pieces.papers[name]) for row in rows for name, _ in names_in([row])]
        write_new(conn, seal, rows, kept, rows[-1].at)
        whole = contents.read_fully(conn, path)
    except UNREADABLE:
        conn.close()
        return None
    return Store(path, conn, Contents(whole.seal, whole.rows, whole.record, whole.papers), None, None, why)
