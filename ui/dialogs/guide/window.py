"""The window of the user guide: contents and search on the left, one page on the right."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, QUrl, Slot
from PySide6.QtGui import QImage, QKeyEvent, QKeySequence, QResizeEvent, QShortcut, QTextDocument
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from ui import theme
from ui.dialogs.guide import book
from ui.dialogs.guide.markup import to_html
from ui.widgets.card import is_restyle, row
from ui.widgets.labels import button, label

WIDEST = 640  # logical pixels of a picture
_NAME = Qt.ItemDataRole.UserRole


class Reader(QTextBrowser):
    """One page. Links lead to other pages of the guide and nowhere else; pictures come from its folder only."""

    def __init__(self) -> None:
        super().__init__()
        self.name = ""
        self._width = 0
        self.setAccessibleName("Page of the guide")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setStyleSheet("QTextBrowser { border: none; border-radius: 0; padding: 0; }")
        self.setOpenLinks(False)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(60)
        self._timer.timeout.connect(self._on_resized)

    def show_page(self, name: str, words: str = "") -> None:
        """Show a page, and go to the first of `words` in it."""
        self.name = name if name in book.titles() else book.INDEX
        self._render()
        first = words.split(maxsplit=1)[0] if words.split() else ""
        if first and not self.find(first):
            self.moveCursor(self.textCursor().MoveOperation.Start)

    def loadResource(self, kind: int, name: QUrl | str) -> Any:  # noqa: N802 - Qt's name
        if kind == QTextDocument.ResourceType.ImageResource.value:
            path = (book.folder() / QUrl(name).toString()).resolve()
            if book.folder().resolve() in path.parents and path.suffix == ".png":
                return self._scaled(QImage(str(path)))
        return None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._timer.start()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if is_restyle(event) and self.name and self._timer is not None:
            self._width = 0
            self._timer.start()

    def sizeHint(self) -> QSize:
        return QSize(WIDEST + 96, 560)

    def _scaled(self, picture: QImage) -> QImage:
        """The picture at the pixels it is shown with: the document itself would scale it roughly."""
        ratio = self.devicePixelRatioF()
        smooth = Qt.TransformationMode.SmoothTransformation
        scaled = picture.convertToFormat(QImage.Format.Format_RGB32).scaledToWidth(round(self._width * ratio), smooth)
        scaled.setDevicePixelRatio(ratio)
        return scaled

    def _picture_width(self) -> int:
        return max(200, min(WIDEST, self.viewport().width() - 72))

    def _render(self) -> None:
        tones = theme.tones(self)
        self._width = self._picture_width()
        sheet = (
            f"a {{ color: {tones.accent.name()}; text-decoration: none; }}"
            f"h1 {{ font-size: x-large; font-weight: 600; margin-bottom: 8px; }}"
            f"h2 {{ font-size: large; font-weight: 600; margin-top: 20px; margin-bottom: 4px; }}"
            f"p {{ margin-top: 4px; margin-bottom: 8px; line-height: 135%; }}"
            f"li {{ margin-bottom: 5px; line-height: 130%; }}"
            f"p.gap {{ font-size: 5px; margin: 0; }}"
            f"p.picture {{ margin-top: 12px; margin-bottom: 2px; line-height: 100%; }}"
            f"p.caption {{ color: {tones.muted.name()}; font-size: small; margin-bottom: 14px; }}"
            f"th {{ text-align: left; color: {tones.muted.name()}; font-weight: 500;"
            f" border-bottom: 1px solid {tones.line.name()}; }}"
            f"b {{ font-weight: 600; }}"
            f"td {{ border-bottom: 1px solid {tones.hairline.name()}; }}"
        )
        self.document().setDefaultStyleSheet(sheet)
        self.document().setDocumentMargin(theme.GAP.huge)
        self.setHtml(to_html(book.page_text(self.name)))

    @Slot()
    def _on_resized(self) -> None:
        if self.name and self._picture_width() != self._width:
            at = self.verticalScrollBar().value()
            self._render()
            self.verticalScrollBar().setValue(at)


class GuideWindow(QDialog):
    """Stays open beside the main window; Esc closes it, typing in the search field finds."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("User guide")
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self._visited: list[str] = []
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search the guide")
        self.search.setAccessibleName("Search the guide")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._on_search)
        self.search.returnPressed.connect(self._on_first)
        self.list = QListWidget()
        self.list.setAccessibleName("Pages of the guide")
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setProperty("plain", "true")
        self.list.setWordWrap(True)
        self.list.setSpacing(3)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentItemChanged.connect(self._on_item)
        self.none = label("", "body", "muted", wraps=True)
        self.reader = Reader()
        self.reader.anchorClicked.connect(self._on_link)
        self.back = button("Back", "quiet", "arrow-left")
        self.back.clicked.connect(self._on_back)
        self._assemble()
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.activated.connect(self._on_find)
        back = QShortcut(QKeySequence(QKeySequence.StandardKey.Back), self)
        back.activated.connect(self._on_back)
        self._fill("")

    @property
    def listed(self) -> list[str]:
        """The names of the pages listed."""
        return [self.list.item(at).data(_NAME) for at in range(self.list.count())]

    def show_page(self, name: str, words: str = "") -> None:
        """Show a page by its file name."""
        if self.reader.name and self.reader.name != name:
            self._visited.append(self.reader.name)
        self.reader.show_page(name, words)
        self.back.setEnabled(bool(self._visited))
        self._mark()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and self.search.hasFocus():
            self.list.setFocus()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            event.accept()  # no default button is meant
        else:
            super().keyPressEvent(event)

    # ------------------------------------------------------------------ private

    def _assemble(self) -> None:
        left = QWidget()
        beside = QVBoxLayout(left)
        beside.setContentsMargins(theme.GAP.medium, theme.GAP.medium, theme.GAP.small, theme.GAP.medium)
        beside.setSpacing(theme.GAP.small)
        for widget in (self.search, self.none, self.list):
            beside.addWidget(widget)
        beside.setStretch(2, 1)
        right = QWidget()
        inside = QVBoxLayout(right)
        inside.setContentsMargins(0, theme.GAP.medium, 0, 0)
        inside.setSpacing(0)
        bar = row(self.back, None)
        bar.setContentsMargins(theme.GAP.medium, 0, theme.GAP.medium, theme.GAP.small)
        inside.addLayout(bar)
        inside.addWidget(self.reader, 1)
        split = QSplitter()
        split.addWidget(left)
        split.addWidget(right)
        split.setStretchFactor(1, 1)
        split.setChildrenCollapsible(False)
        split.setSizes([250, WIDEST + 96])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(split)
        room = self.screen().availableSize()
        self.resize(min(1010, room.width() - 40), min(720, room.height() - 60))
        self.setMinimumSize(520, 320)

    def _fill(self, words: str) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        found = book.search(words)
        entries = [(one.name, one.title, one.line) for one in found] if words.strip() else []
        if not words.strip():
            entries = [(name, title, "") for name, title in book.titles().items()]
        for name, title, line in entries:
            item = QListWidgetItem(f"{title}\n{line}" if line else title)
            item.setData(_NAME, name)
            self.list.addItem(item)
        self.list.blockSignals(False)
        nothing = f"No page speaks of {words.strip()}. Try another word."
        self.none.setText("" if entries else nothing)
        self.none.setVisible(not entries)
        self._mark()

    def _mark(self) -> None:
        self.list.blockSignals(True)
        listed = self.listed
        self.list.setCurrentRow(listed.index(self.reader.name) if self.reader.name in listed else -1)
        self.list.blockSignals(False)

    @Slot(str)
    def _on_search(self, words: str) -> None:
        self._fill(words)

    @Slot()
    def _on_first(self) -> None:
        if self.list.count():
            self.show_page(self.listed[0], self.search.text())

    @Slot()
    def _on_find(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    @Slot(QListWidgetItem, QListWidgetItem)
    def _on_item(self, item: QListWidgetItem | None, _: object = None) -> None:
        if item is not None:
            self.show_page(item.data(_NAME), self.search.text())

    @Slot(QUrl)
    def _on_link(self, url: QUrl) -> None:
        if url.toString() in book.titles():
            self.show_page(url.toString())

    @Slot()
    def _on_back(self) -> None:
        if self._visited:
            name = self._visited.pop()
            self.reader.show_page(name)
            self.back.setEnabled(bool(self._visited))
            self._mark()


_open: list[GuideWindow] = []


def show_guide(parent: QWidget | None, page: str = "") -> GuideWindow:
    """Open the guide, or bring it forward, at what it says about a page of the window."""
    window = next((one for one in _open if one.parent() is parent), None)
    if window is None:
        window = GuideWindow(parent)
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        window.destroyed.connect(_forget)
        _open.append(window)
    window.show_page(book.OF_PAGE.get(page, book.INDEX))
    window.show()
    window.raise_()
    window.activateWindow()
    window.search.setFocus()
    return window


@Slot()
def _forget() -> None:
    import shiboken6

    _open[:] = [one for one in _open if shiboken6.isValid(one)]


__all__ = ["GuideWindow", "show_guide"]
