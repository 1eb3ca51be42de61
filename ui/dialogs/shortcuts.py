"""Every key of the program on one page, read from the menus themselves."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QGridLayout, QWidget

from ui import theme
from ui.actions import MENUS, Action
from ui.dialogs.pages import ReadingDialog
from ui.widgets.labels import label

ELSEWHERE: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        "In a field for a date",
        (
            ("Up, Down", "The next day, the day before"),
            ("Page Up, Page Down", "The next month, the month before"),
            ("F4", "A calendar"),
        ),
    ),
    (
        "In a table",
        (
            ("Enter", "Open the row"),
            ("Delete", "Delete the rows; Undo brings them back"),
            ("Ctrl+C", "Copy the rows with their headings"),
        ),
    ),
    (
        "In the timeline",
        (
            ("Left, Right", "The day before or after on which something happens"),
            ("Up, Down", "Another grant"),
            ("Home, End", "The grant date, the last day"),
            ("+, \N{MINUS SIGN}", "Show less time, more time"),
            ("Enter", "Why?"),
        ),
    ),
    (
        "On Exercise",
        (
            ("Ctrl+Enter", "Prepare the notice"),
            ("Enter, Space", "Among the ways to pay: choose the way"),
            ("Up, Down", "In the field of shares: a hundred more, a hundred fewer"),
            ("Alt+Up, Alt+Down", "In the field of a lot: give it earlier, later"),
        ),
    ),
    (
        "On What if",
        (
            ("Page Up, Page Down", "On the slider: the next vesting day, the one before"),
            ("Arrows", "In the map: another day, another price"),
        ),
    ),
    (
        "On a figure",
        (("Tab", "The next figure; the Why? panel explains it"), ("Enter", "Why?")),
    ),
    (
        "Pages",
        (
            ("Ctrl+1 to Ctrl+8", "Go to a page"),
            ("Up, Down", "The next page, in the rail"),
            ("Ctrl+Page Down, Ctrl+Page Up", "The next section of Record, the one before"),
        ),
    ),
)


def keys_of(action: Action) -> str:
    """The keys of an entry as this system writes them."""
    native = QKeySequence.SequenceFormat.NativeText
    if action.standard:
        found = QKeySequence.keyBindings(getattr(QKeySequence.StandardKey, action.standard))
        return found[0].toString(native) if found else ""
    return QKeySequence(action.keys).toString(native)


def plain(words: str) -> str:
    """A menu's words without mnemonic and dots."""
    return words.replace("&", "").removesuffix("\N{HORIZONTAL ELLIPSIS}")


class ShortcutsDialog(ReadingDialog):
    """Lists keys by menu and by place; only what the window offers (`offered`)."""

    def __init__(self, parent: QWidget | None, offered: frozenset[str]) -> None:
        super().__init__(parent, "Keyboard shortcuts", "Everything can be done with the keyboard.")
        for menu in MENUS:
            rows = [
                (keys_of(entry), plain(entry.words))
                for entry in menu.entries
                if isinstance(entry, Action) and entry.key in offered and keys_of(entry)
            ]
            self._section(plain(menu.title), rows)
        for title, listed in ELSEWHERE:
            self._section(title, list(listed))
        self.content.addStretch(1)

    def _section(self, title: str, rows: list[tuple[str, str]]) -> None:
        self.content.addSpacing(theme.GAP.small)
        self.content.addWidget(label(title, "strong"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.GAP.large)
        grid.setVerticalSpacing(theme.GAP.tiny)
        grid.setColumnMinimumWidth(0, 170)
        grid.setColumnStretch(1, 1)
        for at, (keys, words) in enumerate(rows):
            grid.addWidget(label(keys, "label", "accent"), at, 0)
            grid.addWidget(label(words, wraps=True), at, 1)
        self.content.addLayout(grid)
