"""The life of a notice after its draft: delivered, paid, certificate received, and each step back (paragraph 10)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from models.errors import Refusal
from models.facts.event import Exercised
from models.facts.lot import Lot
from models.facts.notice import Notice
from models.facts.payment import Broker, Cash, Payment, Swap
from models.record.change import Change
from models.record.deeds.draft import Draft
from models.record.deeds.holder import extra_value
from models.record.deeds.lots import with_ids
from models.record.deeds.notices import find_notice, must_be
from models.record.plain import Other
from models.record.record import Record
from models.record.words import count, day_text
from models.rules.answers import NewLot
from models.rules.owned import tender
from models.rules.payment import shares_that_pay
from models.values.money import ceil_cents

# In a record's `extra`: lot id to the words of the legend on its certificate (paragraph 12).
LEGENDS = "legends"
_DECIMALS = 10**10


def deliver_notice(
    record: Record,
    *,
    number: str,
    received_on: date,
    delivery: str | None = None,
    mailed_on: date | None = None,
    tracking: str | None = None,
    payment: Payment | None = None,
) -> Change:
    """The company received the notice: the exercise is recorded on that day and linked to it.

    `payment` is what was handed in; without it that of the draft, a swap by the very lots `payment_as_received`
    names. Fields `received_on`, `shares`, `payment`, `mailed_on`, `delivery`, `tracking`.
    """
    serial, notice = find_notice(record, number)
    must_be(notice, "draft", "received_on")
    if received_on < notice.prepared_on:
        says = f"it was prepared on {day_text(notice.prepared_on)}; enter that day or a later one"
        raise Refusal("bad_date", says, "received_on")
    mailed = mailed_on or notice.mailed_on
    if mailed is not None and mailed > received_on:
        raise Refusal("bad_date", "it cannot have been mailed after it was received; correct one day", "mailed_on")
    paid = payment or payment_as_received(record, notice, received_on)
    draft = Draft(record)
    exercise = draft.add("events", Exercised(received_on, notice.grant, notice.shares, paid))
    after = replace(notice, delivered_on=received_on, mailed_on=mailed, exercise=exercise)
    after = replace(after, delivery=delivery or notice.delivery)
    draft.put("notices", serial, after if tracking is None else replace(after, tracking=tracking))
    what = f"exercise of {count(notice.shares, 'share')} of {notice.grant} by notice {number}"
    return draft.change(f"Record {what}, received on {day_text(received_on)}", {"date": "received_on"})


def payment_as_received(record: Record, notice: Notice, received_on: date) -> Payment:
    """The payment to record when a draft is received on that day.

    A swap names its lots, as the notice lists them, each with the shares that pay by the value of that day: lots or
    prices entered afterwards then change neither which lots pay nor that more of them do. One thing stays with the
    rules: a higher value recorded later lets fewer of the named shares pay, which `checks` points out.
    """
    if not isinstance(notice.payment, Swap):
        return notice.payment
    named = _tendered(record, notice, notice.payment, notice.exercise_date)
    if named.lots and received_on != notice.exercise_date:
        named = _tendered(record, notice, named, received_on)
    if not named.lots:
        says = "at the value of that day no share would pay; change the draft to pay in cash"
        raise Refusal("nothing_tendered", says, "payment")
    return named


def _tendered(record: Record, notice: Notice, swap: Swap, on: date) -> Swap:
    """The swap by the lots it takes on `on`, named; where no value is known, as many shares as it asks for."""
    grant = record.ledger.grant(notice.grant)
    plan = record.ledger.plan(grant.plan)
    price = _price_on(record, notice.grant, on)
    value = record.ledger.value(plan.id, on)
    if value is None and swap.asked is None:
        says = f"no recorded price gives a value for {day_text(on)}; record one, or say how many shares were tendered"
        raise Refusal("no_fair_market_value", says, "payment")
    most = None if value is None else shares_that_pay(ceil_cents(notice.shares * price), value.value)
    held = tender(record.ledger.owned(plan).on(on), swap, most)
    if held.asks_too_much:
        says = f"more shares are tendered than those lots hold on {day_text(on)}; state what was tendered"
        raise Refusal("insufficient_shares_owned", says, "payment")
    return Swap(lots=tuple((lot.id, lot.shares) for lot in held.taken))


def _price_on(record: Record, grant: str, on: date) -> Fraction:
    """The exercise price on a day, adjustments applied; before the grant date that of the grant."""
    state = record.ledger.course(grant).state_on(on)
    return record.ledger.grant(grant).exercise_price if state is None else state.price


def mark_paid(record: Record, *, number: str, paid_on: date) -> Change:
    """The company had its payment in full. Field `paid_on`, not before the delivery."""
    serial, notice = find_notice(record, number)
    must_be(notice, "delivered", "paid_on")
    _not_before(paid_on, notice.delivered_on, "was delivered", "paid_on")
    draft = Draft(record)
    draft.put("notices", serial, replace(notice, paid_on=paid_on))
    return draft.change(f"Mark notice {number} as paid on {day_text(paid_on)}")


def receive_certificate(
    record: Record,
    *,
    number: str,
    certificate_on: date,
    certificate_number: str = "",
    lots: Sequence[NewLot] | None = None,
    legend: str = "",
) -> Change:
    """The certificate came: the new shares become lots of the holder, owned from the day of exercise.

    `lots` are what it brought, without it what `resulting_lots` figures; `legend` are the words on the certificate.
    Fields `certificate_on`, `certificate_number`, `lots[0].shares` and so on, `legend`.
    """
    serial, notice = find_notice(record, number)
    must_be(notice, "paid", "certificate_on")
    _not_before(certificate_on, notice.paid_on, "was paid", "certificate_on")
    event = _exercise(record, notice)
    kept = _as_lots(resulting_lots(record, number=number) if lots is None else lots)
    entered = with_ids(record, kept)
    draft = Draft(record)
    assert notice.exercise is not None
    draft.put("events", notice.exercise, replace(event, lots=entered))
    after = replace(notice, certificate_on=certificate_on, certificate_number=certificate_number)
    draft.put("notices", serial, after)
    if legend and entered:
        _put_legends(draft, {**legends(record), **{lot.id: legend for lot in entered}})
    brought = count(sum(lot.shares for lot in entered), "share")
    title = f"Record the certificate of notice {number}, received on {day_text(certificate_on)}: {brought}"
    return draft.change(title)


def resulting_lots(record: Record, *, number: str) -> tuple[NewLot, ...]:
    """The lots that a delivered notice's exercise leaves, as the rules figure them on the day of exercise.

    The shares that paid are those the recorded swap took; bases are exact. Refusal where no value gives the basis.
    """
    _, notice = find_notice(record, number)
    event = _exercise(record, notice)
    serials = list(record.shelf("events"))
    assert notice.exercise is not None
    index = serials.index(notice.exercise)
    events = {serial: one for serial, one in record.shelf("events").items() if serial != notice.exercise}
    ledger = Record({**record.shelves, "events": events}).ledger
    payment = Cash() if isinstance(event.payment, Swap) else event.payment
    covers = isinstance(payment, Broker) and payment.cover_withholding  # then what is withheld decides what is sold
    rates = notice.withholding if covers else None
    try:
        quote = ledger.quote(event.grant, event.date, event.shares, payment, notice.tax_value, rates)
    except Refusal as bad:
        raise Refusal(bad.code, bad.message, "lots") from None
    lots = quote.lots_after
    if isinstance(event.payment, Swap):
        lots = _carried_over(record, index, event, quote.tax_value)
    if any(lot.basis is None for lot in lots):
        says = f"no recorded price gives the value on {day_text(event.date)} that the basis rests on; record one"
        raise Refusal("no_fair_market_value", says, "lots")
    return lots


def step_back(record: Record, *, number: str) -> Change:
    """Take the last stage of a notice back: cancelling, certificate, payment, delivery, mailing; a new deed."""
    serial, notice = find_notice(record, number)
    draft = Draft(record)
    if notice.state == "cancelled":
        after, title = replace(notice, cancelled_on=None), f"Take back the cancelling of notice {number}"
    elif notice.state == "certificate_received":
        after, title = _without_certificate(record, draft, notice)
    elif notice.state == "paid":
        after, title = replace(notice, paid_on=None), f"Take back the payment of notice {number}"
    elif notice.state == "delivered":
        after, title = _without_delivery(record, draft, notice)
    elif notice.mailed_on is not None:
        after = replace(notice, mailed_on=None, tracking="")
        title = f"Take back the mailing of notice {number}"
    else:
        raise Refusal("first_stage", f"notice {number} is a draft; cancel it if it is not to be sent", "number")
    draft.put("notices", serial, after)
    return draft.change(title)


def legends(record: Record) -> dict[str, str]:
    """The legends noted on lots: lot id to its words (paragraph 12)."""
    found = extra_value(record, LEGENDS)
    return {str(id): str(words) for id, words in found.items()} if isinstance(found, dict) else {}


def _without_certificate(record: Record, draft: Draft, notice: Notice) -> tuple[Notice, str]:
    event = _exercise(record, notice)
    assert notice.exercise is not None
    draft.put("events", notice.exercise, replace(event, lots=()))
    gone = {lot.id for lot in event.lots}
    left = {id: words for id, words in legends(record).items() if id not in gone}
    if left != legends(record):
        _put_legends(draft, left)
    title = f"Take back the certificate of notice {notice.number}"
    if event.lots:
        title += f" and the {count(sum(lot.shares for lot in event.lots), 'share')} it brought"
    return replace(notice, certificate_on=None, certificate_number=""), title


def _without_delivery(record: Record, draft: Draft, notice: Notice) -> tuple[Notice, str]:
    event = _exercise(record, notice)
    assert notice.exercise is not None
    draft.remove("events", notice.exercise)
    what = f"the exercise of {count(event.shares, 'share')} of {event.grant}"
    title = f"Take back the delivery of notice {notice.number} and {what}"
    return replace(notice, delivered_on=None, exercise=None), title


def _exercise(record: Record, notice: Notice) -> Exercised:
    event = record.shelf("events").get(notice.exercise or 0)
    if not isinstance(event, Exercised):
        says = f"the exercise of notice {notice.number} is not in the record; step the notice back to a draft"
        raise Refusal("no_exercise", says, "number")
    return event


def _carried_over(record: Record, index: int, event: Exercised, tax_value: Fraction | None) -> tuple[NewLot, ...]:
    """Rev. Rul. 80-244: new shares take over days and bases of those tendered, lot by lot, the others are new."""
    left, lots = event.shares, []
    for lot in record.ledger.tendered(index):
        if left > 0:
            lots.append(NewLot(lot.acquired, min(left, lot.shares), lot.basis))
            left -= lots[-1].shares
    return (*lots, NewLot(event.date, left, tax_value)) if left else tuple(lots)


def _as_lots(lots: Sequence[NewLot]) -> tuple[Lot, ...]:
    return tuple(Lot("", None, lot.acquired, lot.shares, _kept(lot.basis, at)) for at, lot in enumerate(lots))


def _kept(basis: Fraction | None, at: int) -> Fraction:
    """A basis as a record can keep it: exact to ten decimals, the last of them rounded half up."""
    if basis is None:
        raise Refusal("no_basis", "enter the basis of these shares", f"lots[{at}].basis")
    return Fraction((2 * basis.numerator * _DECIMALS + basis.denominator) // (2 * basis.denominator), _DECIMALS)


def _not_before(day: date, earliest: date | None, what: str, field: str) -> None:
    if earliest is not None and day < earliest:
        raise Refusal("bad_date", f"it {what} on {day_text(earliest)}; enter that day or a later one", field)


def _put_legends(draft: Draft, words: dict[str, str]) -> None:
    serial = next((at for at, other in draft.record.shelf("extra").items() if other.key == LEGENDS), None)
    if not words:
        if serial is not None:
            draft.remove("extra", serial)
    elif serial is None:
        draft.add("extra", Other(LEGENDS, words))
    else:
        draft.put("extra", serial, Other(LEGENDS, words))
