"""Preferences: how the program looks and what it does by itself. Each takes effect at once."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QFileDialog, QLineEdit, QWidget

from ui.dialogs.pages import ReadingDialog
from ui.settings import Settings
from ui.theme.apply import ZOOMS
from ui.widgets.card import column, row
from ui.widgets.edits import Choice
from ui.widgets.field import Field
from ui.widgets.labels import button

THEMES = (("system", "As the system"), ("light", "Light"), ("dark", "Dark"))
MAIL_DAYS = tuple((days, f"{days} delivery days before") for days in (2, 3, 4, 5, 7, 10, 15))


class PreferencesDialog(ReadingDialog):
    """`look_changed` when theme or size changed, `days_changed` when the mailing time did."""

    look_changed = Signal()
    days_changed = Signal()

    def __init__(self, parent: QWidget | None, settings: Settings) -> None:
        super().__init__(parent, "Preferences", "Every choice takes effect at once.", 480)
        self._settings = settings
        self.themes = Choice(THEMES, settings.theme.get(settings))
        self.themes.value_changed.connect(self._on_theme)
        scales = tuple((scale, f"{round(scale * 100)}%") for scale in ZOOMS)
        self.sizes = Choice(scales, settings.zoom.get(settings))
        self.sizes.value_changed.connect(self._on_size)
        self.mail = Choice(MAIL_DAYS, settings.mail_days.get(settings))
        self.mail.value_changed.connect(self._on_mail)
        self.reopens = QCheckBox("Open the last record when the program starts")
        self.reopens.setChecked(settings.reopens.get(settings))
        self.reopens.toggled.connect(self._on_reopens)
        self.folder = QLineEdit(settings.backup_folder.get(settings))
        self.folder.setReadOnly(True)
        self.folder.setPlaceholderText("None yet")
        choose = button("Choose\N{HORIZONTAL ELLIPSIS}")
        self.forget = button("Stop using it", "quiet")
        self.forget.setVisible(bool(self.folder.text()))
        choose.clicked.connect(self._on_choose)
        self.forget.clicked.connect(self._on_clear)
        place = QWidget()
        place.setLayout(row(self.folder, self.forget, choose))
        place.setFocusProxy(choose)
        hint = "A notice counts when it is received; this is how early it is mailed"
        self.content.addLayout(
            column(
                Field("theme", "&Theme", self.themes),
                Field("size", "&Size", self.sizes, "Also View > Zoom"),
                Field("mail", "&Mail notices", self.mail, hint),
                Field("folder", "Second folder for &backups", place, "Best on another disk; each backup goes to both"),
                self.reopens,
            )
        )
        self.content.addStretch(1)
        self.fit()

    @Slot(object)
    def _on_theme(self, value: str) -> None:
        self._settings.theme.set(self._settings, value)
        self.look_changed.emit()

    @Slot(object)
    def _on_size(self, value: float) -> None:
        self._settings.zoom.set(self._settings, value)
        self.look_changed.emit()

    @Slot(object)
    def _on_mail(self, value: int) -> None:
        self._settings.mail_days.set(self._settings, value)
        self.days_changed.emit()

    @Slot(bool)
    def _on_reopens(self, is_on: bool) -> None:
        self._settings.reopens.set(self._settings, is_on)

    @Slot()
    def _on_choose(self) -> None:
        start = self.folder.text() or str(Path.home())
        chosen = QFileDialog.getExistingDirectory(self, "Second folder for backups", start)
        if chosen:
            self._show_folder(chosen)

    @Slot()
    def _on_clear(self) -> None:
        self._show_folder("")

    def _show_folder(self, folder: str) -> None:
        self._settings.backup_folder.set(self._settings, folder)
        self.folder.setText(folder)
        self.forget.setVisible(bool(folder))
