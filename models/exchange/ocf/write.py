"""Export to the Open Cap Format: what a holder's record can state faithfully, and in words what it cannot.

A complete package needs facts of the company that no holder's record has (its formation, its classes of stock), so
these are the files of a package without its manifest.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from models.exchange.ocf.items import Json
from models.exchange.ocf.read import REASONS
from models.exchange.ocf.vesting import terms_for
from models.facts.event import Adjustment, Exercised, PlanApproved, VestingEvent
from models.facts.grant import Grant, PeriodicPart
from models.facts.plan import Plan, Window
from models.record.record import Record
from models.record.words import count, listed
from models.rules.terms import terms_of
from models.values.dates import LAST_DAY
from models.values.money import price_text

_STAKEHOLDER = "holder"
_ROLES = {"employee": "EMPLOYEE", "director": "BOARD_MEMBER", "advisor": "ADVISOR"}
# A date in an archive; the files say nothing else of when they were made.
_ZIP_DATE = (2000, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Exported:
    """The files by name, and in sentences what of the record is not in them."""

    files: Mapping[str, bytes]
    left_out: tuple[str, ...]


def ocf_files(record: Record) -> Exported:
    """The record's grants, vesting terms, exercises, vesting events, splits and plan approvals."""
    left_out: list[str] = []
    exported = [grant for grant in record.grants if _can_say(record, grant)]
    skipped = [grant.id for grant in record.grants if grant not in exported]
    if skipped:
        left_out.append(f"{listed(skipped, 20)}: the format has no equal for such a vesting schedule.")
    ids = {grant.id for grant in exported}
    terms = [own for grant in exported if (own := terms_for(grant.parts, f"vesting-{grant.id}")) is not None]
    plans = [_plan(record, plan) for plan in dict.fromkeys(grant.plan for grant in exported)]
    transactions = [*_issuances(record, exported), *_events(record, ids)]
    files = {
        "Stakeholders.ocf.json": _file("OCF_STAKEHOLDERS_FILE", [_stakeholder(record, exported)]),
        "StockPlans.ocf.json": _file("OCF_STOCK_PLANS_FILE", plans),
        "VestingTerms.ocf.json": _file("OCF_VESTING_TERMS_FILE", terms),
        "Transactions.ocf.json": _file("OCF_TRANSACTIONS_FILE", transactions),
    }
    left_out += _left_out(record)
    return Exported(files, tuple(left_out))


def ocf_zip(record: Record) -> tuple[bytes, tuple[str, ...]]:
    """The files in one ZIP file, always the same bytes for the same record, and what is left out."""
    exported = ocf_files(record)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in exported.files.items():
            archive.writestr(zipfile.ZipInfo(name, _ZIP_DATE), data, zipfile.ZIP_DEFLATED)
    return out.getvalue(), exported.left_out


def _file(kind: str, items: list[Json]) -> bytes:
    return json.dumps({"file_type": kind, "items": items}, ensure_ascii=False, indent=1).encode() + b"\n"


def _can_say(record: Record, grant: Grant) -> bool:
    """Whether the format has an equal: terms that mean the same, or else a date for every share."""
    return terms_for(grant.parts, "") is not None or _has_dates(record, grant)


def _has_dates(record: Record, grant: Grant) -> bool:
    return not grant.events and all(one.date <= LAST_DAY for one in record.ledger.schedule(grant.id).tranches)


def _stakeholder(record: Record, grants: list[Grant]) -> Json:
    return {
        "id": _STAKEHOLDER,
        "object_type": "STAKEHOLDER",
        "name": {"legal_name": record.holder.name or "Holder"},
        "stakeholder_type": "INDIVIDUAL",
        "current_relationships": [_ROLES[role] for role in dict.fromkeys(grant.role for grant in grants)],
    }


def _plan(record: Record, id: str) -> Json:
    plan = record.ledger.plan(id)
    approved = [event.date for event in record.events if isinstance(event, PlanApproved) and event.plan == id]
    item: dict[str, Any] = {
        "id": f"plan-{id}",
        "object_type": "STOCK_PLAN",
        "plan_name": plan.name or id,
        "initial_shares_reserved": str(plan.share_reserve),
        "stock_class_ids": [_stock_class(plan)],
    }
    return {**item, "stockholder_approval_date": str(min(approved))} if approved else item


def _stock_class(plan: Plan) -> str:
    return f"common-{plan.issuer or plan.id}"


def _issuances(record: Record, grants: list[Grant]) -> Iterator[Json]:
    for grant in grants:
        terms = terms_of(grant, record.ledger.plan(grant.plan))
        windows = [_window(code, terms.window(reason, grant.role)) for code, reason in REASONS.items()]
        item: dict[str, Any] = {
            "id": f"issuance-{grant.id}",
            "object_type": "TX_EQUITY_COMPENSATION_ISSUANCE",
            "date": str(grant.grant_date),
            "security_id": grant.id,
            "custom_id": grant.id,
            "stakeholder_id": _STAKEHOLDER,
            "security_law_exemptions": [],
            "stock_plan_id": f"plan-{grant.plan}",
            "compensation_type": "OPTION_NSO",
            "quantity": str(grant.shares),
            "exercise_price": {"amount": price_text(grant.exercise_price), "currency": "USD"},
            "early_exercisable": False,
            "expiration_date": str(terms.expires_on),
            "termination_exercise_windows": windows,
        }
        if terms_for(grant.parts, "") is not None:
            item["vesting_terms_id"] = f"vesting-{grant.id}"
        if _has_dates(record, grant):
            tranches = record.ledger.schedule(grant.id).tranches
            item["vestings"] = [{"date": str(one.date), "amount": str(one.shares)} for one in tranches]
        yield item
        yield from _starts(record, grant)


def _starts(record: Record, grant: Grant) -> Iterator[Json]:
    for part in grant.parts:
        if isinstance(part, PeriodicPart) and terms_for(grant.parts, "") is not None:
            yield _transaction("TX_VESTING_START", f"start-{grant.id}", part.start, grant.id) | {
                "vesting_condition_id": "start"
            }
    returned = record.note_on(grant.id).letter_returned_on
    if returned is not None:
        yield _transaction("TX_EQUITY_COMPENSATION_ACCEPTANCE", f"acceptance-{grant.id}", returned, grant.id)


def _window(code: str, window: Window) -> Json:
    """A window as the format has it; one of no length ends the option at once."""
    length, unit = (0, "DAYS") if window.is_none else (window.length, window.unit.upper())
    if unit == "YEARS":
        length, unit = 12 * length, "MONTHS"
    return {"reason": code, "period": length, "period_type": unit}


def _transaction(kind: str, id: str, day: object, security: str) -> dict[str, Any]:
    return {"id": id, "object_type": kind, "date": str(day), "security_id": security}


def _events(record: Record, grants: set[str]) -> Iterator[Json]:
    for serial, event in record.shelf("events").items():
        if isinstance(event, Exercised) and event.grant in grants:
            yield _transaction("TX_EQUITY_COMPENSATION_EXERCISE", f"exercise-{serial}", event.date, event.grant) | {
                "quantity": str(event.shares),
                "consideration_text": event.payment.method,
                "resulting_security_ids": [f"shares-{serial}"],
            }
        elif isinstance(event, VestingEvent) and event.grant in grants:
            yield _transaction("TX_VESTING_EVENT", f"vesting-event-{serial}", event.date, event.grant) | {
                "vesting_condition_id": "event"
            }
        elif isinstance(event, Adjustment):
            yield {
                "id": f"split-{serial}",
                "object_type": "TX_STOCK_CLASS_SPLIT",
                "date": str(event.date),
                "stock_class_id": _stock_class(record.ledger.plan(event.plan)),
                "split_ratio": {"numerator": str(event.new), "denominator": str(event.old)},
            }


def _left_out(record: Record) -> Iterator[str]:
    """What the record has and the files have not."""
    yield "The company's own data and classes of stock: the files are no complete package, they have no manifest."
    yield "The plan's terms beyond its name, reserve and approval: minimum, ways to pay, readings, listing."
    if len({grant.role for grant in record.grants}) > 1:
        yield "In which role each grant was made: the format knows the roles of a person, not of a grant."
    kinds = {type(event).__name__: "" for event in record.events}
    others = [name for name in ("ServiceEnded", "Acceleration") if name in kinds]
    if others:
        words = {"ServiceEnded": "ends of service", "Acceleration": "accelerations"}
        yield f"Events without an equal: {listed([words[name] for name in others])}."
    if any(isinstance(event, Adjustment) and event.determined for event in record.events):
        yield "Figures the Board determined in an adjustment."
    if any(isinstance(event, Exercised) and event.lots for event in record.events):
        yield "The lots that exercises left."
    shelves = {"prices": "price", "lots": "lot", "notices": "notice", "papers": "paper", "tax": "tax note"}
    for name, noun in shelves.items():
        if record.shelf(name):
            yield f"{count(len(record.shelf(name)), noun)}."
