"""Asks what a paper is called and which grant it is about."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtWidgets import QWidget

from models.record.record import Record
from ui.dialogs.base import FormDialog
from ui.widgets.edits import Choice, TextEdit
from ui.widgets.field import Field


class PaperNamed(NamedTuple):
    """What was entered: the name, and the grant's id or nothing."""

    name: str
    about: str


class PaperDialog(FormDialog):
    """The value is a `PaperNamed`."""

    def __init__(self, parent: QWidget | None, record: Record, name: str, size: str, about: str = "") -> None:
        super().__init__(parent, "Keep a paper", "Keep it", f"A copy ({size}) is kept inside the record's file.")
        self.name = TextEdit(name, 120, "Give the paper a name.")
        grants = [(grant.id, f"Grant {grant.id}") for grant in record.grants]
        self.about = Choice([("", "Nothing in particular"), *grants], about)
        self.form.add(Field("name", "&Name", self.name))
        self.form.add(Field("about", "&About", self.about))

    @classmethod
    def ask(cls, parent: QWidget | None, record: Record, name: str, size: str, about: str = "") -> PaperNamed | None:
        """What was entered; None when it was cancelled."""
        found: PaperNamed | None = cls(parent, record, name, size, about).ask_value()
        return found

    def result_value(self) -> PaperNamed:
        return PaperNamed(self.name.value(), self.about.value())
