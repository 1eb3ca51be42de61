"""What goes on paper: every row, headings again on each page, letters large enough, light whatever the theme."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from PySide6.QtGui import QPageSize
from PySide6.QtPrintSupport import QPrinter

from models.notice.preview import Preview
from models.notice.reader import page_texts
from ui import text, theme
from ui.dialogs.print_sheet import Part, PrintSheet
from ui.dialogs.printing import put_on
from ui.main_window import MainWindow
from ui.tables.model import Column


class Line(NamedTuple):
    day: int
    words: str


COLUMNS = (
    Column[Line]("Number", lambda one: one.day, lambda one: f"{one.day:,}", numeric=True),
    Column[Line]("Words", lambda one: one.words, lambda one: one.words),
)


def _printed(sheet: Any, path: Path) -> list[str]:
    """The text of each page."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.Letter))
    printer.setOutputFileName(str(path))
    put_on(printer, sheet)
    return [" ".join(words.split()) for words in page_texts(path.read_bytes())]


def test_a_long_table_has_every_row_once_and_its_headings_on_each_page(qapp: Any, tmp_path: Path) -> None:
    rows = [Line(at, f"row-{at}-") for at in range(200)]
    pages = _printed(PrintSheet("A long table", Part(columns=COLUMNS, rows=rows)), tmp_path / "out.pdf")
    assert 3 <= len(pages) <= 8
    for number, words in enumerate(pages, 1):
        assert "Number Words" in words
        assert f"Page {number} of {len(pages)}" in words
    for at in range(200):
        assert sum(page.count(f"row-{at}-") for page in pages) == 1


def test_long_entries_are_wrapped_not_cut(qapp: Any, tmp_path: Path) -> None:
    rows = [Line(1, "a sentence that goes on and on " * 12 + "to its end")]
    (page,) = _printed(PrintSheet("Long entries", Part(columns=COLUMNS, rows=rows)), tmp_path / "out.pdf")
    assert page.count("goes on and on") == 12
    assert "to its end" in page


@pytest.mark.parametrize("zoom", [1.0, 2.0])
def test_letters_on_paper_are_as_large_whatever_the_zoom_and_dark_on_light(
    qapp: Any, tmp_path: Path, zoom: float
) -> None:
    theme.apply(qapp, "dark", zoom)
    try:
        pages = _printed(
            PrintSheet("Letters", Part(columns=COLUMNS, rows=[Line(1, "words")] * 30)), tmp_path / "out.pdf"
        )
        assert theme.is_dark()
    finally:
        theme.apply(qapp, "light")
    assert len(pages) == 1
    preview = Preview((tmp_path / "out.pdf").read_bytes())
    seen = preview.pixels(0, 1.0)
    preview.close()
    light = sum(byte > 200 for byte in bytes(seen.rgba)[0::4]) / (seen.width * seen.height)
    assert light > 0.9


@pytest.mark.parametrize("page", ["grants", "deadlines", "what_if", "plan"])
def test_pages_are_printed_with_all_their_rows(window: MainWindow, tmp_path: Path, page: str) -> None:
    window.go_to(page)
    shown: Any = window.pages[page]
    said = " ".join(_printed(shown.printed(), tmp_path / "out.pdf"))
    for row in shown.table.rows_model.rows:
        first = shown.table.rows_model.columns[0].text(row)
        assert first in said


def test_the_grant_chosen_is_printed_with_every_step(window: MainWindow, tmp_path: Path) -> None:
    window.go_to("grants", grant="NQ-1")
    shown: Any = window.pages["grants"]
    assert not shown.detail.steps.isVisible()
    said = " ".join(_printed(shown.printed(), tmp_path / "out.pdf"))
    assert window.session is not None
    for tranche in window.session.record.ledger.schedule("NQ-1").tranches:
        assert text.day(tranche.date) in said
    assert "Option letter signed and returned on Jan 6, 2003." in said


@pytest.mark.parametrize("section", ["prices", "lots", "events", "history", "backups", "papers"])
def test_sections_of_the_record_print_their_table(window: MainWindow, tmp_path: Path, section: str) -> None:
    window.go_to("record", section=section)
    shown: Any = window.pages["record"]
    table = shown.sections[section].table
    sheet = shown.printed()
    if not table.rows_model.rows:
        assert sheet is None
        return
    assert "Nov 10, 2003" in " ".join(_printed(sheet, tmp_path / "out.pdf"))


def test_a_page_without_rows_has_nothing_to_print(window: MainWindow) -> None:
    assert window.session is not None
    window.go_to("record", section="papers")
    assert window.pages["record"].printed() is None
    window.session.set_as_of(date(2003, 1, 1))
    assert window.pages["record"].printed() is None
