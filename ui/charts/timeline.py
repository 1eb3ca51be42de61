"""The picture of all grants: what can be exercised over time, stepping up as it vests, until the last day of each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import QPointF, QRectF, QSize, Signal, Slot
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent

from models.values.dates import add_months
from ui import text, theme
from ui.charts.chart import Chart
from ui.charts.scale import TimeScale
from ui.charts.timeline_paint import EDGE, LABELS, Painting, axis_height, row_height, top_height
from ui.charts.tracks import Track

# What is shown: months before and after the day shown; None is the whole life of all grants.
RANGES: dict[str, tuple[int, int] | None] = {"near": (6, 18), "middle": (12, 48), "all": None}
SNAP = 6  # pixels from a mark within which the pointer means that mark


class Timeline(Chart):
    """`asked(grant, day)` when a place is clicked or Enter is pressed: the page answers in the Why? panel.

    Left and Right go from mark to mark, Up and Down from grant to grant, + and - change what is shown.
    """

    asked = Signal(str, object)
    range_changed = Signal(str)

    def __init__(self) -> None:
        super().__init__("Timeline of all grants")
        self._tracks: tuple[Track, ...] = ()
        self._on = date(2000, 1, 1)
        self._is_today = True
        self._range = "near"
        self._row = 0
        self._cursor: date | None = None
        self._under = 0.0  # how high the axis and the legend are at this width

    # ------------------------------------------------------------------ what is shown

    def show_tracks(self, tracks: Sequence[Track], on: date, is_today: bool) -> None:
        """Show grants as of a day."""
        self._tracks, self._on, self._is_today = tuple(tracks), on, is_today
        self._row = min(self._row, max(0, len(self._tracks) - 1))
        self._cursor = None
        self.setAccessibleDescription(self.spoken())
        self.updateGeometry()
        self.update()

    @Slot(str)
    def show_range(self, name: str) -> None:
        """Show "near", "middle" or "all"."""
        if name != self._range:
            self._range = name
            self._cursor = None
            self.update()
            self.range_changed.emit(name)

    @property
    def range(self) -> str:
        """What is shown: "near", "middle" or "all"."""
        return self._range

    @property
    def cursor_day(self) -> date | None:
        """The day the cursor is on."""
        return self._cursor

    @property
    def cursor_grant(self) -> str:
        """The grant the cursor is on."""
        return self._tracks[self._row].grant if self._tracks else ""

    def spoken(self) -> str:
        """The whole picture in words."""
        return "\n".join(track.spoken() for track in self._tracks) or "There is no grant yet."

    def cursor_words(self) -> str:
        """What the cursor says: the day, what happens, and what can be exercised then."""
        if self._cursor is None or not self._tracks:
            return ""
        return "\n".join(self.info(self._tracks[self._row], self._cursor))

    @staticmethod
    def info(track: Track, day: date) -> list[str]:
        """What is said about a grant on a day, line by line."""
        level = track.level_on(day)
        lines = [text.day(day), *(text.capital(mark.words) for mark in track.mark_on(day))]
        if level is None:
            lines.append(f"{track.grant} is not granted yet")
        elif day > track.last_day or not level.outstanding:
            lines.append(f"{track.grant}: nothing left")
        else:
            lines.append(f"{track.grant}: {text.shares(level.vested)} of {text.shares(level.outstanding)} vested")
        return lines

    # ------------------------------------------------------------------ Qt

    def sizeHint(self) -> QSize:
        rows = max(1, len(self._tracks))
        return QSize(640, int(top_height() + rows * row_height(rows) + self._axis_height()))

    def minimumSizeHint(self) -> QSize:
        return QSize(360, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = theme.Painter(self)
        self._paint(painter, QRectF(self.rect()), theme.tones(self), is_live=True)

    def paint_for_print(self, painter: QPainter, area: QRectF) -> None:
        """Paint on paper: light, without cursor."""
        self._paint(painter, area, theme.LIGHT, is_live=False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._axis_height() != self._under:
            self._under = self._axis_height()
            self.updateGeometry()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        from PySide6.QtCore import Qt

        if event.button() == Qt.MouseButton.LeftButton:
            self._point(event.position())
            self.update()
            self._ask()

    def focusInEvent(self, event: QFocusEvent) -> None:
        from PySide6.QtCore import Qt

        super().focusInEvent(event)
        if self._cursor is None and event.reason() != Qt.FocusReason.MouseFocusReason:
            self._move_to(self._on)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        from PySide6.QtCore import Qt

        key = event.key()
        if key in {Qt.Key.Key_Left, Qt.Key.Key_Right} and self._tracks:
            self._step(1 if key == Qt.Key.Key_Right else -1)
        elif key in {Qt.Key.Key_Up, Qt.Key.Key_Down} and self._tracks:
            self._row = (self._row + (1 if key == Qt.Key.Key_Down else -1)) % len(self._tracks)
            self._move_to(self._cursor or self._on)
        elif key in {Qt.Key.Key_Home, Qt.Key.Key_End} and self._tracks:
            marks = self._tracks[self._row].marks
            self._move_to(marks[0 if key == Qt.Key.Key_Home else -1].day)
        elif key in {Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus}:
            names = list(RANGES)
            at = names.index(self._range) + (1 if key == Qt.Key.Key_Minus else -1)
            self.show_range(names[max(0, min(len(names) - 1, at))])
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self._ask()
        else:
            super().keyPressEvent(event)

    # ------------------------------------------------------------------ private

    def span(self) -> tuple[date, date]:
        """The first and last day shown."""
        months = RANGES[self._range]
        if months is None and self._tracks:
            first = min(track.starts for track in self._tracks)
            last = max(max(track.last_day, track.expires) for track in self._tracks)
            pad = timedelta(days=max(10, (last - first).days // 40))
            return first - pad, last + pad
        before, after = months or (6, 18)
        return add_months(self._on, -before), add_months(self._on, after)

    def _scale(self, area: QRectF) -> TimeScale:
        first, last = self.span()
        metrics = QFontMetricsF(theme.font("caption"))
        widest = max((metrics.horizontalAdvance(track.note) for track in self._tracks), default=80.0)
        label = min(max(theme.grown(LABELS), widest + 12), area.width() * 0.36)
        return TimeScale(first, last, area.left() + label + EDGE, area.right() - EDGE - 8)

    def _paint(self, painter: QPainter, area: QRectF, tones: theme.Tones, is_live: bool) -> None:
        cursor = self._cursor if is_live else None
        painting = Painting(painter, area, tones, self._scale(area), self._on, self._is_today)
        info = self.info(self._tracks[self._row], cursor) if cursor and self._tracks else []
        painting.paint(self._tracks, self._row if cursor else -1, cursor, info)
        if is_live:
            self._paint_focus(painter)

    def _axis_height(self) -> float:
        area = QRectF(self.rect())
        return axis_height(area.right() - EDGE - self._scale(area).left)

    def _forget(self) -> None:
        self._cursor = None

    def _point(self, place: QPointF) -> None:
        """Follow the pointer: the row it is on, and the nearest mark or else the day."""
        if not self._tracks:
            return
        scale = self._scale(QRectF(self.rect()))
        row = int((place.y() - top_height()) // row_height(len(self._tracks)))
        if not 0 <= row < len(self._tracks) or place.x() < scale.left - 4:
            self._cursor = None
            return
        self._row = row
        near = [mark for mark in self._tracks[row].marks if abs(scale.x(mark.day) - place.x()) <= SNAP]
        nearest = min(near, key=lambda mark: abs(scale.x(mark.day) - place.x()), default=None)
        self._cursor = nearest.day if nearest else scale.day(place.x())

    def _step(self, direction: int) -> None:
        days = sorted({mark.day for mark in self._tracks[self._row].marks} | {self._on})
        here = self._cursor or self._on
        onward = [day for day in days if (day > here if direction > 0 else day < here)]
        if onward:
            self._move_to(onward[0 if direction > 0 else -1])

    def _move_to(self, day: date) -> None:
        self._cursor = day
        first, last = self.span()
        if not first <= day <= last:
            self.show_range("all")
            self._cursor = day
        self._moved_by_key(self.cursor_words())

    def _ask(self) -> None:
        if self._tracks and self._cursor is not None:
            self.asked.emit(self._tracks[self._row].grant, self._cursor)
