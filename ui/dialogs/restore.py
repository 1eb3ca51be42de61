"""Choosing a backup to restore."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtWidgets import QWidget

from models.errors import Refusal
from ui import text
from ui.dialogs.base import FormDialog
from ui.tables.model import Column
from ui.tables.view import Table
from ui.widgets.labels import label

Offered = tuple[Path, datetime, str]
REASONS = {"": "Made by hand or after use"}


class RestoreDialog(FormDialog):
    """Lists the backups of a record, newest first."""

    def __init__(self, parent: QWidget | None, name: str, offered: Sequence[Offered]) -> None:
        super().__init__(
            parent,
            f"Restore a backup of {name}",
            "Restore",
            "The backup takes the place of the record. What is there now is kept beside it under another name.",
        )
        columns = (
            Column[Offered]("Made", lambda one: one[1], lambda one: text.moment(one[1])),
            Column[Offered]("Why", lambda one: one[2], lambda one: REASONS.get(one[2], one[2])),
        )
        self._table: Table[Offered] = Table(columns, lambda one: str(one[0]), "Backups", stretch=1)
        self._table.show_rows(offered)
        self._table.fit_columns()
        self._table.setMinimumHeight(220)
        if offered:
            self._table.select_id(str(offered[0][0]))
            self.body.addWidget(self._table)
        else:
            self.body.addWidget(label("There is no backup yet. File > Back up now makes one.", "body", "muted"))
        self.verb.setEnabled(bool(offered))

    @classmethod
    def ask(cls, parent: QWidget | None, name: str, offered: Sequence[Offered]) -> Path | None:
        """The backup chosen; None when it was cancelled."""
        found: Path | None = cls(parent, name, offered).ask_value()
        return found

    def result_value(self) -> Path:
        row = self._table.current_row()
        if row is None:
            raise Refusal("missing", "Choose a backup from the list.")
        return row[0]
