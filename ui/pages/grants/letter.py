"""Notes when the option letter of a grant was signed and returned (paragraph 14)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import QWidget

from models.facts.grant import Grant
from models.facts.notes import GrantNote
from ui.dialogs.base import FormDialog
from ui.widgets.edits import DateEdit
from ui.widgets.field import Field


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
