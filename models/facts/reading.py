"""RECORD, the `strikebook-record` JSON of a whole record, as facts with every reference checked."""

from __future__ import annotations

from typing import Any

from models.errors import Refusal
from models.facts.event import read_event
from models.facts.facts import Facts, check_references
from models.facts.fields import Fields, as_list_of, as_text, refuse
from models.facts.grant import read_grant
from models.facts.holder import Holder, read_holder
from models.facts.lot import read_lot
from models.facts.plan import read_plan_copy
from models.facts.price import read_price

FORMAT, VERSION = "strikebook-record", 1


def read_facts(value: object, place: str = "record") -> Facts:
    """RECORD as facts, references checked, `extra` only checked to be an object."""
    return read_facts_and_extra(value, place)[0]


def read_facts_and_extra(value: object, place: str) -> tuple[Facts, dict[str, Any]]:
    """RECORD as facts, references checked, and its `extra` as it is."""
    fields = Fields(value, place)
    if fields.take("format", as_text) != FORMAT:
        raise refuse(fields.at("format"), f"must be {FORMAT}")
    fields.whole("version", VERSION, VERSION)
    holder = fields.get("holder", read_holder, Holder())
    plans = fields.get("plans", lambda item, at: as_list_of(item, at, read_plan_copy), ())
    grants = fields.get("grants", lambda item, at: as_list_of(item, at, read_grant), ())
    events = fields.get("events", lambda item, at: as_list_of(item, at, read_event), ())
    prices = fields.get("prices", lambda item, at: as_list_of(item, at, read_price), ())
    lots = fields.get("lots", lambda item, at: as_list_of(item, at, read_lot), ())
    extra: dict[str, Any] = fields.get("extra", _as_object, {})
    fields.done()
    try:
        facts = Facts(holder, plans, grants, events, prices, lots)
        check_references(facts)
    except Refusal as refusal:
        raise (refusal.at(place) if place else refusal) from None
    return facts, extra


def _as_object(value: object, place: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise refuse(place, "must be an object")
    return value
