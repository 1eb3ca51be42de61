"""What the main window is made of: rail, header, banner, pages, find line and Why? panel, put together once."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from ui import theme
from ui.pages.registry import PageEntry
from ui.widgets.banner import Banner
from ui.widgets.header import Header
from ui.widgets.rail import Entry, Rail
from ui.widgets.why import WhyPanel

# At the normal size of text; larger text needs more.
NARROW_RAIL = 1000  # below this width the rail shows icons only
NO_WHY = 860  # and below this one the Why? panel gives its room to the page, unless it was asked for


class Frame(QWidget):
    """The widgets around the pages; the window connects them."""

    def __init__(self, entries: Sequence[PageEntry]) -> None:
        super().__init__()
        self.rail = Rail()
        self.rail.show_entries(
            tuple(Entry(one.key, one.title, one.icon, one.hint, f"Ctrl+{at}") for at, one in enumerate(entries, 1))
        )
        self.header = Header()
        self.banner = Banner("warn")
        self.stack = QStackedWidget()
        self.why = WhyPanel()
        self.insists_on_why = False
        middle = QWidget()
        self._middle = QVBoxLayout(middle)
        self._middle.setContentsMargins(0, 0, 0, 0)
        self._middle.setSpacing(0)
        for widget in (self.header, self.banner, self.stack):
            self._middle.addWidget(widget, 1 if widget is self.stack else 0)
        self.split = QSplitter()
        self.split.setChildrenCollapsible(False)
        # Tab goes round in the order in which things find their place, and pages come last: the panel Why? is placed
        # first of all, so that it follows the page.
        beside = QHBoxLayout(self)
        self.split.addWidget(self.why)
        beside.addWidget(self.split, 1)
        beside.insertWidget(0, self.rail)
        self.split.insertWidget(0, middle)
        self.split.setStretchFactor(0, 1)
        self.split.setStretchFactor(1, 0)
        self.split.setSizes([900, 300])
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(0)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.focusWidget() is None:
            self.rail.take_focus()

    def add_below(self, widget: QWidget) -> None:
        """Put something under the page, such as the line that finds words in it."""
        self._middle.addWidget(widget)

    def fit(self, width: int, shows_why: bool) -> None:
        """Make room for the page where the window is narrow."""
        self.rail.set_narrow(width < theme.grown(NARROW_RAIL))
        self.why.setVisible(shows_why and (self.insists_on_why or width >= theme.grown(NO_WHY)))
