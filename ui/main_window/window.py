"""The main window: it shows one record at a time, page by page, and is the `Host` of its pages."""

from __future__ import annotations

from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeySequence, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget

from models.errors import StoreError
from models.record.change import Change
from models.values.explanation import Explanation
from ui import text, theme
from ui.errors import tell_store_error
from ui.main_window.edit_deeds import EditDeeds
from ui.main_window.file_deeds import FileDeeds, dropped_record
from ui.main_window.frame import Frame
from ui.main_window.help_deeds import HelpDeeds
from ui.main_window.menus import Menus
from ui.main_window.status import StatusLine
from ui.main_window.tables import keep_tables, restore_tables
from ui.main_window.view_deeds import ViewDeeds
from ui.pages.base import Page
from ui.pages.registry import PageEntry, pages_there
from ui.session import Clock, Session, wall_clock
from ui.settings import Settings

TICK = 20_000  # milliseconds between two looks at the clock
EXPLAIN = 40  # milliseconds after the last change until the page explains itself anew
SAY = 6_000  # milliseconds a line stays in the status bar
SETTLE = 15  # milliseconds after the first picture, so that it is on the screen before anything else is done
UNSEEN = 1_000  # milliseconds until a window that nobody sees settles without having been painted


class MainWindow(QMainWindow):
    """Give it a session with `show_session`; without one it shows the start page.

    `settled()` once its first picture has been painted.
    """

    settled = Signal()

    def __init__(self, settings: Settings, clock: Clock = wall_clock) -> None:
        super().__init__()
        self.settings = settings
        self.clock = clock
        self.session: Session | None = None
        self.pages: dict[str, Page] = {}
        self.entries: tuple[PageEntry, ...] = pages_there()
        self._stale: set[str] = set()
        self._here = self.entries[0].key
        self._is_explained = False
        self._is_settled = False
        self.frame = Frame(self.entries)
        self.frame_stack = QStackedWidget()
        self.frame_stack.addWidget(self.frame)
        self.setCentralWidget(self.frame_stack)
        self.status = StatusLine()
        self.statusBar().addPermanentWidget(self.status)
        self.statusBar().setSizeGripEnabled(False)
        self.files = FileDeeds(self)
        self.edits = EditDeeds(self)
        self.views = ViewDeeds(self)
        self.menus = Menus(
            self,
            (self.files, self.edits, self.views, HelpDeeds(self)),
            {"pages": self.views.fill_pages, "themes": self.views.fill_themes, "recent": self.files.fill_recent},
            self.edits.show_undo,
        )
        self.setAcceptDrops(True)
        self.setMinimumSize(560, 360)
        self._connect()
        self._restore()
        self._show_state()

    # ------------------------------------------------------------------ properties

    @property
    def here(self) -> str:
        """The key of the page shown."""
        return self._here

    # ------------------------------------------------------------------ the record shown

    def show_session(self, session: Session | None) -> None:
        """Show another record, or the start page; the one shown before is closed."""
        if self.session is not None:
            self.session.close()
            self.session.deleteLater()
        for page in self.pages.values():
            keep_tables(page, self.settings)
            self.frame.stack.removeWidget(page)
            page.deleteLater()
        self.pages, self._stale = {}, set()
        self.frame.why.show_why(None, "")
        self.session = session
        if session is None:
            self._show_state()
            self.frame_stack.setCurrentWidget(self.files.start_page())
            return
        session.setParent(self)
        session.changed.connect(self._on_changed)
        session.as_of_changed.connect(self._on_as_of)
        session.state_changed.connect(self._show_state)
        self.settings.remember_record(session.path)
        self._show_state()
        self.frame_stack.setCurrentWidget(self.frame)
        self.go_to(self._here)
        if self._is_settled:
            QTimer.singleShot(0, self.verify)

    @Slot()
    def settle(self) -> None:
        """What the first picture need not wait for: the entries of the menus, and the complete checks of the file.

        One after the other, so that a click in between does not wait for both. Nothing can be saved before the checks:
        the store makes them itself where a deed comes first.
        """
        if not self._is_settled:
            self._is_settled = True
            self.menus.complete()
            QTimer.singleShot(0, self.verify)
            self.settled.emit()

    @Slot()
    def verify(self) -> None:
        """Make the complete checks of the file; called once the window has been painted."""
        session = self.session
        if session is None or (session.is_verified and not session.blocked):
            return
        try:
            session.verify()
        except StoreError as error:
            session.block(error.message)
            self.files.tell_damaged(error, session)

    @Slot()
    def refresh_all(self) -> None:
        """Show everything anew: a setting changed that figures depend on."""
        self._stale = set(self.pages) - {self._here}
        self._refresh_here(None)

    # ------------------------------------------------------------------ Host

    @Slot(object, str)
    def show_why(self, explanation: Explanation | None, title: str) -> None:
        """Show the steps behind a figure."""
        self._is_explained = explanation is not None
        self.frame.why.show_why(explanation, title)

    def go_to(self, page: str, **focus: Any) -> None:
        """Show a page by its key and give `focus` to it."""
        if self.session is None or not self.has_page(page):
            return
        is_other = page != self._here
        self._here = page
        entry = next(one for one in self.entries if one.key == page)
        shown = self.pages.get(page) or self._make_page(entry)
        if page in self._stale:
            shown.refresh(None)
            self._stale.discard(page)  # after it: what could not be shown is tried again
        self.frame.stack.setCurrentWidget(shown)
        self.frame.rail.mark(page)
        self.frame.header.show_title(entry.title, entry.hint, shown.widest)
        if is_other or self.frame.why.explanation is None:
            self._explain_soon()
        if focus:
            shown.focus_on(**focus)

    def say(self, words: str) -> None:
        """Show a line in the status bar for a few seconds."""
        self.statusBar().showMessage(words, SAY)

    def commit(self, change: Change) -> bool:
        """Commit a deed; the file's trouble is told in a dialog."""
        if self.session is None:
            return False
        try:
            self.session.commit(change)
        except StoreError as error:
            tell_store_error(self, error)
            self._show_state()
            return False
        keys = self.menus.actions["undo"].shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        self.say(f"Done: {change.title}. Undo with {keys}.")
        return True

    def do(self, action: str) -> None:
        """Do what an entry of the menus does."""
        self.menus.actions[action].trigger()

    def arrange(self, page: Page) -> None:
        """Arrange the tables a page has made since as they were left; what it made comes before the panel Why?."""
        restore_tables(page, self.settings)
        self.frame.why.follow()

    def backup_folders(self) -> list[Path]:
        """Where backups go."""
        return self.files.backup_folders

    def set_backup_folder(self, folder: Path | None) -> None:
        """Set or forget the second folder for backups."""
        self.settings.backup_folder.set(self.settings, "" if folder is None else str(folder))

    def restore(self, backup: Path) -> None:
        """Put a backup in the place of the open record, after asking."""
        self.files.restore_asked(backup)

    def has_page(self, key: str) -> bool:
        """Whether a page with this key can be shown."""
        return any(entry.key == key for entry in self.entries)

    # ------------------------------------------------------------------ public slots

    @Slot(str)
    def block(self, why: str) -> None:
        """Save nothing more until the file was verified again."""
        if self.session is not None:
            self.session.block(why)

    @Slot()
    def apply_look(self) -> None:
        """Put theme and size of the settings in force."""
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.apply(app, self.settings.theme.get(self.settings), self.settings.zoom.get(self.settings))
            self.fit()

    @Slot()
    def fit(self) -> None:
        """Make room for the page where the window is narrow."""
        self.frame.fit(self.width(), self.settings.shows_why.get(self.settings))
        self.status.fit(self.width())

    # ------------------------------------------------------------------ Qt

    def closeEvent(self, event: QCloseEvent) -> None:
        self.settings.window.set(self.settings, self.saveGeometry())
        self.settings.split.set(self.settings, self.frame.split.saveState())
        self.settings.page.set(self.settings, self._here)
        self.files.back_up_quietly()
        self.show_session(None)
        super().closeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._is_settled:
            # First at once, which is when all of this picture has been painted, and counted from there.
            QTimer.singleShot(0, partial(QTimer.singleShot, SETTLE, self.settle))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_record(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = dropped_record(event)
        if path is not None:
            event.acceptProposedAction()
            self.files.open_path(path)

    # ------------------------------------------------------------------ private

    def _connect(self) -> None:
        frame = self.frame
        frame.rail.chosen.connect(self._on_page)
        frame.header.day_chosen.connect(self._on_day_chosen)
        frame.banner.acted.connect(self._on_banner)
        frame.why.closed.connect(self.views.do_why)
        frame.why.paragraph_asked.connect(self._on_paragraph)
        QTimer.singleShot(UNSEEN, self.settle)
        self._timer = QTimer(self)
        self._timer.setInterval(TICK)
        self._timer.timeout.connect(self._on_tick)
        self._timer.start()
        self._explainer = QTimer(self)
        self._explainer.setSingleShot(True)
        self._explainer.setInterval(EXPLAIN)
        self._explainer.timeout.connect(self._on_unexplained)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusWindowChanged.connect(self._on_tick)

    def _make_page(self, entry: PageEntry) -> Page:
        assert self.session is not None
        made: Page = getattr(import_module(entry.module), entry.class_name)(self.session, self)
        try:
            made.refresh(None)
        except Exception:
            made.deleteLater()  # the next visit makes it anew
            raise
        self.pages[entry.key] = made
        self.frame.stack.addWidget(made)  # filled, or everything would be measured twice
        self.arrange(made)
        return made

    @Slot()
    def _show_state(self) -> None:
        session = self.session
        self.menus.enable(session is not None, session is not None and not session.is_read_only)
        self.status.show_session(session)
        if session is None:
            self.setWindowTitle("Strikebook")
            return
        name = "Sample record" if session.is_sample else session.path.stem
        self.setWindowTitle(f"{name} \N{EM DASH} Strikebook")
        self.frame.header.show_day(session.as_of, session.is_today, session.today())
        self._show_banner(session)
        self.edits.show_undo()

    def _show_banner(self, session: Session) -> None:
        banner, back = self.frame.banner, session.clock_went_back_from
        if session.blocked:
            banner.show_words("bad", f"Nothing is saved at the moment. {session.blocked}", "Verify now")
        elif session.is_read_only:
            banner.show_words("accent", "Open read-only: look at everything, change nothing.")
        elif back is not None:
            banner.show_words(
                "warn",
                f"The clock says {text.day(session.today())}, but this record was already used on "
                f"{text.day(back)}. Set the clock of this computer right: deadlines are figured from it.",
                "The clock is right",
            )
        else:
            banner.show_words("warn", "")

    def _restore(self) -> None:
        self.resize(1280, 800)
        geometry = self.settings.window.get(self.settings)
        if not geometry.isEmpty():
            self.restoreGeometry(geometry)
        split = self.settings.split.get(self.settings)
        if not split.isEmpty():
            self.frame.split.restoreState(split)
        page = self.settings.page.get(self.settings)
        if self.has_page(page):
            self._here = page

    def _refresh_here(self, change: Change | None) -> None:
        page = self.pages.get(self._here)
        if page is not None:
            page.refresh(change)

    def _explain_soon(self) -> None:
        """Once what is shown has been painted, let the page explain its first figure, unless it explains another."""
        self._is_explained = False
        self._explainer.start()

    @Slot()
    def _on_unexplained(self) -> None:
        page = self.pages.get(self._here)
        if self._is_explained or page is None:
            return
        self.frame.why.show_why(None, "")
        page.explain()

    @Slot(object)
    def _on_changed(self, change: Change) -> None:
        self._stale |= {key for key, page in self.pages.items() if page.is_concerned(change)}
        if self._here in self._stale:
            self._explain_soon()
            self._refresh_here(change)
            self._stale.discard(self._here)
        self._show_state()

    @Slot(object)
    def _on_as_of(self, _: object) -> None:
        self._explain_soon()
        self.refresh_all()
        self._show_state()

    @Slot(object)
    def _on_day_chosen(self, day: Any) -> None:
        if self.session is not None:
            self.session.set_as_of(day)

    @Slot(str)
    def _on_page(self, key: str) -> None:
        self.go_to(key)

    @Slot(str)
    def _on_paragraph(self, paragraph: str) -> None:
        self.go_to("plan", paragraph=paragraph)

    @Slot()
    def _on_banner(self) -> None:
        if self.session is not None:
            (self.verify if self.session.blocked else self.session.accept_clock)()

    @Slot()
    def _on_tick(self) -> None:
        if self.session is not None:
            self.session.tick()
