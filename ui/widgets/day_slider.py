"""A slider over days with a field for the exact one; what it shows can be recomputed while it moves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QEvent, QPointF, QRectF, QSignalBlocker, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractSlider, QSizePolicy, QWidget

from ui import text, theme
from ui.widgets.card import is_restyle, row
from ui.widgets.edits import DateEdit, name_for
from ui.widgets.labels import label


class _Track(QAbstractSlider):
    """The line with its knob and a tick for every marked day; the arrow keys go day by day, Page keys by marks."""

    def __init__(self) -> None:
        super().__init__()
        self.marks: tuple[int, ...] = ()
        self.setOrientation(Qt.Orientation.Horizontal)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSingleStep(1)
        self.setPageStep(30)

    def sizeHint(self) -> QSize:
        return QSize(300, theme.grown(34))

    def minimumSizeHint(self) -> QSize:
        return QSize(160, theme.grown(34))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tones, middle = theme.tones(self), self.height() / 2
        painter.setPen(QPen(tones.line, 2))
        painter.drawLine(QPointF(self._x(self.minimum()), middle), QPointF(self._x(self.maximum()), middle))
        painter.setPen(QPen(tones.accent, 2))
        painter.drawLine(QPointF(self._x(self.minimum()), middle), QPointF(self._x(self.value()), middle))
        painter.setPen(QPen(tones.muted, 1))
        knob = theme.grown(15) / 2
        for mark in self.marks:
            painter.drawLine(QPointF(self._x(mark), middle + knob), QPointF(self._x(mark), middle + knob + 4))
        painter.setPen(QPen(tones.accent, 3 if self.hasFocus() else 2))
        painter.setBrush(tones.card)
        painter.drawEllipse(QPointF(self._x(self.value()), middle), knob, knob)

    def mousePressEvent(self, event: object) -> None:
        self._follow(event)

    def mouseMoveEvent(self, event: object) -> None:
        self._follow(event)

    def keyPressEvent(self, event: object) -> None:
        key = event.key()  # type: ignore[attr-defined]
        ahead = [mark for mark in self.marks if mark > self.value()]
        behind = [mark for mark in self.marks if mark < self.value()]
        if key == Qt.Key.Key_PageUp and ahead:
            self.setValue(ahead[0])
        elif key == Qt.Key.Key_PageDown and behind:
            self.setValue(behind[-1])
        else:
            super().keyPressEvent(event)  # type: ignore[arg-type]

    def focusInEvent(self, event: object) -> None:
        super().focusInEvent(event)  # type: ignore[arg-type]
        self.update()

    def focusOutEvent(self, event: object) -> None:
        super().focusOutEvent(event)  # type: ignore[arg-type]
        self.update()

    def restyled(self) -> None:
        """Fonts have changed."""
        self.updateGeometry()
        self.update()

    def _x(self, value: int) -> float:
        edge = theme.grown(10)
        area = QRectF(self.rect()).adjusted(edge, 0, -edge, 0)
        span = max(1, self.maximum() - self.minimum())
        return area.left() + area.width() * (value - self.minimum()) / span

    def _follow(self, event: object) -> None:
        edge = theme.grown(10)
        at = (event.position().x() - edge) / max(1.0, self.width() - 2.0 * edge)  # type: ignore[attr-defined]
        self.setValue(round(self.minimum() + min(1.0, max(0.0, at)) * (self.maximum() - self.minimum())))


class DaySlider(QWidget):
    """`day_changed(day)` at every step; Page Up and Page Down go from marked day to marked day."""

    day_changed = Signal(object)

    def __init__(self, caption: str) -> None:
        super().__init__()
        self._track = _Track()
        self._edit = DateEdit()
        self._fit_edit()
        words = label(caption, "strong")
        words.setBuddy(self._edit)
        self._first, self._last = label("", "caption", "muted"), label("", "caption", "muted")
        name_for(self._edit, caption.replace("&", ""))
        self._track.setAccessibleName(f"{caption.replace('&', '')}: slider")
        self.setLayout(row(words, self._edit, self._first, self._track, self._last))
        self._ends = (self._first, self._last)
        self._track.valueChanged.connect(self._track.update)
        self._track.valueChanged.connect(self._on_moved)
        self._edit.value_changed.connect(self._on_typed)

    @property
    def day(self) -> date:
        """The day chosen."""
        return date.fromordinal(max(1, self._track.value()))

    def set_range(self, first: date, last: date, marks: Sequence[date] = ()) -> None:
        """The days that can be chosen, and those marked."""
        with QSignalBlocker(self._track):
            self._track.setRange(first.toordinal(), last.toordinal())
        self._track.marks = tuple(sorted({mark.toordinal() for mark in marks if first <= mark <= last}))
        self._first.setText(text.day(first))
        self._last.setText(text.day(last))
        self._track.update()

    def set_day(self, day: date) -> None:
        """Choose a day without telling."""
        with QSignalBlocker(self._track), QSignalBlocker(self._edit):
            self._track.setValue(day.toordinal())
            self._edit.set_value(day)
        self._track.update()

    def _fit_edit(self) -> None:
        self._edit.setFixedWidth(self._edit.fontMetrics().horizontalAdvance("0000-00-00") + 56)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if is_restyle(event) and hasattr(self, "_edit"):
            self._fit_edit()

    def minimumSizeHint(self) -> QSize:
        """Without the days at the ends, which go where there is no room for them."""
        hint, gap = super().minimumSizeHint(), theme.GAP.small
        ends = sum(end.sizeHint().width() + gap for end in self._ends if not end.isHidden())
        return QSize(hint.width() - ends, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        ends = sum(end.sizeHint().width() + theme.GAP.small for end in self._ends)
        fits = self.minimumSizeHint().width() + ends <= self.width()
        for end in self._ends:
            end.setVisible(fits)

    @Slot(int)
    def _on_moved(self, _: int) -> None:
        with QSignalBlocker(self._edit):
            self._edit.set_value(self.day)
        self.day_changed.emit(self.day)

    @Slot()
    def _on_typed(self, *_: object) -> None:
        day = self._edit.maybe()
        if day is not None and self._track.minimum() <= day.toordinal() <= self._track.maximum():
            with QSignalBlocker(self._track):
                self._track.setValue(day.toordinal())
            self._track.update()
            self.day_changed.emit(day)
