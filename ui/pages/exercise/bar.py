"""The line at the foot of the page: what would be done, in one sentence, and the button that prepares it."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui import theme
from ui.widgets.beside import Beside
from ui.widgets.card import column
from ui.widgets.labels import button, label, set_tone


class ActionBar(QWidget):
    """`acted` when its button is pressed (Ctrl+Enter); `let_go` when the draft taken up is not to be changed."""

    acted = Signal()
    let_go = Signal()

    def __init__(self, verb: str) -> None:
        super().__init__()
        self.sentence = label("", "strong", wraps=True)
        self.note = label("", "caption", "muted", wraps=True)
        self.verb = button("", "primary")
        self.show_verb(verb)
        self.verb.clicked.connect(self._on_clicked)
        self.anew = button("Prepare another instead", "quiet")
        self.anew.clicked.connect(self.let_go)
        self.anew.setVisible(False)
        words = QWidget()
        words.setLayout(column(self.sentence, self.note, spacing=theme.GAP.hair))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.GAP.huge, theme.GAP.medium, theme.GAP.huge, theme.GAP.medium)
        self._beside = Beside(words, self.anew, self.verb)
        layout.addWidget(self._beside, 1)
        layout.addStretch(0)

    def limit(self, width: int) -> None:
        """Keep what is said within this width, as the page above it does."""
        self._beside.setMaximumWidth(width - 2 * theme.GAP.huge)

    def set_low(self, is_low: bool) -> None:
        """Leave the note away where the page is low; it is a tip then."""
        self.note.setVisible(not is_low)

    def show_verb(self, verb: str) -> None:
        """Name the button."""
        self.verb.setText(verb)
        self.verb.setToolTip(f"{verb.replace('&', '')} (Ctrl+Enter)")
        self.verb.setShortcut(QKeySequence("Ctrl+Return"))  # setText puts its mnemonic in the place of a shortcut

    def show_words(self, sentence: str, note: str, tone: str = "muted", can_act: bool = True) -> None:
        """Say something else."""
        self.sentence.setText(sentence)
        self.note.setText(note)
        self.sentence.setToolTip(note)
        set_tone(self.note, tone)
        self.verb.setEnabled(can_act)

    def paintEvent(self, event: QPaintEvent) -> None:
        tones = theme.tones(self)
        painter = QPainter(self)
        painter.fillRect(self.rect(), tones.card)
        painter.setPen(QPen(tones.hairline, 1))
        painter.drawLine(0, 0, self.width(), 0)

    @Slot()
    def _on_clicked(self) -> None:
        self.acted.emit()
