"""Which service end counts for which grant: by role, issuer and continuity (paragraphs 8(a) and 9)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from models.facts.event import ServiceEnded
from models.facts.facts import Facts
from models.facts.grant import Grant
from models.facts.plan import REASONS_FOR_EVERY_ROLE


class Ended(NamedTuple):
    """A service end as entered: `order` sorts those of one day."""

    date: date
    order: int
    role: str
    reason: str


IssuerKey = tuple[str, str]


class Service:
    """The service ends of a record, found for a grant by its issuer and role."""

    def __init__(self, facts: Facts, extra: ServiceEnded | None = None) -> None:
        self._keys = {grant.id: _issuer(facts, grant.plan) for grant in facts.grants}
        self._continuity = {grant.id: facts.plan(grant.plan).continuity for grant in facts.grants}  # type: ignore[union-attr]
        self._grants: dict[IssuerKey, list[Grant]] = {}
        for grant in facts.grants:
            self._grants.setdefault(self._keys[grant.id], []).append(grant)
        self._ends: dict[IssuerKey, list[Ended]] = {key: [] for key in self._grants}
        events: Iterable[tuple[int, object]] = enumerate((*facts.events, extra))
        for order, event in events:
            if isinstance(event, ServiceEnded):
                self._enter(facts, Ended(event.date, order, event.role, event.reason), event.plan)
        for ends in self._ends.values():
            ends.sort()
        self._any_role: dict[IssuerKey, list[tuple[Ended, bool]]] = {}

    def _enter(self, facts: Facts, ended: Ended, plan: str | None) -> None:
        keys = self._ends if plan is None else [_issuer(facts, plan)]
        for key in keys:
            self._ends.setdefault(key, []).append(ended)

    def end_for(self, grant: Grant) -> Ended | None:
        """The first service end that ends this grant's service, on or after its grant date."""
        key = self._keys[grant.id]
        if self._continuity[grant.id] == "any_role":
            return self._end_of_all_roles(key, grant)
        return self._first(key, grant)

    def _first(self, key: IssuerKey, grant: Grant) -> Ended | None:
        for ended in self._ends[key]:
            if ended.date >= grant.grant_date and _ends_role(ended, grant.role):
                return ended
        return None

    def _end_of_all_roles(self, key: IssuerKey, grant: Grant) -> Ended | None:
        """Under `any_role`: the first end after which no grant made by then has its own role left."""
        if key not in self._any_role:
            self._any_role[key] = self._walk_roles(key)
        for ended, is_last in self._any_role[key]:
            if is_last and ended.date >= grant.grant_date:
                return ended
        return None

    def _walk_roles(self, key: IssuerKey) -> list[tuple[Ended, bool]]:
        """Every end with whether it left no grant made by that day in its own role."""
        waiting = sorted(self._grants[key], key=lambda grant: grant.grant_date)
        continuing: dict[str, int] = {}
        walked: list[tuple[Ended, bool]] = []
        made = 0
        for ended in self._ends[key]:
            while made < len(waiting) and waiting[made].grant_date <= ended.date:
                role = waiting[made].role
                continuing[role] = continuing.get(role, 0) + 1
                made += 1
            had = bool(continuing)
            for role in [role for role in continuing if _ends_role(ended, role)]:
                del continuing[role]
            walked.append((ended, had and not continuing))
        return walked


def _ends_role(ended: Ended, role: str) -> bool:
    return ended.role == role or ended.reason in REASONS_FOR_EVERY_ROLE


def _issuer(facts: Facts, plan: str) -> IssuerKey:
    known = facts.plan(plan)
    assert known is not None, "references are checked before the rules are asked"
    return known.issuer_key
