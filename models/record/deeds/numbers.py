"""Numbers of notices ("2003-001"): counted within a year, and never used twice, whatever became of the notice."""

from __future__ import annotations

import re
from collections.abc import Iterable

from models.record.deeds.draft import Draft
from models.record.plain import Other
from models.record.record import Record

# In a record's `extra`: the numbers of notices that were removed with their grant.
RETIRED = "retired_notice_numbers"


def retired_numbers(record: Record) -> tuple[str, ...]:
    """Numbers of notices that are no more in the record and must not come again."""
    for other in record.shelf("extra").values():
        if other.key == RETIRED and isinstance(other.value, list):
            return tuple(str(number) for number in other.value)
    return ()


def next_number(record: Record, year: int, also_taken: Iterable[str] = ()) -> str:
    """The number of the next notice of `year`: one more than the highest there is or was.

    `also_taken` are numbers known from elsewhere, such as those of deeds that were undone.
    """
    numbers = [*(notice.number for notice in record.notices), *retired_numbers(record), *also_taken]
    found = (re.fullmatch(rf"{year}-([0-9]{{1,9}})", number) for number in numbers)
    return f"{year}-{max((int(match[1]) for match in found if match), default=0) + 1:03d}"


def retire_numbers(draft: Draft, numbers: Iterable[str]) -> None:
    """Note that these numbers must never be used again."""
    kept = Other(RETIRED, sorted({*retired_numbers(draft.record), *numbers}))
    for serial, other in draft.record.shelf("extra").items():
        if other.key == RETIRED:
            draft.put("extra", serial, kept)
            return
    draft.add("extra", kept)
