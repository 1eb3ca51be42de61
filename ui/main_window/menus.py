"""Makes the menu bar from the data in `ui.actions`, leaving out what nobody handles."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from ui.actions import MENUS, Action


def _always(_: str) -> bool:
    return True


class Menus:
    """The menu bar of a window. `handlers` are objects with methods `do_<key>`, and `offers(key)` where one may be
    missing; `fill` makes the named places."""

    def __init__(
        self, window: QMainWindow, handlers: Sequence[QObject], fill: Mapping[str, Callable[[QMenu], None]]
    ) -> None:
        self.actions: dict[str, QAction] = {}
        self._needs: dict[str, str] = {}
        for menu in MENUS:
            made = window.menuBar().addMenu(menu.title)
            made.setToolTipsVisible(True)
            for entry in menu.entries:
                if entry is None:
                    if made.actions() and not made.actions()[-1].isSeparator():
                        made.addSeparator()
                elif isinstance(entry, str):
                    if entry in fill:
                        fill[entry](made)
                else:
                    self._add(window, made, entry, handlers)

    def enable(self, has_record: bool, is_writable: bool) -> None:
        """Enable what can be done now."""
        met = {"": True, "record": has_record, "writable": has_record and is_writable}
        for key, action in self.actions.items():
            action.setEnabled(met[self._needs[key]])

    def _add(self, window: QMainWindow, menu: QMenu, entry: Action, handlers: Sequence[QObject]) -> None:
        owner = next((one for one in handlers if hasattr(one, f"do_{entry.key}")), None)
        if owner is None or not getattr(owner, "offers", _always)(entry.key):
            return
        action = QAction(entry.words, window)
        action.setObjectName(entry.key)
        if entry.standard:
            action.setShortcuts(getattr(QKeySequence.StandardKey, entry.standard))
        elif entry.keys:
            action.setProperty("shortcut", entry.keys)  # setShortcut() would import the name Qt
        if entry.tip:
            action.setToolTip(entry.tip)
        if entry.role:
            action.setMenuRole(getattr(QAction.MenuRole, entry.role))
        action.triggered.connect(getattr(owner, f"do_{entry.key}"))
        menu.addAction(action)
        self.actions[entry.key] = action
        self._needs[entry.key] = entry.needs
