"""The right end of the status bar: which file is open and whether everything is saved."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui import theme
from ui.session import Session
from ui.widgets.card import row
from ui.widgets.labels import label

_NO_FILE = 860  # at the normal size of text
STATES = {
    "saved": ("circle-check", "good", "All changes saved"),
    "read_only": ("lock", "muted", "Read-only"),
    "blocked": ("triangle-alert", "bad", "Nothing is saved at the moment"),
    "sample": ("circle-check", "good", "Sample: all changes saved in a copy"),
}


class _Mark(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.icon, self.tone = "circle-check", "good"
        self.restyled()

    def restyled(self) -> None:
        """Fonts have changed."""
        self.setFixedSize(theme.grown(14) + 2, theme.grown(14) + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        colour = theme.tones(self).of(self.tone)
        QPainter(self).drawPixmap(1, 1, theme.pixmap(self.icon, theme.grown(14), colour, self.devicePixelRatioF()))


class StatusLine(QWidget):
    """Empty while no record is open."""

    def __init__(self) -> None:
        super().__init__()
        self._mark = _Mark()
        self.words = label("", "caption", "muted")
        self._file = label("", "caption", "muted")
        layout = row(self._file, self._mark, self.words, spacing=theme.GAP.small)
        layout.setContentsMargins(0, 2, theme.GAP.medium, 2)
        self.setLayout(layout)

    def show_session(self, session: Session | None) -> None:
        """Say how it stands."""
        self.setVisible(session is not None)
        if session is None:
            return
        state = "blocked" if session.blocked else "read_only" if session.is_read_only else "saved"
        if state == "saved" and session.is_sample:
            state = "sample"
        self._mark.icon, self._mark.tone, words = STATES[state]
        self.words.setText(words)
        self._file.setText(session.path.name)
        self._file.setToolTip(str(session.path))
        self._mark.update()

    def fit(self, width: int) -> None:
        """Leave the room to what was just done where the window is so wide; its title names the file too."""
        self._file.setVisible(width >= theme.grown(_NO_FILE))
