"""A short list of things to know: an icon, words, and a day at the right or a way to deal with it below."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Signal, Slot
from PySide6.QtGui import QEnterEvent, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from ui import theme
from ui.theme import lean
from ui.widgets.labels import label

_ICON = 16  # at the normal size of text

# (icon, tone, words, words at the right or below, what `acted` is told)
Note = tuple[str, str, str, str, str]


class Notes(QWidget):
    """`acted(target)` when a note is pressed; without notes it says `nothing`.

    Where notes are `linked`, the last words stand below and name what pressing one does.
    """

    acted = Signal(str)

    def __init__(self, nothing: str, is_linked: bool = False) -> None:
        super().__init__()
        self._is_linked = is_linked
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._nothing = label(nothing, "body", "muted", wraps=True)
        self._layout.addWidget(self._nothing)
        self._layout.addStretch(1)
        self._rows: list[_NoteRow] = []

    def show_nothing(self, words: str) -> None:
        """Say something else while there is nothing."""
        self._nothing.setText(words)

    def show_notes(self, notes: Sequence[Note]) -> None:
        """Show other notes."""
        self._nothing.setVisible(not notes)
        while len(self._rows) > len(notes):
            gone = self._rows.pop()
            self._layout.removeWidget(gone)
            gone.deleteLater()
        while len(self._rows) < len(notes):
            made = _NoteRow(self._is_linked)
            made.clicked.connect(self._on_clicked)
            self._rows.append(made)
            self._layout.insertWidget(self._layout.count() - 1, made)
        for row, note in zip(self._rows, notes, strict=True):
            row.show_note(note)

    @property
    def words(self) -> list[str]:
        """What is said, note by note."""
        return [row.note[2] for row in self._rows]

    @Slot()
    def _on_clicked(self) -> None:
        sender = self.sender()
        if isinstance(sender, _NoteRow):
            self.acted.emit(sender.note[4])


class _NoteRow(QAbstractButton):
    def __init__(self, is_linked: bool) -> None:
        super().__init__()
        self._is_linked = is_linked
        self.note: Note = ("circle", "muted", "", "", "")
        self._heights: dict[int, int] = {}
        self._is_under_pointer = False
        lean.put(self, focusPolicy=lean.STRONG_FOCUS)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_note(self, note: Note) -> None:
        self.note = note
        self._heights.clear()
        _, _, words, side, _ = note
        self.setAccessibleName(f"{words}, {side}" if side else words)
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:  # a layout asks a dozen times
            self._heights[width] = self._height_for(width)
        return self._heights[width]

    def _height_for(self, width: int) -> int:
        body, side = QFontMetrics(theme.font("body")), self._side_size()
        beside = 8 if self._is_linked else side.width() + 20
        words = body.boundingRect(0, 0, max(80, width - self._left() - beside), 1000, lean.WRAP, self.note[2])
        if self._is_linked:
            return words.height() + side.height() + 16
        return max(words.height(), side.height()) + 16

    def sizeHint(self) -> QSize:
        return QSize(260, self.heightForWidth(max(260, self.width())))

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self.heightForWidth(max(200, self.width())))

    def paintEvent(self, event: QPaintEvent) -> None:
        icon, tone, words, side, target = self.note
        tones = theme.tones(self)
        painter = theme.Painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if target and self._is_under_pointer:
            painter.setPen(lean.CLEAR)
            painter.setBrush(tones.hover)
            painter.drawRoundedRect(area, 6, 6)
        if self.hasFocus():
            painter.setPen(lean.pen(tones.accent, 2))
            painter.setBrush(lean.CLEAR)
            painter.drawRoundedRect(area, 6, 6)
        body = QFontMetrics(theme.font("body"))
        size = theme.grown(_ICON)
        picture = theme.pixmap(icon, size, tones.of(tone), self.devicePixelRatioF())
        painter.drawPixmap(8, 8 + (body.height() - size) // 2, picture)
        right = 0 if self._is_linked else self._side_size().width()
        inside = self.rect().adjusted(self._left(), 8, -8, -8)
        painter.setFont(theme.font("body"))
        painter.setPen(tones.text)
        room = inside.adjusted(0, 0, -(right + 12 if right else 0), 0)
        painter.drawText(room, lean.WRAP, words)
        painter.setFont(theme.font("caption"))
        painter.setPen(tones.accent if self._is_linked else tones.of(tone))
        where = lean.LEFT | lean.BOTTOM if self._is_linked else lean.RIGHT | lean.TOP
        painter.drawText(inside, where, side)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        from PySide6.QtCore import Qt

        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._is_under_pointer = True
        lean.point(self, bool(self.note[4]))
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._is_under_pointer = False
        self.update()

    def restyled(self) -> None:
        """Fonts have changed."""
        self._heights.clear()
        self.updateGeometry()

    def _left(self) -> int:
        return theme.grown(_ICON) + 18

    def _side_size(self) -> QSize:
        metrics = QFontMetrics(theme.font("caption"))
        return metrics.size(0, self.note[3]) if self.note[3] else QSize(0, 0)
