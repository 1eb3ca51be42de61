"""What the Edit menu does: undo and redo in words, copy, find, the holder, preferences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from models.errors import Refusal, StoreError
from ui.errors import tell_store_error

if TYPE_CHECKING:
    from ui.main_window.find import FindBar
    from ui.main_window.window import MainWindow


class EditDeeds(QObject):
    """Handles Edit; `window` is where it happens."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._find: FindBar | None = None

    def show_undo(self) -> None:
        """Say in the menu what Undo and Redo would do, once they are in it."""
        session = self._window.session
        if session is None or not self._window.menus.is_complete:
            return
        for key, word, title in (
            ("undo", "Undo", session.undo_title),
            ("redo", "Redo", session.redo_title),
        ):
            action = self._window.menus.actions[key]
            action.setEnabled(title is not None and not session.is_read_only)
            said = "" if title is None else f": {title[:1].lower()}{title[1:]}".replace("&", "&&")
            action.setText(f"&{word}{said}")

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
        from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QTextEdit

        from ui.tables.view import Table

        window, focused = self._window, QApplication.focusWidget()
        page = window.pages.get(window.here)
        if isinstance(focused, Table):
            copied = focused.tsv()
        elif isinstance(focused, QLineEdit | QLabel) and focused.hasSelectedText():
            copied = focused.selectedText()
        elif isinstance(focused, QPlainTextEdit | QTextEdit):
            focused.copy()
            return
        elif focused is not None and window.frame.why.isAncestorOf(focused):
            copied = window.frame.why.text()
        else:
            copied = page.copy() if page is not None else ""
        if copied:
            QGuiApplication.clipboard().setText(copied)
            window.say("Copied.")

    @Slot()
    def do_find(self) -> None:
        """Open the line that finds a row on this page."""
        self._find_bar().open()

    @Slot()
    def do_find_next(self) -> None:
        """Find the next row."""
        self._find_bar().find_next()

    @Slot()
    def do_holder(self) -> None:
        """Change the holder's name and address."""
        from models.record.deeds import change_holder
        from ui.dialogs.new_record import HolderDialog

        session = self._window.session
        if session is None:
            return
        holder = HolderDialog.ask(self._window, session.record.holder)
        if holder is not None and holder != session.record.holder:
            self._window.commit(change_holder(session.record, holder=holder))

    @Slot()
    def do_preferences(self) -> None:
        """Open the preferences."""
        from ui.dialogs.preferences import PreferencesDialog

        dialog = PreferencesDialog(self._window, self._window.settings)
        dialog.look_changed.connect(self._window.apply_look)
        dialog.days_changed.connect(self._window.refresh_all)
        dialog.exec()

    def _reverse(self, is_undo: bool) -> None:
        session = self._window.session
        if session is None:
            return
        try:
            change = session.undo() if is_undo else session.redo()
        except Refusal as refused:
            self._window.say(f"{'Undo' if is_undo else 'Redo'} is not possible: {refused.message}")
            return
        except StoreError as error:
            tell_store_error(self._window, error)
            return
        if change is not None:
            self._window.say(change.title)

    def _find_bar(self) -> FindBar:
        """The line at the foot of the page, made when it is first wanted."""
        if self._find is None:
            from ui.main_window.find import FindBar

            self._find = FindBar()
            self._find.asked.connect(self._on_find)
            self._find.closed.connect(self._on_find_closed)
            self._window.frame.add_below(self._find)
        return self._find

    @Slot(str)
    def _on_find(self, words: str) -> None:
        page = self._window.pages.get(self._window.here)
        if page is not None:
            self._find_bar().tell(page.find_words(words))

    @Slot()
    def _on_find_closed(self) -> None:
        page = self._window.pages.get(self._window.here)
        if page is not None:
            page.setFocus()
