"""Notes about the paper of a grant: when its option letter was returned (paragraph 14), and a free note."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from models.errors import Refusal
from models.facts.grant import Grant
from models.facts.notes import GrantNote
from ui.dialogs.base import FormDialog
from ui.widgets.edits import DateEdit
from ui.widgets.field import Field

LONGEST = 2000


@dataclass(frozen=True)
class Letter:
    """What was asked: the day the letter was returned, None for not yet."""

    returned_on: date | None


class LetterDialog(FormDialog):
    """Asks for the day."""

    def __init__(self, parent: QWidget | None, grant: Grant, note: GrantNote) -> None:
        intro = "An option letter counts from the day it is signed and back with the company's Secretary."
        super().__init__(parent, f"Option letter of {grant.id}", "Save", intro)
        self._day = DateEdit(note.letter_returned_on)
        self._day.is_optional = True
        self.form.add(Field("letter_returned_on", "Signed and &returned on", self._day, "Empty: not yet"))

    @classmethod
    def ask(cls, parent: QWidget | None, grant: Grant, note: GrantNote) -> Letter | None:
        """Ask; None when it was cancelled."""
        found: Letter | None = cls(parent, grant, note).ask_value()
        return found

    def result_value(self) -> Letter:
        return Letter(self._day.optional())


class NoteDialog(FormDialog):
    """Asks for a note in the holder's own words."""

    def __init__(self, parent: QWidget | None, grant: Grant, note: GrantNote) -> None:
        super().__init__(parent, f"Note on {grant.id}", "Save", "Whatever you want to remember about this grant.")
        self.note = QPlainTextEdit(note.note)
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(7 * self.note.fontMetrics().lineSpacing() + 18)
        self.form.add(Field("note", "&Note", self.note, f"Up to {LONGEST:,} characters; empty: no note"))
        self.note.textChanged.connect(self._on_text)

    @classmethod
    def ask(cls, parent: QWidget | None, grant: Grant, note: GrantNote) -> str | None:
        """Ask; the note on one line, None when it was cancelled."""
        found: str | None = cls(parent, grant, note).ask_value()
        return found

    def result_value(self) -> str:
        words = " ".join(self.note.toPlainText().split())
        if len(words) > LONGEST:
            raise Refusal("too_long", f"Use at most {LONGEST:,} characters; this has {len(words):,}.", "note")
        if not words.isprintable():
            raise Refusal("bad_text", "Take out the characters that cannot be printed.", "note")
        return words

    @Slot()
    def _on_text(self) -> None:
        self.form.field("note").clear()
