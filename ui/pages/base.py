"""What a page is, and what the window gives it: the door to the record (`Session`) and a `Host`.

A page is a subclass of `Page`. The window makes it on the first visit, calls `refresh(None)` once, and later
`refresh(change)` after every deed that concerns it; pages that are not shown are refreshed when they are
visited again. A page never keeps facts of its own: whatever it shows it asks `self.session.record` for,
as of `self.session.as_of`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from models.errors import Refusal
from models.record.change import Change
from models.values.explanation import Explanation
from ui import theme
from ui.pages.registry import entry
from ui.session import Session
from ui.theme import lean
from ui.widgets.banner import Banner
from ui.widgets.figure import Figure

if TYPE_CHECKING:
    from ui.dialogs.print_sheet import PrintSheet


class Host(Protocol):
    """The window as a page sees it."""

    def show_why(self, explanation: Explanation | None, title: str) -> None:
        """Show the steps behind a figure in the Why? panel; None empties it."""

    def go_to(self, page: str, **focus: Any) -> None:
        """Show another page by its key; `focus` is given to its `focus_on` (`go_to("exercise", grant="NQ-1")`)."""

    def say(self, words: str) -> None:
        """Show a line in the status bar for a few seconds: what was just done."""

    def commit(self, change: Change) -> bool:
        """Commit a deed. The file's trouble is told in a dialog, then False; a Refusal is raised."""

    def do(self, action: str) -> None:
        """Do what an entry of the menus does, by its key in `ui.actions`: "undo", "back_up"."""

    def arrange(self, page: Page) -> None:
        """Arrange the tables a page has made since it was shown first as they were left."""

    def backup_folders(self) -> list[Path]:
        """Where backups go: the program's own folder first, then the second one where it is set."""

    def set_backup_folder(self, folder: Path | None) -> None:
        """Write every backup to this second folder too; None stops that."""

    def restore(self, backup: Path) -> None:
        """Put a backup in the place of the open record, after asking; what was there is kept under another name."""


class Page(QWidget):
    """One page. Class members say how it is called; the body is built in `build`, once."""

    key: ClassVar[str] = ""  # as in `registry.PAGES`, where its title, icon and hint stand
    collections: ClassVar[tuple[str, ...]] = ()  # whose changes concern it; empty means all
    scrolls: ClassVar[bool] = True  # False for pages that fill the height themselves (a big table)
    widest: ClassVar[int] = 1280  # content is not stretched beyond this at the normal size of text; 0 is no limit

    def __init__(self, session: Session, host: Host, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.host = host
        self.title = entry(self.key).title
        self.setAccessibleName(self.title)
        self._body = QWidget()
        self._body.setProperty("plain", "true")
        self.body = QVBoxLayout(self._body)
        self.body.setContentsMargins(theme.GAP.huge, theme.GAP.small, theme.GAP.huge, theme.GAP.huge)
        self.body.setSpacing(theme.GAP.large)
        self._banner: Banner | None = None
        self._area: QScrollArea | None = None
        self._asked = ""
        self._frame()
        self.build()
        self.restyled()

    # ------------------------------------------------------------------ for pages to override

    def build(self) -> None:
        """Make the widgets and put them into `self.body`; no figures yet."""

    def refresh(self, change: Change | None) -> None:
        """Show the record as of `session.as_of`; `change` is the deed since the last time, None for all."""

    def is_concerned(self, change: Change) -> bool:
        """Whether `refresh` is needed after this deed."""
        return not self.collections or change.concerns(*self.collections)

    def focus_on(self, **focus: Any) -> None:
        """Take what `Host.go_to` was given: select a grant, open a notice, fill in a number."""

    def copy(self) -> str:
        """What Edit > Copy puts on the clipboard when nothing else takes it: tab-separated rows, or nothing."""
        return ""

    def find_words(self, words: str) -> bool:
        """Select the next row that holds `words`; False where there is none (Edit > Find)."""
        return False

    def print_out(self) -> bool:
        """Print by the page's own means (a finished paper); False where `printed` gives what is printed."""
        return False

    def printed(self) -> QWidget | PrintSheet | None:
        """The sheet, or the widget, that File > Print puts on paper; None where the page has nothing to print."""
        return None

    # ------------------------------------------------------------------ for pages to use

    def figure(self, caption: str, role: str = "figure") -> Figure:
        """A big number whose explanation goes to the Why? panel when it is clicked or reached by Tab."""
        made = Figure(caption, role)
        made.asked.connect(self._on_asked)
        return made

    def tell(self, tone: str, words: str) -> None:
        """A line across the top of the page ("warn", "bad", "good", "accent"); empty words take it away."""
        if self._banner is None:
            self._banner = Banner()
            self.body.insertWidget(0, self._banner)
        self._banner.show_words(tone, words)

    def explain(self) -> None:
        """Ask the figure asked last, else the first one, to explain itself.

        The window calls this when a page is shown, or shown for another day, and has not itself shown a Why.
        """
        figures = [one for one in self.findChildren(Figure) if one.has_why and one.isVisibleTo(self)]
        last = (one for one in figures if one.caption == self._asked)
        chosen = next(last, figures[0] if figures else None)
        if chosen is not None:
            chosen.ask()

    def show_widget(self, widget: QWidget) -> None:
        """Scroll to a widget of this page."""
        if self._area is not None:
            self._area.ensureWidgetVisible(widget)

    def try_commit(self, change: Change) -> bool:
        """Commit, and say a Refusal across the top of the page; where a field is to blame catch it yourself."""
        try:
            done = self.host.commit(change)
        except Refusal as refused:
            self.tell("bad", refused.message)
            return False
        self.tell("bad", "")
        return done

    # ------------------------------------------------------------------ private

    def _limited(self) -> QWidget:
        """What is not stretched beyond `widest`."""
        return self._body

    def restyled(self) -> None:
        """Fonts have changed."""
        if self.widest:
            self._limited().setMaximumWidth(theme.grown(self.widest))

    def _frame(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        if not self.scrolls:
            outer.addWidget(self._body)
            return
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        lean.put(area, focusPolicy=lean.NO_FOCUS, alignment=lean.LEFT | lean.TOP)
        area.setWidget(self._body)
        outer.addWidget(area)
        self._area = area

    @Slot(object, str)
    def _on_asked(self, explanation: Explanation | None, title: str) -> None:
        sender = self.sender()
        if isinstance(sender, Figure):
            self._asked = sender.caption
        self.host.show_why(explanation, title)
