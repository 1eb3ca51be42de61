"""Paints the timeline: axis, today, one row a grant, and the cursor with what it says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from ui import text, theme
from ui.charts.scale import TimeScale
from ui.charts.tracks import Track
from ui.theme import lean

TOP = 30.0  # for the flag of the day shown
AXIS = 54.0  # for the ticks and the legend
LABELS = 132.0  # for names of grants
EDGE = 8.0  # around everything, for the ring of the focus
NO_PEN = lean.CLEAR
DAY = timedelta(days=1)


def row_height(rows: int) -> float:
    """Lower rows where there are many grants."""
    return 46.0 if rows <= 12 else 34.0


def _dashed(colour: QColor, mark: float, gap: float) -> QPen:
    pen = QPen(colour, 1)
    pen.setDashPattern([mark, gap])
    return pen


class Painting:
    """One painting of the timeline into an area."""

    def __init__(
        self, painter: QPainter, area: QRectF, tones: theme.Tones, scale: TimeScale, on: date, is_today: bool
    ) -> None:
        self.painter = painter
        self.whole = area
        self.area = area.adjusted(EDGE, 0, -EDGE, 0)
        self.tones = tones
        self.scale = scale
        self.on = on
        self.is_today = is_today
        self.caption = theme.font("caption")
        self.metrics = QFontMetricsF(self.caption)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def paint(self, tracks: Sequence[Track], row: int, cursor: date | None, info: list[str]) -> None:
        """Everything, from the back to the front."""
        height = row_height(len(tracks))
        bottom = self.area.top() + TOP + height * max(1, len(tracks))
        self._axis(bottom)
        for at, track in enumerate(tracks):
            top = self.area.top() + TOP + at * height
            self._row(track, QRectF(self.area.left(), top, self.area.width(), height), at == row)
        self._day_shown(bottom)
        self._legend(bottom + 24)
        if cursor is not None and 0 <= row < len(tracks):
            top = self.area.top() + TOP + row * height
            self._cursor(cursor, top, height, bottom, info)

    def focus(self) -> None:
        """The ring around what has the keyboard."""
        self.painter.setBrush(lean.CLEAR)
        self.painter.setPen(QPen(self.tones.accent, 2))
        self.painter.drawRoundedRect(self.whole.adjusted(1, 1, -1, -1), 8, 8)

    # ------------------------------------------------------------------ private

    def _axis(self, bottom: float) -> None:
        top = self.area.top() + TOP
        for day, words, is_year in self.scale.ticks():
            x = round(self.scale.x(day)) + 0.5
            self.painter.setPen(QPen(self.tones.hairline, 1))
            self.painter.drawLine(QLineF(x, top, x, bottom + (6 if is_year else 3)))
            self.painter.setFont(theme.font("label") if is_year else self.caption)
            self.painter.setPen(self.tones.text if is_year else self.tones.muted)
            self.painter.drawText(QPointF(x + 4, bottom + self.metrics.ascent() + 2), words)

    def _row(self, track: Track, area: QRectF, is_under_cursor: bool) -> None:
        label = QRectF(area.left(), area.top(), self.scale.left - area.left() - 10, area.height())
        if is_under_cursor:
            self.painter.setPen(NO_PEN)
            self.painter.setBrush(self.tones.hover)
            self.painter.drawRoundedRect(area.adjusted(-2, 1, 2, -1), 6, 6)
        self._label(track, label)
        chart = QRectF(self.scale.left, area.top() + 7, self.scale.right - self.scale.left, area.height() - 12)
        self.painter.save()
        self.painter.setClipRect(chart.adjusted(0, -6, 8, 2))
        self._levels(track, chart)
        self._ends(track, chart)
        self._exercises(track, chart)
        self.painter.restore()

    def _label(self, track: Track, area: QRectF) -> None:
        strong = theme.font("strong")
        metrics = QFontMetricsF(strong)
        is_two = area.height() >= metrics.height() + self.metrics.height()
        top = area.center().y() - (metrics.height() + (self.metrics.height() if is_two else 0)) / 2
        self.painter.setFont(strong)
        self.painter.setPen(self.tones.text)
        name = lean.elided(metrics, track.grant, area.width())
        self.painter.drawText(QPointF(area.left() + 2, top + metrics.ascent()), name)
        if is_two:
            self.painter.setFont(self.caption)
            self.painter.setPen(self.tones.muted)
            note = lean.elided(self.metrics, track.note, area.width())
            self.painter.drawText(QPointF(area.left() + 2, top + metrics.height() + self.metrics.ascent()), note)

    def _steps(self, track: Track, chart: QRectF, is_vested: bool) -> QPolygonF:
        """The outline of a stepping level, closed along the base line."""
        points = [QPointF(self.scale.x(track.starts), chart.bottom())]
        height = 0.0
        for level in track.levels:
            x = self.scale.x(level.day)
            points.append(QPointF(x, chart.bottom() - height))
            height = (level.vested if is_vested else level.outstanding) * chart.height() / track.most
            points.append(QPointF(x, chart.bottom() - height))
        end = self.scale.x(track.last_day + DAY)
        points += [QPointF(end, chart.bottom() - height), QPointF(end, chart.bottom())]
        return QPolygonF(points)

    def _levels(self, track: Track, chart: QRectF) -> None:
        tones, painter = self.tones, self.painter
        all_shares, vested = self._steps(track, chart, False), self._steps(track, chart, True)
        painter.setPen(NO_PEN)
        painter.setBrush(theme.mixed(tones.card, tones.unvested, 0.45))
        painter.drawPolygon(all_shares)
        here = self.scale.x(self.on)
        for is_past in (True, False):
            painter.save()
            side = QRectF(chart.left() - 2, chart.top() - 8, here - chart.left() + 2, chart.height() + 16)
            if not is_past:
                side = QRectF(here, chart.top() - 8, chart.right() - here + 10, chart.height() + 16)
            painter.setClipRect(side.intersected(chart.adjusted(0, -6, 8, 2)))
            painter.setBrush(tones.accent if is_past else theme.mixed(tones.unvested, tones.accent, 0.3))
            painter.drawPolygon(vested)
            painter.restore()
        painter.setPen(QPen(tones.line, 1))
        base = round(chart.bottom()) + 0.5
        painter.drawLine(QLineF(self.scale.x(track.starts), base, self.scale.x(track.last_day), base))
        if track.waiting:
            self._waiting(track, chart)

    def _waiting(self, track: Track, chart: QRectF) -> None:
        left = max(self.scale.x(track.starts), chart.left()) + 8
        right = min(self.scale.x(track.last_day), chart.right()) - 8
        if right - left < 60:
            return
        self.painter.setPen(QPen(theme.mixed(self.tones.unvested, self.tones.muted, 0.2), 1))
        first = max(self.scale.x(track.starts), chart.left())
        end = min(self.scale.x(track.last_day), chart.right() + 8)
        self.painter.save()
        self.painter.setClipRect(QRectF(first, chart.top(), max(0.0, end - first), chart.height()))
        x = first - chart.height()
        while x < end:
            self.painter.drawLine(QLineF(x, chart.bottom(), x + chart.height(), chart.top()))
            x += 6
        self.painter.restore()
        self.painter.setPen(NO_PEN)
        said = lean.elided(self.metrics, track.waiting, right - left - 16)
        width = self.metrics.horizontalAdvance(said) + 16
        here = self.scale.x(self.on)
        if left - 8 < here < left + width + 8 and here + 16 + width < right:
            left = here + 8  # clear of the line of the day shown
        pill = QRectF(left, chart.center().y() - self.metrics.height() / 2 - 2, width, self.metrics.height() + 4)
        self.painter.setBrush(self.tones.card)
        self.painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
        self.painter.setFont(self.caption)
        self.painter.setPen(self.tones.text)
        self.painter.drawText(pill, lean.CENTER, said)

    def _ends(self, track: Track, chart: QRectF) -> None:
        """The flag on the last day to exercise, and a dotted line on to the expiry where it is later."""
        x = self.scale.x(track.last_day)
        if track.levels[-1].outstanding == 0 and track.levels[-1].day <= track.last_day:
            return  # nothing was left to lose on that day
        days = (track.last_day - self.on).days
        colour = self.tones.bad if days <= 90 else self.tones.warn if days <= 365 else self.tones.text
        if track.expires > track.last_day + DAY:
            self.painter.setPen(_dashed(self.tones.line, 1.0, 3.0))
            base = chart.bottom()
            self.painter.drawLine(QLineF(x, base, self.scale.x(track.expires), base))
        self.painter.setPen(QPen(colour, 2))
        self.painter.drawLine(QLineF(x, chart.top() - 4, x, chart.bottom()))
        self.painter.setPen(NO_PEN)
        self.painter.setBrush(colour)
        top = chart.top() - 4
        self.painter.drawPolygon(QPolygonF([QPointF(x, top), QPointF(x - 9, top + 4.5), QPointF(x, top + 9)]))

    def _exercises(self, track: Track, chart: QRectF) -> None:
        for mark in track.marks:
            if mark.kind != "exercised":
                continue
            level = track.level_on(mark.day - DAY)
            height = (level.vested if level else 0) * chart.height() / track.most
            spot = QPointF(self.scale.x(mark.day), chart.bottom() - height)
            self.painter.setPen(QPen(self.tones.card, 2))
            self.painter.setBrush(self.tones.text)
            self.painter.drawEllipse(spot, 4.5, 4.5)

    def _day_shown(self, bottom: float) -> None:
        x = self.scale.x(self.on)
        colour = self.tones.accent if self.is_today else self.tones.warn
        words = "Today" if self.is_today else text.day(self.on)
        width = self.metrics.horizontalAdvance(words) + 16
        left = min(max(x - width / 2, self.scale.left), self.scale.right - width + 10)
        flag = QRectF(left, self.area.top() + 5, width, self.metrics.height() + 4)
        self.painter.setPen(QPen(colour, 1.5))
        self.painter.drawLine(QLineF(x, flag.bottom(), x, bottom))
        self.painter.setPen(NO_PEN)
        self.painter.setBrush(colour)
        self.painter.drawRoundedRect(flag, flag.height() / 2, flag.height() / 2)
        self.painter.setFont(self.caption)
        self.painter.setPen(self.tones.on_accent if self.is_today else self.tones.card)
        self.painter.drawText(flag, lean.CENTER, words)

    def _legend(self, top: float) -> None:
        tones = self.tones
        parts: list[tuple[str, QColor]] = [
            ("Exercisable", tones.accent),
            ("Will vest", theme.mixed(tones.unvested, tones.accent, 0.3)),
            ("Not vested", theme.mixed(tones.card, tones.unvested, 0.45)),
        ]
        x, middle = self.scale.left, top + self.metrics.height() / 2 + 2
        self.painter.setFont(self.caption)
        for words, colour in parts:
            self.painter.setPen(NO_PEN)
            self.painter.setBrush(colour)
            self.painter.drawRoundedRect(QRectF(x, middle - 5, 10, 10), 2, 2)
            x = self._legend_words(words, x + 16, middle)
        self.painter.setPen(NO_PEN)
        self.painter.setBrush(tones.text)
        self.painter.drawEllipse(QPointF(x + 5, middle), 4, 4)
        x = self._legend_words("Exercised", x + 16, middle)
        self.painter.setPen(QPen(tones.text, 2))
        self.painter.drawLine(QLineF(x + 9, middle - 6, x + 9, middle + 6))
        self.painter.setPen(NO_PEN)
        points = [QPointF(x + 9, middle - 6), QPointF(x + 1, middle - 2), QPointF(x + 9, middle + 2)]
        self.painter.setBrush(tones.text)
        self.painter.drawPolygon(QPolygonF(points))
        self._legend_words("Last day to exercise", x + 16, middle)

    def _legend_words(self, words: str, x: float, middle: float) -> float:
        self.painter.setPen(self.tones.muted)
        self.painter.drawText(QPointF(x, middle + self.metrics.ascent() / 2 - 1), words)
        return x + self.metrics.horizontalAdvance(words) + 18

    def _cursor(self, day: date, top: float, height: float, bottom: float, info: list[str]) -> None:
        x = self.scale.x(day)
        self.painter.setPen(_dashed(self.tones.text, 4.0, 3.0))
        self.painter.drawLine(QLineF(x, self.area.top() + TOP, x, bottom))
        widths = [self.metrics.horizontalAdvance(line) for line in info]
        box = QRectF(0, 0, max(widths) + 24, self.metrics.height() * len(info) + 16)
        is_right = x + 12 + box.width() < self.area.right()
        box.moveLeft(x + 12 if is_right else max(self.area.left(), x - 12 - box.width()))
        room_below = top + height + box.height() + 4 < bottom + AXIS
        box.moveTop(top + height - 4 if room_below else max(self.area.top(), top - box.height() + 4))
        self.painter.setPen(QPen(self.tones.line, 1))
        self.painter.setBrush(self.tones.card)
        self.painter.drawRoundedRect(box, 8, 8)
        y = box.top() + 8 + self.metrics.ascent()
        for at, line in enumerate(info):
            self.painter.setFont(theme.font("label") if at == 0 else self.caption)
            self.painter.setPen(self.tones.muted if at == 0 else self.tones.text)
            self.painter.drawText(QPointF(box.left() + 12, y), line)
            y += self.metrics.height()
