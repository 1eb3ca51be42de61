"""What the sections of the page Record have in common: the session, a way to commit, and a head with buttons."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from models.errors import Refusal
from models.record.change import Change
from ui import theme
from ui.settings import Settings
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
        self._tables: dict[str, Table[Any]] = {}
        self._unfitted: set[str] = set()
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
        return next((table.tsv() for table in self._tables.values()), "")

    def find_words(self, words: str) -> bool:
        """Select the next row that holds `words`."""
        return any(table.find_words(words) for table in self._tables.values())

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

    def keep(self, table: Table[Any], is_tall: bool = False) -> Table[Any]:
        """Remember widths and order of this table from one start to the next."""
        name = table.accessibleName()
        self._tables[name] = table
        if not is_tall:  # in a small window the section scrolls rather than squeeze its table away
            table.setMinimumHeight(5 * table.verticalHeader().defaultSectionSize())
        state = Settings().table(name)
        if state.isEmpty():
            self._unfitted.add(name)
        else:
            table.restore_layout(state)
        return table

    def fill(self, table: Table[Any], rows: Iterable[Any]) -> None:
        """Show rows; columns are fitted once, then they are the holder's."""
        table.show_rows(list(rows))
        name = table.accessibleName()
        if name in self._unfitted and table.rows_model.rowCount():
            self._unfitted.discard(name)
            table.fit_columns()

    def hideEvent(self, event: QHideEvent) -> None:
        settings = Settings()
        for name, table in self._tables.items():
            if name not in self._unfitted and table.rows_model.rowCount():
                settings.set_table(name, table.layout_state())
        super().hideEvent(event)
