"""A big number with its caption that can say why it is what it is."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Signal, Slot
from PySide6.QtGui import QEnterEvent, QFocusEvent, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from models.values.explanation import Explanation
from ui import theme
from ui.theme import lean


class Figure(QAbstractButton):
    """Caption, number and a note below one another. Click, Enter or reaching it by Tab asks why.

    `asked(explanation, title)` goes to the Why? panel. A figure without an explanation takes no focus.
    """

    asked = Signal(object, str)

    def __init__(self, caption: str, role: str = "figure", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._caption = caption
        self._number = ""
        self._note = ""
        self._tone = "text"
        self._note_tone = "muted"
        self._role = role
        self._why: Explanation | None = None
        self._is_under_pointer = False
        lean.put(self, focusPolicy=lean.NO_FOCUS)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._on_clicked)

    def show_figure(
        self,
        number: str,
        note: str = "",
        why: Explanation | None = None,
        *,
        tone: str = "text",
        note_tone: str = "muted",
        caption: str | None = None,
    ) -> None:
        """Show a number already put into words, a note under it, and keep its explanation at hand."""
        before = self.sizeHint()
        self._number, self._note, self._tone, self._note_tone = number, note, tone, note_tone
        self._why = why
        if caption is not None:
            self._caption = caption
        lean.put(self, focusPolicy=lean.STRONG_FOCUS if why is not None else lean.NO_FOCUS)
        self.setAccessibleName(": ".join(part for part in (self._caption, number) if part))
        self.setAccessibleDescription(note)
        self.setToolTip("Why? Press Enter or click." if why is not None else "")
        if self.sizeHint() != before:  # else the page would be laid out anew for nothing
            self.updateGeometry()
        self.update()

    @property
    def number(self) -> str:
        """The number shown."""
        return self._number

    @property
    def note(self) -> str:
        """The note under the number."""
        return self._note

    @property
    def caption(self) -> str:
        """What the number is."""
        return self._caption

    @property
    def has_why(self) -> bool:
        """Whether it can explain itself."""
        return self._why is not None

    def ask(self) -> None:
        """Ask why, as a click does."""
        self._on_clicked()

    def sizeHint(self) -> QSize:
        caption, number, note = self._metrics()
        width = max(
            caption.horizontalAdvance(self._caption),
            number.horizontalAdvance(self._number),
            note.horizontalAdvance(self._note),
        )
        height = caption.height() + number.height() + (note.height() if self._note else 0)
        return QSize(int(width) + 2 * theme.GAP.small + 4, int(height) + 2 * theme.GAP.tiny + 4)

    def minimumSizeHint(self) -> QSize:
        caption, number, _ = self._metrics()
        least = max(number.horizontalAdvance(self._number), caption.horizontalAdvance(self._caption))
        return QSize(int(least) + 2 * theme.GAP.small + 4, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        tones = theme.tones(self)
        painter = theme.Painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self._why is not None and (self._is_under_pointer or self.isDown()):
            painter.setPen(lean.CLEAR)
            painter.setBrush(tones.hover)
            painter.drawRoundedRect(area, 8, 8)
        if self.hasFocus():
            painter.setPen(lean.pen(tones.accent, 2))
            painter.setBrush(lean.CLEAR)
            painter.drawRoundedRect(area, 8, 8)
        self._paint_words(painter, tones, area.adjusted(theme.GAP.small, theme.GAP.tiny, -theme.GAP.small, 0))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        from PySide6.QtCore import Qt

        if event.reason() in {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason}:
            self._on_clicked()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        from PySide6.QtCore import Qt

        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._is_under_pointer = True
        lean.point(self, self._why is not None)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._is_under_pointer = False
        self.update()

    def restyled(self) -> None:
        """Fonts have changed."""
        self.updateGeometry()

    def _metrics(self) -> tuple[QFontMetricsF, QFontMetricsF, QFontMetricsF]:
        roles = ("caption", self._role, "caption")
        first, second, third = (QFontMetricsF(theme.font(role)) for role in roles)
        return first, second, third

    def _paint_words(self, painter: QPainter, tones: theme.Tones, area: QRectF) -> None:
        caption, number, note = self._metrics()
        top = area.top()
        parts = (
            (self._caption, theme.font("caption"), caption, tones.muted),
            (self._number, theme.font(self._role), number, tones.of(self._tone)),
            (self._note, theme.font("caption"), note, tones.of(self._note_tone)),
        )
        for words, font, metrics, colour in parts:
            painter.setFont(font)
            painter.setPen(colour)
            shown = lean.elided(metrics, words, area.width() + 1)
            painter.drawText(QPointF(area.left(), top + metrics.ascent()), shown)
            top += metrics.height()

    @Slot()
    def _on_clicked(self) -> None:
        if self._why is not None:
            self.asked.emit(self._why, f"{self._caption}: {self._number}" if self._caption else self._number)
