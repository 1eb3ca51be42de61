"""What the View menu does: pages, the day shown, the Why? panel, size and theme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from ui import theme

if TYPE_CHECKING:
    from ui.main_window.window import MainWindow

THEMES = (("system", "As the &system"), ("light", "&Light"), ("dark", "&Dark"))


class ViewDeeds(QObject):
    """Handles View; `window` is where it happens."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._themes = QActionGroup(self)

    def fill_pages(self, menu: QMenu) -> None:
        """One entry a page, Ctrl+1 the first."""
        for at, entry in enumerate(self._window.entries, 1):
            action = QAction(entry.title, self._window)
            action.setProperty("shortcut", f"Ctrl+{at}")  # setShortcut() would import the name Qt
            action.setData(entry.key)
            action.triggered.connect(self._on_page)
            menu.addAction(action)

    def fill_themes(self, menu: QMenu) -> None:
        """Light, dark or as the system."""
        inner = menu.addMenu("&Theme")
        inner.aboutToShow.connect(self._on_themes_shown)
        for key, words in THEMES:
            action = QAction(words, self._window)
            action.setCheckable(True)
            action.setData(key)
            action.triggered.connect(self._on_theme)
            self._themes.addAction(action)
            inner.addAction(action)

    @Slot()
    def do_as_of(self) -> None:
        """Choose another day to show everything for."""
        self._window.frame.header.pick()

    @Slot()
    def do_today(self) -> None:
        """Show everything for today again."""
        if self._window.session is not None:
            self._window.session.set_as_of(None)

    @Slot()
    def do_why(self) -> None:
        """Show or hide the Why? panel."""
        settings, frame = self._window.settings, self._window.frame
        frame.insists_on_why = frame.why.isHidden()  # asked for in a narrow window, it is shown there too
        settings.shows_why.set(settings, frame.insists_on_why)
        self._window.fit()

    @Slot()
    def do_zoom_in(self) -> None:
        """Make everything larger."""
        self._zoom(1)

    @Slot()
    def do_zoom_out(self) -> None:
        """Make everything smaller."""
        self._zoom(-1)

    @Slot()
    def do_zoom_normal(self) -> None:
        """Back to the size of the system."""
        self._zoom(0)

    def _zoom(self, steps: int) -> None:
        settings = self._window.settings
        scale = theme.zoom(settings.zoom.get(settings), steps)
        settings.zoom.set(settings, scale)
        self._window.apply_look()
        self._window.say(f"Size {round(scale * 100)}%")

    @Slot()
    def _on_page(self) -> None:
        sender = self.sender()
        if isinstance(sender, QAction):
            self._window.go_to(sender.data())

    @Slot()
    def _on_themes_shown(self) -> None:
        now = self._window.settings.theme.get(self._window.settings)
        for action in self._themes.actions():
            action.setChecked(action.data() == now)

    @Slot()
    def _on_theme(self) -> None:
        sender = self.sender()
        if isinstance(sender, QAction):
            self._window.settings.theme.set(self._window.settings, sender.data())
            self._window.apply_look()
