"""Finds letters that two things seen at once would both answer to with Alt."""

from __future__ import annotations

from collections import Counter

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QAbstractButton, QLabel, QMainWindow


def doubled_mnemonics(window: QMainWindow) -> list[str]:
    """The keys, such as "Alt+S", that more than one visible label, button or menu of the window has."""
    words = [label.text() for label in window.findChildren(QLabel) if label.isVisible() and label.buddy() is not None]
    words += [button.text() for button in window.findChildren(QAbstractButton) if button.isVisible()]
    words += [action.text() for action in window.menuBar().actions()]
    keys = Counter(QKeySequence.mnemonic(text).toString() for text in words)
    return sorted(key for key, count in keys.items() if key and count > 1)
