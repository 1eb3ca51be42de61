"""Every table of a record as plain rows, for CSV files and spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from models.facts.event import Acceleration, Adjustment, Event, Exercised, PlanApproved, ServiceEnded, event_type
from models.record.checks import checks
from models.record.record import Record
from models.values.money import price_text, rate_text

Value = str | int | Fraction | date | None
# A spreadsheet takes text that begins so for a formula and would run it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Table:
    """A titled table: headings and rows of texts, whole numbers, exact prices and dates."""

    name: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


def cell_text(value: Value) -> str:
    """A value as text that reads back exactly: 2003-11-10, 1.20, 500."""
    if value is None:
        return ""
    if isinstance(value, Fraction):
        return price_text(value)
    return str(value)


def safe_text(value: str) -> str:
    """Text that no spreadsheet takes for a formula: an apostrophe is put before what looks like one."""
    return f"'{value}" if value.startswith(_FORMULA) else value


def csv_bytes(table: Table) -> bytes:
    """The table as CSV: UTF-8 with a byte order mark (spreadsheets guess wrong without), lines end with CR LF."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(table.headings)
    for row in table.rows:
        writer.writerow([safe_text(value) if isinstance(value, str) else cell_text(value) for value in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def all_tables(record: Record, on: date) -> tuple[Table, ...]:
    """Every table of the record as it stands on the day `on`, in the order of the program's pages."""
    return tuple(make(record, on) for make in _MAKERS.values())


def table(record: Record, name: str, on: date) -> Table:
    """One of the tables, by its name in `TABLES`."""
    return _MAKERS[name](record, on)


def _grants(record: Record, _on: date) -> Table:
    headings = ("grant", "plan", "grant date", "shares", "exercise price", "role", "letter returned")
    rows = [
        (
            grant.id,
            grant.plan,
            grant.grant_date,
            grant.shares,
            grant.exercise_price,
            grant.role,
            record.note_on(grant.id).letter_returned_on,
        )
        for grant in record.grants
    ]
    return Table("grants", headings, tuple(rows))


def _positions(record: Record, on: date) -> Table:
    counts = ("granted", "adjusted", "exercised", "forfeited", "expired", "outstanding", "vested", "unvested")
    headings = ("grant", "as of", *counts, "exercisable", "exercise price", "expires on", "last exercise day")
    rows = [
        (
            position.grant,
            on,
            *position.counts,
            position.exercise_price,
            position.expires_on,
            position.last_exercise_day,
            position.deliver_by,
            position.window,
            " ".join(position.blocked_by),
        )
        for position in record.ledger.positions(on)
    ]
    return Table("positions", (*headings, "deliver by", "window", "blocked by"), tuple(rows))


def _vesting(record: Record, _on: date) -> Table:
    rows: list[tuple[Value, ...]] = []
    for grant in record.grants:
        schedule, total = record.ledger.schedule(grant.id), 0
        for tranche in schedule.tranches:
            total += tranche.shares
            rows.append((grant.id, tranche.date, tranche.shares, total, None))
        rows += [(grant.id, None, part.shares, None, part.event) for part in schedule.waiting]
    return Table("vesting", ("grant", "date", "shares", "cumulative", "waits for"), tuple(rows))


def _events(record: Record, _on: date) -> Table:
    headings = ("date", "type", "plan", "grant", "shares", "details")
    return Table("events", headings, tuple(_event_row(event) for event in record.events))


def _event_row(event: Event) -> tuple[Value, ...]:
    kind = event_type(event)
    if isinstance(event, Exercised):
        return (event.date, kind, None, event.grant, event.shares, event.payment.method)
    if isinstance(event, ServiceEnded):
        return (event.date, kind, event.plan, None, None, f"{event.role}, {event.reason}")
    if isinstance(event, Adjustment):
        return (event.date, kind, event.plan, None, None, f"{event.kind} {event.new} for {event.old}")
    if isinstance(event, PlanApproved | Acceleration):
        return (event.date, kind, event.plan, None, None, None)
    return (event.date, kind, None, event.grant, None, event.event)


def _prices(record: Record, _on: date) -> Table:
    most = max((len(price.bids) for price in record.prices), default=1) or 1
    bids = ["bid"] if most == 1 else [f"bid {at}" for at in range(1, most + 1)]
    rows = [
        (
            price.plan,
            price.date,
            price.last,
            price.high,
            price.low,
            *price.bids,
            *(None for _ in range(most - len(price.bids))),
            price.determined,
        )
        for price in record.prices
    ]
    return Table("prices", ("plan", "date", "last", "high", "low", *bids, "determined"), tuple(rows))


def _lots(record: Record, on: date) -> Table:
    rows: list[tuple[Value, ...]] = []
    seen: set[tuple[str, str]] = set()
    plans = [lot.plan for lot in record.lots if lot.plan] + [grant.plan for grant in record.grants]
    for id in plans:
        plan = record.ledger.plan(id)
        if plan.issuer_key not in seen:
            seen.add(plan.issuer_key)
            owner = plan.issuer or plan.id
            rows += [(lot.id, owner, lot.acquired, lot.shares, lot.basis) for lot in record.ledger.lots(id, on)]
    return Table("shares owned", ("lot", "of", "acquired", "shares", "basis"), tuple(rows))


def _notices(record: Record, _on: date) -> Table:
    headings = ("number", "grant", "shares", "payment", "state", "prepared", "meant for", "mailed", "delivered")
    rows = [
        (
            notice.number,
            notice.grant,
            notice.shares,
            notice.payment.method,
            notice.state,
            notice.prepared_on,
            notice.exercise_date,
            notice.mailed_on,
            notice.delivered_on,
            notice.paid_on,
            notice.certificate_on,
            notice.certificate_number,
        )
        for notice in record.notices
    ]
    return Table("notices", (*headings, "paid", "certificate", "certificate number"), tuple(rows))


def _deadlines(record: Record, on: date) -> Table:
    last = max((position.expires_on for position in record.ledger.positions(on)), default=on)
    rows = [(one.date, one.kind, one.grant, one.shares) for one in record.ledger.deadlines(on, last)]
    return Table("deadlines", ("date", "kind", "grant", "shares"), tuple(rows))


def _checks(record: Record, on: date) -> Table:
    rows = [(check.severity, check.says, check.remedy, check.due) for check in checks(record, on)]
    return Table("checks", ("severity", "says", "remedy", "due"), tuple(rows))


def _tax(record: Record, _on: date) -> Table:
    tax = record.tax
    rows: list[tuple[Value, ...]] = [("state", None, tax.state)]
    for name, rate in (("state rate", tax.state_rate), ("marginal rate", tax.marginal_rate)):
        if rate is not None:
            rows.append((name, None, rate_text(rate)))
    for name, amounts in (("wages", tax.wages_to_date), ("supplemental wages", tax.supplemental_to_date)):
        rows += [(name, year, amount) for year, amount in sorted(amounts.items())]
    return Table("tax", ("figure", "year", "value"), tuple(rows if tax.state or len(rows) > 1 else ()))


_MAKERS: Mapping[str, Callable[[Record, date], Table]] = {
    "positions": _positions,
    "grants": _grants,
    "vesting": _vesting,
    "deadlines": _deadlines,
    "notices": _notices,
    "prices": _prices,
    "shares owned": _lots,
    "events": _events,
    "tax": _tax,
    "checks": _checks,
}
TABLES = tuple(_MAKERS)
