"""Widths, order and sorting of a page's tables, remembered between two visits and two starts."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ui.pages.base import Page
from ui.settings import Settings

if TYPE_CHECKING:
    from ui.tables.view import Table


def _tables(page: Page) -> Iterator[tuple[str, Table[Any]]]:
    view = sys.modules.get("ui.tables.view")  # a page without tables has not imported it, and the first has none
    if view is not None:
        for table in page.findChildren(view.Table):
            if table.objectName():  # one without a name is made anew with other columns each time
                yield f"{page.key}/{table.objectName()}", table


def keep_tables(page: Page, settings: Settings) -> None:
    """Remember how the holder arranged the tables of a page."""
    for name, table in _tables(page):
        if table.is_arranged:
            settings.set_table(name, table.layout_state())


def restore_tables(page: Page, settings: Settings) -> None:
    """Arrange the tables of a page as they were left."""
    for name, table in _tables(page):
        if not table.is_arranged:
            table.restore_layout(settings.table(name))
