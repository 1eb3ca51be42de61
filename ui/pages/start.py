"""What is shown without a record: make one, open one, or try the sample."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetricsF, QIcon, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

import resources
from ui import theme
from ui.widgets.card import row
from ui.widgets.labels import button, label

_CIRCLE = 38  # pixels around an icon, at the normal size of text


class _Choice(QAbstractButton):
    """A large button: icon, what it does, and what that means."""

    def __init__(self, icon: str, title: str, words: str) -> None:
        super().__init__()
        self._icon, self._words = icon, words
        self.setText(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(words)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        strong, body = QFontMetricsF(theme.font("strong")), QFontMetricsF(theme.font("caption"))
        wide = max(strong.horizontalAdvance(self.text()), body.horizontalAdvance(self._words))
        return QSize(int(wide) + self._left() + 26, int(strong.height() + body.height()) + 36)

    def restyled(self) -> None:
        """Fonts have changed."""
        self.updateGeometry()

    def _left(self) -> int:
        """Where the words begin."""
        return 2 * theme.GAP.large + theme.grown(_CIRCLE)

    def paintEvent(self, event: QPaintEvent) -> None:
        tones = theme.tones(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = tones.accent if self.hasFocus() else tones.hairline
        painter.setPen(QPen(edge, 2 if self.hasFocus() else 1))
        painter.setBrush(tones.hover if self.underMouse() or self.isDown() else tones.card)
        area = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(area, 10, 10)
        wide, size = theme.grown(_CIRCLE), theme.grown(20)
        circle = QRectF(theme.GAP.large, area.center().y() - wide / 2, wide, wide)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tones.accent_soft)
        painter.drawEllipse(circle)
        icon = theme.pixmap(self._icon, size, tones.accent, self.devicePixelRatioF())
        painter.drawPixmap(int(circle.center().x() - size / 2), int(circle.center().y() - size / 2), icon)
        strong, body = QFontMetricsF(theme.font("strong")), QFontMetricsF(theme.font("caption"))
        top = area.center().y() - (strong.height() + body.height()) / 2
        painter.setFont(theme.font("strong"))
        painter.setPen(tones.text)
        painter.drawText(self._left(), int(top + strong.ascent()), self.text())
        painter.setFont(theme.font("caption"))
        painter.setPen(tones.muted)
        said = body.elidedText(self._words, Qt.TextElideMode.ElideRight, area.width() - self._left() - 14)
        painter.drawText(self._left(), int(top + strong.height() + body.ascent()), said)


class StartPage(QWidget):
    """Signals for each way to begin; `recent_chosen(path)` for a record opened before."""

    new_asked = Signal()
    open_asked = Signal()
    sample_asked = Signal()
    recent_chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Start")
        new = _Choice("file-plus", "New record", "Enter your name, then your grants: about a minute each")
        new.clicked.connect(self.new_asked)
        old = _Choice("folder-open", "Open a record", "A .strikebook file on this computer")
        old.clicked.connect(self.open_asked)
        sample = _Choice("lightbulb", "Try the sample", "A finished example, opened as a copy you can change freely")
        sample.clicked.connect(self.sample_asked)
        self._recent = QVBoxLayout()
        self._recent.setSpacing(2)
        inside = QVBoxLayout()
        inside.setSpacing(theme.GAP.medium)
        inside.addStretch(2)
        self._mark = QLabel()
        self._mark.setAccessibleName("")
        inside.addLayout(row(self._mark, label("Strikebook", "display"), None, spacing=theme.GAP.medium))
        said = "Your stock options: what you can exercise, what it costs, and by when. Nothing leaves this computer."
        inside.addWidget(label(said, "body", "muted", wraps=True))
        inside.addSpacing(theme.GAP.medium)
        for widget in (new, old, sample):
            inside.addWidget(widget)
        inside.addSpacing(theme.GAP.small)
        inside.addLayout(self._recent)
        inside.addStretch(3)
        self._holder = QWidget()
        self._holder.setLayout(inside)
        self.restyled()
        outer = QHBoxLayout(self)
        outer.setContentsMargins(theme.GAP.huge, 0, theme.GAP.huge, 0)
        outer.addStretch(1)
        outer.addWidget(self._holder, 4)
        outer.addStretch(1)

    def restyled(self) -> None:
        """Fonts have changed."""
        self._holder.setMaximumWidth(theme.grown(520))
        side = theme.grown(44)
        icon = QIcon(str(resources.path("icons/strikebook.svg")))
        self._mark.setPixmap(icon.pixmap(QSize(side, side), self.devicePixelRatioF()))

    def show_recent(self, paths: list[Path]) -> None:
        """Offer the records opened last."""
        while self._recent.count():
            old = self._recent.takeAt(0)
            widget = old.widget() if old is not None else None
            if widget is not None:
                widget.deleteLater()
        if paths:
            self._recent.addWidget(label("Opened before", "caption", "muted"))
        for path in paths[:4]:
            made = button(path.stem, "quiet", "clock")
            made.setToolTip(str(path))
            made.setProperty("path", str(path))
            made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            made.clicked.connect(self._on_recent)
            self._recent.addWidget(made)

    @Slot()
    def _on_recent(self) -> None:
        self.recent_chosen.emit(Path(self.sender().property("path")))
