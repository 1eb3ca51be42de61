"""From days to pixels and back, with the ticks that read best at a width."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from models.values.dates import add_months
from ui import text, theme

# Months between two ticks, the fewest that keep `TICK` pixels between their labels (at the normal size of text).
STEPS = (1, 3, 6, 12, 24, 60, 120, 240, 600)
TICK = 58


class TimeScale(NamedTuple):
    """Days from `first` to `last` on pixels from `left` to `right`."""

    first: date
    last: date
    left: float
    right: float

    @property
    def days(self) -> int:
        """How many days are shown, at least 1."""
        return max(1, (self.last - self.first).days)

    def x(self, day: date) -> float:
        """Where a day lies, beyond the edges too."""
        return self.left + (day - self.first).days * (self.right - self.left) / self.days

    def day(self, x: float) -> date:
        """The day at a place, kept within what is shown."""
        share = (x - self.left) / max(1.0, self.right - self.left)
        return self.first + timedelta(days=round(min(1.0, max(0.0, share)) * self.days))

    def ticks(self) -> list[tuple[date, str, bool]]:
        """Days to mark with their words; True where a year begins."""
        per_month = (self.right - self.left) / (self.days / 30.44)
        step = next((months for months in STEPS if months * per_month >= theme.grown(TICK)), STEPS[-1])
        start = date(self.first.year, 1, 1)
        if step >= 24:
            start = date(self.first.year - self.first.year % (step // 12), 1, 1)
        found = []
        for at in range(0, 12 * 250, step):
            day = add_months(start, at)
            if day > self.last:
                break
            if day >= self.first:
                is_year = day.month == 1
                found.append((day, str(day.year) if is_year else text.MONTHS[day.month - 1], is_year))
        return found
