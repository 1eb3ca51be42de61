"""Asks for the day, and what goes with it, of each step in the life of a notice; each gives the deed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QGridLayout, QWidget

from models.errors import Refusal
from models.facts.notice import Notice
from models.record import deeds
from models.record.change import Change
from models.record.record import Record
from models.rules.answers import NewLot
from ui import text, theme
from ui.dialogs.base import FormDialog
from ui.text.codes import DELIVERIES
from ui.widgets.edits import AmountEdit, Choice, DateEdit, TextEdit, name_for
from ui.widgets.field import Field
from ui.widgets.labels import label


class _StepDialog(FormDialog):
    """A step of one notice; `ask` gives the deed, None when it was cancelled."""

    def __init__(
        self, parent: QWidget | None, record: Record, notice: Notice, title: str, verb: str, intro: str
    ) -> None:
        super().__init__(parent, title, verb, intro)
        self.record = record
        self.notice = notice

    @classmethod
    def ask(cls, parent: QWidget | None, record: Record, notice: Notice, on: date) -> Change | None:
        """Ask for the step of `notice`; `on` is the day shown."""
        found: Change | None = cls(parent, record, notice, on).ask_value()  # type: ignore[call-arg, arg-type]
        return found

    def _day(self, name: str, caption: str, day: date, hint: str = "") -> DateEdit:
        edit = DateEdit(day)
        self.form.add(Field(name, caption, edit, hint))
        return edit


class DeliverDialog(_StepDialog):
    """When and how the company received it: the exercise is recorded."""

    def __init__(self, parent: QWidget | None, record: Record, notice: Notice, on: date) -> None:
        what = f"{text.count(notice.shares, 'share')} of {notice.grant}"
        super().__init__(
            parent,
            record,
            notice,
            f"Notice {notice.number} was delivered",
            "Record the exercise",
            f"The exercise of {what} counts from the day the Secretary received the notice with the payment. "
            "It is taken off the option; shares given in payment leave your lots.",
        )
        day = max(
            notice.prepared_on, min(on, notice.exercise_date) if on < notice.exercise_date else notice.exercise_date
        )
        self._received = self._day("received_on", "&Received by the company on", day)
        self._how = Choice(tuple(DELIVERIES.items()), notice.delivery)
        self._how_field = self.form.add(Field("delivery", "&How it was delivered", self._how))
        self._mailed = DateEdit(notice.mailed_on)
        self._mailed.is_optional = True
        self._tracking = TextEdit(notice.tracking)
        self._tracking.is_optional = True
        self._mailed_field = self.form.add(Field("mailed_on", "&Mailed on", self._mailed, "Leave empty if unknown"))
        self._tracking_field = self.form.add(Field("tracking", "&Tracking number", self._tracking, "From the receipt"))
        self._how.value_changed.connect(self._on_how)
        self._on_how(self._how.value())

    def result_value(self) -> Change:
        is_mail = self._how.value() == "mail"
        return deeds.deliver_notice(
            self.record,
            number=self.notice.number,
            received_on=self._received.value(),
            delivery=self._how.value(),
            mailed_on=self._mailed.optional() if is_mail else None,
            tracking=(self._tracking.optional() or "") if is_mail else "",
        )

    @Slot()
    def _on_how(self, how: object) -> None:
        for field in (self._mailed_field, self._tracking_field):
            field.setVisible(how == "mail")


class MailDialog(_StepDialog):
    """When it went into the mail."""

    def __init__(self, parent: QWidget | None, record: Record, notice: Notice, on: date) -> None:
        super().__init__(
            parent,
            record,
            notice,
            f"Notice {notice.number} was mailed",
            "Note the mailing",
            "Mailing alone does not exercise anything: the notice counts when it is received.",
        )
        self._mailed = self._day("mailed_on", "&Mailed on", max(on, notice.prepared_on))
        self._tracking = TextEdit(notice.tracking)
        self._tracking.is_optional = True
        self.form.add(Field("tracking", "&Tracking number", self._tracking, "From the receipt; leave empty if none"))

    def result_value(self) -> Change:
        return deeds.note_mailed(
            self.record,
            number=self.notice.number,
            mailed_on=self._mailed.value(),
            tracking=self._tracking.optional() or "",
        )


class PayDialog(_StepDialog):
    """When the company had its payment in full."""

    def __init__(self, parent: QWidget | None, record: Record, notice: Notice, on: date) -> None:
        super().__init__(
            parent,
            record,
            notice,
            f"Notice {notice.number} was paid",
            "Mark as paid",
            "The day the company had the payment in full. It is due with the notice (paragraph 10).",
        )
        self._paid = self._day("paid_on", "&Paid on", notice.delivered_on or on)

    def result_value(self) -> Change:
        return deeds.mark_paid(self.record, number=self.notice.number, paid_on=self._paid.value())


class CertificateDialog(_StepDialog):
    """The certificate came: which lots it brings, and the legend it bears."""

    def __init__(self, parent: QWidget | None, record: Record, notice: Notice, on: date) -> None:
        super().__init__(
            parent,
            record,
            notice,
            f"The certificate of notice {notice.number} came",
            "Enter the shares",
            "The new shares become lots of yours, owned from the day of the exercise.",
        )
        self._came = self._day("certificate_on", "&Received on", max(on, notice.paid_on or on))
        self._number = TextEdit(notice.certificate_number)
        self._number.is_optional = True
        self.form.add(Field("certificate_number", "Certificate &number", self._number, "Leave empty if there is none"))
        legend = "Restricted: not registered; see the legend on the certificate" if notice.representations else ""
        self._legend = TextEdit(legend)
        self._legend.is_optional = True
        self.form.add(Field("legend", "&Legend on the certificate", self._legend, "As it is to be noted on the lots"))
        self._lots: tuple[NewLot, ...] = ()
        self._bases: list[AmountEdit] = []
        try:
            self._lots = deeds.resulting_lots(record, number=notice.number)
        except Refusal as refused:
            self.refuse(refused)
            self.verb.setEnabled(False)
        self._add_lots(self._lots)

    def result_value(self) -> Change:
        return deeds.receive_certificate(
            self.record,
            number=self.notice.number,
            certificate_on=self._came.value(),
            certificate_number=self._number.optional() or "",
            lots=[self._as_said(lot, edit) for lot, edit in zip(self._lots, self._bases, strict=True)],
            legend=self._legend.optional() or "",
        )

    def _as_said(self, lot: NewLot, edit: AmountEdit) -> NewLot:
        said = edit.value()
        shown = AmountEdit(lot.basis).maybe()
        return lot if said == shown else lot._replace(basis=said)

    def _add_lots(self, lots: Sequence[NewLot]) -> None:
        if not lots:
            return
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.GAP.large)
        grid.setVerticalSpacing(theme.GAP.tiny)
        for column, words in enumerate(("New shares", "Acquired", "Basis a share $")):
            grid.addWidget(label(words, "caption", "muted"), 0, column)
        for at, lot in enumerate(lots, 1):
            edit = AmountEdit(lot.basis)
            name_for(edit, f"Basis a share of {text.count(lot.shares, 'share')} acquired {text.day(lot.acquired)}")
            self._bases.append(edit)
            for column, words in enumerate((text.shares(lot.shares), text.day(lot.acquired))):
                grid.addWidget(label(words), at, column)
            grid.addWidget(edit, at, 2)
        grid.setColumnStretch(2, 1)
        self.body.addWidget(box)
