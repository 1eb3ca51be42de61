"""A finished paper inside the window: its pages with zoom and fit, and its words beside them for reading aloud."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QSplitter, QToolButton, QVBoxLayout, QWidget

from ui import theme
from ui.widgets.card import row
from ui.widgets.flow import Flow
from ui.widgets.labels import hairline, label
from ui.widgets.preview_pages import FIT_PAGE, FIT_WIDTH, Pages, PageView, zoom_words

# What stands in the toolbar: the key of the deed, its icon, its name, and its shortcut for the tip.
_TOOLS = (
    ("back", "chevron-left", "Previous page", "Page Up"),
    ("forward", "chevron-right", "Next page", "Page Down"),
    ("out", "zoom-out", "Zoom out", "\N{MINUS SIGN}"),
    ("in", "zoom-in", "Zoom in", "+"),
    ("fit_width", "arrow-left-right", "Fit the width", ""),
    ("fit_page", "maximize", "Fit the whole page", ""),
    ("words", "file-text", "Show the words beside the pages", ""),
)


class Preview(QWidget):
    """`show_paper(pages, words)` shows a paper; `words` is the same content as plain text."""

    words_toggled = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = PageView()
        self.words = QPlainTextEdit()
        self.words.setReadOnly(True)
        self.words.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.words.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.words.setTabChangesFocus(True)
        self.words.setAccessibleName("The words of the paper")
        self.words.setVisible(False)
        self._where = label("", "caption", "muted")
        self._scale = label("", "caption", "muted")
        for shown in (self._where, self._scale):
            shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
            shown.setFont(theme.numerals(shown.font()))
        self._tools = {key: self._tool(icon, name, keys) for key, icon, name, keys in _TOOLS}
        self._tools["words"].setCheckable(True)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self.view)
        split.addWidget(self.words)
        split.setSizes([620, 380])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._bar())
        layout.addWidget(hairline())
        layout.addWidget(split, 1)
        self._connect()
        self.show_paper(None, "")

    def show_paper(self, pages: Pages | None, words: str) -> None:
        """Show another paper; None empties the preview."""
        for tool in self._tools.values():
            tool.setEnabled(pages is not None)
        self.view.show_pages(pages)
        if words != self.words.toPlainText():
            self.words.setPlainText(words)
        self.view.setAccessibleDescription(words[:2000])

    def tool(self, key: str) -> QToolButton:
        """One of the toolbar's buttons: back, forward, in, out, fit_width, fit_page, words."""
        return self._tools[key]

    def _tool(self, icon: str, name: str, keys: str) -> QToolButton:
        made = QToolButton()
        made.setIcon(theme.icon(icon))
        made.setAccessibleName(name)
        made.setToolTip(f"{name} ({keys})" if keys else name)
        return made

    def _bar(self) -> QWidget:
        tools = self._tools
        self._size_labels()
        bar = QWidget()
        line = Flow(theme.GAP.huge)
        line.setContentsMargins(0, theme.GAP.tiny, 0, theme.GAP.tiny)
        for group in (
            (tools["back"], self._where, tools["forward"]),
            (tools["out"], self._scale, tools["in"]),
            (tools["fit_width"], tools["fit_page"], tools["words"]),
        ):
            together = QWidget()
            together.setLayout(row(*group, spacing=theme.GAP.hair))
            line.addWidget(together)
        bar.setLayout(line)
        return bar

    def _size_labels(self) -> None:
        """Wide enough for whatever they will say, so that nothing beside them moves."""
        self._fix(self._where, "Page 00 of 00")
        self._fix(self._scale, "400%")

    def _fix(self, shown: QLabel, longest: str) -> None:
        shown.setMinimumWidth(shown.fontMetrics().horizontalAdvance(longest) + theme.GAP.small)

    def _connect(self) -> None:
        tools = self._tools
        tools["back"].clicked.connect(self._on_back)
        tools["forward"].clicked.connect(self._on_forward)
        tools["out"].clicked.connect(self._on_out)
        tools["in"].clicked.connect(self._on_in)
        tools["fit_width"].clicked.connect(self._on_fit_width)
        tools["fit_page"].clicked.connect(self._on_fit_page)
        tools["words"].toggled.connect(self._on_words)
        self.view.page_changed.connect(self._on_page)
        self.view.zoom_changed.connect(self._on_zoom)
        self._on_zoom(self.view.zoom)

    @Slot()
    def _on_back(self) -> None:
        self.view.go_to_page(max(1, self.view.page - 1))

    @Slot()
    def _on_forward(self) -> None:
        self.view.go_to_page(min(self.view.count, self.view.page + 1))

    @Slot()
    def _on_out(self) -> None:
        self.view.zoom_by(-1)

    @Slot()
    def _on_in(self) -> None:
        self.view.zoom_by(1)

    @Slot()
    def _on_fit_width(self) -> None:
        self.view.set_fit(FIT_WIDTH)

    @Slot()
    def _on_fit_page(self) -> None:
        self.view.set_fit(FIT_PAGE)

    @Slot(bool)
    def _on_words(self, is_on: bool) -> None:
        self.words.setVisible(is_on)
        self.words_toggled.emit(is_on)

    @Slot(int, int)
    def _on_page(self, number: int, of: int) -> None:
        self._where.setText(f"Page {number} of {of}" if of else "")
        self._tools["back"].setEnabled(number > 1)
        self._tools["forward"].setEnabled(number < of)

    @Slot(float)
    def _on_zoom(self, zoom: float) -> None:
        self._scale.setText(zoom_words(zoom))
