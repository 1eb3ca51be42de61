"""The plans that come with the program, read from their TOML files with errors that name file, table and key."""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

import resources
from models.errors import Refusal
from models.facts.fields import Fields, as_id, refuse
from models.facts.plan import TERMS, Plan, read_terms

BUNDLED = ("focus-2002", "plain-nso")


def _untyped(value: Any) -> Any:
    """TOML has dates of its own; the readers take the same text as in JSON."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _untyped(item) for key, item in value.items()}
    return [_untyped(item) for item in value] if isinstance(value, list) else value


def parse_plan(text: str, file: str, base: Plan | None = None) -> Plan:
    """The plan of one TOML file; `base` is the plan it is like. Refusal names the file, the table and the key."""
    try:
        table = _untyped(tomllib.loads(text, parse_float=Decimal))
        if table.get("last_grant_date") == "none":  # TOML has no null
            table["last_grant_date"] = None
        fields = Fields(table, "")
        id, like = fields.take("id", as_id), fields.maybe("like", as_id)
        terms = read_terms(fields)
        if like is not None:
            return (base or bundled_plan(like)).changed(id, terms)
        for name in TERMS:
            if name not in terms:
                raise refuse(name, "is missing; a plan that is like no other states every term")
        return Plan(id=id, like=None, **terms)
    except tomllib.TOMLDecodeError as bad:
        raise Refusal("bad_plan", f"is not a plan file: {bad}", file) from None
    except Refusal as bad:
        raise Refusal("bad_plan", f"{bad.field}: {bad.message}", file) from None


@cache
def bundled_plan(id: str) -> Plan:
    """One of the plans in `BUNDLED`."""
    return parse_plan(resources.read_text(f"plans/{id}.toml"), f"{id}.toml")
