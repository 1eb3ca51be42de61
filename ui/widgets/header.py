"""The head of a page: its title, and the day everything is shown for, plainly marked when it is not today."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Signal, Slot
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from models.values.dates import FIRST_DAY, LAST_DAY
from ui import text, theme
from ui.theme import lean
from ui.widgets.card import row
from ui.widgets.flow import Head
from ui.widgets.labels import button, label

if TYPE_CHECKING:
    from ui.widgets.day_picker import DayPicker

ICON = 16  # of the calendar, at the normal size of text


class _DayButton(QAbstractButton):
    """The day shown, with a calendar; amber when it is not today."""

    def __init__(self) -> None:
        super().__init__()
        self.is_today = True
        self.words = ""
        lean.put(self, focusPolicy=lean.STRONG_FOCUS)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_day(self, words: str, is_today: bool) -> None:
        self.words, self.is_today = words, is_today
        self.setAccessibleName(words)
        self.setToolTip("Show everything as of another day (Ctrl+D)")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(theme.font("strong"))
        wide = metrics.horizontalAdvance(self.words) + theme.grown(ICON) + 3 * theme.GAP.medium
        return QSize(int(wide) + 2, max(32, int(metrics.height()) + 12))

    def paintEvent(self, event: QPaintEvent) -> None:
        tones = theme.tones(self)
        meaning = "accent" if self.is_today else "warn"
        painter = theme.Painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = tones.accent if self.hasFocus() else tones.line if self.is_today else tones.warn
        painter.setPen(lean.pen(edge, 2 if self.hasFocus() else 1))
        painter.setBrush(tones.card if self.is_today else tones.warn_soft)
        half = 1 if self.hasFocus() else 0.5
        area = QRectF(self.rect()).adjusted(half, half, -half, -half)
        painter.drawRoundedRect(area, 7, 7)
        side, gap = theme.grown(ICON), theme.GAP.medium
        icon = theme.pixmap("calendar", side, tones.of(meaning), self.devicePixelRatioF())
        painter.drawPixmap(gap, (self.height() - side) // 2, icon)
        painter.setFont(theme.font("strong"))
        painter.setPen(tones.text if self.is_today else tones.warn)
        painter.drawText(area.adjusted(2 * gap + side, 0, 0, 0), lean.V_CENTER, self.words)


class Header(QWidget):
    """Title and hint of the page at the left, the day shown at the right; `day_chosen(date or None)`."""

    day_chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._day = FIRST_DAY
        self.title = label("", "heading")
        self.hint = label("", "body", "muted", wraps=True)
        self.day = _DayButton()
        self.day.clicked.connect(self.pick)
        self._before = self._stepper("chevron-left", "The day before", -1)
        self._after = self._stepper("chevron-right", "The day after", 1)
        self._today = button("Back to today", "quiet")
        self._today.clicked.connect(self._on_today)
        self._picker: DayPicker | None = None
        controls = QWidget()
        controls.setLayout(row(self._today, self._before, self.day, self._after, spacing=theme.GAP.tiny))
        head = Head()
        head.addWidget(self.title)
        head.addWidget(controls)
        self._widest = 0
        self._column = QVBoxLayout(self)
        self._column.setSpacing(0)
        self._column.addLayout(head)
        self._column.addWidget(self.hint)
        self._fit()

    def show_title(self, title: str, hint: str, widest: int = 0) -> None:
        """Say which page this is, and how wide it grows: the day stands above its right edge."""
        self._widest = widest
        self._fit()
        self.title.setText(title)
        self.hint.setText(hint)

    def show_day(self, day: date, is_today: bool, today: date) -> None:
        """Say which day is shown; one that is not today is marked by colour and by words."""
        self._day = day
        words = f"Today, {text.day(day)}" if is_today else f"As of {text.day(day)}"
        self.day.show_day(words, is_today)
        if not is_today:
            away = abs((day - today).days)
            side = "before" if day < today else "after"
            self.day.setAccessibleDescription(f"Not today: {text.span(away)} {side} today")
        self._today.setVisible(not is_today)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def restyled(self) -> None:
        """Fonts have changed."""
        self._fit()

    def _fit(self) -> None:
        gap = theme.GAP
        spare = self.width() - theme.grown(self._widest) + gap.small if self._widest else 0
        self._column.setContentsMargins(gap.huge, gap.large, max(gap.large, spare), gap.small)

    @Slot()
    def pick(self) -> None:
        """Open the calendar."""
        if self._picker is None:
            from ui.widgets.day_picker import DayPicker

            self._picker = DayPicker(self)
            self._picker.picked.connect(self.day_chosen)
        self._picker.open_at(self._day, self.day)

    def paintEvent(self, event: QPaintEvent) -> None:
        lean.fill(theme.Painter(self), self.rect(), theme.tones(self).window)

    def _stepper(self, icon: str, words: str, days: int) -> QToolButton:
        made = QToolButton()
        made.setIcon(theme.icon(icon, "muted"))
        made.setAccessibleName(words)
        made.setToolTip(words)
        made.setProperty("days", days)
        made.setAutoRepeat(True)
        made.clicked.connect(self._on_step)
        return made

    @Slot()
    def _on_step(self) -> None:
        moved = self._day + timedelta(days=self.sender().property("days"))
        if FIRST_DAY <= moved <= LAST_DAY:
            self.day_chosen.emit(moved)

    @Slot()
    def _on_today(self) -> None:
        self.day_chosen.emit(None)
