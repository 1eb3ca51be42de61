"""The rail of pages at the left edge: one button a page, narrow where the window is."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QEvent, QRectF, QSize, Signal, Slot
from PySide6.QtGui import QEnterEvent, QFocusEvent, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QVBoxLayout, QWidget

from ui import theme
from ui.theme import lean

NARROW = 56
ICON = 18  # at the normal size of text


class Entry(NamedTuple):
    """One page of the rail: its key, title, icon, the question it answers, and its shortcut in words."""

    key: str
    title: str
    icon: str
    hint: str = ""
    shortcut: str = ""


class _RailButton(QAbstractButton):
    """Its ring is shown where the keyboard has brought the focus, not where a click has left it."""

    def __init__(self, entry: Entry) -> None:
        super().__init__()
        self.entry = entry
        self.is_narrow = False
        self._is_under_pointer = False
        self._is_reached_by_key = False
        self._is_painted = False
        self.setCheckable(True)
        self.setText(entry.title)
        self.setAccessibleName(entry.title)
        self.setAccessibleDescription(entry.hint)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        lean.put(self, focusPolicy=lean.STRONG_FOCUS)

    def set_narrow(self, is_narrow: bool) -> None:
        self.is_narrow = is_narrow
        parts = (self.entry.title if is_narrow else "", self.entry.hint, self.entry.shortcut)
        self.setToolTip("\n".join(part for part in parts if part))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(theme.font("strong"))
        wide = 0 if self.is_narrow else int(metrics.horizontalAdvance(self.entry.title)) + 12
        return QSize(theme.GAP.small * 2 + 12 * 2 + theme.grown(ICON) + wide, max(36, int(metrics.height()) + 16))

    def paintEvent(self, event: QPaintEvent) -> None:
        tones = theme.tones(self)
        painter = theme.Painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(theme.GAP.small, 1, -theme.GAP.small, -1)
        is_here = self.isChecked()
        if is_here or self._is_under_pointer:
            painter.setPen(lean.CLEAR)
            painter.setBrush(tones.card if is_here else tones.hover)
            painter.drawRoundedRect(area, 8, 8)
        self._is_painted = True
        if self.has_ring:
            painter.setPen(lean.pen(tones.accent, 2))
            painter.setBrush(lean.CLEAR)
            painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), 7, 7)
        colour = tones.accent if is_here else tones.muted
        size = theme.grown(ICON)
        icon = theme.pixmap(self.entry.icon, size, colour, self.devicePixelRatioF())
        left = area.left() + ((area.width() - size) / 2 if self.is_narrow else 12)
        painter.drawPixmap(int(left), int(area.center().y() - size / 2 + 0.5), icon)
        if not self.is_narrow:
            painter.setFont(theme.font("strong" if is_here else "body"))
            painter.setPen(tones.text)
            painter.drawText(
                area.adjusted(12 + size + 12, 0, 0, 0),
                lean.V_CENTER | lean.LEFT,
                self.entry.title,
            )

    @property
    def has_ring(self) -> bool:
        """Whether the ring of the focus is shown."""
        return self.hasFocus() and self._is_reached_by_key

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._is_painted:  # what comes before is the window's own doing, and Qt's enums can wait
            from PySide6.QtCore import Qt

            reason = Qt.FocusReason
            if event.reason() in {reason.TabFocusReason, reason.BacktabFocusReason, reason.ShortcutFocusReason}:
                self._is_reached_by_key = True
            elif event.reason() == reason.MouseFocusReason:
                self._is_reached_by_key = False

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._is_under_pointer = True
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._is_under_pointer = False
        self.update()

    def restyled(self) -> None:
        """Fonts have changed."""
        self.updateGeometry()


class Rail(QWidget):
    """Buttons for pages; `chosen(key)` when one is pressed. Up and Down move between them."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Pages")
        self._buttons: dict[str, _RailButton] = {}
        self._group = QButtonGroup(self)
        self._group.buttonClicked.connect(self._on_clicked)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, theme.GAP.medium, 0, theme.GAP.medium)
        self._layout.setSpacing(2)
        self._layout.addStretch(1)
        self._is_narrow = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def show_entries(self, entries: tuple[Entry, ...]) -> None:
        """Offer these pages, in order."""
        for old in self._buttons.values():
            self._group.removeButton(old)
            old.deleteLater()
        self._buttons = {}
        for at, entry in enumerate(entries):
            made = _RailButton(entry)
            made.set_narrow(self._is_narrow)
            self._buttons[entry.key] = made
            self._group.addButton(made)
            self._layout.insertWidget(at, made)

    def take_focus(self) -> None:
        """Be where the keyboard begins."""
        next(iter(self._buttons.values())).setFocus()

    def mark(self, key: str) -> None:
        """Mark the page that is shown."""
        if key in self._buttons:
            self._buttons[key].setChecked(True)

    def set_narrow(self, is_narrow: bool) -> None:
        """Show icons only."""
        if is_narrow != self._is_narrow:
            self._is_narrow = is_narrow
            for made in self._buttons.values():
                made.set_narrow(is_narrow)
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        if self._is_narrow:
            return QSize(NARROW - ICON + theme.grown(ICON), 200)
        widest = max((made.sizeHint().width() for made in self._buttons.values()), default=120)
        return QSize(max(widest + 24, 168), 200)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.sizeHint().width(), 100)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        from PySide6.QtCore import Qt

        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        buttons = list(self._buttons.values())
        focused = next((at for at, made in enumerate(buttons) if made.hasFocus()), None)
        if focused is not None and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            buttons[focused].click()
        elif event.key() in steps and focused is not None:
            target = buttons[(focused + steps[Qt.Key(event.key())]) % len(buttons)]
            target.setFocus(Qt.FocusReason.TabFocusReason)
            target.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        lean.fill(theme.Painter(self), self.rect(), theme.tones(self).rail)

    @Slot(QAbstractButton)
    def _on_clicked(self, button: QAbstractButton) -> None:
        if isinstance(button, _RailButton):
            self.chosen.emit(button.entry.key)
