"""One part of a vesting schedule as fields: equal steps, listed days, or a named event."""

from __future__ import annotations

import re
from datetime import date

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from models.errors import Refusal
from models.facts.fields import MAX_SHARES
from models.facts.grant import ALLOCATIONS, DAYS_OF_MONTH, START_DAY, DatedPart, EventPart, Part, PeriodicPart
from ui.widgets.edits import Choice, DateEdit, SharesEdit, TextEdit
from ui.widgets.field import Field, Form
from ui.widgets.labels import button
from ui.widgets.parsers import parse_date, parse_shares

KINDS = (("periodic", "In equal steps"), ("tranches", "On listed days"), ("event", "When something happens"))
STEPS = ((1, "Every month"), (3, "Every quarter"), (6, "Every half year"), (12, "Every year"))
ALLOCATION_WORDS = (
    "Round down each running total (usual)",
    "Round each running total half up",
    "The odd shares one by one, first steps first",
    "The odd shares one by one, last steps first",
    "All odd shares in the first step",
    "All odd shares in the last step",
)
_ROW = re.compile(r"^(.*?[0-9])[\s,;:]+([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\s*shares?)?$", re.IGNORECASE)


def _day_words(rule: str) -> str:
    if rule == START_DAY:
        return "The day of the start, or the month's last"
    return f"Day {int(rule[:2])}" + (", or the month's last" if len(rule) > 2 else "")


class PartEditor(QWidget):
    """The fields of one part; `edited` at every key, `remove_asked` when the part shall go."""

    edited = Signal()
    remove_asked = Signal()

    def __init__(self, part: Part | None, start: date | None) -> None:
        super().__init__()
        self.form = Form(columns=2)
        self._is_alone = True
        self._make_fields(start)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.form)
        self._more = button("Rounding and day of the month", "quiet", "sliders-horizontal")
        self._more.setCheckable(True)
        self._more.toggled.connect(self._on_kind)
        self._remove = button("Remove this part", "quiet", "trash-2")
        self._remove.clicked.connect(self.remove_asked)
        layout.addWidget(self._more)
        layout.addWidget(self._remove)
        if part is not None:
            self._fill(part)
        self.form.edited.connect(self.edited)
        self.kind.value_changed.connect(self._on_kind)
        self.show_alone(True)

    def show_alone(self, is_alone: bool) -> None:
        """A part alone takes the grant's shares and cannot be removed."""
        self._is_alone = is_alone
        self._on_kind()

    def set_start(self, start: date | None) -> None:
        """Follow the grant date as long as no other start was typed."""
        if not self.start.text().strip():
            self.start.setPlaceholderText(str(start) if start else "")
        self._default_start = start

    def part(self, shares: int) -> Part:
        """The part typed; `shares` is the grant's, for a part alone. A Refusal stands at its field."""
        own = shares if self._is_alone else self.shares.value()
        kind = self.kind.value()
        if kind == "event":
            return EventPart(own, self.event_name.value())
        if kind == "tranches":
            rows = parse_rows(self.rows.toPlainText())
            total = sum(count for _, count in rows)
            if total != own:
                says = f"The rows add up to {total:,} shares; they must add up to {own:,}."
                raise Refusal("bad_schedule", says, "rows")
            return DatedPart(own, rows)
        return self._periodic(own)

    # ------------------------------------------------------------------ private

    def _make_fields(self, start: date | None) -> None:
        self._default_start = start
        self.kind: Choice = Choice(list(KINDS))
        self.shares = SharesEdit()
        self.start: DateEdit = DateEdit()
        self.start.is_optional = True
        self.months = SharesEdit(48)
        self.every = Choice(list(STEPS))
        self.cliff = SharesEdit()
        self.cliff.is_optional = True
        self.allocation = Choice(list(zip(ALLOCATIONS, ALLOCATION_WORDS, strict=True)))
        self.day = Choice([(rule, _day_words(rule)) for rule in DAYS_OF_MONTH])
        self.rows = QPlainTextEdit()
        self.rows.setTabChangesFocus(True)
        self.rows.setPlaceholderText("2003-12-20  1250\n2004-12-20  1250")
        self.rows.setFixedHeight(self.rows.fontMetrics().lineSpacing() * 7 + 18)
        self.event_name = TextEdit("", missing="Name what must happen, as the option letter puts it.")
        add = self.form.add
        self._fields = {
            "kind": add(Field("kind", "Shares &vest", self.kind)),
            "part_shares": add(Field("part_shares", "Shares of this part", self.shares)),
            "months": add(Field("total_months", "&Months in all", self.months, "From the start to the last step")),
            "every": add(Field("every_months", "S&teps", self.every)),
            "cliff": add(Field("cliff_months", "&Cliff in months", self.cliff, "Nothing vests before; empty: none")),
            "start": add(Field("start", "Sta&rt", self.start, "Empty: the grant date")),
            "allocation": add(Field("allocation", "Odd shares", self.allocation)),
            "day": add(Field("day_of_month", "Day of the month", self.day)),
            "rows": add(Field("rows", "&Days and shares", self.rows, "A day and a number of shares a line"), 2),
            "event": add(Field("event", "What must &happen", self.event_name), 2),
        }
        self.rows.textChanged.connect(self._on_rows)

    def _fill(self, part: Part) -> None:
        self.shares.set_value(part.shares)
        if isinstance(part, EventPart):
            self.kind.set_value("event")
            self.event_name.set_value(part.event)
        elif isinstance(part, DatedPart):
            self.kind.set_value("tranches")
            self.rows.setPlainText("\n".join(f"{day}  {count}" for day, count in part.tranches))
        else:
            self._fill_periodic(part)

    def _fill_periodic(self, part: PeriodicPart) -> None:
        self.start.set_value(part.start)
        self.months.set_value(part.total_months)
        if part.every_months not in dict(STEPS):
            words = f"Every {part.every_months} months"
            self.every.set_choices([*STEPS, (part.every_months, words)], part.every_months)
        self.every.set_value(part.every_months)
        self.cliff.set_value(part.cliff_months or None)
        self.allocation.set_value(part.allocation)
        self.day.set_value(part.day_of_month)
        self._more.setChecked((part.allocation, part.day_of_month) != (ALLOCATIONS[0], START_DAY))

    def _periodic(self, shares: int) -> PeriodicPart:
        start = self.start.optional() or self._default_start
        if start is None:
            raise Refusal("bad_date", "Enter the grant date first, or the day the schedule starts.", "start")
        months, every, cliff = self.months.value(), self.every.value(), self.cliff.optional() or 0
        if months > 1200:
            raise Refusal("bad_number", "At most 1,200 months.", "total_months")
        if months % every:
            says = f"{months} months cannot be split into steps of {every} months; choose a multiple of {every}."
            raise Refusal("bad_number", says, "total_months")
        if cliff > months:
            raise Refusal("bad_number", f"At most {months}: the cliff cannot lie after the last step.", "cliff_months")
        return PeriodicPart(shares, start, months, every, cliff, self.allocation.value(), self.day.value())

    @Slot()
    def _on_kind(self, *_: object) -> None:
        kind, is_periodic = self.kind.value(), self.kind.value() == "periodic"
        shown = {
            "kind": True,
            "part_shares": not self._is_alone,
            "rows": kind == "tranches",
            "event": kind == "event",
            "allocation": is_periodic and self._more.isChecked(),
            "day": is_periodic and self._more.isChecked(),
        }
        for name, field in self._fields.items():
            field.setVisible(shown.get(name, is_periodic))
        self._more.setVisible(is_periodic)
        self._remove.setVisible(not self._is_alone)
        self.edited.emit()

    @Slot()
    def _on_rows(self) -> None:
        self._fields["rows"].clear()
        self.edited.emit()


def parse_rows(typed: str) -> tuple[tuple[date, int], ...]:
    """Days and shares, one of each a line; a Refusal at `rows` names the line that cannot be read."""
    rows = []
    for number, line in enumerate(typed.splitlines(), 1):
        if not line.strip():
            continue
        found = _ROW.match(line.strip())
        if found is None:
            says = f"Line {number}: write a day and a number of shares, such as 2003-12-20 1250."
            raise Refusal("bad_schedule", says, "rows")
        try:
            rows.append((parse_date(found[1]), parse_shares(found[2])))
        except Refusal as bad:
            raise Refusal("bad_schedule", f"Line {number}: {bad.message}", "rows") from None
    if not rows:
        raise Refusal("bad_schedule", "Type or paste a day and a number of shares a line.", "rows")
    if sum(count for _, count in rows) > MAX_SHARES:
        raise Refusal("bad_schedule", f"The rows add up to more than {MAX_SHARES:,} shares.", "rows")
    return tuple(rows)
