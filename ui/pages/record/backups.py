"""Backups: made now or after each use, each looked into before it counts; a restore can be rehearsed first."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFileDialog

from models.errors import StoreError
from models.exchange.record_json import same_record
from ui import text
from ui.errors import tell_store_error
from ui.pages.record.known import since_words
from ui.pages.record.papers import size_words
from ui.pages.record.section import Section
from ui.tables.model import Column
from ui.tables.view import Table
from ui.widgets.busy import while_busy
from ui.widgets.card import Card, row
from ui.widgets.findings import Finding, Findings
from ui.widgets.labels import ElidedLabel, button, label


class BackupRow(NamedTuple):
    """A backup as it is listed."""

    path: Path
    at: datetime
    reason: str
    size: int
    where: str


class BackupsSection(Section):
    """The list with its buttons, the second folder, and the health of the file itself."""

    key = "backups"
    scrolls = True

    def build(self) -> None:
        self.card = Card(
            "Backups",
            "One is made after each use with changes and before each import. Each is opened and checked before it "
            "counts. Kept: the last 10, one a day for 14 days, one a month for 24 months.",
        )
        self.rehearse = button("Rehearse", "", "shield-check")
        self.rehearse.setToolTip("Open this backup as a restore would, check everything in it, change nothing")
        self.rehearse.clicked.connect(self._on_rehearse)
        self.restore = button("Restore\N{HORIZONTAL ELLIPSIS}", "", "rotate-ccw")
        self.restore.clicked.connect(self._on_restore)
        self.make = button("Back up now", "primary", "hard-drive")
        self.make.clicked.connect(self._on_make)
        for one in (self.rehearse, self.restore, self.make):
            self.card.beside.addWidget(one)
        columns = (
            Column[BackupRow]("Made", lambda one: one.at, lambda one: text.moment(one.at)),
            Column[BackupRow]("Why", lambda one: one.reason, lambda one: one.reason),
            Column[BackupRow]("Size", lambda one: one.size, lambda one: size_words(one.size), numeric=True),
            Column[BackupRow]("Folder", lambda one: one.where, lambda one: one.where),
        )
        self.table: Table[BackupRow] = Table(columns, lambda one: str(one.path), "Backups", is_tall=True, stretch=3)
        self.table.sort_first(0, is_down=True)
        self.keep(self.table, is_tall=True)
        self.table.current_changed.connect(self._on_current)
        self.table.activated_row.connect(self._on_rehearse)
        self._none = label("There is no backup yet. One is made when you close the record after a change.", "", "muted")
        self.says = label("", "body", "muted", wraps=True)
        self.card.add(self._none, self.table, self.says)
        self.says.hide()
        for card in (self.card, self._build_folder(), self._build_health()):
            self.body.addWidget(card)
        self.body.addStretch(1)

    def _build_folder(self) -> Card:
        card = Card(
            "A second folder",
            "On another disk, a stick or a folder that is synchronised: every backup is written there too.",
        )
        self.folder = ElidedLabel("body")
        self.choose = button("Choose\N{HORIZONTAL ELLIPSIS}", "", "folder")
        self.choose.clicked.connect(self._on_choose)
        self.forget = button("Stop using it", "quiet")
        self.forget.clicked.connect(self._on_forget)
        line = row(self.folder, self.forget, self.choose)
        line.setStretch(0, 1)
        card.body.addLayout(line)
        return card

    def _build_health(self) -> Card:
        card = Card("The file", "")
        self.file = ElidedLabel("body", "muted")
        self.check = button("Check the file now", "", "shield-check")
        self.check.clicked.connect(self._on_check)
        card.beside.addWidget(self.check)
        self.health = Findings()
        card.add(self.file, self.health)
        return card

    # ------------------------------------------------------------------ what is shown

    @property
    def folders(self) -> list[Path]:
        """Where backups go."""
        return self.host.backup_folders()

    def refresh(self) -> None:
        from ui.session.files import backups_of

        first = self.folders[0]
        rows = [
            BackupRow(one.path, one.at, _why(one.reason), one.size, _where(one.path, first))
            for one in backups_of(self.session, self.folders)
        ]
        self.fill(self.table, rows)
        if rows and self.table.current_row() is None:
            self.table.select_id(str(rows[0].path))
        self._none.setVisible(not rows)
        self.table.setVisible(bool(rows))
        second = str(self.folders[1]) if len(self.folders) > 1 else ""
        self.folder.show_words(second or "None. A disk can fail: a second place costs nothing.")
        self.forget.setVisible(bool(second))
        self.file.show_words(str(self.session.path))
        self._on_current(self.table.current_row())

    def focus_on(self, **focus: Any) -> None:
        self.make.setFocus()

    # ------------------------------------------------------------------ slots

    @Slot(object)
    def _on_current(self, one: BackupRow | None) -> None:
        self.rehearse.setEnabled(one is not None)
        self.restore.setEnabled(one is not None and not self.session.is_read_only)

    @Slot()
    def _on_make(self) -> None:
        self.host.do("back_up")
        self.refresh()

    @Slot()
    def _on_rehearse(self, _: Any = None) -> None:
        from ui.session.health import rehearse

        one = self.table.current_row()
        if one is None:
            return
        try:
            found = while_busy(self, "Looking into the backup\N{HORIZONTAL ELLIPSIS}", lambda: rehearse(one.path))
        except StoreError as error:
            self._say("bad", f"This backup does not pass: {error.message} Make a new one, and use another to restore.")
            return
        if found is None:
            return
        is_same = same_record(found.record, self.session.record)
        since = "It holds what the record holds now." if is_same else since_words(found.record, self.session.record)
        last = f"{text.count(found.deeds, 'entry', 'entries')}, the last on {text.moment(found.last_at)}"
        self._say("good", f"This backup opens and passes every check: {last}. {since}")

    @Slot()
    def _on_restore(self) -> None:
        one = self.table.current_row()
        if one is not None:
            self.host.restore(one.path)

    @Slot()
    def _on_choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "A second folder for backups")
        if chosen:
            self.host.set_backup_folder(Path(chosen))
            self._on_make()

    @Slot()
    def _on_forget(self) -> None:
        self.host.set_backup_folder(None)
        self.refresh()

    @Slot()
    def _on_check(self) -> None:
        from ui.session.health import file_checks

        try:
            found = file_checks(self.session)
        except StoreError as error:
            tell_store_error(self, error)
            return
        self.health.show_findings(
            [Finding("good" if one.is_good else "bad", one.name, one.says, "", at) for at, one in enumerate(found)]
        )

    def _say(self, tone: str, words: str) -> None:
        from ui.widgets.labels import set_tone

        set_tone(self.says, tone)
        self.says.setText(words)
        self.says.setVisible(bool(words))


def _why(reason: str) -> str:
    return text.capital(reason) if reason else "After use, or by hand"


def _where(path: Path, first: Path) -> str:
    return "This computer" if first in path.parents else str(path.parent.parent)
