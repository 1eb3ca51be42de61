"""The typed editors that terms need beyond the general ones: windows, counts, reasons, ways to pay, yes or no."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QWidget

from models.errors import Refusal
from models.facts.plan import Window, as_window
from ui import theme
from ui.widgets.edits import Choice, ParsedEdit, SharesEdit
from ui.widgets.flow import flow
from ui.widgets.parsers import parse_shares

HOW_WINDOW = 'Type a window such as "90 days", "3 months" or "1 year", or "none" for nothing from that day on.'
_WINDOW = re.compile(r"([0-9]{1,5})\s*(day|month|year)s?", re.IGNORECASE)


def parse_window(typed: str) -> Window:
    """A window as people write it; Refusal `bad_window`."""
    words = typed.strip().lower()
    if words == "none":
        return Window("none")
    found = _WINDOW.fullmatch(words)
    if found is None:
        raise Refusal("bad_window", HOW_WINDOW)
    return as_window({f"{found[2]}s": int(found[1])}, "window")


def window_text(window: Window) -> str:
    """A window as `parse_window` reads it."""
    unit = window.unit if window.length != 1 else window.unit[:-1]
    return "none" if window.is_none else f"{window.length} {unit}"


class WindowEdit(ParsedEdit[Window]):
    """A window; empty follows what it overrides."""

    def __init__(self, value: Window | None = None) -> None:
        super().__init__(parse_window, window_text, HOW_WINDOW)
        self.is_optional = True
        self.set_value(value)


class CountEdit(SharesEdit):
    """A whole number that may be zero."""

    def __init__(self, value: int | None = None) -> None:
        super().__init__()
        self._parse = _parse_count
        self.set_value(value)


def _parse_count(typed: str) -> int:
    return 0 if typed.strip() == "0" else parse_shares(typed)


class YesNo(Choice):
    """Yes, no, and where allowed "as the plan says"."""

    def __init__(self, value: bool | None, follows: str = "") -> None:
        follow: list[tuple[Any, str]] = [(None, follows)] if follows else []
        super().__init__([*follow, (True, "Yes"), (False, "No")], value)


class Ticks(QWidget):
    """Several of a few words, each with a box to tick."""

    value_changed = Signal(object)

    def __init__(self, choices: Sequence[tuple[str, str]], chosen: Sequence[str], name: str) -> None:
        super().__init__()
        self._boxes = {key: QCheckBox(words) for key, words in choices}
        for key, box in self._boxes.items():
            box.setChecked(key in chosen)
            box.toggled.connect(self._on_toggled)
        self.setAccessibleName(name)
        self.setLayout(flow(*self._boxes.values(), spacing=theme.GAP.medium))

    def value(self) -> tuple[str, ...]:
        """The keys that are ticked, in their order."""
        return tuple(key for key, box in self._boxes.items() if box.isChecked())

    @Slot()
    def _on_toggled(self, *_: object) -> None:
        self.value_changed.emit(self.value())
