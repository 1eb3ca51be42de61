"""Makes the menu bar from the data in `ui.actions`, leaving out what nobody handles.

The first picture needs the titles alone. The entries with their shortcuts follow right after it, or when one is asked
for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from ui.actions import MENUS, Action


class Menus:
    """The menu bar of a window. `handlers` are objects with methods `do_<key>`; `fill` makes the named places;
    `then` is called when all entries are there."""

    def __init__(
        self,
        window: QMainWindow,
        handlers: Sequence[QObject],
        fill: Mapping[str, Callable[[QMenu], None]],
        then: Callable[[], None],
    ) -> None:
        self._window = window
        self._handlers = handlers
        self._fill = fill
        self._then = then
        self._actions: dict[str, QAction] = {}
        self._needs: dict[str, str] = {}
        self._met: dict[str, bool] = {}
        self.is_complete = False
        self._menus = [window.menuBar().addMenu(menu.title) for menu in MENUS]

    @property
    def actions(self) -> Mapping[str, QAction]:
        """Every entry by its key."""
        self.complete()
        return self._actions

    def complete(self) -> None:
        """Make the entries, once."""
        if self.is_complete:
            return
        self.is_complete = True
        for menu, made in zip(MENUS, self._menus, strict=True):
            made.setToolTipsVisible(True)
            for entry in menu.entries:
                if entry is None:
                    if made.actions() and not made.actions()[-1].isSeparator():
                        made.addSeparator()
                elif isinstance(entry, str):
                    if entry in self._fill:
                        self._fill[entry](made)
                else:
                    self._add(made, entry)
        self._apply()
        self._then()

    def enable(self, has_record: bool, is_writable: bool) -> None:
        """Enable what can be done now."""
        self._met = {"": True, "record": has_record, "writable": has_record and is_writable}
        self._apply()

    def _apply(self) -> None:
        for key, action in self._actions.items():
            action.setEnabled(self._met[self._needs[key]])

    def _add(self, menu: QMenu, entry: Action) -> None:
        owner = next((one for one in self._handlers if hasattr(one, f"do_{entry.key}")), None)
        if owner is None:
            return
        action = QAction(entry.words, self._window)
        action.setObjectName(entry.key)
        if entry.standard:
            found = QKeySequence.keyBindings(getattr(QKeySequence.StandardKey, entry.standard))
            own = QKeySequence(entry.keys)
            action.setShortcuts([*found, *([own] if entry.keys and own not in found else [])])
        elif entry.keys:
            action.setProperty("shortcut", entry.keys)  # setShortcut() would import the name Qt
        if entry.tip:
            action.setToolTip(entry.tip)
        if entry.role:
            action.setMenuRole(getattr(QAction.MenuRole, entry.role))
        action.triggered.connect(getattr(owner, f"do_{entry.key}"))
        menu.addAction(action)
        self._actions[entry.key] = action
        self._needs[entry.key] = entry.needs
