"""Tables of prices: recognised by their headings, refused by line and column, out and in again the same."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from fractions import Fraction

import pytest

from models.errors import Refusal
from models.exchange.prices import read_prices
from models.exchange.sheet import MAX_BYTES, MAX_ROWS
from models.exchange.spreadsheet import workbook_bytes
from models.exchange.tables import Table, cell_text, csv_bytes, table
from models.facts.price import Price
from models.record.sample import SAMPLE_DAY, sample_record
from tests.record.builders import PLAN, day, dollars, random_records

MADE = datetime(2003, 11, 10, 9)


def prices(text: str | bytes, columns: Sequence[str] = ()) -> tuple[Price, ...]:
    """The prices of a table of the sample's plan."""
    return read_prices(text, PLAN, columns).prices


def refusal(text: str | bytes, columns: Sequence[str] = ()) -> str:
    """The words with which a table is refused."""
    with pytest.raises(Refusal) as caught:
        read_prices(text, PLAN, columns)
    assert caught.value.code == "bad_table"
    assert caught.value.field == "file"
    return caught.value.message


def price(text: str, **figures: str | tuple[str, ...]) -> Price:
    """An expected price."""
    exact = {
        name: tuple(map(Fraction, figure)) if isinstance(figure, tuple) else Fraction(figure)
        for name, figure in figures.items()
    }
    return Price(PLAN, day(text), **exact)  # type: ignore[arg-type]


TAB = "Date\tClose\tHigh\tLow\tVolume\n2003-11-06\t2.70\t2.75\t2.65\t12,345\n11/07/2003\t$2.72\t\t2.68\t9\n"


def test_cells_copied_from_a_spreadsheet() -> None:
    found = read_prices(TAB, PLAN)
    assert found.prices == (
        price("2003-11-06", last="2.70", high="2.75", low="2.65"),
        price("2003-11-07", last="2.72", low="2.68"),
    )
    assert found.passed_over == ("Volume",)


@pytest.mark.parametrize(
    "text",
    [
        "date,last,bid\n2003-11-07,2.72,2.70\n",
        "date;last;bid\r\n2003-11-07;2.72;2.70\r\n",
        "\ufeffDate, Last Sale ,Closing Bid\n\n 2003-11-07 ,2.72, 2.70 \n,,\n",
        '"date","price","bid 1"\n"11/7/2003","$2.72","2.70"',
        "bid\tdate\tclose/last\n2.70\t2003-11-07\t2.72",
    ],
)
def test_tables_that_say_the_same(text: str) -> None:
    expected = (price("2003-11-07", last="2.72", bids=("2.70",)),)
    assert prices(text) == expected
    assert prices(text.encode()) == expected
    assert prices(text.encode("utf-16")) == expected


def test_several_bids_and_the_plans_own_column() -> None:
    text = "plan,date,bid 1,bid 2,bid 3,determined\nmine,2003-11-07,1.21,,1.22,1.20\n"
    assert prices(text) == (
        Price("mine", day("2003-11-07"), bids=(dollars("1.21"), dollars("1.22")), determined=dollars("1.20")),
    )


def test_a_table_without_headings_is_read_as_it_is_told() -> None:
    text = "2003-11-06\t2.68\n2003-11-07\t2.70\n"
    assert prices(text, ("date", "bid")) == (price("2003-11-06", bids=("2.68",)), price("2003-11-07", bids=("2.70",)))
    assert refusal(text).startswith("line 1, column 1: the first row does not name the columns")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "there is no table here"),
        (" \n\t\n", "there is no table here"),
        ("date,last\n", "there are headings but no prices"),
        ("date,last\n2003-11-07,2,72\n", "line 2, column 3: '72' stands beyond the last heading"),
        ("date\tlast\n2003-11-07\t2,72\n", "line 2, column 2: '2,72' can be read in two ways; write 2.72 or 272"),
        ("date\tlast\n2003-11-07\t1,234\n", "line 2, column 2: '1,234' can be read in two ways"),
        ("date,last\n2003-11-07,abc\n", "line 2, column 2: must be a number"),
        ("date,last\n2003-11-07,0\n", "line 2, column 2: must be above zero"),
        ("date,last\n13/11/2003,2.72\n", "line 2, column 1: there is no month 13"),
        ("date,last\n,2.72\n", "line 2, column 1: the date is missing"),
        ("date,last\n2003-11-07,\n", "line 2, column 1: there is no price of that day"),
        ("date,last\n\n2003-11-06,1\n2003-11-07,2\n11/6/2003,3\n", "line 5, column 1: repeats the day of line 3"),
        ("date,last,colour\n2003-11-07,2,red\n", "line 1, column 3: 'colour' is not a known heading"),
        ("date,last,close\n2003-11-07,2,3\n", "line 1, column 3: a second column of last"),
        ("day,last,date\n2003-11-07,2,3\n", "line 1, column 3: a second column of date"),
        ("last,high\n2,3\n", "line 1, column 1: no column is headed date"),
        ("date,volume\n2003-11-07,3\n", "line 1, column 1: no column of prices"),
        ('date,last\n2003-11-07,"2.72\n', "line 2: has a quotation mark"),
        ('date,last\n2003-11-07,"2"2\n', "line 2: has a quotation mark"),
        ('date,last\n"2003-11-06\n",1\n', "line 2, column 1: must be a date"),
        ("plan,date,last\n" + "x" * 65 + ",2003-11-07,2\n", "line 2, column 1: must have 1 to 64 characters"),
        (b"date,last\n2003-11-07,2.72\xff\n", "line 2: is not UTF-8 text"),
        (b"\xff\xfed", "line 1: is not UTF-8 text"),
        ("a," * 80, "line 1, column 65: there are more than 64 columns"),
    ],
)
def test_tables_refused_with_their_place(text: str | bytes, says: str) -> None:
    assert says in refusal(text)


def test_lines_are_counted_as_an_editor_shows_them() -> None:
    text = '"date","last"\n"2003-11-06","1"\n\n"2003-11-07","2\n3"\n'
    assert refusal(text).startswith("line 4, column 2: must be a number")


@pytest.mark.slow
def test_tables_too_large() -> None:
    assert "larger than 16 MB" in refusal(b" " * (MAX_BYTES + 1))
    assert "more than 200,000 rows" in refusal("date,last\n" + "2003-11-07,1\n" * MAX_ROWS)


def test_spreadsheets_name_the_cell() -> None:
    sheet = Table("prices", ("date", "last"), ((date(2003, 11, 6), Fraction("2.70")), (date(2003, 11, 7), "x")))
    assert refusal(workbook_bytes([sheet], MADE)).startswith("cell B3: must be a number")
    twice = Table("prices", ("date", "last"), ((date(2003, 11, 6), 1), (date(2003, 11, 6), 2)))
    assert refusal(workbook_bytes([twice], MADE)).startswith("cell A3: repeats the day of row 2")


def test_a_table_that_does_not_begin_in_the_corner() -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.create_sheet("Prices")
    sheet = book["Prices"]
    for at, row in enumerate((("Date", "Close"), (datetime(2003, 11, 7), 2.72), (datetime(2003, 11, 10, 8), 1))):
        for column, value in enumerate(row):
            sheet.cell(4 + at, 3 + column, value)  # type: ignore[arg-type]
    out = io.BytesIO()
    book.save(out)
    assert refusal(out.getvalue()).startswith("cell C6: has a time of day")
    sheet.cell(6, 3, datetime(2003, 11, 10))  # type: ignore[arg-type]
    out = io.BytesIO()
    book.save(out)
    assert prices(out.getvalue()) == (price("2003-11-07", last="2.72"), price("2003-11-10", last="1"))


def zipped(names: dict[str, bytes]) -> bytes:
    """A ZIP file with these entries."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in names.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_files_that_only_look_like_spreadsheets(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "is a ZIP file but no .xlsx" in refusal(zipped({"a.txt": b"a"}))
    assert "cannot be read" in refusal(zipped({"xl/workbook.xml": b"<a"}))
    assert "the file is damaged" in refusal(b"PK\x03\x04" + b"x" * 50)
    monkeypatch.setattr("models.exchange.sheet._MAX_UNPACKED", 1024 * 1024)
    bomb = zipped({"xl/workbook.xml": b"", "xl/worksheets/sheet1.xml": b" " * (1024 * 1024 + 1)})
    assert "unpacks to more than 256 MB" in refusal(bomb)
    from openpyxl import Workbook

    out = io.BytesIO()
    Workbook().save(out)
    assert "the spreadsheet is empty" in refusal(out.getvalue())


def test_prices_go_out_and_come_in_the_same() -> None:
    tried = 0
    for _, record in [(None, sample_record()), *random_records(range(40))]:
        if not record.prices or len({(one.plan, one.date) for one in record.prices}) != len(record.prices):
            continue
        figures = [one for one in record.prices if one != Price(one.plan, one.date)]
        if len(figures) != len(record.prices):
            continue
        made = table(record, "prices", SAMPLE_DAY)
        assert prices(csv_bytes(made)) == record.prices
        pasted = "\n".join("\t".join(map(cell_text, row)) for row in (made.headings, *made.rows))
        assert prices(pasted) == record.prices
        assert prices(workbook_bytes([made], MADE)) == record.prices
        tried += 1
    assert tried > 10
