"""The main window: it shows one record at a time, page by page, and is the `Host` of its pages."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QTimer, Slot
from PySide6.QtGui import (
    QAction,
    QActionGroup,
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QKeySequence,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLineEdit,
    QMainWindow,
    QMenu,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from models.errors import Refusal, StoreError
from models.record.change import Change
from models.values.explanation import Explanation
from ui import text, theme
from ui.errors import tell_store_error
from ui.main_window.file_deeds import FileDeeds
from ui.main_window.find import FindBar
from ui.main_window.help_deeds import HelpDeeds
from ui.main_window.menus import Menus
from ui.main_window.status import StatusLine
from ui.pages.base import Page
from ui.pages.registry import PageEntry, pages_there
from ui.session import Clock, Session, wall_clock
from ui.settings import Settings
from ui.tables.view import Table
from ui.widgets.banner import Banner
from ui.widgets.header import Header
from ui.widgets.rail import Entry, Rail
from ui.widgets.why import WhyPanel

NARROW_RAIL = 1000  # below this width the rail shows icons only
NO_WHY = 860  # and below this one the Why? panel gives its room to the page
TICK = 20_000  # milliseconds between two looks at the clock
SAY = 6_000  # milliseconds a line stays in the status bar


class MainWindow(QMainWindow):
    """Give it a session with `show_session`; without one it shows the start page."""

    def __init__(self, settings: Settings, clock: Clock = wall_clock) -> None:
        super().__init__()
        self.settings = settings
        self.clock = clock
        self.session: Session | None = None
        self.pages: dict[str, Page] = {}
        self._stale: set[str] = set()
        self._entries = pages_there()
        self._here = self._entries[0].key
        self.files = FileDeeds(self)
        self.help = HelpDeeds(self)
        self._theme_actions = QActionGroup(self)
        self._page_actions: list[QAction] = []
        self.setAcceptDrops(True)
        self.setMinimumSize(560, 360)
        self._build()
        handlers = (self, self.files, self.help)
        places = {"pages": self._fill_pages, "themes": self._fill_themes, "recent": self.files.fill_recent}
        self.menus = Menus(self, handlers, places)
        self._timer = QTimer(self)
        self._timer.setInterval(TICK)
        self._timer.timeout.connect(self._on_tick)
        self._timer.start()
        self._restore()
        self._show_state()

    # ------------------------------------------------------------------ the record shown

    def show_session(self, session: Session | None) -> None:
        """Show another record, or the start page; the one shown before is closed."""
        if self.session is not None:
            self.session.close()
            self.session.deleteLater()
        for page in self.pages.values():
            self.stack.removeWidget(page)
            page.deleteLater()
        self.pages, self._stale = {}, set()
        self.why.show_why(None, "")
        self.session = session
        if session is not None:
            session.setParent(self)
            session.changed.connect(self._on_changed)
            session.as_of_changed.connect(self._on_as_of)
            session.state_changed.connect(self._show_state)
            if not session.is_sample:
                self.settings.remember_record(session.path)
        self._show_state()
        self._show_frame()
        if session is not None:
            self.go_to(self._here)
            QTimer.singleShot(0, self.verify)

    @Slot()
    def verify(self) -> None:
        """Make the complete checks of the file; called once the window has been painted."""
        session = self.session
        if session is None or session.is_verified:
            return
        try:
            session.verify()
        except StoreError as error:
            session.block(error.message)
            self.files.tell_damaged(error, session)

    # ------------------------------------------------------------------ Host

    def show_why(self, explanation: Explanation | None, title: str) -> None:
        """Show the steps behind a figure."""
        self.why.show_why(explanation, title)

    def go_to(self, page: str, **focus: Any) -> None:
        """Show a page by its key and give `focus` to it."""
        if self.session is None or all(entry.key != page for entry in self._entries):
            return
        self._here = page
        entry = next(one for one in self._entries if one.key == page)
        shown = self.pages.get(page) or self._make_page(entry)
        if page in self._stale:
            self._stale.discard(page)
            shown.refresh(None)
        self.stack.setCurrentWidget(shown)
        self.rail.mark(page)
        self.header.show_title(entry.title, entry.hint)
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
        self.say(f"Done: {change.title}. Undo with {self._keys('undo')}.")
        return True

    @Slot(str)
    def block(self, why: str) -> None:
        """Save nothing more until the file was verified again."""
        if self.session is not None:
            self.session.block(why)

    @property
    def here(self) -> str:
        """The key of the page shown."""
        return self._here

    # ------------------------------------------------------------------ Edit and View

    @Slot()
    def do_undo(self) -> None:
        """Undo the last deed."""
        self._reverse(is_undo=True)

    @Slot()
    def do_redo(self) -> None:
        """Do again what was undone."""
        self._reverse(is_undo=False)

    @Slot()
    def do_copy(self) -> None:
        """Copy what is selected: text, rows with headings, or what the page offers."""
        focused = QApplication.focusWidget()
        if isinstance(focused, Table):
            copied = focused.tsv()
        elif focused is not None and hasattr(focused, "selectedText") and focused.selectedText():
            copied = focused.selectedText()
        elif focused is not None and hasattr(focused, "copy") and not isinstance(focused, Page | QLineEdit):
            focused.copy()
            return
        elif focused is not None and self.why.isAncestorOf(focused):
            copied = self.why.text()
        else:
            page = self.pages.get(self._here)
            copied = page.copy() if page is not None else ""
        if copied:
            QGuiApplication.clipboard().setText(copied)
            self.say("Copied.")

    @Slot()
    def do_find(self) -> None:
        """Open the line that finds a row on this page."""
        self.find_bar.open()

    @Slot()
    def do_find_next(self) -> None:
        """Find the next row."""
        self.find_bar.find_next()

    @Slot()
    def do_as_of(self) -> None:
        """Choose another day to show everything for."""
        self.header.pick()

    @Slot()
    def do_today(self) -> None:
        """Show everything for today again."""
        self._on_day_chosen(None)

    @Slot()
    def do_why(self) -> None:
        """Show or hide the Why? panel."""
        self.settings.shows_why.set(self.settings, not self.settings.shows_why.get(self.settings))
        self._fit()

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

    # ------------------------------------------------------------------ Qt

    def closeEvent(self, event: QCloseEvent) -> None:
        self.settings.window.set(self.settings, self.saveGeometry())
        self.settings.split.set(self.settings, self.split.saveState())
        self.settings.page.set(self.settings, self._here)
        self.files.back_up_quietly()
        self.show_session(None)
        super().closeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self._on_tick()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._dropped(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = self._dropped(event)
        if path is not None:
            event.acceptProposedAction()
            self.files.open_path(path)

    # ------------------------------------------------------------------ private

    def _build(self) -> None:
        self.rail = Rail()
        self.rail.show_entries(
            tuple(
                Entry(entry.key, entry.title, entry.icon, entry.hint, f"Ctrl+{at}")
                for at, entry in enumerate(self._entries, 1)
            )
        )
        self.rail.chosen.connect(self._on_rail)
        self.header = Header()
        self.header.day_chosen.connect(self._on_day_chosen)
        self.banner = Banner("warn")
        self.banner.acted.connect(self._on_banner)
        self.stack = QStackedWidget()
        self.find_bar = FindBar(self)
        middle = QWidget()
        layout = QVBoxLayout(middle)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for widget in (self.header, self.banner, self.stack, self.find_bar):
            layout.addWidget(widget, 1 if widget is self.stack else 0)
        self.why = WhyPanel()
        self.why.closed.connect(self.do_why)
        self.why.paragraph_asked.connect(self._on_paragraph)
        self.split = QSplitter()
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(middle)
        self.split.addWidget(self.why)
        self.split.setStretchFactor(0, 1)
        self.split.setStretchFactor(1, 0)
        self.split.setSizes([900, 300])
        work = QWidget()
        beside = QHBoxLayout(work)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(0)
        beside.addWidget(self.rail)
        beside.addWidget(self.split, 1)
        self.frame_stack = QStackedWidget()
        self.frame_stack.addWidget(work)
        self.setCentralWidget(self.frame_stack)
        self.status = StatusLine()
        self.statusBar().addPermanentWidget(self.status)
        self.statusBar().setSizeGripEnabled(False)

    def _make_page(self, entry: PageEntry) -> Page:
        assert self.session is not None
        made: Page = getattr(import_module(entry.module), entry.class_name)(self.session, self)
        self.pages[entry.key] = made
        self.stack.addWidget(made)
        made.refresh(None)
        return made

    def _show_frame(self) -> None:
        if self.session is None:
            self.frame_stack.setCurrentWidget(self.files.start_page())
        else:
            self.frame_stack.setCurrentIndex(0)

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
        self.header.show_day(session.as_of, session.is_today, session.today())
        self._show_banner(session)
        self._show_undo(session)

    def _show_banner(self, session: Session) -> None:
        back = session.clock_went_back_from
        if session.blocked:
            self.banner.show_words("bad", f"Nothing is saved at the moment. {session.blocked}", "Verify now")
        elif session.is_read_only:
            self.banner.show_words("accent", "Open read-only: look at everything, change nothing.")
        elif back is not None:
            self.banner.show_words(
                "warn",
                f"The clock says {text.day(session.today())}, but this record was already used on "
                f"{text.day(back)}. Set the clock of this computer right: deadlines are figured from it.",
                "The clock is right",
            )
        else:
            self.banner.show_words("warn", "")

    def _show_undo(self, session: Session) -> None:
        for key, word, title in (
            ("undo", "Undo", session.undo_title),
            ("redo", "Redo", session.redo_title),
        ):
            action = self.menus.actions[key]
            action.setEnabled(title is not None and not session.is_read_only)
            words = f"&{word}" if title is None else f"&{word}: {title[:1].lower()}{title[1:]}"
            action.setText(words.replace("&", "&&").replace("&&", "&", 1))

    def _fit(self) -> None:
        width = self.width()
        self.rail.set_narrow(width < NARROW_RAIL)
        self.why.setVisible(self.settings.shows_why.get(self.settings) and width >= NO_WHY)

    def _restore(self) -> None:
        self.resize(1280, 800)
        geometry = self.settings.window.get(self.settings)
        if not geometry.isEmpty():
            self.restoreGeometry(geometry)
        split = self.settings.split.get(self.settings)
        if not split.isEmpty():
            self.split.restoreState(split)
        page = self.settings.page.get(self.settings)
        if any(entry.key == page for entry in self._entries):
            self._here = page

    def _fill_pages(self, menu: QMenu) -> None:
        for at, entry in enumerate(self._entries, 1):
            action = QAction(entry.title, self)
            action.setShortcut(QKeySequence(f"Ctrl+{at}"))
            action.setData(entry.key)
            action.triggered.connect(self._on_page_action)
            menu.addAction(action)
            self._page_actions.append(action)

    def _fill_themes(self, menu: QMenu) -> None:
        inner = menu.addMenu("&Theme")
        now = self.settings.theme.get(self.settings)
        for key, words in (("system", "As the &system"), ("light", "&Light"), ("dark", "&Dark")):
            action = QAction(words, self)
            action.setCheckable(True)
            action.setChecked(key == now)
            action.setData(key)
            action.triggered.connect(self._on_theme)
            self._theme_actions.addAction(action)
            inner.addAction(action)

    def _reverse(self, is_undo: bool) -> None:
        if self.session is None:
            return
        try:
            change = self.session.undo() if is_undo else self.session.redo()
        except Refusal as refused:
            self.say(f"{'Undo' if is_undo else 'Redo'} is not possible: {refused.message}")
            return
        except StoreError as error:
            tell_store_error(self, error)
            return
        if change is not None:
            self.say(change.title)

    def _zoom(self, steps: int) -> None:
        scale = theme.zoom(self.settings.zoom.get(self.settings), steps)
        self.settings.zoom.set(self.settings, scale)
        self.apply_look()
        self.say(f"Size {round(scale * 100)}%")

    def apply_look(self) -> None:
        """Put theme and size of the settings in force."""
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.apply(app, self.settings.theme.get(self.settings), self.settings.zoom.get(self.settings))

    def _keys(self, key: str) -> str:
        return self.menus.actions[key].shortcut().toString(QKeySequence.SequenceFormat.NativeText)

    def _dropped(self, event: QDragEnterEvent | QDropEvent) -> Path | None:
        urls = event.mimeData().urls()
        path = Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None
        return path if path is not None and path.suffix == ".strikebook" else None

    def _refresh_here(self, change: Change | None) -> None:
        page = self.pages.get(self._here)
        if page is not None:
            page.refresh(change)

    @Slot(object)
    def _on_changed(self, change: Change) -> None:
        for key, page in self.pages.items():
            if page.is_concerned(change):
                self._stale.add(key)
        if self._here in self._stale:
            self._stale.discard(self._here)
            self._refresh_here(change)
        self._show_state()

    @Slot(object)
    def _on_as_of(self, _: object) -> None:
        self._stale = set(self.pages) - {self._here}
        self.why.show_why(None, "")
        self._refresh_here(None)
        self._show_state()

    @Slot(object)
    def _on_day_chosen(self, day: Any) -> None:
        if self.session is not None:
            self.session.set_as_of(day)

    @Slot(str)
    def _on_rail(self, key: str) -> None:
        self.go_to(key)

    @Slot()
    def _on_page_action(self) -> None:
        sender = self.sender()
        if isinstance(sender, QAction):
            self.go_to(sender.data())

    @Slot()
    def _on_theme(self) -> None:
        sender = self.sender()
        if isinstance(sender, QAction):
            self.settings.theme.set(self.settings, sender.data())
            self.apply_look()

    @Slot(str)
    def _on_paragraph(self, paragraph: str) -> None:
        self.go_to("plan", paragraph=paragraph)

    @Slot()
    def _on_banner(self) -> None:
        if self.session is None:
            return
        if self.session.blocked:
            self.verify()
        else:
            self.session.accept_clock()

    @Slot()
    def _on_tick(self) -> None:
        if self.session is not None:
            self.session.tick()


__all__ = ["MainWindow"]
