"""Fuzz of every importer and every field parser: never an exception of another kind, never accepted but wrong."""

from __future__ import annotations

import io
import json
import random
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any
from xml.etree import ElementTree as ET

from models.errors import Refusal
from models.exchange import cells
from models.exchange.ocf import Imported, ocf_files, read_package
from models.exchange.prices import read_prices
from models.exchange.record_json import read_record_bytes, record_bytes, same_record
from models.exchange.sheet import Row, read_sheet
from models.exchange.spreadsheet import workbook_bytes
from models.exchange.tables import table
from models.facts.bundled import bundled_plan
from models.facts.grant import PeriodicPart
from models.facts.price import Price
from models.record.record import Record
from models.record.sample import SAMPLE_DAY, sample_record
from models.rules.vesting import build
from models.values.dates import iso_date
from models.values.money import decimal_fraction
from tests.harness import _second as second
from tests.harness.registry import Result, Run, harness
from tests.record.builders import random_records
from tests.record.test_deeds_inverse import Hand, deeds_on_facts, deeds_on_notes, walk
from tests.reference import facts as reference_facts, shapes as reference_shapes
from tests.reference.breaking import damage, raw
from tests.reference.reader import Unusable

PLAN = "focus-2002"
_CONTROLS = 200


def tally(run: Run, try_one: Callable[[int], str | None], controls: Callable[[int], str | None]) -> Result:
    """Tries `run.n` cases and a few that must fail; a case gives None, words of what is wrong, or "+name" to count."""
    failures: list[str] = []
    counted: dict[str, int] = {}
    for at in range(run.n):
        try:
            said = try_one(at)
        except BaseException as bad:  # a panic of a library is no Exception
            if isinstance(bad, KeyboardInterrupt):
                raise
            said = f"seed {run.seed}, case {at}: {type(bad).__name__}: {bad}"
        if said is not None and said.startswith("+"):
            counted[said[1:]] = counted.get(said[1:], 0) + 1
        elif said is not None:
            failures.append(f"seed {run.seed}, case {at}: {said}"[:400])
    caught = 0
    for at in range(_CONTROLS):
        said = controls(at)
        caught += said is not None and not said.startswith("+")
    return Result(run.n, tuple(failures), len(failures), _CONTROLS, caught, counted)


def mutated(rng: random.Random, text: str, alphabet: str) -> str:
    """The text with one to three letters put in, taken out or replaced."""
    for _ in range(rng.randint(1, 3)):
        at = rng.randint(0, len(text))
        text = text[:at] + rng.choice((rng.choice(alphabet), "")) + text[at + rng.randint(0, 1) :]
    return text


# -- the record as JSON ------------------------------------------------------------------------------------------


def lived_records(seed: int, many: int) -> list[Record]:
    """Random records with notices and notes in them."""
    found = [sample_record()]
    for rng, start in random_records(range(seed * 1000, seed * 1000 + many)):
        record = start
        for _ in range(12):
            offered = [*deeds_on_facts(Hand(rng, record)), *deeds_on_notes(Hand(rng, record))]
            try:
                record = record.with_change(rng.choice(offered)[1]())
            except Refusal:
                continue
        found.append(record)
    return found


def judge_json(data: bytes, read: Callable[[bytes], Record]) -> str | None:
    """What is wrong with how a file was read."""
    try:
        record = read(data)
    except Refusal as refusal:
        return (
            "+refused" if refusal.message and refusal.field else f"a refusal without words or place for {data[:80]!r}"
        )
    given = json.loads(data)
    again = record_bytes(record)
    if not second.says_same(given, json.loads(again)):
        return f"accepted, but says something else: {data[:200]!r}"
    if not same_record(read_record_bytes(again), record):
        return f"does not come back the same: {data[:200]!r}"
    try:
        reference_facts.build(reference_shapes.record({k: v for k, v in given.items() if k != "extra"}, "record"))
    except Unusable as bad:
        return f"the reference refuses it ({bad}): {data[:200]!r}"
    return "+accepted"


@harness("record-json", small=2_000, full=500_000, unit="files", batch=25_000)
def record_json(run: Run) -> Result:
    """No JSON file, however damaged, is taken for another record than it states, or ends in anything but words."""
    rng = random.Random(run.seed)
    plains = [json.loads(record_bytes(record)) for record in lived_records(run.seed, 60)]

    def one(_: int) -> str | None:
        plain = rng.choice(plains)
        if rng.random() < 0.08:
            data = raw(rng, json.dumps(plain).encode())
        elif rng.random() < 0.15:
            data = mutated(rng, json.dumps(plain), '{}[]",:0123456789.-\\u\u2028ae').encode("utf-8", "surrogatepass")
        else:
            data = json.dumps(damage(rng, {"record": plain}).get("record") if rng.random() < 0.9 else plain).encode()
        return judge_json(data, read_record_bytes)

    def wrong(_: int) -> str | None:
        def careless(data: bytes) -> Record:
            value = json.loads(data)
            for grant in value["grants"][-1:]:
                grant["exercise_price"] = grant["exercise_price"][:-1] + "7"
            return read_record_bytes(json.dumps(value).encode())

        return judge_json(json.dumps(rng.choice(plains)).encode(), careless)

    return tally(run, one, wrong)


# -- tables of prices --------------------------------------------------------------------------------------------

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


# -- spreadsheets ------------------------------------------------------------------------------------------------


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


# -- Open Cap Format ---------------------------------------------------------------------------------------------


def packages(seed: int) -> Iterator[list[dict[str, Any]]]:
    """The objects of proper packages."""
    for record in lived_records(seed, 60):
        items = [item for data in ocf_files(record).files.values() for item in json.loads(data)["items"]]
        if any(item["object_type"] == "TX_EQUITY_COMPENSATION_ISSUANCE" for item in items):
            yield items


def judge_package(items: Sequence[Any], found: Imported) -> str | None:
    """What is wrong with the grants taken from a package."""
    kinds: dict[str, list[Any]] = {}
    for item in items:
        kinds.setdefault(str(item.get("object_type")), []).append(item)
    for grant in found.grants:
        stated = [one for one in kinds["TX_EQUITY_COMPENSATION_ISSUANCE"] if one.get("custom_id") == grant.id]
        if not any(_states(one, grant) for one in stated):
            return f"{grant.id} is not what any issuance states: {stated}"
        if len(stated) != 1 or not isinstance(grant.parts[0], PeriodicPart):
            continue
        (terms,) = [one for one in kinds["VESTING_TERMS"] if one["id"] == stated[0]["vesting_terms_id"]][-1:]
        starts = [one for one in kinds["TX_VESTING_START"] if one.get("security_id") == stated[0]["security_id"]]
        dated = {one.date: one.shares for one in build(grant.parts, {})[0]}
        if dated != second.ocf_tranches(terms, grant.shares, iso_date(starts[0]["date"])):
            return f"{grant.id} vests otherwise than its terms say: {terms}"
    return "+accepted" if found.grants else "+nothing taken"


def _states(item: dict[str, Any], grant: Any) -> bool:
    try:
        price, shares = Decimal(item["exercise_price"]["amount"]), Decimal(item["quantity"])
    except (KeyError, TypeError, ArithmeticError):
        return False
    same = shares == grant.shares and price == second.exact(grant.exercise_price)
    return same and item.get("date") == str(grant.grant_date)


@harness("open-cap-format", small=2_000, full=500_000, unit="packages", batch=25_000)
def open_cap_format(run: Run) -> Result:
    """A damaged package gives grants that it states, vesting as its terms say, or is refused in words."""
    rng = random.Random(run.seed)
    good = list(packages(run.seed))
    plan = bundled_plan(PLAN)

    def read(items: Sequence[Any]) -> Imported:
        data = json.dumps({"file_type": "OCF_TRANSACTIONS_FILE", "items": items}).encode()
        return read_package(data).take("holder", plan, "employee")

    def one(_: int) -> str | None:
        items: Any = rng.choice(good)
        for _ in range(rng.randint(0, 3)):
            damaged = damage(rng, {"record": {"items": items}}).get("record")
            items = damaged.get("items", []) if isinstance(damaged, dict) else []
            if not isinstance(items, list) or not items:
                break
        try:
            found = read(items)
        except Refusal as refusal:
            return "+refused" if refusal.message else "without words"
        return judge_package(items, found)

    def wrong(_: int) -> str | None:
        from dataclasses import replace

        items = rng.choice(good)
        found = read(items)
        later = [
            replace(
                grant,
                parts=tuple(replace(p, cliff_months=0) if isinstance(p, PeriodicPart) else p for p in grant.parts),
            )
            for grant in found.grants
        ]
        return judge_package(items, replace(found, grants=tuple(later)))

    return tally(run, one, wrong)


# -- fields ------------------------------------------------------------------------------------------------------


def a_text(rng: random.Random, dates: bool) -> str:
    """A date, or an amount or shares, as people type them, sometimes with a slip, sometimes the other of the two."""
    if (rng.random() < 0.9) is dates:
        day = date.fromordinal(rng.randint(date(1960, 1, 1).toordinal(), date(2210, 1, 1).toordinal()))
        text = rng.choice(
            (f"{day:%Y-%m-%d}", f"{day.month}/{day.day}/{day.year}", f"{day:%m/%d/%Y}", f"{day:%m/%d/%y}")
        )
        text = rng.choice((text, text, f"{day:%b} {day.day}, {day.year}", f"{day:%d.%m.%Y}"))
    else:
        whole = rng.randint(0, 10 ** rng.randint(0, 13))
        text = rng.choice((str(whole), f"{whole:,}", str(whole).zfill(4)))
        if rng.random() < 0.6:
            text += f".{rng.randint(0, 10 ** rng.randint(1, 11))}"
        text = rng.choice((text, text, f"${text}", f" {text} ", f"{text} %", f"{text}%", text.replace(".", ",")))
    return mutated(rng, text, "0123456789,.-/$% abeN\u00a0\u0663\uff11+()") if rng.random() < 0.4 else text


def fields() -> dict[str, tuple[Callable[[str], Any], Callable[[str], Any]]]:
    """Every field parser with its second parser."""
    from ui.widgets import parsers

    return {
        "cells.read_day": (cells.read_day, second.day),
        "cells.read_amount": (cells.read_amount, second.number),
        "cells.read_price": (cells.read_price, second.number),
        "cells.read_shares": (cells.read_shares, second.shares),
        "dates.iso_date": (iso_date, second.plain_day),
        "money.decimal_fraction": (decimal_fraction, second.plain_number),
        "parse_date": (parsers.parse_date, second.typed_day),
        "parse_shares": (parsers.parse_shares, second.shares),
        "parse_price": (parsers.parse_price, second.typed_number),
        "parse_amount": (parsers.parse_amount, second.typed_number),
        "parse_money": (parsers.parse_money, second.typed_cents),
        "parse_rate": (parsers.parse_rate, second.typed_rate),
    }


def judge_field(name: str, text: str, read: Callable[[str], Any], other: Callable[[str], Any]) -> str | None:
    """What is wrong with how a field was read."""
    try:
        found = read(text)
    except Refusal as refusal:
        return "+refused" if refusal.message else f"{name} refuses {text!r} without words"
    try:
        expected = other(text)
    except second.No:
        return f"{name} takes {text!r} for {found}, though it is not clear"
    if isinstance(found, Fraction):
        found = (
            Decimal(found.numerator) / Decimal(found.denominator) if found.denominator > 1 else Decimal(found.numerator)
        )
    return "+accepted" if found == expected else f"{name} takes {text!r} for {found}, not {expected}"


def field_harness(name: str) -> None:
    """Registers the harness of one field parser."""

    @harness(f"field-{name}", small=2_000, full=500_000, unit="texts", batch=250_000)
    def act(run: Run) -> Result:
        """What is typed is read as a second parser reads it, or refused in words."""
        rng = random.Random(run.seed)
        read, other = fields()[name]
        dates = name.endswith(("day", "date"))

        def slipped(text: str) -> Any:
            found = read(text)
            if isinstance(found, date):  # the day taken for the month
                return found.replace(month=found.day, day=found.month) if found.day <= 12 else found
            return found * 10 if "." in text or "," in text else found  # the mark overlooked

        return tally(
            run,
            lambda _: judge_field(name, a_text(rng, dates), read, other),
            lambda _: judge_field(name, a_text(rng, dates), slipped, other),
        )


for _name in (
    "cells.read_day",
    "cells.read_amount",
    "cells.read_price",
    "cells.read_shares",
    "dates.iso_date",
    "money.decimal_fraction",
    "parse_date",
    "parse_shares",
    "parse_price",
    "parse_amount",
    "parse_money",
    "parse_rate",
):
    field_harness(_name)


# -- deeds -------------------------------------------------------------------------------------------------------


@harness("deeds", small=100, full=20_000, unit="records", batch=1_000)
def deeds(run: Run) -> Result:
    """Random deeds on random records can all be undone, one by one, and read back from the journal."""
    counts = walk(range(run.seed * 10**6, run.seed * 10**6 + run.n), 24)
    return Result(run.n, facts={"deeds": sum(counts.values())})
