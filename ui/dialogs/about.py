"""What this program is, and under which licences its parts stand."""

from __future__ import annotations

from importlib import metadata
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

import resources
from models import __version__
from ui.dialogs.pages import ReadingDialog
from ui.widgets.labels import label

ABOUT = (
    (
        "A record of stock options on your own computer: what has vested, what it costs to exercise, how to pay, "
        "the notice to send, and the days that must not be missed."
    ),
    "It opens no connection of any kind. What you enter stays in one file that only you can read.",
    (
        "It explains the rules of a plan and does sums. It gives no legal, tax or investment advice: "
        "before you act, compare with your option letter and ask someone who may advise you."
    ),
)
# Distributions whose licences are shown, with what they do here.
PARTS = (
    ("PySide6-Essentials", "the window (Qt for Python, LGPL)"),
    ("reportlab", "the papers"),
    ("pypdfium2", "reading papers back and showing them"),
    ("sqlite-utils", "making and upgrading the record's file"),
    ("python-dateutil", "calendar rules"),
    ("icalendar", "calendar files"),
    ("openpyxl", "writing spreadsheets"),
    ("python-calamine", "reading spreadsheets"),
)
BUNDLED = (
    ("Inter, the typeface of the window", "fonts/ui/LICENSE.txt"),
    ("Gentium Book Plus, the typeface of the papers", "fonts/paper/LICENSE.txt"),
    ("DejaVu Sans, for the letters that one lacks", "fonts/LICENSE.txt"),
    ("Lucide, the icons", "icons/ui/LICENSE.txt"),
)


class AboutDialog(ReadingDialog):
    """Name, version, what it does and does not do."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent, "About Strikebook", f"Version {__version__}", 480)
        for words in ABOUT:
            made = label(words, wraps=True)
            made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            # Else the height its words would like at a lesser width counted as needed.
            made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
            self.content.addWidget(made)
        self.content.addStretch(1)
        self.fit()


def licence_texts() -> list[tuple[str, str]]:
    """Title and text of every licence, the program's own first."""
    found = [("Strikebook", _own())]
    found += [(title, resources.read_text(name)) for title, name in BUNDLED]
    for name, use in PARTS:
        found.append((f"{name}, for {use}", _of_distribution(name)))
    return found


def _own() -> str:
    path = Path(resources.path("icons")).parent.parent / "LICENSE"
    return path.read_text(encoding="utf-8") if path.exists() else "MIT License. See the file LICENSE."


def _of_distribution(name: str) -> str:
    try:
        found = metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return "Not installed here."
    about = found.metadata
    head = f"{about['Name']} {found.version}"
    licence = next((about[key] for key in ("License-Expression", "License") if key in about), "")
    texts = [file for file in found.files or () if "licen" in file.name.lower() or "copying" in file.name.lower()]
    read = [str(file.locate()) for file in texts if file.suffix.lower() in {"", ".txt", ".md", ".rst"}]
    bodies = [Path(path).read_text(encoding="utf-8", errors="replace") for path in read if Path(path).is_file()]
    return "\n\n".join(part for part in (head, licence if len(licence) < 200 else "", *bodies) if part)


class LicencesDialog(ReadingDialog):
    """All licences in one text that can be searched and copied."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent, "Licenses", "What the program is made of, and under which terms.", 720)
        parts = [f"{title}\n{'=' * len(title)}\n\n{text.strip()}\n" for title, text in licence_texts()]
        made = QPlainTextEdit("\n\n".join(parts))
        made.setReadOnly(True)
        made.setAccessibleName("Licenses")
        self.content.addWidget(made, 1)
