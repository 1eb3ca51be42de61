"""Which service end counts for which grant: by role, issuer and continuity (paragraphs 8(a) and 9)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from models.facts.event import ServiceEnded
from models.facts.facts import Facts
from models.facts.grant import Grant
from models.facts.plan import REASONS_FOR_EVERY_ROLE, ROLES


class Ended(NamedTuple):
    """A service end as entered: `order` sorts those of one day."""

    date: date
    order: int
    role: str
    reason: str


IssuerKey = tuple[str, str]


class Service:
    """The service ends of a record, found for a grant by its issuer and role; built once and only asked."""

    def __init__(self, facts: Facts) -> None:
        self._in_order = facts.grants
        self._keys = {grant.id: _issuer(facts, grant.plan) for grant in facts.grants}
        self._continuity = {grant.id: facts.plan(grant.plan).continuity for grant in facts.grants}  # type: ignore[union-attr]
        self._grants: dict[IssuerKey, list[Grant]] = {}
        for grant in facts.grants:
            self._grants.setdefault(self._keys[grant.id], []).append(grant)
        self._ends: dict[IssuerKey, dict[str, list[Ended]]] = {}
        for order, event in enumerate(facts.events):
            if isinstance(event, ServiceEnded):
                self._enter(facts, Ended(event.date, order, event.role, event.reason), event.plan)
        for by_role in self._ends.values():
            for ends in by_role.values():
                ends.sort()
        self._made: dict[tuple[IssuerKey, str], list[date]] = {}
        self._last_ends: dict[IssuerKey, list[Ended]] = {}

    def _enter(self, facts: Facts, ended: Ended, plan: str | None) -> None:
        keys = self._grants if plan is None else [_issuer(facts, plan)]
        for key in keys:
            by_role = self._ends.setdefault(key, {role: [] for role in ROLES})
            for role in ROLES:
                if _ends_role(ended, role):
                    by_role[role].append(ended)

    def end_for(self, grant: Grant) -> Ended | None:
        """The first service end that ends this grant's service, on or after its grant date."""
        key = self._keys[grant.id]
        ends = self._ends_of_all(key) if self._is_any_role(grant) else self._ends_of(key, grant.role)
        return _first_from(ends, grant.grant_date)

    def ended_by(self, thought: Ended, key: IssuerKey | None = None) -> Iterator[Grant]:
        """The grants, in order, whose service `thought`, which is not recorded, would end; `key` None: any issuer's.

        Its `order` is above that of every entry of the record.
        """
        for grant in self._in_order:
            issuer = self._keys[grant.id]
            if grant.grant_date > thought.date or key not in (None, issuer):
                continue
            is_any_role = self._is_any_role(grant)
            if self._is_last(issuer, thought) if is_any_role else _ends_role(thought, grant.role):
                before = self.end_for(grant)
                if before is None or before > thought:
                    yield grant

    def _is_any_role(self, grant: Grant) -> bool:
        return self._continuity[grant.id] == "any_role"

    def _ends_of(self, key: IssuerKey, role: str) -> list[Ended]:
        return self._ends[key][role] if key in self._ends else []

    def _ends_of_all(self, key: IssuerKey) -> list[Ended]:
        """Under `any_role`: the ends after which no grant made by then has its own role left."""
        if key not in self._last_ends:
            ends = sorted(set().union(*self._ends.get(key, {}).values()))
            self._last_ends[key] = [ended for ended in ends if self._is_last(key, ended)]
        return self._last_ends[key]

    def _is_last(self, key: IssuerKey, ended: Ended) -> bool:
        """Whether some role was left until `ended`, and none is after it."""
        left = [role for role in ROLES if self._is_role_left(key, role, ended)]
        return bool(left) and all(_ends_role(ended, role) for role in left)

    def _is_role_left(self, key: IssuerKey, role: str, ended: Ended) -> bool:
        """Whether just before `ended` some grant made by then still has its own role: the latest made decides."""
        made = self._made_in(key, role)
        at = bisect_right(made, ended.date)
        if not at:
            return False
        ends = self._ends_of(key, role)
        before = bisect_left(ends, ended)
        return not before or ends[before - 1].date < made[at - 1]

    def _made_in(self, key: IssuerKey, role: str) -> list[date]:
        if (key, role) not in self._made:
            days = {grant.grant_date for grant in self._grants.get(key, ()) if grant.role == role}
            self._made[key, role] = sorted(days)
        return self._made[key, role]


def _first_from(ends: list[Ended], day: date) -> Ended | None:
    at = bisect_left(ends, day, key=lambda ended: ended.date)
    return ends[at] if at < len(ends) else None


def _ends_role(ended: Ended, role: str) -> bool:
    return ended.role == role or ended.reason in REASONS_FOR_EVERY_ROLE


def _issuer(facts: Facts, plan: str) -> IssuerKey:
    known = facts.plan(plan)
    assert known is not None, "references are checked before the rules are asked"
    return known.issuer_key
