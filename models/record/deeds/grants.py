"""Deeds on grants: add, change, duplicate and remove them, and note what their option letters say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from models.errors import Refusal
from models.facts.event import Adjustment, Exercised, VestingEvent
from models.facts.grant import Grant, Overrides
from models.facts.notes import GrantNote
from models.record.change import Change
from models.record.deeds.draft import Draft
from models.record.deeds.numbers import retire_numbers
from models.record.record import Record
from models.record.words import count, day_text, event_words, listed


def add_grant(record: Record, *, grant: Grant, note: GrantNote | None = None) -> Change:
    """Enter a grant, with what is noted about its option letter. Fields as in a record's `grants`."""
    draft = Draft(record)
    draft.add("grants", grant)
    if note is not None and note != GrantNote(note.grant):
        draft.add("grant_notes", replace(note, grant=grant.id), "note")
    return draft.change(f"Add grant {grant.id} of {count(grant.shares, 'share')}")


def change_grant(record: Record, *, grant: str, after: Grant) -> Change:
    """Put `after` in the place of a grant; a new id is carried to everything that names it."""
    draft = Draft(record)
    draft.put("grants", _serial(record, grant), after)
    title = f"Change grant {grant}"
    if after.id != grant:
        _carry_id(draft, grant, after.id)
        title = f"Change grant {grant}, now called {after.id}"
    return draft.change(title)


def duplicate_grant(record: Record, *, grant: str, id: str = "") -> Change:
    """Enter a second grant with the same terms under a new id (the next free one where none is given)."""
    like = record.shelf("grants")[_serial(record, grant)]
    copy = replace(like, id=id or next_id(record, grant))
    draft = Draft(record)
    draft.add("grants", copy)
    return draft.change(f"Add grant {copy.id} as a copy of {grant}")


def remove_grant(record: Record, *, grant: str) -> Change:
    """Take out a grant with its note, vesting events and unsent notices; Refusal while exercises refer to it."""
    exercises = [event for event in record.events if isinstance(event, Exercised) and event.grant == grant]
    if exercises:
        says = f"{grant} has been exercised: {listed(event_words(event) for event in exercises)}"
        raise Refusal("in_use", f"{says}; remove or take back these first", "grant")
    draft = Draft(record)
    draft.remove("grants", _serial(record, grant))
    with_it = _remove_what_names(draft, grant)
    return draft.change(f"Remove grant {grant}" + (f" with {listed(with_it, 9)}" if with_it else ""))


def note_letter_returned(record: Record, *, grant: str, on: date | None) -> Change:
    """Note when the option letter was signed and returned (None: not yet). Field `letter_returned_on`."""
    made = record.shelf("grants")[_serial(record, grant)].grant_date
    if on is not None and on < made:
        raise Refusal("bad_date", f"the grant was made on {made}; enter that day or a later one", "letter_returned_on")
    title = f"Note that the option letter of {grant} was "
    title += "not returned" if on is None else f"returned on {day_text(on)}"
    return _put_note(record, replace(record.note_on(grant), letter_returned_on=on), title)


def note_on_grant(
    record: Record, *, grant: str, note: str | None = None, override_sources: Mapping[str, str] | None = None
) -> Change:
    """Note something on a grant, or where its option letter says each override; None leaves as it is."""
    _serial(record, grant)
    after = record.note_on(grant)
    if note is not None:
        after = replace(after, note=note)
    if override_sources is not None:
        after = replace(after, override_sources=dict(override_sources))
    return _put_note(record, after, f"Change the note on {grant}")


def change_overrides(record: Record, *, grant: str, overrides: Overrides, sources: Mapping[str, str]) -> Change:
    """Put down what the option letter says otherwise than the plan, and where it says so, in one deed.

    `sources` are by term or, for a window, by reason; those of terms that follow the plan are left out.
    """
    serial = _serial(record, grant)
    given = {name for name in Overrides.__dataclass_fields__ if getattr(overrides, name) is not None}
    given |= set(overrides.windows)
    kept = {name: says for name, says in sources.items() if says and name in given}
    draft = Draft(record)
    draft.put("grants", serial, replace(record.shelf("grants")[serial], overrides=overrides))
    _set_note(draft, replace(record.note_on(grant), override_sources=kept))
    return draft.change(f"Change what the option letter of {grant} says otherwise")


def next_id(record: Record, like: str) -> str:
    """An id no grant has yet, counting on from the number at the end of `like`: NQ-2 after NQ-1."""
    taken = {grant.id for grant in record.grants}
    stem, digits = re.fullmatch(r"(.*?)([0-9]*)", like, re.DOTALL).groups()  # type: ignore[union-attr]
    number = int(digits[-9:]) if digits else 1
    stem = stem if digits else stem + "-"
    for offset in range(1, len(taken) + 2):
        id = f"{stem[: 64 - 10]}{number + offset:0{min(len(digits), 9)}d}"
        if id not in taken:
            return id
    raise AssertionError("one of len(taken) + 1 different ids is free")


def _serial(record: Record, grant: str) -> int:
    for serial, entry in record.shelf("grants").items():
        if entry.id == grant:
            return serial
    raise Refusal("unknown_grant", f"there is no grant {grant!a} in this record; choose one that is", "grant")


def _put_note(record: Record, note: GrantNote, title: str) -> Change:
    draft = Draft(record)
    _set_note(draft, note)
    return draft.change(title)


def _set_note(draft: Draft, note: GrantNote) -> None:
    serial = next((at for at, entry in draft.items("grant_notes") if entry.grant == note.grant), None)
    if note == GrantNote(note.grant):
        if serial is not None:
            draft.remove("grant_notes", serial)
    elif serial is None:
        draft.add("grant_notes", note)
    else:
        draft.put("grant_notes", serial, note)


def _carry_id(draft: Draft, before: str, after: str) -> None:
    """Every fact that names the grant names it by its new id."""
    for serial, event in list(draft.items("events")):
        if isinstance(event, Exercised | VestingEvent) and event.grant == before:
            draft.put("events", serial, replace(event, grant=after))
        elif isinstance(event, Adjustment) and before in event.determined:
            own = {after if id == before else id: figures for id, figures in event.determined.items()}
            draft.put("events", serial, replace(event, determined=own))
    for collection, attribute in (("notices", "grant"), ("grant_notes", "grant"), ("papers", "about")):
        for serial, fact in list(draft.items(collection)):
            if getattr(fact, attribute) == before:
                changed: dict[str, Any] = {attribute: after}
                draft.put(collection, serial, replace(fact, **changed))


def _remove_what_names(draft: Draft, grant: str) -> list[str]:
    """Take out, or free from its name, whatever speaks of a grant that goes; says what."""
    gone: list[str] = []
    for serial, event in list(draft.items("events")):
        if isinstance(event, VestingEvent) and event.grant == grant:
            draft.remove("events", serial)
            gone.append(f"the {event_words(event)}")
        elif isinstance(event, Adjustment) and grant in event.determined:
            own = {id: figures for id, figures in event.determined.items() if id != grant}
            draft.put("events", serial, replace(event, determined=own))
            gone.append(f"its figures in the {event_words(event)}")
    for serial, note in list(draft.items("grant_notes")):
        if note.grant == grant:
            draft.remove("grant_notes", serial)
            gone.append("its note")
    numbers = [notice.number for _, notice in draft.items("notices") if notice.grant == grant]
    for serial, notice in list(draft.items("notices")):
        if notice.grant == grant:
            draft.remove("notices", serial)
    if numbers:
        retire_numbers(draft, numbers)
        gone.append(f"notice {listed(numbers)}" if len(numbers) == 1 else f"notices {listed(numbers)}")
    for serial, paper in list(draft.items("papers")):
        if paper.about == grant:
            draft.put("papers", serial, replace(paper, about=""))
    return gone
