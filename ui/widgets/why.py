"""The Why? panel: the steps behind the figure last asked about, with the paragraphs they rest on."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QToolButton, QVBoxLayout, QWidget

from models.values.explanation import Explanation, Reading, Step
from ui import text, theme
from ui.theme import lean
from ui.widgets.card import column, row
from ui.widgets.labels import hairline, label

HINT = (
    "Click a figure, or reach it with Tab, and this panel says how it comes about: "
    "the steps, what went into them, and the paragraph of the plan each rests on."
)


class WhyPanel(QWidget):
    """Shows an `Explanation`; `paragraph_asked(name)` when a paragraph's mark is pressed, `closed` by its button."""

    paragraph_asked = Signal(str)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._explanation: Explanation | None = None
        self._title = ""
        self.setAccessibleName("Why?")
        self.setMinimumWidth(220)
        close = self.close_button = QToolButton()
        close.setIcon(theme.icon("x", "muted"))
        close.setAccessibleName("Close the Why? panel")
        close.setToolTip("Close (Ctrl+Shift+Y)")
        close.clicked.connect(self._on_close)
        self._heading = label("", "strong", wraps=True)
        head = row(label("Why?", "title"), None, close)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        lean.put(self._area, horizontalScrollBarPolicy=lean.SCROLL_OFF)
        self._area.setAccessibleName("The steps")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.GAP.large, theme.GAP.medium, theme.GAP.small, theme.GAP.medium)
        layout.setSpacing(theme.GAP.small)
        layout.addLayout(head)
        layout.addWidget(self._area, 1)
        self.show_why(None, "")

    @property
    def title(self) -> str:
        """The figure that is explained."""
        return self._title

    @property
    def explanation(self) -> Explanation | None:
        """What is shown."""
        return self._explanation

    def show_why(self, explanation: Explanation | None, title: str) -> None:
        """Explain another figure; None shows how the panel is used."""
        if explanation is not None and explanation == self._explanation and title == self._title:
            return
        self._explanation, self._title = explanation, title
        body = QWidget()
        body.setProperty("plain", "true")
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, theme.GAP.small, 0)
        layout.setSpacing(theme.GAP.medium)
        if explanation is None:
            layout.addWidget(label(HINT, "body", "muted", wraps=True))
        else:
            layout.addWidget(label(title, "strong", wraps=True))
            told: set[Reading] = set()
            for number, step in enumerate(explanation):
                if number:
                    layout.addWidget(hairline())
                layout.addLayout(self._step(step, step.reading not in told))
                if step.reading is not None:
                    told.add(step.reading)
        layout.addStretch(1)
        self._area.setWidget(body)

    def follow(self) -> None:
        """Come after what was just put into the window, in the order of Tab: what finds its place last comes last."""
        self._area.setWidget(self._area.takeWidget())

    def text(self) -> str:
        """The explanation as plain text, for Copy and for screen readers."""
        if self._explanation is None:
            return ""
        lines = [self._title]
        for step in self._explanation:
            lines.append(f"{text.paragraph(step.paragraph)}: {text.sentence(step.says)}")
            if step.reading is not None:
                lines.append(f"  In force: {text.sentence(step.reading.in_force)}")
                lines.append(f"  Other reading: {text.sentence(step.reading.other)}")
        return "\n".join(lines)

    def paintEvent(self, event: QPaintEvent) -> None:
        lean.fill(theme.Painter(self), self.rect(), theme.tones(self).card)

    def _step(self, step: Step, is_new: bool) -> QVBoxLayout:
        mark = QToolButton()
        mark.setText(text.paragraph(step.paragraph))
        mark.setProperty("kind", "mark")
        lean.point(mark)
        mark.setAccessibleName(f"Paragraph {step.paragraph}")
        mark.setToolTip("Show it on the Plan page")
        mark.setProperty("paragraph", step.paragraph)
        mark.clicked.connect(self._on_mark)
        says = label(text.sentence(step.says), wraps=True)
        lean.put(says, textInteractionFlags=lean.SELECT_BY_MOUSE)
        made = column(row(mark, None), says, spacing=theme.GAP.tiny)
        if step.reading is not None and is_new:
            made.addWidget(_BothReadings(step.reading))
        elif step.reading is not None:
            made.addWidget(label("Can be read in two ways: see above.", "caption", "muted", wraps=True))
        return made

    @Slot()
    def _on_mark(self) -> None:
        self.paragraph_asked.emit(self.sender().property("paragraph"))

    @Slot()
    def _on_close(self) -> None:
        self.closed.emit()


class _BothReadings(QWidget):
    """Both ways to read a place of the plan, the one in force marked."""

    def __init__(self, reading: Reading) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.GAP.medium, theme.GAP.small, theme.GAP.small, theme.GAP.small)
        layout.setSpacing(theme.GAP.tiny)
        layout.addWidget(label("This can be read in two ways", "caption", "muted", wraps=True))
        layout.addWidget(label("\N{CHECK MARK} In force", "label", "accent"))
        layout.addWidget(label(text.sentence(reading.in_force), "body", wraps=True))
        layout.addWidget(label("Other reading", "label", "muted"))
        layout.addWidget(label(text.sentence(reading.other), "body", "muted", wraps=True))

    def paintEvent(self, event: QPaintEvent) -> None:
        tones = theme.tones(self)
        painter = theme.Painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(lean.CLEAR)
        painter.setBrush(tones.window)
        painter.drawRoundedRect(QRectF(self.rect()), 8, 8)
        painter.setBrush(tones.accent)
        painter.drawRoundedRect(QRectF(0, 6, 3, self.height() - 12), 1.5, 1.5)
