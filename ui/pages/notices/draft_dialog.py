"""Changes what a draft says besides the exercise itself: who signs, how shares are registered, where it goes."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QWidget

from models.errors import Refusal
from models.facts.notice import Notice, Registration, Signer
from models.facts.payment import Broker
from models.record import deeds
from models.record.change import Change
from models.record.record import Record
from ui import theme
from ui.dialogs.base import FormDialog
from ui.dialogs.new_record import AddressEdit
from ui.text.codes import CAPACITIES, DELIVERIES
from ui.widgets.edits import Choice, DateEdit, TextEdit
from ui.widgets.field import Field, text_of
from ui.widgets.labels import label

_OWN_WORDS = "own"
_WAYS = (
    ("check", "By a separate check with the notice"),
    ("payroll", "Held back from my pay"),
    ("on_request", "As the company asks"),
    (_OWN_WORDS, "In my own words"),
)


class DraftDialog(FormDialog):
    """`ask` gives the deed, None when it was cancelled."""

    def __init__(self, parent: QWidget | None, record: Record, notice: Notice) -> None:
        intro = "Shares and payment are changed on the Exercise page. A paper issued before is issued anew."
        super().__init__(parent, f"Details of notice {notice.number}", "Save", intro, columns=2)
        self._record = record
        self._notice = notice
        self._day = DateEdit(notice.exercise_date)
        self._delivery = Choice(tuple(DELIVERIES.items()), notice.delivery)
        self.form.add(Field("exercise_date", "To be &received on", self._day))
        self.form.add(Field("delivery", "&Delivery", self._delivery))
        self._add_signer(notice.signer)
        self._add_registration(notice.registration, record.holder.name)
        self._add_sending(notice, record)
        self._add_parts(notice)
        self._capacity.value_changed.connect(self._on_capacity)
        self._way.value_changed.connect(self._on_way)
        self._on_capacity(self._capacity.value())
        self._on_way(self._way.value())
        self.at_least(640)

    @classmethod
    def ask(cls, parent: QWidget | None, record: Record, notice: Notice) -> Change | None:
        """Ask for the details of a draft."""
        found: Change | None = cls(parent, record, notice).ask_value()
        return found

    def result_value(self) -> Change:
        capacity = self._capacity.value()
        signer = Signer()
        if capacity != "holder":
            signer = Signer(
                capacity, self._signer_name.value(), self._said("signer.address"), self._proof.optional() or ""
            )
        registration = Registration(
            self._name.optional() or "",
            self._joint.optional() or "",
            self._denominations.optional() or "",
            self._said("registration.deliver_to"),
        )
        way = self._way.value()
        after = replace(
            self._notice,
            exercise_date=self._day.value(),
            delivery=self._delivery.value(),
            signer=signer,
            registration=registration,
            send_to=self._said("send_to"),
            withholding_paid_by=self._own_way.value() if way == _OWN_WORDS else way,
            broker=self._said("broker"),
            representations=self._representations.isChecked(),
            computation_sheet=self._sheet.isChecked(),
            own_copy=self._own_copy.isChecked() and self._sheet.isChecked(),
        )
        return deeds.change_draft(self._record, number=self._notice.number, after=after)

    def refuse(self, refusal: Refusal) -> None:
        place = refusal.field.partition("[")[0]
        for field in self.form.fields:
            if field.name == place:
                field.refuse(text_of(refusal))
                field.edit.setFocus()
                return
        super().refuse(refusal)

    # ------------------------------------------------------------------ private

    def _said(self, name: str) -> tuple[str, ...]:
        """The lines of a field; a refusal names that field."""
        edit = self.form.field(name).edit
        assert isinstance(edit, AddressEdit)
        try:
            return edit.lines()
        except Refusal as refused:
            raise Refusal(refused.code, refused.message, name) from None

    def _head(self, words: str) -> None:
        heading = label(words, "title")
        heading.setContentsMargins(0, theme.GAP.medium, 0, 0)
        self._bare(Field("", "", heading))

    def _bare(self, field: Field) -> None:
        """Add a field without the lines above and below it."""
        field.caption.setVisible(False)
        field.line.setVisible(False)
        self.form.add(field, span=2)

    def _text(self, name: str, caption: str, value: str, hint: str = "", missing: str = "Fill this in.") -> TextEdit:
        edit = TextEdit(value, missing=missing)
        edit.is_optional = True
        self.form.add(Field(name, caption, edit, hint))
        return edit

    def _lines(self, name: str, caption: str, value: tuple[str, ...], hint: str = "") -> AddressEdit:
        edit = AddressEdit(value)
        self.form.add(Field(name, caption, edit, hint), span=2)
        return edit

    def _add_signer(self, signer: Signer) -> None:
        self._head("Who signs")
        self._capacity = Choice(tuple(CAPACITIES.items()), signer.capacity)
        self.form.add(Field("capacity", "Ca&pacity", self._capacity), span=2)
        missing = "Type the name of the person who signs."
        self._signer_name = TextEdit(signer.name, missing=missing)
        self.form.add(Field("signer.name", "&Name of who signs", self._signer_name))
        self._proof = self._text("signer.proof", "&Enclosed as proof", signer.proof, "Such as letters testamentary")
        self._lines("signer.address", "Address of who signs", signer.address)

    def _add_registration(self, registration: Registration, holder: str) -> None:
        self._head("The new shares")
        self._name = self._text("registration.name", "Re&gistered in the name of", registration.name)
        self._name.setPlaceholderText(holder)
        self._joint = self._text(
            "registration.joint_with", "&Jointly with", registration.joint_with, "Leave empty if solely"
        )
        self._denominations = self._text("registration.denominations", "Certificates o&f", registration.denominations)
        self._denominations.setPlaceholderText("one certificate for all shares")
        self._lines(
            "registration.deliver_to", "Send the certificate &to", registration.deliver_to, "Empty is your own address"
        )

    def _add_sending(self, notice: Notice, record: Record) -> None:
        self._head("Where it goes")
        grant = record.grant(notice.grant)
        plan = record.plan(grant.plan) if grant else None
        self._send_to = self._lines(
            "send_to", "&Another address for notices", notice.send_to, "Only if you were told of one"
        )
        self._send_to.setPlaceholderText("\n".join(plan.notice_address) if plan else "")
        is_own = bool(notice.withholding_paid_by) and notice.withholding_paid_by not in dict(_WAYS)
        self._way = Choice(_WAYS, _OWN_WORDS if is_own else notice.withholding_paid_by or "check")
        self.form.add(Field("withholding_paid_by", "&Withholding is paid", self._way))
        self._own_way = self._text("own_way", "&In these words", notice.withholding_paid_by if is_own else "")
        broker = Field("broker", "&Broker: name, address, account", AddressEdit(notice.broker), "A line each")
        self.form.add(broker, span=2)
        broker.setVisible(isinstance(notice.payment, Broker))

    def _add_parts(self, notice: Notice) -> None:
        self._head("What goes with it")
        self._representations = QCheckBox("Investment representations, as the company asked (paragraph 13)")
        self._sheet = QCheckBox("The computation sheet: how each figure was obtained")
        self._own_copy = QCheckBox("The computation sheet stays with me, as my own copy")
        for name, box, is_on in (
            ("representations", self._representations, notice.representations),
            ("computation_sheet", self._sheet, notice.computation_sheet),
            ("own_copy", self._own_copy, notice.own_copy),
        ):
            box.setChecked(is_on)
            self._bare(Field(name, "", box))
        self._sheet.toggled.connect(self._own_copy.setEnabled)
        self._own_copy.setEnabled(notice.computation_sheet)

    @Slot()
    def _on_capacity(self, capacity: object) -> None:
        for name in ("signer.name", "signer.proof", "signer.address"):
            self.form.field(name).setVisible(capacity != "holder")

    @Slot()
    def _on_way(self, way: object) -> None:
        self.form.field("own_way").setVisible(way == _OWN_WORDS)
