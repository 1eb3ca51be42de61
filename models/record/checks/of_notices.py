"""Checks on notices under way, on the holder they come from, and on the tax figures they rest on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from models.errors import Refusal
from models.facts.event import Exercised
from models.facts.notice import Notice
from models.facts.payment import WithholdingRates
from models.record.checks.check import Check, Look
from models.record.checks.of_events import tendered_otherwise
from models.record.words import count, day_text
from models.rules.refusals import not_allowed
from models.rules.withholding import rates_for

UNPAID_DAYS, UNPAID_URGENT_DAYS = 3, 10
NO_CERTIFICATE_DAYS = 30


def notice_checks(look: Look) -> Iterator[Check]:
    """All checks on notices, the holder and the tax figures."""
    yield from _holder(look)
    for serial, notice in look.record.shelf("notices").items():
        if notice.state == "draft":
            yield from _draft(look, serial, notice)
        elif notice.state != "cancelled":
            yield from _under_way(look, serial, notice)
            yield from _links(look, serial, notice)
        yield from _paper(look, serial, notice)
    yield from _tax(look)


def _of(notice: Notice) -> str:
    return f"Notice {notice.number} ({count(notice.shares, 'share')} of {notice.grant})"


def _check(code: str, severity: str, says: str, remedy: str, serial: int, deed: str) -> Check:
    return Check(code, severity, says, remedy, "notices", serial, deed, "notices")


def _holder(look: Look) -> Iterator[Check]:
    holder = look.record.holder
    missing = [] if holder.name.strip() else ["name"]
    if not any(line.strip() for line in holder.address):
        missing.append("address")
    if missing and (look.record.grants or look.record.notices):
        drafted = any(notice.state == "draft" for notice in look.record.notices)
        what = " and ".join(missing)
        yield Check(
            "holder_incomplete",
            "warning" if drafted else "note",
            f"The holder's {what} is not entered." if len(missing) == 1 else f"The holder's {what} are not entered.",
            "Enter it: a notice names who gives it and where the certificate goes.",
            "holder",
            1,
            "change_holder",
        )


def _draft(look: Look, serial: int, notice: Notice) -> Iterator[Check]:
    if notice.exercise_date < look.on:
        yield _check(
            "draft_overdue",
            "warning",
            f"{_of(notice)} was meant to be received on {day_text(notice.exercise_date)} and is still a draft.",
            "Record its delivery if it was received; else change its day, or cancel it.",
            serial,
            "deliver_notice",
        )
    yield from _barred(look, serial, notice)
    grant = look.record.grant(notice.grant)
    if grant is None:
        return
    plan = look.plan(grant)
    others = [
        other
        for other in look.record.notices
        if other.number != notice.number
        and other.send_to
        and other.delivered_on is not None
        and (own := look.record.grant(other.grant)) is not None
        and look.plan(own).issuer_key == plan.issuer_key
    ]
    latest = max(others, key=lambda other: other.prepared_on, default=None)
    if latest is not None and (notice.send_to or plan.notice_address) != latest.send_to:
        yield _check(
            "other_address_before",
            "warning",
            f"{_of(notice)} goes to another address than notice {latest.number}, which the company received.",
            "Ask the company which address holds now, and correct the draft or the plan's terms.",
            serial,
            "change_draft",
        )


def _barred(look: Look, serial: int, notice: Notice) -> Iterator[Check]:
    """A draft that could not be exercised on the day it is meant for."""
    if look.record.grant(notice.grant) is None:
        says = f"{_of(notice)} names a grant that is not in the record."
        yield _check("unknown_grant", "warning", says, "Cancel it.", serial, "cancel_draft")
        return
    if notice.exercise_date < look.on:
        return
    try:
        quote = look.ledger.quote(
            notice.grant, notice.exercise_date, notice.shares, notice.payment, notice.tax_value, None
        )
        code = quote.violations[0] if quote.violations else ""
    except Refusal as bad:
        code, says = bad.code, bad.message
    else:
        course = look.ledger.course(notice.grant)
        says = not_allowed(code, course, notice.exercise_date, notice.shares) if code else ""
    if code:
        yield _check(
            "draft_barred",
            "warning",
            f"{_of(notice)} could not be exercised on {day_text(notice.exercise_date)}: {says}.",
            "Change the draft, or cancel it.",
            serial,
            "change_draft",
        )


def _under_way(look: Look, serial: int, notice: Notice) -> Iterator[Check]:
    """Delivered but not paid, paid but no certificate."""
    if notice.state == "delivered" and notice.delivered_on is not None:
        days = (look.on - notice.delivered_on).days
        if days >= UNPAID_DAYS:
            yield _check(
                "delivered_unpaid",
                "urgent" if days >= UNPAID_URGENT_DAYS else "warning",
                f"{_of(notice)} was received {count(days, 'day')} ago, and no payment is noted; it comes with payment"
                " in full (paragraph 10).",
                "Note the day the payment was made, or pay at once.",
                serial,
                "mark_paid",
            )
    waited = look.on - notice.paid_on if notice.state == "paid" and notice.paid_on is not None else timedelta()
    if notice.paid_on is not None and waited >= timedelta(days=NO_CERTIFICATE_DAYS):
        yield _check(
            "paid_without_certificate",
            "warning",
            f"{_of(notice)} was paid on {day_text(notice.paid_on)}, and no certificate has come.",
            "Ask the company's Secretary or its transfer agent; note the certificate when it comes.",
            serial,
            "receive_certificate",
        )


def _links(look: Look, serial: int, notice: Notice) -> Iterator[Check]:
    """The notice and the exercise it recorded must say the same."""
    event = look.record.shelf("events").get(notice.exercise or 0)
    if not isinstance(event, Exercised) or (event.grant, event.shares) != (notice.grant, notice.shares):
        yield _check(
            "exercise_missing",
            "warning",
            f"{_of(notice)} is marked as received, but the record does not have this exercise.",
            "Record the exercise among the events, or prepare the notice anew.",
            serial,
            "record_exercise",
        )
        return
    named = tendered_otherwise(look, notice.exercise or 0)
    if named is not None:
        yield _check(
            "tender_differs",
            "warning",
            f"{_of(notice)} tendered {count(named[0], 'share')}; at the value recorded since, only {named[1]:,} are"
            " needed, and the record takes no more from the lots.",
            "Look at the prices recorded around that day; if they are right, ask the company for the rest back.",
            serial,
            "change_price",
        )


def _paper(look: Look, serial: int, notice: Notice) -> Iterator[Check]:
    if notice.paper and not any(paper.sha256 == notice.paper for paper in look.record.papers):
        yield _check(
            "paper_missing",
            "note",
            f"The paper issued as notice {notice.number} is not kept in the record.",
            "Add the PDF that was sent to the record's papers, if you have it.",
            serial,
            "add_paper",
        )


def _tax(look: Look) -> Iterator[Check]:
    """Wages of the year and a table of rates: what an employee's withholding is estimated from."""
    years = {
        notice.exercise_date.year
        for notice in look.record.notices
        if notice.state == "draft" and _is_employee(look, notice.grant)
    }
    if any(_is_employee(look, id) for id in look.exercisable):
        years.add(look.on.year)
    for year in sorted(years):
        day = look.on if look.on.year == year else look.on.replace(year=year, month=1, day=1)
        try:
            rates_for(WithholdingRates(), day)
        except Refusal:
            yield Check(
                "rates_missing",
                "note",
                f"There is no table of withholding rates for {year}.",
                "Enter the rates yourself where withholding is figured.",
                "tax",
                None,
                "",
                "exercise",
            )
        if str(year) not in look.record.tax.wages_to_date:
            yield Check(
                "wages_missing",
                "note",
                f"Your wages of {year} are not entered; withholding is figured as if there were none.",
                "Enter what this employer has paid in the year so far.",
                "tax",
                1,
                "change_tax_note",
            )


def _is_employee(look: Look, grant: str) -> bool:
    found = look.record.grant(grant)
    return found is not None and found.role == "employee"
