"""What the File menu does: records made, opened, copied, backed up and restored, each trouble in its own words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths, Slot
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from models.errors import Refusal, StoreError
from models.record.change import Change
from ui.errors import ask, tell_store_error
from ui.session import Session
from ui.session.files import SUFFIX, back_up, needs_backup, newest_good, rescue, restore, save_copy

if TYPE_CHECKING:
    from ui.main_window.window import MainWindow
    from ui.pages.start import StartPage

FILTER = f"Strikebook records (*{SUFFIX})"
READ_ONLY = ("read_only", "Open read-only")
RESCUE = ("rescue", "Show what can be read")
BACKUP = ("backup", "Open the newest backup")
# What can be offered for each kind of trouble when a record is opened.
OFFERS: dict[str, tuple[tuple[str, str], ...]] = {
    "locked": (READ_ONLY,),
    "read_only": (READ_ONLY,),
    "read_only_folder": (READ_ONLY,),
    "damaged": (BACKUP, RESCUE),
    "empty": (BACKUP,),
    "missing": (BACKUP,),
    "foreign": (),
}


def _folder(where: QStandardPaths.StandardLocation, name: str = "") -> Path:
    return Path(QStandardPaths.writableLocation(where), name)


class FileDeeds(QObject):
    """Handles File; `window` is where it happens."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._start: StartPage | None = None
        self._recent: QMenu | None = None

    # ------------------------------------------------------------------ folders

    @property
    def documents(self) -> Path:
        """Where records are kept unless the holder says otherwise."""
        found = _folder(QStandardPaths.StandardLocation.DocumentsLocation)
        return found if found.is_dir() else _folder(QStandardPaths.StandardLocation.HomeLocation)

    @property
    def data(self) -> Path:
        """Where the program keeps backups and samples."""
        return _folder(QStandardPaths.StandardLocation.AppLocalDataLocation)

    @property
    def backup_folders(self) -> list[Path]:
        """The folder of the program and, where one is set, a second one."""
        second = self._window.settings.backup_folder.get(self._window.settings)
        return [self.data / "Backups", *([Path(second)] if second else [])]

    # ------------------------------------------------------------------ opening

    def open_path(self, path: Path, read_only: bool = False) -> bool:
        """Open a record; trouble is told with what can be done about it. False when none is shown."""
        clock = self._window.clock
        try:
            session = Session.open(path, clock, read_only, self.backup_folders[0])
        except StoreError as error:
            return self._offer(error, path, read_only)
        self._window.show_session(session)
        return True

    def tell_damaged(self, error: StoreError, session: Session) -> None:
        """The complete checks found something after the record was shown: say so, and offer what is whole."""
        self._offer(error, session.path)

    def _offer(self, error: StoreError, path: Path, read_only: bool = False) -> bool:
        offers = tuple(offer for offer in OFFERS.get(error.kind, ()) if not (read_only and offer == READ_ONLY))
        chosen = tell_store_error(self._window, error, offers)
        if chosen == "read_only" and not read_only:
            return self.open_path(path, read_only=True)
        if chosen == "rescue":
            saved = rescue(path, self._window.clock)
            if saved is None:
                self._window.say(f"Nothing can be read of {path.name}.")
                return False
            self._window.show_session(saved)
            return True
        if chosen == "backup":
            return self._open_backup(path)
        if error.kind == "missing":
            self._window.settings.forget_record(path)
        return False

    def _open_backup(self, path: Path) -> bool:
        found = newest_good(self.backup_folders, path)
        if found is None:
            self._window.say(f"There is no backup of {path.name} that passes every check.")
            return False
        question = f"Put the backup of {found.at:%Y-%m-%d %H:%M} in the place of {path.name}?"
        what = "What is there now is kept beside it under another name."
        if not ask(self._window, question, what, "Restore the backup", is_destructive=False):
            return False
        self._window.show_session(None)
        try:
            restore(path, found.path, self._window.clock())
        except StoreError as error:
            tell_store_error(self._window, error)
            return False
        return self.open_path(path)

    def create(self, path: Path, change: Change) -> bool:
        """Make a record and show it."""
        try:
            session = Session.create(path, change, self._window.clock)
        except StoreError as error:
            tell_store_error(self._window, error)
            return False
        self._window.show_session(session)
        return True

    # ------------------------------------------------------------------ the menu

    @Slot()
    def do_new(self) -> None:
        """Ask for the holder and make a record."""
        from ui.dialogs.new_record import NewRecordDialog

        draft = NewRecordDialog.ask(self._window)
        if draft is None:
            return
        suggested = self.documents / f"{draft.file_name}{SUFFIX}"
        name = _save_name(self._window, "Where to keep the record", str(suggested))
        if name:
            self.create(_with_suffix(Path(name)), draft.change)

    @Slot()
    def do_open(self) -> None:
        """Choose a record and open it."""
        session = self._window.session
        folder = session.path.parent if session is not None else self.documents
        name = _open_name(self._window, "Open a record", str(folder))
        if name:
            self.open_path(Path(name))

    @Slot()
    def do_open_sample(self) -> None:
        """Open a fresh copy of the sample."""
        from models.record.sample import first_change, sample_record

        folder = self.data / "Samples"
        folder.mkdir(parents=True, exist_ok=True)
        number = 1
        while (path := folder / f"Sample{'' if number == 1 else f' {number}'}{SUFFIX}").exists():
            number += 1
        self.create(path, first_change(sample_record(), "Open the sample"))

    @Slot()
    def do_save_copy(self) -> None:
        """Write a verified copy somewhere else."""
        session = self._window.session
        if session is None:
            return
        suggested = session.path.with_name(f"{session.path.stem} copy{SUFFIX}")
        name = _save_name(self._window, "Save a copy as", str(suggested))
        if not name:
            return
        try:
            save_copy(session, _with_suffix(Path(name)), overwrite=True)
        except StoreError as error:
            tell_store_error(self._window, error)
            return
        self._window.say(f"Copy saved and verified: {Path(name).name}.")

    @Slot()
    def do_back_up(self) -> None:
        """Make a verified backup now."""
        session = self._window.session
        if session is None:
            return
        try:
            made = back_up(session, self.backup_folders)
        except StoreError as error:
            tell_store_error(self._window, error)
            return
        for trouble in made.troubles:
            tell_store_error(self._window, trouble)
        self._window.say(f"Backed up and verified: {made.paths[0].name}.")

    def back_up_quietly(self) -> None:
        """A backup after each use with changes; trouble waits for the next time rather than hold up the closing."""
        session = self._window.session
        if session is None or session.is_read_only or session.is_sample or not session.is_verified:
            return
        if needs_backup(session):
            try:
                back_up(session, self.backup_folders)
            except StoreError as error:
                tell_store_error(self._window, error)

    @Slot()
    def do_restore(self) -> None:
        """Choose a backup and put it in the place of the record."""
        from ui.dialogs.restore import RestoreDialog
        from ui.session.files import backups_of

        window, session = self._window, self._window.session
        if session is None:
            return
        offered = [(one.path, one.at, one.reason) for one in backups_of(session, self.backup_folders)]
        chosen = RestoreDialog.ask(window, session.path.name, offered)
        if chosen is not None:
            self.restore_from(chosen)

    def restore_asked(self, backup: Path) -> None:
        """Restore a backup chosen elsewhere, after saying what that means."""
        session = self._window.session
        if session is None:
            return
        question = f"Put {backup.name} in the place of {session.path.name}?"
        what = "The backup takes the place of the record. What is there now is kept beside it under another name."
        if ask(self._window, question, what, "Restore the backup", is_destructive=False):
            self.restore_from(backup)

    def restore_from(self, chosen: Path) -> None:
        """Put a backup in the place of the open record; what was there is kept."""
        window, session = self._window, self._window.session
        if session is None:
            return
        path = session.path
        window.show_session(None)
        try:
            kept = restore(path, chosen, window.clock())
        except StoreError as error:
            tell_store_error(window, error)
        else:
            window.say(f"Restored. What was there before is kept as {kept.name}." if kept else "Restored.")
        self.open_path(path)

    @Slot()
    def do_import_record(self) -> None:
        """Go to where records and tables are imported."""
        self._window.go_to("record", section="import")

    @Slot()
    def do_export_record(self) -> None:
        """Go to where the record and its tables are exported."""
        self._window.go_to("record", section="export")

    @Slot()
    def do_print(self) -> None:
        """Print what the page offers."""
        page = self._window.pages.get(self._window.here)
        if page is not None and page.print_out():
            return
        picture = page.printed() if page is not None else None
        if picture is None:
            raise Refusal("nothing_to_print", "This page has nothing to print. Go to Overview or Notices.")
        from ui.dialogs.printing import print_out

        if print_out(self._window, picture):
            self._window.say("Sent to the printer.")

    @Slot()
    def do_close(self) -> None:
        """Close the record and show the start page."""
        self.back_up_quietly()
        self._window.settings.last_record.set(self._window.settings, "")
        self._window.show_session(None)

    @Slot()
    def do_quit(self) -> None:
        """Close the window, and with it the program."""
        self._window.close()
        QApplication.quit()

    def fill_recent(self, menu: QMenu) -> None:
        """Make the menu of recent records; it is filled when it is opened."""
        self._recent = menu.addMenu("Open &recent")
        self._recent.aboutToShow.connect(self._on_recent_shown)

    def start_page(self) -> StartPage:
        """The page without a record."""
        if self._start is None:
            from ui.pages.start import StartPage

            self._start = StartPage()
            self._start.new_asked.connect(self.do_new)
            self._start.open_asked.connect(self.do_open)
            self._start.sample_asked.connect(self.do_open_sample)
            self._start.recent_chosen.connect(self._on_recent)
            self._window.frame_stack.addWidget(self._start)
        self._start.show_recent(self._window.settings.recent())
        return self._start

    @Slot()
    def _on_recent_shown(self) -> None:
        if self._recent is None:
            return
        self._recent.clear()
        for path in self._window.settings.recent():
            action = QAction(path.stem.replace("&", "&&"), self._recent)
            action.setToolTip(str(path))
            action.setData(str(path))
            action.triggered.connect(self._on_recent_action)
            self._recent.addAction(action)
        if self._recent.isEmpty():
            none = self._recent.addAction("No record was opened yet")
            none.setEnabled(False)

    @Slot()
    def _on_recent_action(self) -> None:
        sender = self.sender()
        if isinstance(sender, QAction):
            self.open_path(Path(sender.data()))

    @Slot(object)
    def _on_recent(self, path: Path) -> None:
        self.open_path(path)


def _save_name(parent: QWidget, title: str, suggested: str) -> str:
    from PySide6.QtWidgets import QFileDialog

    return QFileDialog.getSaveFileName(parent, title, suggested, FILTER)[0]


def _open_name(parent: QWidget, title: str, folder: str) -> str:
    from PySide6.QtWidgets import QFileDialog

    return QFileDialog.getOpenFileName(parent, title, folder, FILTER)[0]


def _with_suffix(path: Path) -> Path:
    return path if path.suffix == SUFFIX else path.with_name(path.name + SUFFIX)


def dropped_record(event: QDragEnterEvent | QDropEvent) -> Path | None:
    """The record dropped on the window; None where something else is."""
    urls = event.mimeData().urls()
    path = Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None
    return path if path is not None and path.suffix == ".strikebook" else None
