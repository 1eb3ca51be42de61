"""Whose stock a fact is about: the plans a record knows, and the one a new fact is most likely of."""

from __future__ import annotations

from models.facts.bundled import BUNDLED, bundled_plan
from models.record.record import Record


def default_plan(record: Record) -> str:
    """The plan of the newest grant, else the one the record was made for."""
    if record.grants:
        newest: str = record.grants[-1].plan
        return newest
    for other in record.shelf("extra").values():
        if other.key == "plan" and isinstance(other.value, str) and record.plan(other.value) is not None:
            return str(other.value)
    return BUNDLED[0]


def plans_in_use(record: Record) -> tuple[str, ...]:
    """The plans that grants, prices or lots name, the likely one first; never empty."""
    named = [default_plan(record), *(grant.plan for grant in record.grants), *(own.id for own in record.own_plans)]
    named += [price.plan for price in record.prices] + [lot.plan for lot in record.lots if lot.plan is not None]
    return tuple(dict.fromkeys(named))


def stocks(record: Record) -> tuple[str, ...]:
    """One plan for each stock of `plans_in_use`: prices and lots of an issuer serve all its plans."""
    first: dict[object, str] = {}
    for plan in plans_in_use(record):
        found = record.plan(plan)
        if found is not None:
            first.setdefault(found.issuer_key, plan)
    return tuple(first.values())


def all_plans(record: Record) -> tuple[str, ...]:
    """Every plan that can be named: those in use, then those that come with the program."""
    return tuple(dict.fromkeys((*plans_in_use(record), *BUNDLED)))


def plan_choices(record: Record, plans: tuple[str, ...]) -> list[tuple[str, str]]:
    """Plans with their names for a choice."""
    return [(id, _name(record, id)) for id in plans]


def _name(record: Record, id: str) -> str:
    plan = record.plan(id) or bundled_plan(id)
    return f"{plan.name} ({id})" if id not in BUNDLED and plan.name else plan.name or id
