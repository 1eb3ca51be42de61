"""Vesting terms of the Open Cap Format as parts of a grant, and back; only shapes that mean exactly the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from models.exchange.ocf.items import Json, as_words, day_of, list_of, refuse, text_of, whole_of
from models.facts.grant import ALLOCATIONS, DAYS_OF_MONTH, DatedPart, EventPart, Part, PeriodicPart

_START, _ABSOLUTE, _RELATIVE, _EVENT = (
    "VESTING_START_DATE",
    "VESTING_SCHEDULE_ABSOLUTE",
    "VESTING_SCHEDULE_RELATIVE",
    "VESTING_EVENT",
)
_MOST_MONTHS = 1200


@dataclass(frozen=True)
class Condition:
    """One condition of the chain: what part of the whole vests, and what its trigger says."""

    id: str
    kind: str
    trigger: Json
    portion: Fraction
    name: str
    place: str


def parts_of(terms: Json, place: str, shares: int, started_on: date | None) -> tuple[Part, ...]:
    """The parts that mean what `terms` say of `shares`; `started_on` is the recorded vesting start.

    Refusal for what has no equal here: branches, periods in days, portions of what is left, uneven steps.
    """
    allocation = text_of(terms, "allocation_type", place)
    if allocation not in ALLOCATIONS:
        raise refuse(place, f"the allocation {allocation!a} is not known here")
    chain = _chain(terms, place, shares)
    start = chain.pop(0) if chain[0].kind == _START else None
    if start is not None and start.portion:
        raise refuse(place, "shares that vest at the start have no equal here; enter them as a dated tranche")
    if not chain:
        raise refuse(place, "nothing vests by these terms")
    total = sum(one.portion * _times(one) for one in chain)
    if total != 1:
        raise refuse(place, f"the conditions add up to {total} of the shares, not to all of them")
    kinds = {one.kind for one in chain}
    if kinds == {_EVENT}:
        return _events(chain, place, shares)
    if kinds == {_ABSOLUTE}:
        return (_dated(chain, place, shares),)
    if kinds == {_RELATIVE}:
        if start is None or chain[0].trigger.get("relative_to_condition_id") != start.id:
            raise refuse(place, "the first period is not counted from the start of vesting, which has no equal here")
        if started_on is None:
            raise refuse(place, "the start of vesting is not among the transactions (TX_VESTING_START)")
        return (_periodic(chain, shares, started_on, allocation),)
    raise refuse(place, "dates, periods and events are mixed in one chain, which has no equal here")


def _chain(terms: Json, place: str, shares: int) -> list[Condition]:
    """The conditions from first to last; Refusal where one has several followers or none leads to it."""
    items = {text_of(item, "id", place): item for item in list_of(terms, "vesting_conditions", place)}
    followers: dict[str, str | None] = {}
    for id, item in items.items():
        after = item.get("next_condition_ids", [])
        if not isinstance(after, list) or len(after) > 1:
            raise refuse(f"{place}, condition {id}", "branches into several conditions, which has no equal here")
        if after and str(after[0]) not in items:
            raise refuse(f"{place}, condition {id}", "is followed by a condition that is not there")
        followers[id] = str(after[0]) if after else None
    heads = [id for id in items if id not in followers.values()]
    if len(heads) != 1:
        raise refuse(place, "the conditions do not form one chain")
    chain: list[str] = []
    at: str | None = heads[0]
    while at is not None and len(chain) <= len(items):  # conditions may follow one another in a circle
        chain.append(at)
        at = followers[at]
    if len(chain) != len(items):
        raise refuse(place, "the conditions do not form one chain")
    return [_condition(items[id], f"{place}, condition {id}", shares) for id in chain]


def _condition(item: Json, place: str, shares: int) -> Condition:
    trigger = item.get("trigger")
    if not isinstance(trigger, dict):
        raise refuse(place, "has no trigger")
    kind = text_of(trigger, "type", place)
    if kind not in (_START, _ABSOLUTE, _RELATIVE, _EVENT):
        raise refuse(place, f"the trigger {kind!a} is not known here")
    id = text_of(item, "id", place)
    name = as_words(item.get("description") or id, f"{place}, description")
    return Condition(id, kind, trigger, _portion(item, place, shares), name, place)


def _portion(item: Json, place: str, shares: int) -> Fraction:
    portion = item.get("portion")
    if portion is None:
        return Fraction(whole_of(item.get("quantity"), f"{place}, quantity"), shares)
    if not isinstance(portion, dict):
        raise refuse(place, "the portion must be an object")
    if portion.get("remainder"):
        raise refuse(place, "vests a part of what is left, which has no equal here")
    numerator = whole_of(portion.get("numerator"), f"{place}, numerator")
    return Fraction(numerator, whole_of(portion.get("denominator"), f"{place}, denominator", 1))


def _period(one: Condition) -> Json:
    period = one.trigger.get("period")
    if not isinstance(period, dict):
        raise refuse(one.place, "has no period")
    if period.get("type") != "MONTHS":
        raise refuse(one.place, "counts days, which has no equal here; enter the dates as tranches")
    return period


def _times(one: Condition) -> int:
    """How often a condition vests its portion."""
    if one.kind != _RELATIVE:
        return 1
    period = _period(one)  # older files say repetitions
    times = whole_of(period.get("occurrences", period.get("repetitions", 1)), f"{one.place}, occurrences", 1)
    if times > _MOST_MONTHS:
        raise refuse(one.place, f"occurs more than {_MOST_MONTHS} times")
    return times


def _exact(one: Condition, shares: int) -> int:
    count = one.portion * shares
    if count.denominator != 1:
        raise refuse(one.place, f"vests {count} shares, not a whole number")
    return count.numerator


def _events(chain: Sequence[Condition], place: str, shares: int) -> tuple[Part, ...]:
    if len(chain) != 1:
        raise refuse(place, "events that must follow one another have no equal here")
    return (EventPart(shares, chain[0].name),)


def _dated(chain: Sequence[Condition], place: str, shares: int) -> Part:
    days = [day_of(one.trigger, "date", one.place) for one in chain]
    if days != sorted(set(days)):
        raise refuse(place, "the dates of its conditions must follow one another")
    tranches = [(day, _exact(one, shares)) for day, one in zip(days, chain, strict=True)]
    return DatedPart(shares, tuple((day, count) for day, count in tranches if count))


def _periodic(chain: Sequence[Condition], shares: int, started_on: date, allocation: str) -> Part:
    """Equal steps of months from the start, with or without a cliff condition before them."""
    steps = chain[-1]
    period, times = _period(steps), _times(steps)
    every = whole_of(period.get("length"), f"{steps.place}, length", 1)
    day = text_of(period, "day_of_month", steps.place)
    if day not in DAYS_OF_MONTH:
        raise refuse(steps.place, f"the day of the month {day!a} is not known here")
    before = cliff = 0
    if len(chain) == 2:
        first = chain[0]
        own = _period(first)
        cliff = whole_of(own.get("length"), f"{first.place}, length", 1)
        before, rest = divmod(cliff, every)
        if _times(first) != 1 or rest or own.get("day_of_month") != day or first.portion != before * steps.portion:
            raise refuse(first.place, "is no cliff of the steps that follow it, which has no equal here")
        if steps.trigger.get("relative_to_condition_id") != first.id:
            raise refuse(steps.place, "is not counted from the condition before it, which has no equal here")
    elif len(chain) > 2:
        raise refuse(steps.place, "follows several other steps, which has no equal here")
    held = period.get("cliff_installment")
    if held is not None:
        if before:
            raise refuse(steps.place, "has two cliffs, which has no equal here")
        cliff = whole_of(held, f"{steps.place}, cliff_installment", 1) * every
    total = (before + times) * every
    if not 1 <= total <= _MOST_MONTHS or cliff > total:
        raise refuse(steps.place, f"lasts {total} months; at most {_MOST_MONTHS} can be kept, the cliff within them")
    return PeriodicPart(shares, started_on, total, every, cliff, allocation, day)


def terms_for(parts: Sequence[Part], id: str) -> Json | None:
    """Vesting terms that mean just what `parts` say; None where there are none."""
    if len(parts) != 1:
        return None
    part = parts[0]
    base = {"id": id, "object_type": "VESTING_TERMS"}
    if isinstance(part, EventPart):
        event = {
            "id": "event",
            "description": part.event,
            "portion": {"numerator": "1", "denominator": "1"},
            "trigger": {"type": _EVENT},
            "next_condition_ids": [],
        }
        words = {"name": part.event, "description": f"Everything vests on: {part.event}"}
        return {**base, **words, "allocation_type": ALLOCATIONS[0], "vesting_conditions": [event]}
    if not isinstance(part, PeriodicPart) or part.cliff_months % part.every_months:
        return None
    installments = part.total_months // part.every_months
    says = f"{installments} steps of {part.every_months} months"
    says += f", those of the first {part.cliff_months} months together" if part.cliff_months else ""
    words = {"name": f"{part.total_months} months by {part.every_months}", "description": says}
    return {**base, **words, "allocation_type": part.allocation, "vesting_conditions": _conditions(part, installments)}


def _conditions(part: PeriodicPart, installments: int) -> list[Json]:
    at_cliff = part.cliff_months // part.every_months
    if at_cliff == installments:
        steps = [_step("steps", part, (installments, installments), (part.cliff_months, 1), "start", [])]
    else:
        after = "cliff" if at_cliff else "start"
        length = (part.every_months, installments - at_cliff)
        steps = [_step("steps", part, (1, installments), length, after, [])]
        if at_cliff:
            steps.insert(0, _step("cliff", part, (at_cliff, installments), (part.cliff_months, 1), "start", ["steps"]))
    start = {"id": "start", "quantity": "0", "trigger": {"type": _START}, "next_condition_ids": [steps[0]["id"]]}
    return [start, *steps]


def _step(
    id: str, part: PeriodicPart, portion: tuple[int, int], period: tuple[int, int], after: str, then: list[str]
) -> Json:
    span = {"length": period[0], "type": "MONTHS", "occurrences": period[1], "day_of_month": part.day_of_month}
    return {
        "id": id,
        "portion": {"numerator": str(portion[0]), "denominator": str(portion[1])},
        "trigger": {"type": _RELATIVE, "period": span, "relative_to_condition_id": after},
        "next_condition_ids": then,
    }
