"""Deeds on notices before they are received: prepare, change, cancel, issue on paper, mail."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from models.errors import Refusal
from models.facts.notes import Paper
from models.facts.notice import Notice
from models.facts.payment import Swap
from models.record.change import Change
from models.record.deeds.draft import Draft
from models.record.deeds.holder import check_paper
from models.record.deeds.lots import all_lots
from models.record.deeds.numbers import next_number, retired_numbers
from models.record.record import Record
from models.record.words import count, day_text

_LIFE = ("mailed_on", "delivered_on", "paid_on", "certificate_on", "cancelled_on", "exercise")
_STATE_WORDS = {
    "draft": "a draft",
    "delivered": "delivered",
    "paid": "paid",
    "certificate_received": "complete",
    "cancelled": "cancelled",
}
_INSTEAD = {
    "draft": "record its delivery first",
    "delivered": "mark it as paid first",
    "paid": "step it back first",
    "certificate_received": "step it back first",
    "cancelled": "take the cancelling back first",
}


def prepare_notice(record: Record, *, notice: Notice) -> Change:
    """Keep a draft; with an empty `number` it gets the next one of its year. Fields as in `Notice`."""
    number = notice.number or next_number(record, notice.prepared_on.year)
    if any(number == other.number for other in record.notices) or number in retired_numbers(record):
        raise Refusal("taken", f"{number} was used before; a number is never used twice", "number")
    draft = Draft(record)
    draft.add("notices", _checked(record, replace(notice, number=number)))
    return draft.change(f"Prepare notice {number}: {count(notice.shares, 'share')} of {notice.grant}")


def change_draft(record: Record, *, number: str, after: Notice) -> Change:
    """Put `after` in the place of a draft. It loses its issued paper, which said something else."""
    serial, notice = find_notice(record, number)
    must_be(notice, "draft", "number")
    if after.number != number:
        raise Refusal("bad_number", "a notice keeps its number; cancel it and prepare another", "number")
    if replace(after, mailed_on=notice.mailed_on, tracking=notice.tracking, paper=notice.paper) == notice:
        after = replace(after, paper=notice.paper)
    else:
        after = replace(after, paper="")
    draft = Draft(record)
    _checked(record, replace(after, mailed_on=None))
    draft.put("notices", serial, after)
    return draft.change(f"Change the draft of notice {number}")


def cancel_draft(record: Record, *, number: str, cancelled_on: date) -> Change:
    """Give a draft up; its number stays used. Field `cancelled_on`."""
    serial, notice = find_notice(record, number)
    must_be(notice, "draft", "cancelled_on")
    _not_before_prepared(notice, cancelled_on, "cancelled_on")
    draft = Draft(record)
    draft.put("notices", serial, replace(notice, cancelled_on=cancelled_on))
    what = f"{count(notice.shares, 'share')} of {notice.grant}"
    return draft.change(f"Cancel notice {number} ({what})")


def issue_paper(record: Record, *, number: str, paper: Paper) -> Change:
    """The draft was printed or saved as this paper, which is kept so that the very same can be printed again."""
    serial, notice = find_notice(record, number)
    must_be(notice, "draft", "number")
    draft = Draft(record)
    draft.put("notices", serial, replace(notice, paper=paper.sha256))
    if not any(one.sha256 == paper.sha256 for one in record.papers):
        check_paper(record, paper)
        draft.add("papers", paper)
    return draft.change(f"Issue notice {number} on paper")


def note_mailed(record: Record, *, number: str, mailed_on: date, tracking: str = "") -> Change:
    """A draft went into the mail. Fields `mailed_on`, `tracking`."""
    serial, notice = find_notice(record, number)
    must_be(notice, "draft", "mailed_on")
    _not_before_prepared(notice, mailed_on, "mailed_on")
    draft = Draft(record)
    draft.put("notices", serial, replace(notice, mailed_on=mailed_on, tracking=tracking, delivery="mail"))
    return draft.change(f"Note that notice {number} was mailed on {day_text(mailed_on)}")


def _not_before_prepared(notice: Notice, day: date, field: str) -> None:
    if day < notice.prepared_on:
        says = f"it was prepared on {day_text(notice.prepared_on)}; enter that day or a later one"
        raise Refusal("bad_date", says, field)


def find_notice(record: Record, number: str) -> tuple[int, Notice]:
    """Serial and notice with this number; Refusal `unknown_notice`."""
    for serial, notice in record.shelf("notices").items():
        if notice.number == number:
            return serial, notice
    raise Refusal("unknown_notice", f"there is no notice {number!a} in this record; look again", "number")


def must_be(notice: Notice, state: str, field: str) -> None:
    """Refuse a deed on a notice that is at another stage than `state`."""
    if notice.state == state:
        return
    says = f"notice {notice.number} is {_STATE_WORDS[notice.state]}; {_INSTEAD[notice.state]}"
    raise Refusal("wrong_stage", says, field)


def _checked(record: Record, notice: Notice) -> Notice:
    """A draft whose references are in the record and whose life has not begun."""
    grant = record.grant(notice.grant)
    if grant is None:
        raise Refusal("unknown_grant", f"there is no grant {notice.grant!a} in this record; choose one", "grant")
    for name in _LIFE:
        if getattr(notice, name) is not None:
            raise Refusal("wrong_stage", "a draft has no such day yet; leave it out", name)
    if notice.exercise_date < notice.prepared_on:
        says = f"it is prepared on {day_text(notice.prepared_on)}; it can be received that day or later"
        raise Refusal("bad_date", says, "exercise_date")
    if isinstance(notice.payment, Swap):
        known = {lot.id for lot in all_lots(record)}
        for at, (id, _) in enumerate(notice.payment.lots or ()):
            if id not in known:
                says = f"there is no lot {id!a} in this record; choose among those owned"
                raise Refusal("unknown_lot", says, f"payment.lots[{at}].lot")
    return notice
