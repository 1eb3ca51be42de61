"""Asks where a finished file shall go and has it written whole or not at all; never over another file unasked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from models.errors import StoreError
from ui.errors import ask, tell_store_error

Save = Callable[[Path, bytes, bool], Path]


def ask_and_save(parent: QWidget, title: str, name: str, kinds: str, data: bytes, save: Save) -> Path | None:
    """The file that was written, None where the user or the disk said no; `name` gives the suffix."""
    folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
    chosen, _ = QFileDialog.getSaveFileName(parent, title, str(folder / name), kinds)
    return save_to(parent, Path(chosen), Path(name).suffix, data, save) if chosen else None


def save_to(parent: QWidget, chosen: Path, suffix: str, data: bytes, save: Save) -> Path | None:
    """Write to a file the dialog has agreed on; a name it did not see is asked about. None where it failed."""
    path = chosen if chosen.suffix.lower() == suffix else chosen.with_name(chosen.name + suffix)
    if path != chosen and path.exists():
        question = f"Replace {path.name}?"
        if not ask(parent, question, "What the file says now is lost.", "Replace the file"):
            return None
    try:
        return save(path, data, path.exists())
    except StoreError as error:
        tell_store_error(parent, error)
        return None
