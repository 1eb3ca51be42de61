"""Where the button of a check leads: its words, the page, and what that page is told."""

from __future__ import annotations

from typing import Any

from models.facts.grant import Grant
from models.facts.notice import Notice
from models.record.checks.check import Check
from models.record.record import Record
from models.values.frozen import dataclass, field

# How much a check weighs, as a tone and as an icon.
TONES = {"urgent": "bad", "warning": "warn", "note": "muted"}
ICONS = {"urgent": "circle-alert", "warning": "triangle-alert", "note": "info"}
# What the button says for each deed that mends something.
VERBS = {
    "record_plan_approval": "Record the approval",
    "change_grant": "Correct the grant",
    "note_letter_returned": "Note the day",
    "note_on_grant": "Note where it says so",
    "prepare_notice": "Plan the exercise",
    "record_vesting_event": "Record the event",
    "change_listing": "Show the plan",
    "add_prices": "Enter a price",
    "change_price": "Correct the price",
    "change_event": "Correct the event",
    "remove_event": "Show the entry",
    "record_exercise": "Record the exercise",
    "change_holder": "Enter it",
    "change_tax_note": "Enter the figures",
    "add_paper": "Add the paper",
    "change_draft": "Show the draft",
    "cancel_draft": "Show the draft",
    "deliver_notice": "Show the notice",
    "mark_paid": "Show the notice",
    "receive_certificate": "Show the notice",
}
_SECTIONS: dict[str, dict[str, Any]] = {
    "add_prices": {"section": "prices"},
    "change_holder": {"section": "holder"},
    "change_tax_note": {"section": "holder", "taxes": True},
    "add_paper": {"section": "papers", "add": True},
}


@dataclass(frozen=True)
class Remedy:
    """What the button says and where it goes: a page and what it is told to show."""

    words: str
    page: str
    focus: dict[str, Any] = field(default_factory=dict)


def remedy_of(record: Record, check: Check) -> Remedy:
    """The way to deal with a check; one that nothing mends leads to the figures behind it."""
    words, serial, deed = VERBS.get(check.deed, "Show it"), check.serial, check.deed
    if deed in _SECTIONS:
        return Remedy(words, "record", {**_SECTIONS[deed]})
    if deed == "change_price":
        focus = {"serial": serial, "edit": True} if check.collection == "prices" else {}
        return Remedy(words, "record", {"section": "prices", **focus})
    if deed in {"change_event", "remove_event"}:
        return Remedy(words, "record", {"section": "events", "serial": serial, "edit": deed == "change_event"})
    if deed == "change_listing":
        return Remedy(words, "plan", {"listing": True})
    if check.collection == "grants" and serial is not None:
        return _of_grant(record, check, words)
    if check.collection == "notices" and serial is not None:
        return _of_notice(record, check, words)
    return Remedy(words, check.page)


def _of_notice(record: Record, check: Check, words: str) -> Remedy:
    notice: Notice = record.shelf("notices")[check.serial or 0]
    if check.deed == "record_exercise":
        return Remedy(words, "record", {"section": "events", "add": "exercised", "grant": notice.grant})
    return Remedy(words, "notices", {"number": notice.number})


def _of_grant(record: Record, check: Check, words: str) -> Remedy:
    grant: Grant = record.shelf("grants")[check.serial or 0]
    if check.deed == "record_plan_approval":
        focus = {"section": "events", "add": "plan_approved", "plan": grant.plan}
        return Remedy(words, "record", focus)
    if check.deed == "record_vesting_event":
        return Remedy(words, "record", {"section": "events", "add": "vesting_event", "grant": grant.id})
    if check.deed == "prepare_notice":
        return Remedy(words, "exercise", {"grant": grant.id})
    return Remedy(words, "grants", {"grant": grant.id, "deed": check.deed})
