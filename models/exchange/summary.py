"""The record as plain text: what is held, what can be done, which days matter; for an adviser or for paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from models.record.checks import checks
from models.record.record import Record
from models.record.words import count, day_text, event_words
from models.rules.answers import Deadline, Position
from models.values.money import price_text

_SOONEST = 6
_KINDS = {
    "vests": "vests",
    "acceleration": "vests ahead of a sale or merger",
    "last_exercise_day": "last day to exercise",
    "expires": "expires",
}


def summary_text(record: Record, on: date) -> str:
    """The record as of `on`, in lines of at most some 100 characters."""
    blocks = [
        _heading(record, on),
        _grants(record, on),
        _owned(record, on),
        _deadlines(record, on),
        _notices(record),
        _events(record, on),
        _findings(record, on),
    ]
    return "\n\n".join("\n".join(block) for block in map(list, blocks) if block) + "\n"


def _heading(record: Record, on: date) -> Iterator[str]:
    title = f"Stock options of {record.holder.name}" if record.holder.name else "Stock options"
    yield title
    yield "=" * len(title)
    yield f"As of {day_text(on)}. Figured from what is recorded; not advice."


def _columns(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Rows in columns: the first to the left, the others to the right."""
    table = [list(headings), *map(list, rows)]
    widths = [max(len(row[at]) for row in table) for at in range(len(headings))]
    for row in table:
        cells = [
            text.ljust(width) if at == 0 else text.rjust(width)
            for at, (text, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield "  ".join(cells).rstrip()


def _grants(record: Record, on: date) -> Iterator[str]:
    positions = record.ledger.positions(on)
    if not positions:
        yield "No grant has been made by this day."
        return
    headings = ("Grant", "Price", "Granted", "Exercised", "Outstanding", "Vested", "Exercisable", "Last day")
    yield from _columns(headings, (_grant_row(position) for position in positions))
    total = record.ledger.totals(positions)
    yield ""
    yield f"Together {count(total.outstanding, 'share')} outstanding, {total.exercisable:,} of them exercisable."
    for plan in dict.fromkeys(grant.plan for grant in record.grants):
        value = record.ledger.value(plan, on)
        if value is not None:
            says = f"Value of a share under {plan}: ${price_text(value.value)}"
            yield f"{says} (of {day_text(value.price_date)}, paragraph {value.rule})."


def _grant_row(position: Position) -> tuple[str, ...]:
    counts = position.counts
    whole = (counts.granted, counts.exercised, counts.outstanding, counts.vested, counts.exercisable)
    return (
        position.grant,
        f"${price_text(position.exercise_price)}",
        *(f"{number:,}" for number in whole),
        str(position.last_exercise_day),
    )


def _owned(record: Record, on: date) -> Iterator[str]:
    seen: set[tuple[str, str]] = set()
    plans = [lot.plan for lot in record.lots if lot.plan] + [grant.plan for grant in record.grants]
    for id in plans:
        plan = record.ledger.plan(id)
        lots = () if plan.issuer_key in seen else record.ledger.lots(id, on)
        seen.add(plan.issuer_key)
        if lots:
            yield f"Shares owned of {plan.issuer or plan.name}: {sum(lot.shares for lot in lots):,}"
            for lot in lots:
                basis = f"basis ${price_text(lot.basis)} a share"
                yield f"  {lot.id}: {count(lot.shares, 'share')} acquired on {day_text(lot.acquired)}, {basis}"


def _deadlines(record: Record, on: date) -> Iterator[str]:
    last = max((position.expires_on for position in record.ledger.positions(on)), default=on)
    found = record.ledger.deadlines(on, last)
    vesting = [one for one in found if one.kind == "vests"]
    shown = [one for one in found if one.kind != "vests" or one in vesting[:_SOONEST]]
    if found:
        yield "Days that matter"
        yield from (f"  {_deadline(one)}" for one in shown)
    if len(found) > len(shown):
        left = count(len(found) - len(shown), "later vesting day")
        yield f"  and {left}, the last on {day_text(vesting[-1].date)}"


def _deadline(one: Deadline) -> str:
    return f"{one.date}  {one.grant}: {_KINDS[one.kind]} ({count(one.shares, 'share')})"


def _notices(record: Record) -> Iterator[str]:
    if record.notices:
        yield "Notices"
    for notice in record.notices:
        what = f"{count(notice.shares, 'share')} of {notice.grant}"
        yield f"  {notice.number}: {what}, {notice.state.replace('_', ' ')}"


def _events(record: Record, on: date) -> Iterator[str]:
    events = sorted((event for event in record.events if event.date <= on), key=lambda event: event.date)
    if events:
        yield "What happened"
        yield from (f"  {event.date}  {event_words(event)}" for event in events)


def _findings(record: Record, on: date) -> Iterator[str]:
    found = checks(record, on)
    if found:
        yield "What needs attention"
        for check in found:
            yield f"  {check.says}"
            yield f"    {check.remedy}"
