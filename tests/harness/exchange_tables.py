"""Fuzz of tables: pasted, CSV and spreadsheets, each judged by a second parser."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree as ET

from models.errors import Refusal
from models.exchange import cells
from models.exchange.prices import read_prices
from models.exchange.sheet import Row, read_sheet
from models.exchange.spreadsheet import workbook_bytes
from models.exchange.tables import table
from models.facts.price import Price
from models.record.sample import SAMPLE_DAY
from models.values.dates import iso_date
from tests.harness import _second as second
from tests.harness._fuzz import PLAN, lived_records, mutated, tally
from tests.harness.registry import Result, Run, harness

_LETTERS = '0123456789,,..;\t\t""\n\r-/ $abN\u00a0\u0663\u2028\x00()+e'


def a_table(rng: random.Random) -> tuple[str, list[dict[str, Any]]]:
    """A proper table of prices in one of many spellings, and what it says."""
    mark = rng.choice("\t,;")
    kinds = rng.sample(["last", "high", "low", "determined", "bid", "bid", ""], rng.randint(1, 4))
    names = ["date", *(kind for kind in kinds if kind != "")]
    if set(names) == {"date"}:
        names.append("last")
    while names.count("") < kinds.count(""):
        names.append("")
    rng.shuffle(names)
    spelled = {**{name: known.strip(";").split(";") for name, known in second.COLUMN_OF.items()}}
    spelled["bid"] = ["bid", "Closing Bid", "bids", "bid price", "Bid 1"]
    heads = [rng.choice(spelled[name]) for name in names]
    lines, said = [mark.join(rng.choice((head, head.upper(), f" {head} ")) for head in heads)], []
    day = rng.randint(iso_date("1995-01-02").toordinal(), iso_date("2040-01-02").toordinal())
    for _ in range(rng.randint(1, 5)):
        day += rng.randint(1, 9)
        price: dict[str, Any] = {"plan": PLAN, "bids": [], "date": date.fromordinal(day)}
        texts = [_a_cell(rng, name, price, mark) for name in names]
        if len(price) == 3 and not price["bids"]:
            continue
        said.append(price)
        lines.append(mark.join(texts))
        if rng.random() < 0.1:
            lines.append(mark.join("" for _ in names))
    return rng.choice(("\n", "\r\n")).join(lines) + rng.choice(("", "\n")), said


def _a_cell(rng: random.Random, name: str, price: dict[str, Any], mark: str) -> str:
    if name == "date":
        day = price["date"]
        return str(rng.choice((str(day), f"{day.month}/{day.day}/{day.year}", f"{day:%m/%d/%Y}")))
    if name == "":
        return rng.choice(("", "12,345" if mark != "," else "12", "9.99"))
    if rng.random() < 0.2:
        return rng.choice(("", " ", "-", "N/A"))
    value = Decimal(rng.randint(1, 10 ** rng.randint(1, 9))).scaleb(-rng.randint(0, 4))
    if name == "bid":
        price["bids"].append(value)
    else:
        price[name] = value
    text = f"{value:f}"
    whole, point, decimals = text.partition(".")
    if point and len(whole) > 3 and mark != "," and rng.random() < 0.5:
        text = f"{int(whole):,}.{decimals}"
    return rng.choice((text, f"${text}", f" {text} ", f'"{text}"'))


def judge_table(text: str, said: Sequence[dict[str, Any]] | None, read: Callable[[str], Sequence[Price]]) -> str | None:
    """What is wrong with how a table was read; `said` is what it says where that is known beforehand."""
    try:
        found = read(text)
    except Refusal as refusal:
        if said:
            return f"refused ({refusal.message}) though it is proper: {text!r}"
        return "+refused" if refusal.message and refusal.field == "file" else f"without words: {text!r}"
    try:
        other = second.prices(text, PLAN)
    except second.No as no:
        return f"accepted, but it is not clear ({no}): {text!r}"
    if said is not None and other != said:
        return f"the second parser itself is wrong: {text!r}"
    if len(found) != len(other) or not all(map(second.same_price, found, other)):
        return f"accepted, but wrong: {text!r}"
    return "+accepted"


def day_first(prices: Sequence[Price]) -> list[Price]:
    """The prices as a program with the wrong idea of 11/10/2003 would read them."""
    from dataclasses import replace

    return [
        replace(price, date=price.date.replace(month=price.date.day, day=price.date.month))
        if price.date.day <= 12
        else price
        for price in prices
    ]


@harness("price-tables", small=2_000, full=500_000, unit="tables", batch=50_000)
def price_tables(run: Run) -> Result:
    """A pasted or CSV table of prices is read as a second parser reads it, or refused in words."""
    rng = random.Random(run.seed)

    def read(text: str) -> Sequence[Price]:
        # A line break pasted inside a quoted cell is kept as it is, so bytes and text must say the same.
        return read_prices(rng.choice((text, text.encode())), PLAN).prices

    def one(_: int) -> str | None:
        text, said = a_table(rng)
        if rng.random() < 0.3:
            return judge_table(text, said, read) if said else None
        return judge_table(mutated(rng, text, _LETTERS), None, read)

    def wrong(_: int) -> str | None:
        text, said = a_table(rng)
        return judge_table(text, said, lambda given: day_first(read(given))) if said else None

    return tally(run, one, wrong)


def rezipped(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """A ZIP file with one entry changed and everything else, sums included, in order."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.namelist():
            new.writestr(entry, change(old.read(entry)) if entry == name else old.read(entry))
    return out.getvalue()


def second_sheet(data: bytes) -> list[tuple[int, tuple[Any, ...]]]:
    """The first sheet with anything on it as another library reads it."""
    import warnings

    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(io.BytesIO(data), data_only=True)
    for sheet in book.worksheets:
        rows = [(at, row) for at, row in enumerate(sheet.iter_rows(values_only=True), 1) if any(_some(c) for c in row)]
        if rows:
            return rows
    return []


def follows_the_standard(data: bytes) -> bool:
    """Whether the markup names only what the standard knows: where it does not, readers make of it what they can."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relation = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
    kinds = {None, "b", "d", "e", "inlineStr", "n", "s", "str"}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        book = ET.fromstring(archive.read("xl/workbook.xml"))
        sheet = ET.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    if book.tag != f"{{{main}}}workbook" or sheet.tag != f"{{{main}}}worksheet":
        return False
    if any(relation not in one.attrib for one in book.iter(f"{{{main}}}sheet")):
        return False
    known = {f"{{{main}}}{name}" for name in ("c", "v", "is", "t", "f", "r", "rPr", "rPh", "phoneticPr", "extLst")}
    cells_of_it = list(sheet.iter(f"{{{main}}}c"))
    in_order = all(cell.get("t") in kinds and not set(cell.attrib) - {"r", "s", "t"} for cell in cells_of_it)
    in_order &= all((cell.find(f"{{{main}}}is") is not None) == (cell.get("t") == "inlineStr") for cell in cells_of_it)
    # A bracket too many makes text of an attribute; between the parts of a cell there is none.
    stray = [cell.text or "" for cell in cells_of_it] + [part.tail or "" for cell in cells_of_it for part in cell]
    in_order &= not "".join(stray).strip()
    return in_order and all(part.tag in known for cell in cells_of_it for part in cell.iter())


def _some(cell: Any) -> bool:
    return not cells.is_nothing(cell if isinstance(cell, str | int | float | date | None) else str(cell))


def _alike(mine: Any, other: Any) -> bool:
    if isinstance(mine, datetime) or isinstance(other, datetime):
        as_moment = [
            one
            if isinstance(one, datetime)
            else datetime(one.year, one.month, one.day)
            if isinstance(one, date)
            else one
            for one in (mine, other)
        ]
        return bool(as_moment[0] == as_moment[1])
    if other == "#VALUE!" and isinstance(mine, int | float):
        return True  # a number in a date's format, too large for a day: the readers of dates refuse it
    if isinstance(mine, bool) or isinstance(other, bool) or isinstance(mine, str) or isinstance(other, str):
        return str(mine).strip() == str(other).strip()
    return bool(mine == other)


def judge_sheet(data: bytes, read: Callable[[bytes], list[Row]]) -> str | None:
    """What is wrong with how the cells of a spreadsheet were read."""
    try:
        rows = read(data)
    except Refusal as refusal:
        return "+refused" if refusal.message else "without words"
    try:
        other = second_sheet(data)
    except Exception:
        return "+read by one library only"  # the other has many errors of its own; there is nothing to compare with
    if not follows_the_standard(data):
        return "+read in spite of broken markup"
    if [row.number for row in rows] != [number for number, _ in other]:
        return f"rows {[row.number for row in rows]}, the other library has {[number for number, _ in other]}"
    for row, (_, theirs) in zip(rows, other, strict=True):
        for at in range(max(len(row.cells), len(theirs))):
            mine = row.cells[at] if at < len(row.cells) else None
            their = theirs[at] if at < len(theirs) else None
            if not (_alike(mine, their) or (cells.is_nothing(mine) and not _some(their))):
                return f"{row.place(at)}: {mine!r}, the other library has {their!r}"
    return "+accepted"


@harness("spreadsheets", small=300, full=500_000, unit="files", batch=10_000)
def spreadsheets(run: Run) -> Result:
    """The cells of a spreadsheet are those another library finds, or it is refused in words; no library panics."""
    rng = random.Random(run.seed)
    books = [
        workbook_bytes([table(record, "prices", SAMPLE_DAY)], datetime(2003, 11, 10))
        for record in lived_records(run.seed, 12)
        if record.prices
    ]
    names = ("xl/worksheets/sheet1.xml",) * 6 + ("xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml")

    def flipped(data: bytes) -> bytes:
        where = bytearray(data)
        for _ in range(rng.randint(1, 4)):
            where[rng.randrange(len(where))] = rng.choice((0, 255, 60, 62, 34, 48, 57, rng.randrange(256)))
        return bytes(where)

    def one(_: int) -> str | None:
        data = rng.choice(books)
        how = rng.random()
        if how < 0.1:
            data = data[: rng.randrange(len(data))]
        elif how < 0.3:
            data = flipped(data)
        elif how < 0.97:
            name = rng.choice(names)
            letters = '0123456789.eE+-<>/"= tns&;ABZ'
            data = rezipped(data, name, lambda old: mutated(rng, old.decode(), letters).encode())
        with suppress(Refusal):
            read_prices(data, PLAN)
        return judge_sheet(data, read_sheet)

    def wrong(_: int) -> str | None:
        def careless(data: bytes) -> list[Row]:
            return [Row(row.number, (*row.cells[1:], row.cells[0]), "row") for row in read_sheet(data)]

        return judge_sheet(rng.choice(books), careless)

    return tally(run, one, wrong)
