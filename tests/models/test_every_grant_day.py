"""Days of the plan's life as grant dates against every ending; the harness takes every one of them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.models import every_day
from tests.models.every_day import FIRST, LAST, mistakes

CORNERS = [
    date(2003, 2, 28),
    date(2003, 3, 1),
    date(2004, 2, 28),
    date(2004, 2, 29),
    date(2004, 3, 1),
    date(2008, 2, 29),
    date(2011, 12, 31),
    date(2012, 2, 29),
]
DAYS = sorted({*CORNERS, FIRST, LAST, *(FIRST + timedelta(days=331 * step) for step in range(12))})


@pytest.mark.slow
@pytest.mark.parametrize("granted", DAYS, ids=str)
def test_every_ending_of_a_grant_of_this_day(granted):
    assert list(mistakes(granted)) == []


def test_a_wrong_window_would_be_noticed(monkeypatch):
    monkeypatch.setattr(every_day, "YEAR", every_day.YEAR[1:])
    assert list(mistakes(date(2004, 2, 29)))
