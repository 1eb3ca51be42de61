"""Starts the window: one application, its look, the record asked for or the one opened last."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QTimer, Slot
from PySide6.QtGui import QFileOpenEvent, QIcon
from PySide6.QtWidgets import QApplication

import resources
from ui import theme
from ui.errors import Roads
from ui.main_window import MainWindow
from ui.settings import Settings


class Application(QApplication):
    """The application; macOS hands it a record by an event rather than an argument."""

    def __init__(self, arguments: list[str]) -> None:
        super().__init__(arguments)
        self.setApplicationName("Strikebook")
        self.setOrganizationName("Strikebook")
        self.setDesktopFileName("org.strikebook.Strikebook")
        self.window: MainWindow | None = None

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QFileOpenEvent) and self.window is not None:
            self.window.files.open_path(Path(event.file()))
            return True
        return super().event(event)

    @Slot()
    def take_icon(self) -> None:
        """Give the windows the program's icon; it is drawn in many sizes, which can wait for the first picture."""
        self.setWindowIcon(QIcon(str(resources.path("icons/strikebook.svg"))))


def start(arguments: list[str], path: Path | None = None) -> tuple[Application, MainWindow]:
    """The application with its window shown, and the record at `path`, or the one opened last, in it."""
    app = Application(arguments)
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
    app, _ = start(arguments, path)
    QTimer.singleShot(0, app.take_icon)
    return app.exec()
