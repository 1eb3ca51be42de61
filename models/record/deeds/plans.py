"""Deeds on plans: copies with terms of their own, readings switched, the history of the listing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any

from models.errors import Refusal
from models.facts.bundled import BUNDLED
from models.facts.event import PlanApproved
from models.facts.fields import Fields
from models.facts.grant import Grant
from models.facts.plan import Listing, Plan, PlanCopy, plain_term, read_terms
from models.record.change import Change
from models.record.deeds.draft import Draft
from models.record.record import Record
from models.record.words import listed

_ALONE = (
    "{plan} names no issuer, so two plans cannot share its prices and shares; move all of its grants at once,"
    " or copy the plan and give the copy an issuer"
)


def copy_plan(record: Record, *, id: str, like: str, terms: Mapping[str, Any] | None = None) -> Change:
    """An own plan `id` like another but for `terms` (values as in `models.facts.plan.TERMS`)."""
    _known(record, like, "like")
    _free(record, id)
    draft = Draft(record)
    draft.add("plans", PlanCopy(id, like, checked_terms(terms or {})))
    return draft.change(f"Add plan {id}, like {like}")


def change_plan_terms(record: Record, *, plan: str, terms: Mapping[str, Any], as_base: Collection[str] = ()) -> Change:
    """Set terms of an own plan (windows reason by reason); those in `as_base` follow its base again."""
    serial, copy = _own(record, plan)
    after = _merged(copy.terms, checked_terms(terms))
    draft = Draft(record)
    draft.put("plans", serial, replace(copy, terms={name: after[name] for name in after if name not in as_base}))
    return draft.change(_changed_title(record, plan, (*terms, *as_base)))


def remove_plan(record: Record, *, plan: str) -> Change:
    """Take an own plan out with its approval; Refusal while anything else names it, saying what."""
    serial, _ = _own(record, plan)
    users = [f"grant {grant.id}" for grant in record.grants if grant.plan == plan]
    users += [f"plan {copy.id}" for copy in record.own_plans if copy.like == plan]
    for noun, facts in (("prices", record.prices), ("lots", record.lots), ("events", record.events)):
        if any(_names(fact, plan) and not isinstance(fact, PlanApproved) for fact in facts):
            users.append(noun)
    if users:
        raise Refusal("in_use", f"{plan} is named by {listed(users)}; change or remove these first", "plan")
    draft = Draft(record)
    draft.remove("plans", serial)
    approvals = [at for at, event in record.shelf("events").items() if _names(event, plan)]
    for at in approvals:
        draft.remove("events", at)
    return draft.change(f"Remove plan {plan}" + (" and its approval" if approvals else ""))


def change_listing(record: Record, *, plan: str, listing: Iterable[Listing], id: str = "") -> Change:
    """Another history of the market tiers: of an own plan itself, of a bundled one by an own copy that all its
    grants move to."""
    terms = {"listing": tuple(sorted(listing))}
    if plan in BUNDLED:
        return adopt_terms(record, plan=plan, terms=terms, id=id, title=f"Change the listing history of {plan}")
    return change_plan_terms(record, plan=plan, terms=terms)


def adopt_terms(
    record: Record,
    *,
    plan: str,
    terms: Mapping[str, Any],
    grants: Collection[str] | None = None,
    id: str = "",
    title: str = "",
) -> Change:
    """Let grants of `plan` follow other terms: an own copy like it is made (or one that says the same is used
    again), the grants (None: all of the plan's) move to it, and what counts for one plan only goes along.

    Prices, lots and most events count for every plan of an issuer and stay; an approval of the plan counts for that
    plan alone and is repeated for the copy. Terms may not change the issuer here.
    """
    base = _known(record, plan, "plan")
    given = checked_terms(terms)
    wanted = base.changed(plan, given)
    if wanted.issuer != base.issuer:
        raise Refusal("other_issuer", "a reading does not change the issuer; change the terms of an own plan", "issuer")
    if replace(wanted, like=base.like) == base:
        raise Refusal("nothing_changed", f"that is what {plan} says already; choose another reading", "terms")
    moving = _moving(record, plan, grants)
    of_plan = [grant for grant in record.grants if grant.plan == plan]
    draft = Draft(record)
    if len(moving) == len(of_plan) and plan not in BUNDLED and not _like(record, plan):
        serial, copy = _own(record, plan)
        draft.put("plans", serial, replace(copy, terms=_merged(copy.terms, given)))
        return draft.change(title or _changed_title(record, plan, given))
    copy_id = _copy_for(record, draft, plan, wanted, given, id)
    for serial, grant in record.shelf("grants").items():
        if grant in moving:
            draft.put("grants", serial, replace(grant, plan=copy_id))
    if base.issuer:
        _repeat_approvals(record, draft, plan, copy_id)
        _keep_prices_first(record, draft, plan, copy_id)
    else:
        if len(moving) != len(of_plan):
            raise Refusal("plan_alone", _ALONE.format(plan=plan), "grants")
        _move_all(record, draft, plan, copy_id)
    who = listed([grant.id for grant in moving]) if moving else "no grant yet"
    return draft.change(title or f"Let {who} follow {copy_id}, like {plan} but for {listed(given, 4)}")


def checked_terms(terms: Mapping[str, Any]) -> dict[str, Any]:
    """Terms as a record keeps them (a listing sorted by date); Refusal at the term that is not allowed."""
    plain = {name: plain_term(name, value) for name, value in terms.items()}
    return read_terms(Fields(plain, ""))


def base_terms(record: Record, plan: str) -> dict[str, Any]:
    """The terms an own plan states itself; empty for a bundled one."""
    return next((dict(copy.terms) for copy in record.own_plans if copy.id == plan), {})


def _like(record: Record, plan: str) -> list[str]:
    """The own plans that take their other terms from `plan`."""
    return [copy.id for copy in record.own_plans if copy.like == plan]


def _changed_title(record: Record, plan: str, terms: Iterable[str]) -> str:
    like = _like(record, plan)
    return f"Change plan {plan}: {listed(terms, 4)}" + (f" (also for {listed(like)}, like it)" if like else "")


def _merged(before: Mapping[str, Any], terms: Mapping[str, Any]) -> dict[str, Any]:
    after = {**before, **terms}
    if "windows" in before and "windows" in terms:
        after["windows"] = {**before["windows"], **terms["windows"]}
    return after


def _known(record: Record, plan: str, field: str) -> Plan:
    found = record.plan(plan)
    if found is None:
        raise Refusal("unknown_plan", f"there is no plan {plan!a}; choose one that is", field)
    return found


def _own(record: Record, plan: str) -> tuple[int, PlanCopy]:
    for serial, copy in record.shelf("plans").items():
        if copy.id == plan:
            return serial, copy
    _known(record, plan, "plan")
    raise Refusal("bundled", f"{plan} comes with the program and stays as it is; copy it and change the copy", "plan")


def _free(record: Record, id: str) -> None:
    if record.plan(id) is not None:
        raise Refusal("taken", f"there is a plan {id!a} already; choose another id", "id")


def _names(fact: Any, plan: str) -> bool:
    return getattr(fact, "plan", None) == plan


def _moving(record: Record, plan: str, grants: Collection[str] | None) -> list[Grant]:
    for id in grants or ():
        found = record.grant(id)
        if found is None or found.plan != plan:
            raise Refusal("unknown_grant", f"{id} is no grant under {plan}; choose among those that are", "grants")
    return [grant for grant in record.grants if grant.plan == plan and (grants is None or grant.id in grants)]


def _copy_for(record: Record, draft: Draft, plan: str, wanted: Plan, terms: Mapping[str, Any], id: str) -> str:
    """The id of an own plan like `plan` with just these terms: one there is already, else a new one."""
    if not id:
        for copy in record.own_plans:
            same = record.plan(copy.id)
            if copy.like == plan and same is not None and replace(same, id=plan, like=wanted.like) == wanted:
                return copy.id
        taken = {copy.id for copy in record.own_plans}
        stem = f"{plan[:56]}-own"
        id = next(name for name in (stem, *(f"{stem}-{n}" for n in range(2, 10_000))) if name not in taken)
    _free(record, id)
    draft.add("plans", PlanCopy(id, plan, dict(terms)))
    return id


def _repeat_approvals(record: Record, draft: Draft, plan: str, copy: str) -> None:
    """An approval counts for the plan it names alone (paragraph 5): the copy needs the same."""
    known = {event.date for event in record.events if isinstance(event, PlanApproved) and event.plan == copy}
    for event in record.events:
        if isinstance(event, PlanApproved) and event.plan == plan and event.date not in known:
            known.add(event.date)
            draft.add("events", replace(event, plan=copy))


def _keep_prices_first(record: Record, draft: Draft, plan: str, copy: str) -> None:
    """Of two prices of one day the plan's own counts: where another plan of the issuer has one too, repeat ours."""
    issuer = _known(record, plan, "plan").issuer_key
    others = set()
    own = {price.date for price in record.prices if price.plan == copy}
    for price in record.prices:
        other = record.plan(price.plan)
        if price.plan != plan and other is not None and other.issuer_key == issuer:
            others.add(price.date)
    for price in record.prices:
        if price.plan == plan and price.date in others and price.date not in own:
            draft.add("prices", replace(price, plan=copy))


def _move_all(record: Record, draft: Draft, plan: str, copy: str) -> None:
    """A plan without an issuer stands alone: everything that names it moves with its grants."""
    for collection in ("events", "prices", "lots"):
        for serial, fact in record.shelf(collection).items():
            if _names(fact, plan):
                draft.put(collection, serial, replace(fact, plan=copy))
