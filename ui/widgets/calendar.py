"""A month to choose a day from, in the look of the program."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QWidget

from models.values.dates import FIRST_DAY, LAST_DAY
from ui import theme


def calendar(parent: QWidget | None = None) -> QCalendarWidget:
    """A calendar with single-letter weekdays, weekends like other days, and no week numbers."""
    made = QCalendarWidget(parent)
    made.setAccessibleName("Calendar")
    made.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
    made.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.SingleLetterDayNames)
    made.setFirstDayOfWeek(Qt.DayOfWeek.Sunday)
    made.setMinimumDate(FIRST_DAY)  # type: ignore[arg-type]
    made.setMaximumDate(LAST_DAY)  # type: ignore[arg-type]
    style(made)
    return made


def style(of: QCalendarWidget) -> None:
    """Give header and weekends the tones in force."""
    tones = theme.tones(of)
    head, weekend = QTextCharFormat(), QTextCharFormat()
    head.setForeground(tones.muted)
    head.setBackground(tones.card)
    weekend.setForeground(tones.text)
    of.setHeaderTextFormat(head)
    for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
        of.setWeekdayTextFormat(day, weekend)
    for name, icon in (("qt_calendar_prevmonth", "chevron-left"), ("qt_calendar_nextmonth", "chevron-right")):
        for found in of.findChildren(QWidget, name):
            found.setIcon(theme.icon(icon, "muted"))  # type: ignore[attr-defined]


def chosen(of: QCalendarWidget) -> date:
    """The day that is marked."""
    day = of.selectedDate()
    return date(day.year(), day.month(), day.day())
