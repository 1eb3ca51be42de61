"""Tables as an .xlsx spreadsheet: typed cells, exact prices, and no text that could run as a formula."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, cast

from models.exchange.tables import Table, Value
from models.values.money import price_text

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

_WIDEST = 60
# A spreadsheet keeps 15 digits of a number; longer ones stay exact as text.
_EXACT_DIGITS = 15


def workbook_bytes(tables: Sequence[Table], made: datetime) -> bytes:
    """A workbook with one sheet a table; `made` is the moment noted in it. The bytes may differ by run."""
    # Imported here: it costs 0.3 s and is needed for an export only.
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.creator = "Strikebook"
    book.properties.created = book.properties.modified = made.replace(tzinfo=None)
    for table in tables:
        sheet: Worksheet = book.create_sheet(table.name[:31].capitalize())
        for column, heading in enumerate(table.headings, 1):
            cell = cast("Cell", sheet.cell(1, column))
            _fill(cell, heading)
            cell.font = Font(bold=True)
        for at, row in enumerate(table.rows, 2):
            for column, value in enumerate(row, 1):
                if value is not None:
                    _fill(cast("Cell", sheet.cell(at, column)), value)
        _lay_out(sheet, table)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(cell: Cell, value: Value) -> None:
    if isinstance(value, str):
        from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

        cell.value = ILLEGAL_CHARACTERS_RE.sub(" ", value)
        cell.data_type = "s"  # else text that begins with = would be a formula
    elif isinstance(value, Fraction):
        text = price_text(value)
        if len(text) > _EXACT_DIGITS:
            cell.value, cell.data_type = text, "s"
            return
        cell.value = Decimal(text)
        cell.number_format = "0." + "0" * len(text.partition(".")[2])
    elif isinstance(value, date):
        if value.year < 1901:  # no date of a spreadsheet; our own begin with 1970
            cell.value, cell.data_type = str(value), "s"
        else:
            cell.value = value
            cell.number_format = "yyyy-mm-dd"
    else:
        cell.value = value


def _lay_out(sheet: Worksheet, table: Table) -> None:
    from openpyxl.utils import get_column_letter

    sheet.freeze_panes = "A2"
    for column, heading in enumerate(table.headings):
        widest = max((len(str(row[column])) for row in table.rows if row[column] is not None), default=0)
        width = min(max(widest, len(heading), 8), _WIDEST) + 2
        sheet.column_dimensions[get_column_letter(column + 1)].width = width
