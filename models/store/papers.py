"""Papers kept inside a record: which files may be kept, their bytes found by SHA-256, and nothing ever run."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from models.errors import Refusal
from models.facts.notes import Paper
from models.store import digest
from models.store.chain import Row
from models.store.files import write_private
from models.store.journal import Broken
from models.store.schema import MAX_PAPER
from models.store.trouble import of_new_file

# What a file is, is said by its first bytes, not by its name.
_MAGIC = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
)
_SUFFIXES = {"application/pdf": ".pdf", "image/png": ".png", "image/jpeg": ".jpg"}


def sha256_of(data: bytes) -> str:
    """The name under which a paper's bytes are found."""
    return digest.sha256(data).hex()


def _media_type(data: bytes) -> str | None:
    return next((kind for magic, kind in _MAGIC if data.startswith(magic)), None)


def paper_of(data: bytes, name: str, added_on: date, about: str = "") -> Paper:
    """The fact that describes a paper. Refusal where it is too large, empty, or neither PDF, PNG nor JPEG."""
    if not data:
        raise Refusal("empty_paper", "is empty; choose another file", "file")
    if len(data) > MAX_PAPER:
        size = -(-len(data) * 10 // (1024 * 1024)) / 10
        raise Refusal(
            "paper_too_large",
            f"has {size} MB; a paper may have at most 20 MB. Scan it with fewer dots per inch, or in parts",
            "file",
        )
    media_type = _media_type(data)
    if media_type is None:
        raise Refusal("paper_type", "is neither a PDF nor a PNG or JPEG picture; save it as one of these first", "file")
    return Paper(name, media_type, len(data), sha256_of(data), added_on, about)


def write_out(paper: Paper, data: bytes, folder: Path) -> Path:
    """Write a paper into `folder` as a private file, for the system's viewer; returns where.

    The suffix follows the bytes, not the name it was given: a record from somebody else must not bring a program.
    Refusal `paper_type` where the bytes are no paper; StoreError where the folder takes no file.
    """
    kind = _media_type(data)
    if kind is None:
        raise Refusal("paper_type", "is neither a PDF nor a picture and is not opened", "file")
    stem = "".join(letter if letter.isalnum() or letter in " -_" else "_" for letter in paper.name)[:60].strip()
    path = folder / f"{stem or 'Paper'} {paper.sha256[:8]}{_SUFFIXES[kind]}"
    try:
        with contextlib.suppress(FileNotFoundError):
            path.unlink()
        write_private(path, data)
    except OSError as error:
        raise of_new_file(error, path) from error
    return path


def names_in(rows: Iterable[Row]) -> list[tuple[str, int]]:
    """The SHA-256 of every paper stored, in order, each with its deed."""
    return [(name, row.serial) for row in rows if row.papers != "[]" for name in _names(row)]


def _names(row: Row) -> list[str]:
    try:
        names = json.loads(row.papers)
    except (ValueError, TypeError, RecursionError):
        names = None
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise Broken("The list of papers kept in it cannot be read.", row.serial)
    return names


def insert(conn: sqlite3.Connection, deed: int, papers: Sequence[tuple[str, bytes]]) -> None:
    """Store papers with their deed, inside its transaction."""
    at = conn.execute("SELECT coalesce(max(serial), 0) FROM papers").fetchone()[0]
    conn.executemany(
        "INSERT INTO papers (serial, sha256, deed, bytes) VALUES (?, ?, ?, ?)",
        [(at + offset, name, deed, data) for offset, (name, data) in enumerate(papers, 1)],
    )


def read(conn: sqlite3.Connection, sha256: str) -> bytes | None:
    """A paper's bytes; None where it is not kept here. Broken where they are not what they were."""
    found = conn.execute("SELECT bytes FROM papers WHERE sha256 = ?", (sha256,)).fetchone()
    if found is None:
        return None
    if not isinstance(found[0], bytes) or sha256_of(found[0]) != sha256:
        raise Broken("A paper kept in it was changed.")
    data: bytes = found[0]
    return data


def check(conn: sqlite3.Connection, rows: Iterable[Row]) -> int:
    """Every paper the journal says was stored is there, in order, with the bytes it had. Returns how many."""
    names = names_in(rows)
    count = 0
    for serial, sha256, deed, data in conn.execute("SELECT serial, sha256, deed, bytes FROM papers ORDER BY serial"):
        if serial != count + 1 or not isinstance(data, bytes) or count >= len(names) or names[count] != (sha256, deed):
            raise Broken("The papers kept in it are not those its history names.")
        if sha256_of(data) != sha256:
            raise Broken("A paper kept in it was changed.")
        count += 1
    if count != len(names):
        raise Broken("A paper kept in it is missing.")
    return count
