"""Tables out: CSV, spreadsheet and text say what the record says, and nothing in them runs."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction

from models.exchange.spreadsheet import workbook_bytes
from models.exchange.summary import summary_text
from models.exchange.tables import TABLES, Table, all_tables, cell_text, csv_bytes, safe_text, table
from models.record import deeds
from models.record.record import Record
from models.record.sample import SAMPLE_DAY, sample_record
from tests.record.builders import draft, random_records

SAMPLE = sample_record()
MADE = datetime(2003, 11, 10, 9)


def rows(data: bytes) -> list[list[str]]:
    """A CSV file as another program reads it."""
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_every_table_has_its_headings_in_every_row() -> None:
    for _, record in [(None, SAMPLE), (None, Record()), *random_records(range(30))]:
        made = all_tables(record, SAMPLE_DAY)
        assert [one.name for one in made] == list(TABLES)
        for one in made:
            assert all(len(row) == len(one.headings) for row in one.rows)
            assert len(set(one.headings)) == len(one.headings)
            assert rows(csv_bytes(one))[0] == list(one.headings)
            assert len(rows(csv_bytes(one))) == len(one.rows) + 1


def test_positions_are_those_of_the_ledger() -> None:
    found = rows(csv_bytes(table(SAMPLE, "positions", SAMPLE_DAY)))
    first = dict(zip(found[0], found[1], strict=True))
    assert first["grant"] == "NQ-1"
    assert (first["vested"], first["exercisable"], first["exercise price"]) == ("1200", "1200", "1.20")
    assert (first["last exercise day"], first["blocked by"]) == ("2012-12-19", "")
    assert dict(zip(found[0], found[4], strict=True))["blocked by"] == "below_minimum"


def test_vesting_adds_up() -> None:
    for _, record in random_records(range(30)):
        total: dict[object, int] = {}
        for row in table(record, "vesting", SAMPLE_DAY).rows:
            total[row[0]] = total.get(row[0], 0) + int(str(row[2]))
        assert total == {grant.id: grant.shares for grant in record.grants}


def test_no_cell_runs_as_a_formula() -> None:
    assert [safe_text(text) for text in ("=1+1", "+1", "-1", "@x", "\tx", "a=1", "")] == [
        "'=1+1",
        "'+1",
        "'-1",
        "'@x",
        "'\tx",
        "a=1",
        "",
    ]
    record = SAMPLE.with_change(
        deeds.change_grant(SAMPLE, grant="NQ-1", after=replace(SAMPLE.grants[0], id="=HYPERLINK(1)"))
    )
    made = table(record, "grants", SAMPLE_DAY)
    assert rows(csv_bytes(made))[1][0] == "'=HYPERLINK(1)"
    from openpyxl import load_workbook

    sheet = load_workbook(io.BytesIO(workbook_bytes([made], MADE))).worksheets[0]
    assert (sheet["A2"].value, sheet["A2"].data_type) == ("=HYPERLINK(1)", "s")


def test_a_spreadsheet_has_typed_and_exact_cells() -> None:
    from openpyxl import load_workbook

    data = workbook_bytes(all_tables(SAMPLE, SAMPLE_DAY), MADE)
    book = load_workbook(io.BytesIO(data))
    assert [name.lower() for name in book.sheetnames] == list(TABLES)
    sheet = book["Grants"]
    assert (sheet["C2"].value, sheet["C2"].number_format) == (datetime(2002, 12, 20), "yyyy-mm-dd")
    assert (sheet["D2"].value, sheet["E2"].value, sheet["E2"].number_format) == (4800, 1.2, "0.00")
    long = Table("x", ("price", "text"), ((Fraction("1234567.0123456789"), "bell \x07 here"),))
    sheet = load_workbook(io.BytesIO(workbook_bytes([long], MADE))).worksheets[0]
    assert (sheet["A2"].value, sheet["A2"].data_type) == ("1234567.0123456789", "s")
    assert sheet["B2"].value == "bell   here"


def test_cells_as_text_read_back_exactly() -> None:
    assert [cell_text(value) for value in (None, Fraction(6, 5), 500, date(2003, 11, 10), "x")] == [
        "",
        "1.20",
        "500",
        "2003-11-10",
        "x",
    ]


def test_the_summary_says_what_is_held_and_what_must_not_be_missed() -> None:
    text = summary_text(SAMPLE, SAMPLE_DAY)
    assert "Stock options of Sample Holder\n===" in text
    assert "As of Nov 10, 2003" in text
    for words in (
        "11,860 shares outstanding, 2,867 of them exercisable",
        "Value of a share under focus-2002: $2.70",
        "L-1: 400 shares acquired on Jun 1, 1999, basis $1.88 a share",
        "2012-12-19  NQ-1: last day to exercise (4,800 shares)",
        "exercise of 540 shares of NQ-4 on Sep 15, 2003",
        "60 shares of NQ-4 can never be exercised",
    ):
        assert words in text
    assert all(line == line.rstrip() for line in text.splitlines())
    record = SAMPLE.with_change(deeds.prepare_notice(SAMPLE, notice=draft()))
    assert "2003-001: 500 shares of NQ-1, draft" in summary_text(record, SAMPLE_DAY)
    assert "No grant has been made" in summary_text(Record(), SAMPLE_DAY)
    for _, record in random_records(range(20)):
        assert summary_text(record, SAMPLE_DAY)
