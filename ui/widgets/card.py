"""Cards and sections: what belongs together stands on one quiet sheet under one title."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from ui import theme
from ui.theme import lean
from ui.widgets.flow import Head
from ui.widgets.labels import label


class Card(QWidget):
    """A sheet with a title (optional), a place beside the title for a control, and a body."""

    def __init__(self, title: str = "", hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(theme.GAP.large, theme.GAP.medium, theme.GAP.large, theme.GAP.large)
        outer.setSpacing(theme.GAP.small)
        self.beside = Head()
        self.title_label = label(title, "title")
        self.hint_label = label(hint, "caption", "muted", wraps=True)
        if title:
            self.beside.addWidget(self.title_label)
            outer.addLayout(self.beside)
            self.setAccessibleName(title)
        if hint:
            outer.addWidget(self.hint_label)
        self.body = QVBoxLayout()
        self.body.setSpacing(theme.GAP.small)
        outer.addLayout(self.body, 1)

    def add(self, *widgets: QWidget) -> None:
        """Put widgets below one another into the body."""
        for widget in widgets:
            self.body.addWidget(widget)

    def paintEvent(self, event: QPaintEvent) -> None:
        tones = theme.tones(self)
        painter = theme.Painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(lean.pen(tones.hairline, 1))
        painter.setBrush(tones.card)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 10, 10)


def row(*widgets: QWidget | QLayout | None, spacing: int = theme.GAP.small) -> QHBoxLayout:
    """Widgets beside one another; None is a stretch."""
    made = QHBoxLayout()
    made.setContentsMargins(0, 0, 0, 0)
    made.setSpacing(spacing)
    for widget in widgets:
        if widget is None:
            made.addStretch(1)
        elif isinstance(widget, QLayout):
            made.addLayout(widget)
        else:
            made.addWidget(widget)
    return made


def column(*widgets: QWidget | QLayout | None, spacing: int = theme.GAP.small) -> QVBoxLayout:
    """Widgets below one another; None is a stretch."""
    made = QVBoxLayout()
    made.setContentsMargins(0, 0, 0, 0)
    made.setSpacing(spacing)
    for widget in widgets:
        if widget is None:
            made.addStretch(1)
        elif isinstance(widget, QLayout):
            made.addLayout(widget)
        else:
            made.addWidget(widget)
    return made


def is_restyle(event: QEvent) -> bool:
    """Whether an event means that fonts or colours have changed, so that sizes must be figured anew."""
    return event.type() in {
        QEvent.Type.FontChange,
        QEvent.Type.StyleChange,
        QEvent.Type.PaletteChange,
        QEvent.Type.ApplicationFontChange,
    }
