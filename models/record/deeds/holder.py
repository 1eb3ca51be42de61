"""Deeds on the holder: name and address, tax figures, papers kept, and the program's own notes."""

from __future__ import annotations

from typing import Any

from models.errors import Refusal
from models.facts.holder import Holder
from models.facts.notes import Paper, TaxNote
from models.record.change import Change
from models.record.deeds.draft import Draft
from models.record.plain import Other
from models.record.record import Record
from models.record.words import listed


def change_holder(record: Record, *, holder: Holder) -> Change:
    """Enter the holder's name, address lines and whether an insider. Fields as in a record's `holder`."""
    draft = Draft(record)
    draft.put("holder", 1, holder)
    return draft.change("Change the holder's name and address" if record.shelf("holder") else "Enter the holder")


def change_tax_note(record: Record, *, note: TaxNote) -> Change:
    """Enter the holder's tax figures: state, rates from 0 to 1, wages by year. Fields as in `TaxNote`."""
    for name in ("wages_to_date", "supplemental_to_date"):
        for year in getattr(note, name):
            if not (len(year) == 4 and year.isascii() and year.isdigit()):
                raise Refusal("bad_year", f"must be a year of four digits such as 2003, not {year!a}", name)
    if note.state and not (len(note.state) == 2 and note.state.isascii() and note.state.isupper()):
        raise Refusal("bad_state", "must be the two letters of a state such as CA, or empty", "state")
    draft = Draft(record)
    draft.put("tax", 1, note)
    return draft.change("Change the tax figures")


def add_paper(record: Record, *, paper: Paper) -> Change:
    """List a paper whose bytes are kept in the record's file; `about` names a grant or nothing."""
    check_paper(record, paper)
    draft = Draft(record)
    draft.add("papers", paper)
    return draft.change(f"Keep the paper {paper.name!r}" + (f" of {paper.about}" if paper.about else ""))


def remove_paper(record: Record, *, serial: int) -> Change:
    """Take a paper off the list; Refusal while a notice was issued as it."""
    draft = Draft(record)
    paper: Paper = draft.remove("papers", serial)
    users = [f"notice {notice.number}" for notice in record.notices if notice.paper == paper.sha256]
    others = [one for at, one in record.shelf("papers").items() if at != serial and one.sha256 == paper.sha256]
    if users and not others:
        raise Refusal("in_use", f"this is the issued paper of {listed(users)}; it stays with it", "paper")
    return draft.change(f"Remove the paper {paper.name!r}")


def check_paper(record: Record, paper: Paper) -> None:
    """Refuse a paper without a name, with a hash that is none, about an unknown grant, or kept already."""
    if not paper.name.strip():
        raise Refusal("no_name", "give the paper a name", "name")
    if not (len(paper.sha256) == 64 and set(paper.sha256) <= set("0123456789abcdef")):
        raise Refusal("bad_hash", "must be a SHA-256 of 64 lower-case hexadecimal digits", "sha256")
    if paper.about and record.grant(paper.about) is None:
        raise Refusal("unknown_grant", f"there is no grant {paper.about!a} in this record; choose one", "about")
    if any(paper.sha256 == one.sha256 and paper.about == one.about for one in record.papers):
        raise Refusal("already_recorded", "this very paper is kept already", "name")


def note_extra(record: Record, *, key: str, value: Any, title: str) -> Change:
    """Keep a plain JSON value under `key` in the record's `extra` (None removes it): the program's own notes."""
    draft = Draft(record)
    serial = next((at for at, other in record.shelf("extra").items() if other.key == key), None)
    if value is None:
        if serial is not None:
            draft.remove("extra", serial)
    elif serial is None:
        draft.add("extra", Other(key, value))
    else:
        draft.put("extra", serial, Other(key, value))
    return draft.change(title)


def extra_value(record: Record, key: str) -> Any:
    """What is kept under `key` in the record's `extra`, None where there is nothing."""
    return next((other.value for other in record.shelf("extra").values() if other.key == key), None)
