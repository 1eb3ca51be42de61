"""The life of a notice in words: its stages, the step that comes next, and how it is told in a list."""

from __future__ import annotations

from dataclasses import dataclass

from models.errors import Refusal
from models.facts.notice import Notice
from models.facts.payment import Broker, Cash, Net
from models.record.record import Record
from models.values.explanation import Explanation, Step
from ui import text
from ui.widgets.track import AHEAD, DONE, NEXT, STOPPED, Stage

DELIVER, PAY, CERTIFICATE = "delivered", "paid", "certificate_received"
# What the button for the next step says, by the state of the notice.
VERBS = {
    "draft": "Mark as &delivered\N{HORIZONTAL ELLIPSIS}",
    "delivered": "Mark as pai&d\N{HORIZONTAL ELLIPSIS}",
    "paid": "Certificate receive&d\N{HORIZONTAL ELLIPSIS}",
}
HINTS = {
    "draft": "Print it, sign it, and send it with the payment. Nothing is exercised yet.",
    "delivered": "Exercised, from the day it was received. Note the day of the payment.",
    "paid": "The new shares are yours as a stockholder once the certificate comes.",
    "certificate_received": "Complete: the new shares stand among your lots.",
    "cancelled": "Nothing was exercised. Its number is not used again.",
}
TONES = {
    "draft": "muted",
    "delivered": "accent",
    "paid": "accent",
    "certificate_received": "good",
    "cancelled": "muted",
}


@dataclass(frozen=True)
class Row:
    """A notice as the list shows it; `trouble` marks one that needs attention."""

    serial: int
    notice: Notice
    trouble: str = ""

    @property
    def is_under_way(self) -> bool:
        """Whether something is still to be done."""
        return self.notice.state in {"draft", "delivered", "paid"}


def paid_words(notice: Notice) -> str:
    """How it is paid, in a word or two."""
    if isinstance(notice.payment, Cash):
        return "cash"
    if isinstance(notice.payment, Net):
        return "net"
    if isinstance(notice.payment, Broker):
        return "same-day sale" if notice.payment.mode == "same_day_sale" else "sell to cover"
    return "swap" if notice.payment.tender is None else "shares and cash"


def what(notice: Notice) -> str:
    """What is exercised: "500 shares of NQ-1, cash"."""
    return f"{text.count(notice.shares, 'share')} of {notice.grant}, {paid_words(notice)}"


def stages_of(notice: Notice, is_writable: bool = True) -> tuple[Stage, ...]:
    """The four stages with their days; what comes next can be pressed in a record that may be changed."""
    prepared = f"mailed {text.day(notice.mailed_on)}" if notice.mailed_on else ""
    first = Stage("draft", "Draft", DONE, text.day(notice.prepared_on), prepared)
    if notice.state == "cancelled":
        return first, Stage("cancelled", "Cancelled", STOPPED, text.day(notice.cancelled_on))
    found = [first]
    comes_next = True
    for key, title, day, detail, tip in (
        (DELIVER, "Delivered", notice.delivered_on, _delivery(notice), "Mark the notice as delivered"),
        (PAY, "Paid", notice.paid_on, "", "Mark the notice as paid"),
        (CERTIFICATE, "Certificate", notice.certificate_on, _certificate(notice), "Enter the certificate"),
    ):
        if day is not None:
            found.append(Stage(key, title, DONE, text.day(day), detail))
            continue
        meant = f"for {text.day(notice.exercise_date)}" if key == DELIVER else ""
        state = NEXT if comes_next else AHEAD
        found.append(Stage(key, title, state, meant, "", tip if comes_next and is_writable else ""))
        comes_next = False
    return tuple(found)


def _delivery(notice: Notice) -> str:
    how = "by mail" if notice.delivery == "mail" else "in person"
    return f"{how}, {notice.tracking}" if notice.tracking else how


def _certificate(notice: Notice) -> str:
    return f"no. {notice.certificate_number}" if notice.certificate_number else ""


def because(record: Record, notice: Notice) -> Explanation:
    """How the figures of a draft come about; of a later stage, what has happened and what it means."""
    if notice.state == "draft":
        try:
            quote = record.ledger.quote(
                notice.grant, notice.exercise_date, notice.shares, notice.payment, notice.tax_value, notice.withholding
            )
        except Refusal as refused:
            return Explanation((Step("10", text.capital(refused.message)),))
        return quote.because
    if notice.state == "cancelled":
        return Explanation((Step("10", f"Cancelled on {text.day(notice.cancelled_on)}: nothing was exercised"),))
    steps = [Step("10", f"It counts from {text.day(notice.delivered_on)}, the day the Secretary received it")]
    steps.append(Step("10", f"{text.count(notice.shares, 'share')} have left {notice.grant} on that day"))
    if notice.paid_on is None:
        steps.append(Step("10", "Payment in full is due with the notice; note the day it was made"))
    else:
        steps.append(Step("10", f"The payment was complete on {text.day(notice.paid_on)}"))
    if notice.certificate_on is None:
        steps.append(Step("10", "Until the certificate is issued there are no rights of a stockholder"))
    else:
        came = text.day(notice.certificate_on)
        steps.append(Step("10", f"The certificate came on {came}; the shares are owned from the day of the exercise"))
    return Explanation(steps)


def back_words(notice: Notice) -> str:
    """What stepping back would take back; empty where there is nothing."""
    if notice.state == "draft":
        return "the mailing" if notice.mailed_on else ""
    return {
        "cancelled": "the cancelling",
        "delivered": "the delivery, and with it the exercise",
        "paid": "the payment",
        "certificate_received": "the certificate, and the lots it brought",
    }[notice.state]
