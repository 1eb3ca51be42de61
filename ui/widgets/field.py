"""A field of a form: label with mnemonic, editor, and one line that echoes what was understood or refuses it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from models.errors import Refusal
from ui import theme
from ui.widgets.edits import ParsedEdit
from ui.widgets.labels import label, set_tone


class Field(QWidget):
    """`name` is the word a Refusal's field ends with; `hint` stands below while there is nothing else to say."""

    edited = Signal()

    def __init__(self, name: str, caption: str, edit: QWidget, hint: str = "") -> None:
        super().__init__()
        self.name = name
        self.edit = edit
        self._hint = hint
        self._refused = False
        self.caption = label(caption, "label")
        self.caption.setBuddy(edit)
        self.line = label(hint, "caption", "muted", wraps=True)
        self.line.setMinimumHeight(self.line.fontMetrics().height())
        self.caption.setVisible(bool(caption))
        if caption:
            edit.setAccessibleName(caption.replace("&", ""))
        edit.setAccessibleDescription(hint)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.GAP.tiny)
        for widget in (self.caption, edit, self.line):
            layout.addWidget(widget)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        if isinstance(edit, QLineEdit):
            edit.textChanged.connect(self._on_edited)
            edit.editingFinished.connect(self._on_finished)
        elif hasattr(edit, "value_changed"):
            edit.value_changed.connect(self._on_edited)
        self._show_echo()

    @property
    def is_refused(self) -> bool:
        """Whether the line below refuses what stands in the field."""
        return self._refused

    def refuse(self, words: str) -> None:
        """Say below the field why it cannot be taken and what to do."""
        self._refused = True
        self._mark("refused")
        set_tone(self.line, "bad")
        self._say(words)
        self.edit.setAccessibleDescription(f"Refused: {words}")

    def clear(self) -> None:
        """Take a refusal away."""
        self._refused = False
        self._mark("")
        self._show_echo()

    def note(self, words: str, tone: str = "muted") -> None:
        """Say something else below the field than its echo: a warning, a consequence."""
        if not self._refused:
            set_tone(self.line, tone)
            self._say(words)

    def check(self) -> bool:
        """Refuse here what the editor cannot read; True when it can."""
        refusal = self.edit.refusal() if isinstance(self.edit, ParsedEdit) else None
        if refusal is not None:
            self.refuse(refusal.message)
        return refusal is None

    def _say(self, words: str) -> None:
        self.line.setText(words)
        # Room is kept below what is typed, so that nothing jumps; a choice seldom has anything to say.
        self.line.setVisible(bool(words) or isinstance(self.edit, ParsedEdit))

    def _mark(self, state: str) -> None:
        if (self.edit.property("state") or "") != state:
            self.edit.setProperty("state", state)
            self.edit.style().unpolish(self.edit)
            self.edit.style().polish(self.edit)

    def _show_echo(self) -> None:
        echo = self.edit.echo() if isinstance(self.edit, ParsedEdit) else ""
        set_tone(self.line, "muted")
        self._say(echo or self._hint)
        self.edit.setAccessibleDescription(echo or self._hint)

    @Slot()
    def _on_edited(self) -> None:
        self.clear()
        self.edited.emit()

    @Slot()
    def _on_finished(self) -> None:
        if isinstance(self.edit, ParsedEdit) and self.edit.text().strip():
            self.check()


class Form(QWidget):
    """Fields in columns. `refuse` puts a Refusal at the field it names; `check` reads every field.

    Where the width is too small for all its columns it has fewer, so that no field is cut.
    """

    edited = Signal()

    def __init__(self, columns: int = 1, stretches: Sequence[int] = ()) -> None:
        super().__init__()
        self.fields: list[Field] = []
        self._spans: list[int] = []
        self._columns = self._shown = columns
        self._stretches = [*stretches, *[1] * (columns - len(stretches))]
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.GAP.large)
        self._grid.setVerticalSpacing(theme.GAP.small)
        self._stretch()
        self._next = 0

    def add(self, field: Field, span: int = 1) -> Field:
        """Add a field after the last one; `span` columns wide."""
        self.fields.append(field)
        self._spans.append(span)
        self._place(field, span)
        field.edited.connect(self.edited)
        return field

    def minimumSizeHint(self) -> QSize:
        return QSize(self._widest(), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit(event.size().width())

    def fit(self, width: int) -> None:
        """Take as many columns as this width has room for."""
        gap, widest = self._grid.horizontalSpacing(), self._widest()
        fitting = (width + gap) // max(1, widest + gap)
        columns = max(1, min(self._columns, fitting))
        if columns != self._shown:
            self._shown = columns
            self._next = 0
            self._stretch()
            for field, span in zip(self.fields, self._spans, strict=True):
                self._grid.removeWidget(field)
                self._place(field, span)

    def _widest(self) -> int:
        """The least width of a column in which no visible field is cut."""
        needs = (
            field.minimumSizeHint().width() // min(span, self._columns)
            for field, span in zip(self.fields, self._spans, strict=True)
            if not field.isHidden()
        )
        return max(needs, default=0)

    def _stretch(self) -> None:
        for at in range(self._columns):
            self._grid.setColumnStretch(at, self._stretches[at] if at < self._shown else 0)

    def _place(self, field: Field, span: int) -> None:
        row, at = divmod(self._next, self._shown)
        wide = min(span, self._shown)
        if at + wide > self._shown:
            row, at = row + 1, 0
        self._grid.addWidget(field, row, at, 1, wide, Qt.AlignmentFlag.AlignTop)
        self._next = row * self._shown + at + wide

    def add_all(self, fields: Sequence[Field]) -> None:
        """Add several fields in order."""
        for field in fields:
            self.add(field)

    def field(self, name: str) -> Field:
        """The field called `name`."""
        return next(field for field in self.fields if field.name == name)

    def clear(self) -> None:
        """Take every refusal away."""
        for field in self.fields:
            field.clear()

    def check(self) -> bool:
        """Refuse every visible field that cannot be read; the first one gets the focus. True when all can."""
        wrong = [field for field in self.fields if field.isVisibleTo(self) and not field.check()]
        if wrong:
            wrong[0].edit.setFocus()
        return not wrong

    def refuse(self, refusal: Refusal) -> bool:
        """Show a Refusal at the field it names; False where no field of this form is meant."""
        parts = refusal.field.replace("[", ".").replace("]", "").split(".")
        for field in self.fields:
            if field.name in parts:
                field.refuse(text_of(refusal))
                field.edit.setFocus()
                return True
        return False


def text_of(refusal: Refusal) -> str:
    """A refusal's message as a sentence of its own."""
    message = refusal.message
    sentence = message[:1].upper() + message[1:]
    return sentence if sentence.endswith((".", "?", "!")) else sentence + "."


__all__ = ["Field", "Form", "QEvent", "QLabel", "text_of"]
