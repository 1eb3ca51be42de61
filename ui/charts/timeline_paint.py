"""Paints the timeline: axis, today, one row a grant, and the cursor with what it says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from ui import text, theme
from ui.charts import timeline_legend as legend
from ui.charts.scale import TimeScale
from ui.charts.tracks import Track
from ui.theme import lean

LABELS = 132  # for names of grants, at the normal size of text
EDGE = 8.0  # around everything, for the ring of the focus
NO_PEN = lean.CLEAR
DAY = timedelta(days=1)
LOW_FROM = 13  # so many grants have lower rows


def _line() -> float:
    return QFontMetricsF(theme.font("caption")).height()


def top_height() -> float:
    """Above the rows, for the flag of the day shown."""
    return _line() + 15


def row_height(rows: int) -> float:
    """A name with its note below it, closer together where there are many grants."""
    words = QFontMetricsF(theme.font("strong")).height() + _line()
    return max(46.0, words + 13) if rows < LOW_FROM else max(34.0, words + 2)


def axis_height(width: float) -> float:
    """Below the rows, for the ticks and the legend on `width`."""
    return _line() + 22 + legend.line_height() * len(legend.lines(width))


def _dashed(colour: QColor, mark: float, gap: float) -> QPen:
    pen = lean.pen(colour, 1)
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
        height, first = row_height(len(tracks)), self.area.top() + top_height()
        bottom = first + height * max(1, len(tracks))
        self._axis(bottom)
        for at, track in enumerate(tracks):
            top = first + at * height
            self._row(track, QRectF(self.area.left(), top, self.area.width(), height), at == row)
        self._day_shown(bottom)
        under = QRectF(self.scale.left, bottom + _line() + 11, self.area.right() - self.scale.left, 0)
        legend.paint(self.painter, under, self.tones)
        if cursor is not None and 0 <= row < len(tracks):
            self._cursor(cursor, first + row * height, height, bottom, info)

    # ------------------------------------------------------------------ private

    def _axis(self, bottom: float) -> None:
        top = self.area.top() + top_height()
        for day, words, is_year in self.scale.ticks():
            x = round(self.scale.x(day)) + 0.5
            self.painter.setPen(lean.pen(self.tones.hairline, 1))
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
        tones, painter, colours = self.tones, self.painter, legend.colours(self.tones)
        all_shares, vested = self._steps(track, chart, False), self._steps(track, chart, True)
        painter.setPen(NO_PEN)
        painter.setBrush(colours[legend.UNVESTED])
        painter.drawPolygon(all_shares)
        here = self.scale.x(self.on)
        for is_past in (True, False):
            painter.save()
            side = QRectF(chart.left() - 2, chart.top() - 8, here - chart.left() + 2, chart.height() + 16)
            if not is_past:
                side = QRectF(here, chart.top() - 8, chart.right() - here + 10, chart.height() + 16)
            painter.setClipRect(side.intersected(chart.adjusted(0, -6, 8, 2)))
            painter.setBrush(colours[legend.VESTED if is_past else legend.LATER])
            painter.drawPolygon(vested)
            painter.restore()
        painter.setPen(lean.pen(tones.line, 1))
        base = round(chart.bottom()) + 0.5
        painter.drawLine(QLineF(self.scale.x(track.starts), base, self.scale.x(track.last_day), base))
        if track.waiting:
            self._waiting(track, chart)

    def _waiting(self, track: Track, chart: QRectF) -> None:
        left = max(self.scale.x(track.starts), chart.left()) + 8
        right = min(self.scale.x(track.last_day), chart.right()) - 8 - self._beyond(track, chart).width()
        if right - left < 60:
            return
        self.painter.setPen(lean.pen(theme.mixed(self.tones.unvested, self.tones.muted, 0.2), 1))
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
        here, wanted = self.scale.x(self.on), self.metrics.horizontalAdvance(track.waiting) + 16
        if left - 8 < here < left + wanted + 8 and right - here - 16 > 0.6 * wanted:
            left = here + 8  # clear of the line of the day shown, though a word be cut
        said = lean.elided(self.metrics, track.waiting, right - left - 16)
        width = self.metrics.horizontalAdvance(said) + 16
        pill = QRectF(left, chart.center().y() - self.metrics.height() / 2 - 2, width, self.metrics.height() + 4)
        self.painter.setBrush(self.tones.card)
        self.painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
        self.painter.setFont(self.caption)
        self.painter.setPen(self.tones.text)
        self.painter.drawText(pill, lean.CENTER, said)

    def _ends(self, track: Track, chart: QRectF) -> None:
        """The flag on the last day to exercise, and a dotted line on to the expiry where it is later."""
        if track.levels[-1].outstanding == 0 and track.levels[-1].day <= track.last_day:
            return  # nothing was left to lose on that day
        x = self.scale.x(track.last_day)
        days = (track.last_day - self.on).days
        colour = self.tones.bad if days <= 90 else self.tones.warn if days <= 365 else self.tones.text
        if track.last_day > self.scale.last:
            self._end_beyond(track.last_day, self._beyond(track, chart), colour)
            return
        if track.expires > track.last_day + DAY:
            self.painter.setPen(_dashed(self.tones.line, 1.0, 3.0))
            base = chart.bottom()
            self.painter.drawLine(QLineF(x, base, self.scale.x(track.expires), base))
        legend.flag(self.painter, x, chart.top() - 4, chart.bottom(), colour)

    def _beyond(self, track: Track, chart: QRectF) -> QRectF:
        """Where the last day is said that lies beyond what is shown; empty where it does not."""
        if track.last_day <= self.scale.last:
            return QRectF()
        wide = self.metrics.horizontalAdvance(_month(track.last_day)) + theme.grown(legend.CLOTH) + 22
        high = min(self.metrics.height() + 2, chart.height() - 4)
        return QRectF(chart.right() - wide - 4, chart.top() + 2, wide, high)

    def _end_beyond(self, day: date, pill: QRectF, colour: QColor) -> None:
        self.painter.setPen(NO_PEN)
        self.painter.setBrush(self.tones.card)
        self.painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
        half, staff = theme.grown(5), pill.left() + 8 + theme.grown(legend.CLOTH)
        middle = pill.center().y()
        legend.flag(self.painter, staff, middle - half, middle + half, colour)
        self.painter.setFont(self.caption)
        self.painter.setPen(colour)
        self.painter.drawText(pill.adjusted(staff - pill.left() + 5, 0, 0, 0), lean.V_CENTER | lean.LEFT, _month(day))

    def _exercises(self, track: Track, chart: QRectF) -> None:
        for mark in track.marks:
            if mark.kind != "exercised":
                continue
            level = track.level_on(mark.day - DAY)
            height = (level.vested if level else 0) * chart.height() / track.most
            spot = QPointF(self.scale.x(mark.day), chart.bottom() - height)
            self.painter.setPen(lean.pen(self.tones.card, 2))
            self.painter.setBrush(self.tones.text)
            self.painter.drawEllipse(spot, 4.5, 4.5)

    def _day_shown(self, bottom: float) -> None:
        x = self.scale.x(self.on)
        colour = self.tones.accent if self.is_today else self.tones.warn
        words = "Today" if self.is_today else text.day(self.on)
        width = self.metrics.horizontalAdvance(words) + 16
        left = min(max(x - width / 2, self.scale.left), self.scale.right - width + 10)
        flag = QRectF(left, self.area.top() + 5, width, self.metrics.height() + 4)
        self.painter.setPen(lean.pen(colour, 1.5))
        self.painter.drawLine(QLineF(x, flag.bottom(), x, bottom))
        self.painter.setPen(NO_PEN)
        self.painter.setBrush(colour)
        self.painter.drawRoundedRect(flag, flag.height() / 2, flag.height() / 2)
        self.painter.setFont(self.caption)
        self.painter.setPen(self.tones.on_accent if self.is_today else self.tones.card)
        self.painter.drawText(flag, lean.CENTER, words)

    def _cursor(self, day: date, top: float, height: float, bottom: float, info: list[str]) -> None:
        x = self.scale.x(day)
        self.painter.setPen(_dashed(self.tones.text, 4.0, 3.0))
        self.painter.drawLine(QLineF(x, self.area.top() + top_height(), x, bottom))
        widths = [self.metrics.horizontalAdvance(line) for line in info]
        box = QRectF(0, 0, max(widths) + 24, self.metrics.height() * len(info) + 16)
        is_right = x + 12 + box.width() < self.area.right()
        box.moveLeft(x + 12 if is_right else max(self.area.left(), x - 12 - box.width()))
        room_below = top + height + box.height() + 4 < self.whole.bottom()
        box.moveTop(top + height - 4 if room_below else max(self.area.top(), top - box.height() + 4))
        self.painter.setPen(lean.pen(self.tones.line, 1))
        self.painter.setBrush(self.tones.card)
        self.painter.drawRoundedRect(box, 8, 8)
        y = box.top() + 8 + self.metrics.ascent()
        for at, line in enumerate(info):
            self.painter.setFont(theme.font("label") if at == 0 else self.caption)
            self.painter.setPen(self.tones.muted if at == 0 else self.tones.text)
            self.painter.drawText(QPointF(box.left() + 12, y), line)
            y += self.metrics.height()


def _month(day: date) -> str:
    return f"{text.MONTHS[day.month - 1]} {day.year}"
