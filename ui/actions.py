"""The menus as data: walked by the window to make them, by the shortcuts page to list them, and by tests."""

from __future__ import annotations

from typing import NamedTuple


class Action(NamedTuple):
    """One entry: `key` names the window's method `do_<key>`; `needs` says when it is enabled.

    `needs`: "" always, "record" an open record, "writable" one that may be changed. `standard` names a
    QKeySequence.StandardKey whose keys differ between systems, `keys` are fixed ones, offered beside those.
    """

    key: str
    words: str
    keys: str = ""
    standard: str = ""
    needs: str = ""
    tip: str = ""
    role: str = ""  # a QAction.MenuRole, for the menu bar of macOS


class Menu(NamedTuple):
    """A menu: its title and entries; None is a line, a word a place the window fills (such as "pages")."""

    title: str
    entries: tuple[Action | str | None, ...]


FILE = Menu(
    "&File",
    (
        Action("new", "&New record\N{HORIZONTAL ELLIPSIS}", standard="New"),
        Action("open", "&Open\N{HORIZONTAL ELLIPSIS}", standard="Open"),
        "recent",
        Action("open_sample", "Open the &sample", tip="A copy of the example, to try things on"),
        None,
        Action("save_copy", "Save a &copy as\N{HORIZONTAL ELLIPSIS}", keys="Ctrl+Shift+S", needs="record"),
        Action("back_up", "&Back up now", keys="Ctrl+B", needs="record"),
        Action("restore", "&Restore a backup\N{HORIZONTAL ELLIPSIS}", needs="record"),
        None,
        Action("import_record", "&Import\N{HORIZONTAL ELLIPSIS}", needs="writable"),
        Action("export_record", "&Export\N{HORIZONTAL ELLIPSIS}", keys="Ctrl+E", needs="record"),
        None,
        Action("print", "&Print\N{HORIZONTAL ELLIPSIS}", standard="Print", needs="record"),
        None,
        Action("close", "C&lose the record", standard="Close", needs="record"),
        Action("quit", "&Quit", keys="Ctrl+Q", role="QuitRole"),
    ),
)
EDIT = Menu(
    "&Edit",
    (
        Action("undo", "&Undo", standard="Undo", needs="writable"),
        Action("redo", "&Redo", keys="Ctrl+Y", standard="Redo", needs="writable"),
        None,
        Action("copy", "&Copy", standard="Copy", tip="The selected rows with their headings, or the text"),
        Action("find", "&Find\N{HORIZONTAL ELLIPSIS}", standard="Find", needs="record"),
        Action("find_next", "Find &next", keys="F3", needs="record"),
        None,
        Action("holder", "Name and &address\N{HORIZONTAL ELLIPSIS}", needs="writable"),
        Action("preferences", "&Preferences\N{HORIZONTAL ELLIPSIS}", keys="Ctrl+,", role="PreferencesRole"),
    ),
)
VIEW = Menu(
    "&View",
    (
        "pages",
        None,
        Action("as_of", "Show another &day\N{HORIZONTAL ELLIPSIS}", keys="Ctrl+D", needs="record"),
        Action("today", "Back to &today", keys="Ctrl+T", needs="record"),
        Action("why", "&Why? panel", keys="Ctrl+Shift+Y", needs="record"),
        None,
        Action("zoom_in", "Zoom &in", keys="Ctrl+="),
        Action("zoom_out", "Zoom &out", keys="Ctrl+-"),
        Action("zoom_normal", "&Normal size", keys="Ctrl+0"),
        "themes",
    ),
)
HELP = Menu(
    "&Help",
    (
        Action("guide", "User &guide", keys="F1"),
        Action("shortcuts", "&Keyboard shortcuts", keys="Ctrl+/"),
        None,
        Action("open_folder", "Open the &data folder"),
        Action("copy_diagnostics", "Copy &diagnostics", tip="Versions and settings, nothing personal"),
        None,
        Action("licences", "&Licenses"),
        Action("about", "&About Strikebook", role="AboutRole"),
    ),
)
MENUS = (FILE, EDIT, VIEW, HELP)


def all_actions() -> tuple[Action, ...]:
    """Every entry of every menu."""
    return tuple(entry for menu in MENUS for entry in menu.entries if isinstance(entry, Action))
