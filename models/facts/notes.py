"""What the holder notes beside the plan's own facts: option letters, papers kept, taxes, what an alarm needs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from models.facts.fields import (
    Fields,
    as_amount,
    as_day,
    as_id,
    as_rate,
    as_text,
    as_whole,
    refuse,
)
from models.values.frozen import dataclass, field
from models.values.money import rate_text


@dataclass(frozen=True)
class GrantNote:
    """Of one grant: when its option letter was signed and returned, and where each override is said."""

    grant: str
    letter_returned_on: date | None = None
    note: str = ""
    override_sources: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Paper:
    """A paper kept inside the record: its bytes are found by their SHA-256; `about` is a grant id or empty."""

    name: str
    media_type: str
    size: int
    sha256: str
    added_on: date
    about: str = ""


@dataclass(frozen=True)
class TaxNote:
    """The holder's own tax figures: a state (two letters), its rate, wages by year, and the marginal rate."""

    state: str = ""
    state_rate: Fraction | None = None
    marginal_rate: Fraction | None = None
    wages_to_date: Mapping[str, Fraction] = field(default_factory=dict)
    supplemental_to_date: Mapping[str, Fraction] = field(default_factory=dict)


def _texts(value: object, place: str) -> dict[str, str]:
    if not isinstance(value, dict):
        raise refuse(place, "must be an object")
    return {as_text(key, place): as_text(item, f"{place}.{key}") for key, item in value.items()}


def _amounts(value: object, place: str) -> dict[str, Fraction]:
    if not isinstance(value, dict):
        raise refuse(place, "must be an object: year to amount")
    return {as_text(key, place): as_amount(item, f"{place}.{key}") for key, item in value.items()}


def read_grant_note(value: object, place: str) -> GrantNote:
    """A grant's note of a record's `extra`."""
    fields = Fields(value, place)
    note = GrantNote(
        fields.take("grant", as_id),
        fields.maybe("letter_returned_on", as_day),
        fields.get("note", lambda item, at: as_text(item, at, 2000), ""),
        fields.get("override_sources", _texts, {}),
    )
    fields.done()
    return note


def grant_note_plain(note: GrantNote) -> dict[str, Any]:
    """A grant's note as JSON."""
    plain: dict[str, Any] = {"grant": note.grant}
    if note.letter_returned_on is not None:
        plain["letter_returned_on"] = str(note.letter_returned_on)
    if note.note:
        plain["note"] = note.note
    if note.override_sources:
        plain["override_sources"] = dict(note.override_sources)
    return plain


def read_paper(value: object, place: str) -> Paper:
    """A paper's entry of a record's `extra`."""
    fields = Fields(value, place)
    paper = Paper(
        fields.take("name", as_text),
        fields.take("media_type", as_text),
        fields.take("size", lambda item, at: as_whole(item, at, 0, 10**9)),
        fields.take("sha256", lambda item, at: as_text(item, at, 64, 64)),
        fields.take("added_on", as_day),
        fields.get("about", as_text, ""),
    )
    fields.done()
    return paper


def paper_plain(paper: Paper) -> dict[str, Any]:
    """A paper's entry as JSON."""
    return {
        "name": paper.name,
        "media_type": paper.media_type,
        "size": paper.size,
        "sha256": paper.sha256,
        "added_on": str(paper.added_on),
        "about": paper.about,
    }


def read_tax_note(value: object, place: str) -> TaxNote:
    """The tax figures of a record's `extra`."""
    fields = Fields(value, place)
    note = TaxNote(
        fields.get("state", lambda item, at: as_text(item, at, 2), ""),
        fields.maybe("state_rate", as_rate),
        fields.maybe("marginal_rate", as_rate),
        fields.get("wages_to_date", _amounts, {}),
        fields.get("supplemental_to_date", _amounts, {}),
    )
    fields.done()
    return note


def tax_note_plain(note: TaxNote) -> dict[str, Any]:
    """The tax figures as JSON."""
    plain: dict[str, Any] = {"state": note.state}
    for name in ("state_rate", "marginal_rate"):
        rate = getattr(note, name)
        if rate is not None:
            plain[name] = rate_text(rate)
    for name in ("wages_to_date", "supplemental_to_date"):
        plain[name] = {year: rate_text(amount) for year, amount in getattr(note, name).items()}
    return plain
