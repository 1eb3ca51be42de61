"""The hash chain over the journal and the seal that closes it: what makes a changed byte or a lost row show."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from typing import Any, NamedTuple

from models.store.digest import sha256
from models.values.frozen import dataclass


class Row(NamedTuple):
    """One row of the journal as it is stored; `papers` lists the SHA-256 of the papers stored with it."""

    serial: int
    at: str
    title: str
    edits: str
    papers: str
    reverses: int | None
    chain: bytes


@dataclass(frozen=True)
class Seal:
    """Whose record it is, how far its journal goes, and the largest day its holder's clock ever showed."""

    record_id: str
    head: int
    chain: bytes
    last_day: str

    def digest(self) -> bytes:
        """A hash over every field, so that none of them can change alone."""
        text = f"strikebook seal 1\n{self.record_id}\n{self.head}\n{self.chain.hex()}\n{self.last_day}\n"
        return sha256(text.encode())


def new_id() -> str:
    """An id for a record that no other has."""
    return os.urandom(16).hex()


def canonical(value: Any) -> str:
    """JSON in the one form that is hashed: keys sorted, no spaces, ASCII. ValueError for what is no number.

    ASCII, because data of other programs may hold half a surrogate pair, which no encoding takes.
    """
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False)


# What the first row's hash covers in place of a row before it. The record's id is left to the seal,
# so that a history can be verified even where the seal is lost.
GENESIS = sha256(b"strikebook record 1\n")


def link(
    before: bytes,
    serial: int,
    at: str,
    title: str,
    edits: str,
    papers: str,
    reverses: int | None,
    hashed: Callable[[bytes], bytes] = sha256,
) -> bytes:
    """The hash of one row; lengths stand before the texts, so that nothing can move from one field to another."""
    said = f"{serial} {reverses or 0} {len(at)} {len(title)} {len(edits)} {len(papers)}\n{at}{title}{edits}{papers}"
    return hashed(before + said.encode())
