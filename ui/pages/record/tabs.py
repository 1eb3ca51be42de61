"""The sections of the page Record as tabs; as a choice of one line where the width is too small for all of them."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSize, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QTabBar, QVBoxLayout, QWidget

from ui.widgets.edits import Choice


class SectionTabs(QWidget):
    """`bar` is the row of tabs and knows which is chosen; `choice` stands in for it."""

    def __init__(self, titles: Iterable[str], name: str) -> None:
        super().__init__()
        self.bar = QTabBar()
        self.bar.setAccessibleName(name)
        self.bar.setExpanding(False)
        self.bar.setDrawBase(False)
        self.bar.setUsesScrollButtons(False)
        self.choice = Choice()
        self.choice.setAccessibleName(name)
        for title in titles:
            self.bar.addTab(title)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        layout.addWidget(self.bar)
        layout.addWidget(self.choice)
        self.choice.hide()
        self._show_choice()
        self.choice.value_changed.connect(self._on_choice)
        self.bar.currentChanged.connect(self._on_bar)

    def set_title(self, at: int, title: str) -> None:
        """Say something else on a tab."""
        if self.bar.tabText(at) != title:
            self.bar.setTabText(at, title)
            self._show_choice()
            self._fit(self.width())

    def minimumSizeHint(self) -> QSize:
        return QSize(self.choice.minimumSizeHint().width(), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit(event.size().width())

    def restyled(self) -> None:
        """Fonts have changed."""
        self._fit(self.width())

    def _fit(self, width: int) -> None:
        has_room = self.bar.sizeHint().width() <= width
        had_focus = self.bar.hasFocus() or self.choice.hasFocus()
        self.bar.setVisible(has_room)
        self.choice.setVisible(not has_room)
        if had_focus:
            (self.bar if has_room else self.choice).setFocus()

    def _show_choice(self) -> None:
        titles = [(at, self.bar.tabText(at)) for at in range(self.bar.count())]
        self.choice.set_choices(titles, self.bar.currentIndex())

    @Slot(object)
    def _on_choice(self, at: object) -> None:
        if isinstance(at, int):
            self.bar.setCurrentIndex(at)

    @Slot(int)
    def _on_bar(self, at: int) -> None:
        self.choice.set_value(at)
