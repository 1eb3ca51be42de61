"""A table of cells from pasted text, a CSV file or a spreadsheet, each row with the place to name in a refusal."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from models.errors import Refusal
from models.exchange.cells import Cell, is_nothing

MAX_BYTES = 16 * 1024 * 1024
MAX_ROWS = 200_000
MAX_CELLS = 64
# What a spreadsheet may unpack to; beyond that it is made to exhaust memory.
_MAX_UNPACKED = 256 * 1024 * 1024
_ZIP = b"PK\x03\x04"


@dataclass(frozen=True)
class Row:
    """One row: where it stands ("line 5", "row 5") and its cells."""

    number: int
    cells: tuple[Cell, ...]
    kind: str = "line"

    def place(self, column: int) -> str:
        """Where a cell stands, as a person finds it: "line 5, column 2" or "cell B5"."""
        if self.kind == "row":
            return f"cell {_letters(column)}{self.number}"
        return f"line {self.number}, column {column + 1}"


def _letters(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def read_sheet(data: bytes | str) -> list[Row]:
    """The rows with anything in them, of CSV or tab-separated text (bytes or pasted), or of an .xlsx file's first
    sheet with anything on it. Refusal `bad_table` names line and column."""
    if isinstance(data, bytes):
        if len(data) > MAX_BYTES:
            raise _refuse(f"the file is larger than {MAX_BYTES // 1024 // 1024} MB; split it")
        if data.startswith(_ZIP):
            return list(_limited(_spreadsheet_rows(data)))
    text = _decoded(data) if isinstance(data, bytes) else data
    return list(_limited(_text_rows(text.removeprefix("\ufeff"))))


def _refuse(says: str) -> Refusal:
    return Refusal("bad_table", says, "file")


def _limited(rows: Iterator[Row]) -> Iterator[Row]:
    for at, row in enumerate(rows):
        if at >= MAX_ROWS:
            raise _refuse(f"there are more than {MAX_ROWS:,} rows; split the table")
        if len(row.cells) > MAX_CELLS:
            raise _refuse(f"{row.place(MAX_CELLS)}: there are more than {MAX_CELLS} columns; keep those that count")
        yield row


def _decoded(data: bytes) -> str:
    """UTF-8 with or without a byte order mark, or UTF-16 with one (a spreadsheet's "Unicode text")."""
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as bad:
        line = data[: bad.start].count(b"\n") + 1
        raise _refuse(f"line {line}: is not UTF-8 text; save the table as CSV UTF-8 or as .xlsx") from None


def _delimiter(text: str) -> str:
    """Tab, semicolon or comma: whichever the first line with anything on it has, in this order."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return next((mark for mark in "\t;" if mark in first), ",")


def _text_rows(text: str) -> Iterator[Row]:
    delimiter = _delimiter(text)
    # As in a file opened with newline="": the reader must see the line ends that stand inside quotes.
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    before = 0
    try:
        for cells in lines:
            number, before = before + 1, lines.line_num
            if any(not is_nothing(cell) for cell in cells):
                yield Row(number, tuple(cells))
    except csv.Error as bad:
        raise _refuse(f"line {lines.line_num}: {_csv_words(str(bad))}") from None


def _csv_words(bad: str) -> str:
    if "field larger" in bad:
        return "has a cell of more than 131,072 characters; a quotation mark may not be closed"
    if "NUL" in bad:
        return "has a character that cannot be part of a table; save it as CSV UTF-8"
    return "has a quotation mark that does not fit; write quotation marks inside quotes twice, or leave them out"


def _spreadsheet_rows(data: bytes) -> Iterator[Row]:
    _check_zip(data)
    # Imported here: it is needed for a spreadsheet only.
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [book.get_sheet_by_name(name) for name in book.sheet_names]
        chosen = next((sheet for sheet in sheets if sheet.height), None)
        if chosen is None:
            raise _refuse("the spreadsheet is empty; put the table on its first sheet")
        if chosen.height > MAX_ROWS:
            raise _refuse(f"there are more than {MAX_ROWS:,} rows; split the table")
        first_row, first_column = chosen.start or (0, 0)
        cells = chosen.to_python(skip_empty_area=True)
    except (CalamineError, zipfile.BadZipFile, ValueError, OSError, KeyError, IndexError):
        raise _refuse("the spreadsheet cannot be read; save it again as .xlsx, or as CSV UTF-8") from None
    for at, row in enumerate(cells):
        padded: tuple[Cell, ...] = (*(None for _ in range(first_column)), *(_cell(cell) for cell in row))
        if any(not is_nothing(cell) for cell in padded):
            yield Row(first_row + at + 1, padded, "row")


def _cell(cell: object) -> Cell:
    """A cell as the table readers take it; what is none of them (a duration, a time) becomes its words."""
    from datetime import date

    return cell if isinstance(cell, str | int | float | date) else str(cell)


def _check_zip(data: bytes) -> None:
    """Refuse what only looks like a spreadsheet, or unpacks to more than memory should hold."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise _refuse("the file is damaged; save the spreadsheet again") from None
    if not any(entry.filename == "xl/workbook.xml" for entry in entries):
        raise _refuse("is a ZIP file but no .xlsx spreadsheet; choose the spreadsheet itself")
    if sum(entry.file_size for entry in entries) > _MAX_UNPACKED:
        raise _refuse("the spreadsheet unpacks to more than 256 MB; keep only the table of prices in it")
