"""What the Help menu does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths, Slot
from PySide6.QtGui import QGuiApplication

from models import __version__
from models.errors import Refusal

if TYPE_CHECKING:
    from ui.main_window.window import MainWindow


def diagnostics(window: MainWindow) -> str:
    """Versions and settings that help to look into a trouble; nothing of the record, no path, no name."""
    import platform

    from PySide6 import __version__ as qt_version

    screen = window.screen()
    size = screen.size()
    session = window.session
    lines = [
        f"Strikebook {__version__}",
        f"Python {platform.python_version()}, PySide6 {qt_version}",
        f"{platform.system()} {platform.release()} {platform.machine()}, {QGuiApplication.platformName()}",
        f"Screen {size.width()} x {size.height()} at {screen.devicePixelRatio():g}",
        f"Theme {window.settings.theme.get(window.settings)}, size {window.settings.zoom.get(window.settings):g}",
    ]
    if session is not None:
        sizes = ", ".join(f"{len(shelf)} {name}" for name, shelf in session.record.shelves.items() if shelf)
        lines.append(f"Record: {sizes}; {'verified' if session.is_verified else 'not verified yet'}")
    return "\n".join(lines)


class HelpDeeds(QObject):
    """Handles Help; `window` is where it happens."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    @Slot()
    def do_guide(self) -> None:
        """Open the user guide."""
        from ui.dialogs import guide

        guide.show_guide(self._window, self._window.here)

    @Slot()
    def do_shortcuts(self) -> None:
        """Show every key of the program."""
        from ui.dialogs.shortcuts import ShortcutsDialog

        ShortcutsDialog(self._window, frozenset(self._window.menus.actions)).exec()

    @Slot()
    def do_about(self) -> None:
        """Say what this is."""
        from ui.dialogs.about import AboutDialog

        AboutDialog(self._window).exec()

    @Slot()
    def do_licences(self) -> None:
        """Show the licences of what the program is made of."""
        from ui.dialogs.about import LicencesDialog

        LicencesDialog(self._window).exec()

    @Slot()
    def do_copy_diagnostics(self) -> None:
        """Copy versions and settings."""
        QGuiApplication.clipboard().setText(diagnostics(self._window))
        self._window.say("Diagnostics copied: versions and settings, nothing personal.")

    @Slot()
    def do_open_folder(self) -> None:
        """Show the folder of the record, or of the program's data, in the file manager."""
        from PySide6.QtCore import QUrl
        from PySide6.QtGui import QDesktopServices

        session = self._window.session
        where = QStandardPaths.StandardLocation.AppLocalDataLocation
        folder = str(session.path.parent) if session is not None else QStandardPaths.writableLocation(where)
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(folder)):
            raise Refusal("no_file_manager", f"No file manager answered. The folder is {folder}.")
