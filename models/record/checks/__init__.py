"""What does not add up in a record, or needs attention on a day: each finding with its place and a remedy."""

from __future__ import annotations

from datetime import date

from models.record.checks.check import MAIL_DAYS, SEVERITIES, Check, Look
from models.record.checks.of_events import event_checks
from models.record.checks.of_grants import grant_checks
from models.record.checks.of_notices import notice_checks
from models.record.checks.of_prices import price_checks
from models.record.record import Record

__all__ = ["SEVERITIES", "Check", "checks"]


def checks(record: Record, on: date, mail_days: int = MAIL_DAYS) -> tuple[Check, ...]:
    """Everything that needs attention on the day `on`, the most urgent first.

    `mail_days` is how many delivery days before the day to deliver by a notice must be posted.
    """
    look = Look(record, on, mail_days)
    found = [*grant_checks(look), *notice_checks(look), *event_checks(look), *price_checks(look)]
    return tuple(sorted(found, key=lambda check: check.urgency))
