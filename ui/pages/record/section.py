"""What the sections of the page Record have in common: the session, a way to commit, and a head with buttons."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from models.errors import Refusal
from models.record.change import Change
from ui import text, theme
from ui.dialogs.print_sheet import Part, PrintSheet
from ui.tables.view import Table
from ui.theme import lean
from ui.widgets.field import text_of

if TYPE_CHECKING:
    from ui.pages.base import Host
    from ui.pages.record.page import RecordPage
    from ui.session import Session


class Section(QWidget):
    """One section. `build` makes the widgets once, `refresh` shows the record; made when it is first visited."""

    key: ClassVar[str] = ""
    collections: ClassVar[tuple[str, ...]] = ()  # whose changes concern it; empty means all
    scrolls: ClassVar[bool] = False

    def __init__(self, page: RecordPage) -> None:
        super().__init__()
        self.page = page
        self._tables: list[Table[Any]] = []
        self._writers: list[QWidget] = []
        inside = QWidget() if self.scrolls else self
        self.body = QVBoxLayout(inside)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(theme.GAP.medium)
        if self.scrolls:
            inside.setProperty("plain", "true")
            area = QScrollArea()
            area.setWidgetResizable(True)
            area.setFrameShape(QFrame.Shape.NoFrame)
            lean.put(area, focusPolicy=lean.NO_FOCUS)
            area.setWidget(inside)
            outer = QVBoxLayout(self)
            outer.setContentsMargins(0, 0, 0, 0)
            outer.addWidget(area)
        self.build()

    @property
    def session(self) -> Session:
        """The open record."""
        return self.page.session

    @property
    def host(self) -> Host:
        """The window."""
        return self.page.host

    # ------------------------------------------------------------------ for sections to override

    def build(self) -> None:
        """Make the widgets."""

    def refresh(self) -> None:
        """Show the record as of the day shown."""

    def focus_on(self, **focus: Any) -> None:
        """Take what the page was given: a serial to select, something to add."""

    def copy(self) -> str:
        """Rows for the clipboard."""
        return next((table.tsv() for table in self._tables), "")

    def find_words(self, words: str) -> bool:
        """Select the next row that holds `words`."""
        return any(table.find_words(words) for table in self._tables)

    def printed(self, title: str) -> PrintSheet | None:
        """What goes on paper: the table shown, with all its rows."""
        shown = next((one for one in self._tables if one.isVisibleTo(self) and one.rows_model.rows), None)
        if shown is None:
            return None
        columns = [one for at, one in enumerate(shown.rows_model.columns) if not shown.isColumnHidden(at)]
        return PrintSheet(
            f"{title} as of {text.day(self.session.as_of)}", Part(columns=columns, rows=shown.rows_model.rows)
        )

    # ------------------------------------------------------------------ for sections to use

    def commit(self, make: Callable[[], Change | None]) -> bool:
        """Make a deed and commit it; a Refusal stands across the top of the page. None or no change does nothing."""
        try:
            change = make()
            done = change is not None and self.host.commit(change)
        except Refusal as refused:
            if refused.code != "nothing_changed":
                self.page.tell("bad", text_of(refused))
            return False
        self.page.tell("bad", "")
        return done

    def writes(self, *widgets: QWidget) -> None:
        """These change the record: they are of no use in one that is open read-only."""
        self._writers += widgets

    def show_writers(self) -> None:
        """Switch what changes the record off where it is open read-only."""
        for widget in self._writers:
            widget.setEnabled(not self.session.is_read_only)

    def keep(self, table: Table[Any], is_tall: bool = False) -> None:
        """This is a table of the section: what is copied and searched."""
        self._tables.append(table)
        if not is_tall:  # in a small window the section scrolls rather than squeeze its table away
            table.setMinimumHeight(5 * table.verticalHeader().defaultSectionSize())

    def fill(self, table: Table[Any], rows: Iterable[Any]) -> None:
        """Show rows, in columns that fit them unless the holder has set their widths."""
        table.show_rows(list(rows))
        table.fit_columns()
