"""Records and notices for tests: the sample, random ones, and shorthands that hide what does not matter."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cache
from random import Random
from typing import Any

import pytest

from models.errors import Refusal
from models.facts.notice import Notice
from models.facts.payment import Cash, Payment
from models.record.change import Change
from models.record.plain import change_plain, read_change, read_record
from models.record.record import Record
from tests.reference.randoms import history

PLAN = "focus-2002"
TODAY = date(2003, 11, 10)


def day(text: str) -> date:
    """A date from its ISO text."""
    return date.fromisoformat(text)


def dollars(text: str) -> Fraction:
    """An exact price."""
    return Fraction(text)


def draft(grant: str = "NQ-1", shares: int = 500, payment: Payment | None = None, **other: Any) -> Notice:
    """A notice prepared and meant to be received on the sample's day."""
    return replace(Notice("", grant, TODAY, TODAY, shares, payment or Cash()), **other)


def done(record: Record, change: Change) -> Record:
    """The record after a deed, once it is shown that it can be undone, kept in the journal and read back."""
    after = record.with_change(change)
    assert after.with_change(change.inverse()) == record
    assert read_change(change.title, change_plain(change)) == change
    assert change.title
    assert change.title[0].isupper()
    assert "\n" not in change.title
    return after


def refused(deed: Callable[..., Change], *args: Any, field: str, code: str | None = None, **keywords: Any) -> str:
    """The words of the refusal of a deed, which must stand at `field`."""
    with pytest.raises(Refusal) as caught:
        deed(*args, **keywords)
    assert caught.value.field == field, caught.value
    assert code is None or caught.value.code == code, caught.value.code
    assert caught.value.message
    return caught.value.message


def random_records(seeds: range) -> Iterator[tuple[Random, Record]]:
    """Random records that the rules allow, each with a generator to go on with."""
    for seed in seeds:
        record, state = _history(seed)
        if record is not None:
            rng = Random()
            rng.setstate(state)
            yield rng, record


@cache  # many tests begin with the same seeds, and a record never changes
def _history(seed: int) -> tuple[Record | None, tuple[Any, ...]]:
    """The random record of a seed, None where the rules refuse it, and how its generator goes on."""
    rng = Random(seed)
    try:
        return read_record(history(rng)["record"]), rng.getstate()
    except Refusal:
        return None, ()
