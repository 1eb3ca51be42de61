"""Fuzz of the Open Cap Format: damaged packages give what they state, or are refused in words."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from models.errors import Refusal
from models.exchange.ocf import Imported, ocf_files, read_package
from models.facts.bundled import bundled_plan
from models.facts.grant import PeriodicPart
from models.rules.vesting import build
from models.values.dates import iso_date
from tests.harness import _second as second
from tests.harness._fuzz import PLAN, lived_records, tally
from tests.harness.registry import Result, Run, harness
from tests.reference.breaking import damage


def packages(seed: int) -> Iterator[list[dict[str, Any]]]:
    """The objects of proper packages."""
    for record in lived_records(seed, 60):
        items = [item for data in ocf_files(record).files.values() for item in json.loads(data)["items"]]
        if any(item["object_type"] == "TX_EQUITY_COMPENSATION_ISSUANCE" for item in items):
            yield items


def judge_package(items: Sequence[Any], found: Imported) -> str | None:
    """What is wrong with the grants taken from a package."""
    kinds: dict[str, list[Any]] = {}
    for item in items:
        kinds.setdefault(str(item.get("object_type")), []).append(item)
    for grant in found.grants:
        stated = [one for one in kinds["TX_EQUITY_COMPENSATION_ISSUANCE"] if one.get("custom_id") == grant.id]
        if not any(_states(one, grant) for one in stated):
            return f"{grant.id} is not what any issuance states: {stated}"
        if len(stated) != 1 or not isinstance(grant.parts[0], PeriodicPart):
            continue
        (terms,) = [one for one in kinds["VESTING_TERMS"] if one["id"] == stated[0]["vesting_terms_id"]][-1:]
        starts = [one for one in kinds["TX_VESTING_START"] if one.get("security_id") == stated[0]["security_id"]]
        dated = {one.date: one.shares for one in build(grant.parts, {})[0]}
        if dated != second.ocf_tranches(terms, grant.shares, iso_date(starts[0]["date"])):
            return f"{grant.id} vests otherwise than its terms say: {terms}"
    return "+accepted" if found.grants else "+nothing taken"


def _states(item: dict[str, Any], grant: Any) -> bool:
    try:
        price, shares = Decimal(item["exercise_price"]["amount"]), Decimal(item["quantity"])
    except (KeyError, TypeError, ArithmeticError):
        return False
    same = shares == grant.shares and price == second.exact(grant.exercise_price)
    return same and item.get("date") == str(grant.grant_date)


@harness("open-cap-format", small=2_000, full=500_000, unit="packages", batch=25_000)
def open_cap_format(run: Run) -> Result:
    """A damaged package gives grants that it states, vesting as its terms say, or is refused in words."""
    rng = random.Random(run.seed)
    good = list(packages(run.seed))
    plan = bundled_plan(PLAN)

    def read(items: Sequence[Any]) -> Imported:
        data = json.dumps({"file_type": "OCF_TRANSACTIONS_FILE", "items": items}).encode()
        return read_package(data).take("holder", plan, "employee")

    def one(_: int) -> str | None:
        items: Any = rng.choice(good)
        for _ in range(rng.randint(0, 3)):
            damaged = damage(rng, {"record": {"items": items}}).get("record")
            items = damaged.get("items", []) if isinstance(damaged, dict) else []
            if not isinstance(items, list) or not items:
                break
        try:
            found = read(items)
        except Refusal as refusal:
            return "+refused" if refusal.message else "without words"
        return judge_package(items, found)

    def wrong(_: int) -> str | None:
        from dataclasses import replace

        items = rng.choice(good)
        found = read(items)
        later = [
            replace(
                grant,
                parts=tuple(replace(p, cliff_months=0) if isinstance(p, PeriodicPart) else p for p in grant.parts),
            )
            for grant in found.grants
        ]
        return judge_package(items, replace(found, grants=tuple(later)))

    return tally(run, one, wrong)
