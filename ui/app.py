"""Starts the window: one application, its look, the record asked for or the one opened last."""

from __future__ import annotations

import gc
import sys
from pathlib import Path

from PySide6.QtCore import QEvent, Slot
from PySide6.QtGui import QFileOpenEvent, QIcon
from PySide6.QtWidgets import QApplication

import resources
from ui import theme
from ui.errors import Roads
from ui.main_window import MainWindow
from ui.settings import Settings


class Application(QApplication):
    """The application: its names, its style, and what it does after the first picture."""

    def __init__(self, arguments: list[str]) -> None:
        # As an argument: setStyle() gives the style back, and wrapping it builds every enum of QStyle.
        super().__init__([*arguments, "-style", "fusion"])
        self.setApplicationName("Strikebook")
        self.setOrganizationName("Strikebook")
        self.setDesktopFileName("org.strikebook.Strikebook")
        self.window: MainWindow | None = None

    @Slot()
    def settle(self) -> None:
        """What can wait for the first picture: the icon, drawn in many sizes, and collecting what is no longer used."""
        gc.freeze()
        gc.enable()
        self.setWindowIcon(QIcon(str(resources.path("icons/strikebook.svg"))))


class MacApplication(Application):
    """On macOS a record comes by an event. Elsewhere events stay in C++: handing one over makes every kind of event."""

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QFileOpenEvent) and self.window is not None:
            self.window.files.open_path(Path(event.file()))
            return True
        return super().event(event)


def start(arguments: list[str], path: Path | None = None) -> tuple[Application, MainWindow]:
    """The application with its window shown, and the record at `path`, or the one opened last, in it."""
    app = (MacApplication if sys.platform == "darwin" else Application)(arguments)
    settings = Settings()
    theme.apply(app, settings.theme.get(settings), settings.zoom.get(settings))
    window = app.window = MainWindow(settings)
    roads = Roads(lambda: window, window.say, window.block)
    roads.install()
    app.styleHints().colorSchemeChanged.connect(theme.follow_system)
    app.styleHints().colorSchemeChanged.connect(window.apply_look)
    last = settings.last_record.get(settings)
    wanted = path or (Path(last) if last and settings.reopens.get(settings) else None)
    if wanted is None or (path is None and not wanted.exists()):
        window.show_session(None)
        window.show()
    else:
        is_shown = window.files.open_path(wanted)
        if not is_shown and window.session is None:
            window.show_session(None)
        window.show()
    return app, window


def run(arguments: list[str], path: Path | None = None) -> int:
    """Run the window until it is closed; returns the exit code."""
    app, window = start(arguments, path)
    window.settled.connect(app.settle)
    return app.exec()
