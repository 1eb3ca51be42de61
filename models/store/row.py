"""The next row of the journal: a change as the texts that are stored, its papers, and its link in the chain."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from models.errors import Refusal
from models.record.change import Change
from models.record.plain import change_plain
from models.store import papers
from models.store.chain import GENESIS, Row, canonical, link
from models.store.contents import Contents
from models.store.schema import LONGEST_EDITS, LONGEST_TITLE

Kept = list[tuple[str, bytes]]


def next_row(
    found: Contents | None, change: Change, now: datetime, reverses: int | None, kept: Iterable[bytes]
) -> tuple[Row, Kept]:
    """The row that follows what was found (None: the first one), and the papers that are not stored yet, by name."""
    if now.tzinfo is None:
        raise ValueError("now needs its zone")
    rows, before = (found.rows, found.seal.chain) if found else ((), GENESIS)
    bytes_of = {papers.sha256_of(data): data for data in kept}
    known = {name for name, _ in papers.names_in(rows)} if bytes_of else set()
    new = [(name, data) for name, data in bytes_of.items() if name not in known]
    plain = (
        len(rows) + 1,
        now.isoformat(timespec="seconds"),
        title_text(change),
        edits_text(change),
        canonical([name for name, _ in new]),
        reverses,
    )
    return Row(*plain, link(before, *plain)), new


def edits_text(change: Change) -> str:
    """The edits as they are stored. Refusal where they are too much for one deed, or hold what is no number."""
    try:
        text = canonical(change_plain(change))
    except ValueError:
        raise Refusal("bad_number", "holds a number that is none (NaN or infinity); correct it", "extra") from None
    if len(text) > LONGEST_EDITS:
        raise Refusal("too_large", "is too much for one step; bring it in by smaller parts", "file")
    return text


def title_text(change: Change) -> str:
    """The title as it is stored: never empty, never too long, always text that can be encoded."""
    return change.title[:LONGEST_TITLE].encode(errors="replace").decode() or "Change"
