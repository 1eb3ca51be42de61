"""Words on the screen in the sizes of the type scale and the colours of their meaning."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QSizePolicy

from ui import theme
from ui.theme import lean


def label(words: str = "", role: str = "body", tone: str = "", wraps: bool = False) -> QLabel:
    """Text in a role of the type scale ("caption", "title", ...) and a tone ("", "muted", "good", ...)."""
    made = QLabel(words)
    lean.put(made, textFormat=lean.PLAIN_TEXT)
    made.setProperty("type", role)
    if tone:
        made.setProperty("tone", tone)
    if wraps:
        made.setWordWrap(True)
        made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return made


class ElidedLabel(QLabel):
    """One line of text, cut with an ellipsis where there is no room; the whole is its tip."""

    def __init__(self, role: str = "body", tone: str = "") -> None:
        super().__init__()
        self._words = ""
        lean.put(self, textFormat=lean.PLAIN_TEXT)
        self.setProperty("type", role)
        self.setProperty("tone", tone)
        self.setMinimumWidth(0)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def show_words(self, words: str) -> None:
        """Show other words."""
        self._words = words
        self.setAccessibleName(words)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def restyled(self) -> None:
        """Fonts have changed."""
        self._fit()

    def _fit(self) -> None:
        shown = lean.elided(QFontMetricsF(self.font()), self._words, self.width() - 2)
        self.setToolTip("" if shown == self._words else self._words)
        self.setText(shown)


def set_tone(widget: QLabel, tone: str) -> None:
    """Give a label another tone."""
    if (widget.property("tone") or "") != tone:
        widget.setProperty("tone", tone)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


class Button(QPushButton):
    """A push button that Enter presses too, wherever it stands; its icon is as large as its words."""

    def restyled(self) -> None:
        """Fonts have changed."""
        self.setIconSize(QSize(theme.grown(16) + 5, theme.grown(16)))  # wider than high: air before the words

    def keyPressEvent(self, event: QKeyEvent) -> None:
        from PySide6.QtCore import Qt

        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        else:
            super().keyPressEvent(event)


def button(words: str, kind: str = "", icon: str = "") -> QPushButton:
    """A button; kind is "" (ordinary), "primary" (one a place), "quiet" (like a link) or "danger"."""
    made = Button(words)
    if kind:
        made.setProperty("kind", kind)
    if icon:
        tone = {"primary": "on_accent", "quiet": "accent", "danger": "bad"}.get(kind, "text")
        made.setIcon(theme.icon(icon, tone))
        made.restyled()
    made.setAutoDefault(False)
    return made


def hairline() -> QFrame:
    """A thin line between two things."""
    made = QFrame()
    made.setProperty("kind", "hairline")
    made.setFixedHeight(1)
    return made
