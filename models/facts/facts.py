"""All facts of one record together, with the plans resolved and every reference checked: what the rules work on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction

from models.facts.bundled import BUNDLED, bundled_plan
from models.facts.event import Adjustment, Event, Exercised, VestingEvent
from models.facts.fields import refuse
from models.facts.grant import Grant
from models.facts.holder import Holder
from models.facts.lot import Lot
from models.facts.payment import Payment, Swap
from models.facts.plan import Plan, PlanCopy
from models.facts.price import Price
from models.values.frozen import dataclass, field

# How far one share may be split or combined in all. Between two days that is 10**1200 at the most, and no figure then
# has the 4,300 digits that Python refuses to write.
LARGEST_RATIO = 10**600


@dataclass(frozen=True)
class Facts:
    """What a record states. `own_plans` are the holder's copies; `plans` resolves every id that is used."""

    holder: Holder = Holder()
    own_plans: tuple[PlanCopy, ...] = ()
    grants: tuple[Grant, ...] = ()
    events: tuple[Event, ...] = ()
    prices: tuple[Price, ...] = ()
    lots: tuple[Lot, ...] = ()
    plans: Mapping[str, Plan] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "plans", _resolve(self.own_plans))

    def plan(self, id: str) -> Plan | None:
        """The plan with this id, bundled or own; None where there is none."""
        own = self.plans.get(id)
        return own if own is not None else bundled_plan(id) if id in BUNDLED else None


def _resolve(copies: tuple[PlanCopy, ...]) -> dict[str, Plan]:
    """Own plans in any order; a copy may be like another copy, but not in a circle."""
    waiting = {copy.id: copy for copy in copies}
    plans: dict[str, Plan] = {}
    for copy in copies:
        chain: list[PlanCopy] = []
        met: set[str] = set()
        at: PlanCopy | None = copy
        while at is not None and at.id not in plans:
            if at.id in met:
                raise refuse(_of("plans", copies.index(at), "like"), "the plan is like itself in a circle")
            chain.append(at)
            met.add(at.id)
            if at.like not in BUNDLED and at.like not in waiting:
                raise refuse(_of("plans", copies.index(at), "like"), f"there is no plan {at.like!a}")
            at = waiting.get(at.like)
        for own in reversed(chain):
            base = plans.get(own.like) or bundled_plan(own.like)
            plans[own.id] = base.changed(own.id, own.terms)
    return plans


def _of(collection: str, index: int, key: str) -> str:
    return f"{collection}[{index}].{key}"


def check_references(facts: Facts) -> None:
    """Refuse a duplicate id, or a reference to something the record lacks, at its place."""
    _unique([plan.id for plan in facts.own_plans], "plans")
    for index, plan in enumerate(facts.own_plans):
        if plan.id in BUNDLED:
            raise refuse(_of("plans", index, "id"), f"{plan.id} comes with the program; use another id")
    _unique([grant.id for grant in facts.grants], "grants")
    grants = {grant.id: grant for grant in facts.grants}
    for index, grant in enumerate(facts.grants):
        _known_plan(facts, grant.plan, "grants", index)
    lots = _check_lots(facts)
    _check_prices(facts)
    for index, event in enumerate(facts.events):
        _check_event(facts, event, index, grants, lots)
    _check_ratios(facts)


def _check_ratios(facts: Facts) -> None:
    """Refuse the first adjustment, by date, that with those before it splits or combines shares without all measure."""
    ratios: dict[tuple[str, str] | None, Fraction] = {}
    found = ((event.date, index, event) for index, event in enumerate(facts.events) if isinstance(event, Adjustment))
    for _, index, event in sorted(found, key=lambda one: one[:2]):
        key = _issuer(facts, event.plan)
        ratio = ratios[key] = ratios.get(key, Fraction(1)) * Fraction(event.new, event.old)
        if max(ratio.numerator, ratio.denominator) > LARGEST_RATIO:
            says = "with the adjustments before it goes beyond all measure; remove those entered by mistake"
            raise refuse(f"events[{index}]", says)


def _unique(ids: Iterable[str], collection: str) -> None:
    seen: set[str] = set()
    for index, id in enumerate(ids):
        if id in seen:
            raise refuse(_of(collection, index, "id"), f"{id!a} is used twice; ids must differ")
        seen.add(id)


def _check_prices(facts: Facts) -> None:
    """All at once first, for there are thousands; one by one only to find the first that is wrong."""
    days = {(price.plan, price.date) for price in facts.prices}
    if len(days) == len(facts.prices) and all(facts.plan(plan) is not None for plan in {plan for plan, _ in days}):
        return
    met: set[tuple[str, date]] = set()
    for index, price in enumerate(facts.prices):
        _known_plan(facts, price.plan, "prices", index)
        if (price.plan, price.date) in met:
            raise refuse(_of("prices", index, "date"), f"there are two prices of {price.date}; keep one")
        met.add((price.plan, price.date))


def _known_plan(facts: Facts, plan: str, collection: str, index: int) -> None:
    if facts.plan(plan) is None:
        raise refuse(_of(collection, index, "plan"), f"there is no plan {plan!a}")


def _check_lots(facts: Facts) -> set[str]:
    _unique([lot.id for lot in facts.lots], "lots")
    for index, lot in enumerate(facts.lots):
        _known_plan(facts, lot.plan or "", "lots", index)
    ids = {lot.id for lot in facts.lots}
    for index, event in enumerate(facts.events):
        if isinstance(event, Exercised):
            for at, lot in enumerate(event.lots):
                if lot.id in ids:
                    raise refuse(f"events[{index}].lots[{at}].id", f"{lot.id!a} is used twice; ids must differ")
                ids.add(lot.id)
    return ids


def unknown_lot(payment: Payment, lots: set[str]) -> int | None:
    """The index of the first named lot of `payment` that is not among `lots`, None where all are."""
    if isinstance(payment, Swap) and payment.lots is not None:
        for at, (lot, _) in enumerate(payment.lots):
            if lot not in lots:
                return at
    return None


def _check_event(facts: Facts, event: Event, index: int, grants: dict[str, Grant], lots: set[str]) -> None:
    if isinstance(event, Exercised | VestingEvent):
        if event.grant not in grants:
            raise refuse(_of("events", index, "grant"), f"there is no grant {event.grant!a}")
        if isinstance(event, VestingEvent):
            _check_vesting_event(event, index, grants[event.grant])
        elif (at := unknown_lot(event.payment, lots)) is not None:
            raise refuse(f"events[{index}].payment.lots[{at}].lot", "there is no such lot in the record")
        return
    if event.plan is not None:
        _known_plan(facts, event.plan, "events", index)
    if isinstance(event, Adjustment):
        key = _issuer(facts, event.plan)
        for id in event.determined:
            if id not in grants or _issuer(facts, grants[id].plan) != key:
                raise refuse(f"events[{index}].determined.{id}", "is not a grant of this issuer; remove it")


def _issuer(facts: Facts, plan: str) -> tuple[str, str] | None:
    known = facts.plan(plan)
    return known.issuer_key if known else None


def _check_vesting_event(event: VestingEvent, index: int, grant: Grant) -> None:
    if event.event not in grant.events:
        raise refuse(_of("events", index, "event"), f"no part of {grant.id!a} waits for {event.event!a}")
    if event.date < grant.grant_date:
        raise refuse(_of("events", index, "date"), f"is before the grant date {grant.grant_date}")
