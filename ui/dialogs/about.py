"""What this program is, and under which licences its parts stand."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

from models import __version__
from ui.dialogs.licences import licence_texts
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


class LicencesDialog(ReadingDialog):
    """All licences in one text that can be searched and copied."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent, "Licenses", "What the program is made of, and under which terms.", 720)
        parts = [f"{title}\n{'=' * len(title)}\n\n{text.strip()}\n" for title, text in licence_texts()]
        made = QPlainTextEdit("\n\n".join(parts))
        made.setReadOnly(True)
        made.setAccessibleName("Licenses")
        self.content.addWidget(made, 1)
