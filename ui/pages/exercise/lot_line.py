"""One lot in the list of those to give: what it is, how many shares of it, and what moves it up and down."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from models.rules.answers import OwnedLot
from ui import text, theme
from ui.widgets.edits import SharesEdit, name_for
from ui.widgets.labels import label

COLUMNS = ("", "Lot", "Acquired", "Owned", "Basis", "Give", "")


class _Field(SharesEdit):
    """Alt with Up or Down moves the lot."""

    stepped = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and event.key() in steps:
            self.stepped.emit(steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)


class _Handle(QLabel):
    """What a line is dragged by; `dragged` tells the height within the list while it is."""

    dragged = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setCursor(Qt.CursorShape.SizeVerCursor)
        self.setToolTip("Drag to another place, or press Alt with Up or Down in its field")
        self.restyled()

    def restyled(self) -> None:
        """Colours or fonts have changed."""
        size, colour = theme.grown(14), theme.tones(self).muted
        self.setPixmap(theme.pixmap("ellipsis-vertical", size, colour, self.devicePixelRatioF()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()  # else the moves would go to what lies behind

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.dragged.emit(self.mapToParent(event.position().toPoint()).y())


class LotLine(QObject):
    """`moved(lot, by)` from an arrow or key, `dragged(lot, height)` while its handle is dragged."""

    moved = Signal(str, int)
    dragged = Signal(str, int)

    def __init__(self, lot: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._lot = lot
        self._handle = _Handle(parent)
        self._words = [label() for _ in range(4)]
        for shown in self._words:
            shown.setParent(parent)
            shown.setFont(theme.numerals(shown.font()))
        self.edit = _Field()
        self.edit.is_optional = True
        self.edit.setMaximumWidth(theme.grown(120))
        self._up, self._down = self._arrow("arrow-up", "up", -1), self._arrow("arrow-down", "down", 1)
        arrows = QWidget(parent)
        beside = QHBoxLayout(arrows)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(0)
        beside.addWidget(self._up)
        beside.addWidget(self._down)
        self.reached: tuple[QWidget, ...] = (self.edit, self._up, self._down)
        self.widgets: tuple[QWidget, ...] = (self._handle, *self._words, self.edit, arrows)
        self.edit.stepped.connect(self._on_stepped)
        self._handle.dragged.connect(self._on_dragged)

    def show_lot(self, lot: OwnedLot) -> None:
        """Say what the lot is now."""
        said = (lot.id, text.day(lot.acquired), text.shares(lot.shares), text.price(lot.basis))
        for shown, words in zip(self._words, said, strict=True):
            shown.setText(words)
        name_for(self.edit, f"Shares to give of lot {lot.id}, {text.count(lot.shares, 'share')} owned")

    def show_place(self, at: int, lots: int, is_named: bool) -> None:
        """Say where it stands, and offer what can be done there."""
        self.edit.setEnabled(is_named)
        self.edit.setAccessibleDescription(f"Place {at + 1} of {lots}" if is_named and lots > 1 else "")
        self._handle.setVisible(is_named and lots > 1)
        for arrow, can in ((self._up, at > 0), (self._down, at < lots - 1)):
            arrow.setVisible(is_named and lots > 1)
            arrow.setEnabled(can)

    def _arrow(self, icon: str, way: str, by: int) -> QToolButton:
        made = QToolButton()
        made.setIcon(theme.icon(icon, "muted"))
        made.setAccessibleName(f"Move lot {self._lot} {way}")
        made.setToolTip(f"Give lot {self._lot} {'earlier' if by < 0 else 'later'} (Alt+{way.capitalize()})")
        made.setProperty("by", by)
        made.clicked.connect(self._on_arrow)
        return made

    @Slot()
    def _on_arrow(self) -> None:
        self.moved.emit(self._lot, self.sender().property("by"))

    @Slot(int)
    def _on_stepped(self, by: int) -> None:
        self.moved.emit(self._lot, by)

    @Slot(int)
    def _on_dragged(self, height: int) -> None:
        self.dragged.emit(self._lot, height)
