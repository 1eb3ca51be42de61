"""A list of findings: each with its weight, what is the matter, what to do, and one button that leads there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui import theme
from ui.widgets.card import column
from ui.widgets.labels import button, hairline, label

ICONS = {"bad": "circle-alert", "warn": "triangle-alert", "muted": "info", "good": "circle-check"}
SPOKEN = {"bad": "Urgent", "warn": "Warning", "muted": "Note", "good": "Well"}


class Finding(NamedTuple):
    """`tone` is its weight; `action` the words of its button, empty for none; `key` is what `acted` is told."""

    tone: str
    says: str
    remedy: str
    action: str
    key: int


class Findings(QWidget):
    """`acted(key)` when a finding's button is pressed."""

    acted = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._rows: list[_Row] = []

    @property
    def words(self) -> list[str]:
        """What is said, finding by finding."""
        return [row.finding.says for row in self._rows]

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show other findings."""
        while len(self._rows) > len(findings):
            gone = self._rows.pop()
            self._layout.removeWidget(gone)
            gone.deleteLater()
        while len(self._rows) < len(findings):
            made = _Row(bool(self._rows))
            made.button.clicked.connect(self._on_clicked)
            self._rows.append(made)
            self._layout.addWidget(made)
        for row, finding in zip(self._rows, findings, strict=True):
            row.show_finding(finding)

    def focus_first(self) -> None:
        """Put the focus on the first finding's button."""
        if self._rows:
            self._rows[0].button.setFocus()

    def press(self, at: int) -> None:
        """Press the button of a finding."""
        self._rows[at].button.click()

    @Slot()
    def _on_clicked(self) -> None:
        sender = self.sender()
        row = next((row for row in self._rows if row.button is sender), None)
        if row is not None:
            self.acted.emit(row.finding.key)


class _Row(QWidget):
    def __init__(self, has_line: bool) -> None:
        super().__init__()
        self.finding = Finding("muted", "", "", "", 0)
        self._icon = QLabel()
        self._says = label("", "body", wraps=True)
        self._remedy = label("", "caption", "muted", wraps=True)
        self.button = button("")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        if has_line:
            outer.addWidget(hairline())
        inside = QHBoxLayout()
        inside.setContentsMargins(theme.GAP.tiny, theme.GAP.small, 0, theme.GAP.small)
        inside.setSpacing(theme.GAP.medium)
        from PySide6.QtCore import Qt

        inside.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        inside.addLayout(column(self._says, self._remedy, spacing=2), 1)
        inside.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        outer.addLayout(inside)

    def show_finding(self, finding: Finding) -> None:
        self.finding = finding
        self._says.setText(finding.says)
        self._remedy.setText(finding.remedy)
        self._remedy.setVisible(bool(finding.remedy))
        self.button.setText(finding.action)
        self.button.setVisible(bool(finding.action))
        self.button.setAccessibleName(f"{finding.action}: {finding.says}")
        self.button.setAccessibleDescription(finding.remedy)
        self.setAccessibleName(f"{SPOKEN[finding.tone]}: {finding.says}")
        self._show_icon()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._show_icon()

    def restyled(self) -> None:
        """Fonts have changed."""
        self._show_icon()

    def _show_icon(self) -> None:
        self._icon.setFixedWidth(theme.grown(22))
        colour = theme.tones(self).of(self.finding.tone)
        self._icon.setPixmap(theme.pixmap(ICONS[self.finding.tone], theme.grown(18), colour, self.devicePixelRatioF()))
