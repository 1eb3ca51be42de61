"""Where a check sends its reader: the page and what to show there."""

from __future__ import annotations

from typing import Any

from models.record.checks import Check
from models.record.record import Record

TONES = {"urgent": "bad", "warning": "warn", "note": "muted"}
ICONS = {"urgent": "circle-alert", "warning": "triangle-alert", "note": "info"}


def focus_of(record: Record, check: Check) -> dict[str, Any]:
    """What `Host.go_to(check.page, ...)` is given: the grant or notice it is about, else collection and serial."""
    fact = record.shelf(check.collection).get(check.serial or 0)
    if check.collection == "grants" and fact is not None:
        return {"grant": fact.id}
    if check.collection == "notices" and fact is not None and check.page == "notices":
        return {"number": fact.number}
    if check.page == "exercise" and fact is not None and hasattr(fact, "grant"):
        return {"grant": fact.grant}
    return {"collection": check.collection, "serial": check.serial}
