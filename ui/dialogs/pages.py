"""A dialog that shows text to read: sections with a title and lines, scrolled, with one button to close it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFrame, QScrollArea, QVBoxLayout, QWidget

from ui import theme
from ui.dialogs.base import give_back
from ui.widgets.labels import label


class ReadingDialog(QDialog):
    """Fill `self.content`, a column."""

    def __init__(self, parent: QWidget | None, title: str, intro: str = "", width: int = 560) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        inside = QWidget()
        inside.setProperty("plain", "true")
        self.content = QVBoxLayout(inside)
        self.content.setContentsMargins(theme.GAP.huge, 0, theme.GAP.huge, theme.GAP.large)
        self.content.setSpacing(theme.GAP.small)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setAccessibleName(title)
        area.setWidget(inside)
        head = QVBoxLayout()
        head.setContentsMargins(theme.GAP.huge, 0, theme.GAP.huge, 0)
        head.addWidget(label(title, "title"))
        if intro:
            head.addWidget(label(intro, "body", "muted", wraps=True))
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.buttons.rejected.connect(self.reject)
        foot = QVBoxLayout()
        foot.setContentsMargins(theme.GAP.huge, 0, theme.GAP.huge, 0)
        foot.addWidget(self.buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, theme.GAP.large, 0, theme.GAP.large)
        layout.setSpacing(theme.GAP.medium)
        layout.addLayout(head)
        layout.addWidget(area, 1)
        layout.addLayout(foot)
        self.finished.connect(self.deleteLater)  # its window owns it and would keep it for as long as it is open
        self._area = area
        room = self.screen().availableSize()
        self.resize(min(theme.grown(width), room.width() - 40), min(theme.grown(620), room.height() - 60))

    def done(self, result: int) -> None:
        was_active = self.isActiveWindow()
        super().done(result)
        give_back(self, was_active)

    def fit(self) -> None:
        """Be no higher than what is in it, called when it has been filled."""
        for child in self.findChildren(QWidget):  # before that, words are measured in the font of the system
            child.ensurePolished()
        layout, outside = self.content, self.layout()
        if outside is not None:
            layout.invalidate()
            outside.invalidate()
            around = outside.totalHeightForWidth(self.width()) - self._area.sizeHint().height()
            high = layout.totalHeightForWidth(self.width() - 2) + theme.GAP.small
            self.resize(self.width(), min(self.height(), around + high))
