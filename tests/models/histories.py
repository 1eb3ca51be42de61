"""Random histories as facts: records of the reference's maker, which crowds events onto few days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from random import Random

from models.errors import Refusal
from models.facts.event import Acceleration
from models.facts.facts import Facts
from models.facts.reading import read_facts
from models.rules.ledger import Ledger
from tests.reference.randoms import history

DAY = timedelta(days=1)


@cache
def facts_of(seed: int) -> Facts | None:
    """The facts of one random record; None for the few that the rules do not allow."""
    facts = read_facts(history(Random(seed))["record"])
    try:
        Ledger(facts).check()
    except Refusal:
        return None
    return facts


def many(count: int, first: int = 1) -> Iterator[tuple[int, Facts]]:
    """`count` random records with their seeds, for a failure to be made again."""
    seed = first
    while count:
        facts = facts_of(seed)
        if facts is not None:
            yield seed, facts
            count -= 1
        seed += 1


def days_of(facts: Facts) -> list[date]:
    """The days on which something happens, and those before and after."""
    ledger = Ledger(facts)
    days = {event.date for event in facts.events} | {grant.grant_date for grant in facts.grants}
    for grant in facts.grants:
        course = ledger.course(grant.id)
        days |= {step.date for step in course.steps} | {course.terms.expires_on, course.terms.term_last_day}
        days.add(course.first_state().last_day)
    for event in facts.events:
        if isinstance(event, Acceleration):
            days |= {event.date - timedelta(days=plan.acceleration_days_before) for plan in _plans(facts)}
    near = {day + step for day in days for step in (-DAY, DAY) if date(1970, 1, 2) < day < date(2200, 1, 1)}
    return sorted(days | near)


def _plans(facts: Facts) -> list:
    return [facts.plan(grant.plan) for grant in facts.grants]
