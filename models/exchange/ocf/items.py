"""Objects of Open Cap Format files: found by their type, their fields read strictly, fields of no use passed over."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from models.errors import Refusal
from models.exchange.strict_json import parse
from models.facts.fields import MAX_SHARES, as_text
from models.values.dates import iso_date
from models.values.money import decimal_fraction, quoted

MAX_BYTES = 16 * 1024 * 1024
_ZIP = b"PK\x03\x04"
_WHOLE = re.compile(r"\+?[0-9]{1,12}(\.0{1,10})?", re.ASCII)

Json = Mapping[str, Any]


def refuse(place: str, says: str) -> Refusal:
    """A refusal that begins with where it stands in the file."""
    return Refusal("bad_ocf", f"{place}: {says}", "file")


def read_files(data: bytes) -> dict[str, bytes]:
    """The JSON files of a ZIP package, or the one file given, by name."""
    if len(data) > MAX_BYTES:
        raise refuse("the package", "is larger than 16 MB")
    if not data.startswith(_ZIP):
        return {"the file": data}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if entry.filename.endswith(".json")]
            if sum(entry.file_size for entry in entries) > 4 * MAX_BYTES:
                raise refuse("the package", "unpacks to more than 64 MB")
            return {entry.filename: archive.read(entry) for entry in entries}
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, NotImplementedError, EOFError, RuntimeError):
        raise refuse("the package", "is damaged or locked with a password; export it again") from None


def all_items(files: Mapping[str, bytes]) -> Iterator[tuple[str, Json]]:
    """Every object of every file with its place; other JSON files of a package are passed over."""
    found = False
    for name, data in files.items():
        try:
            value = parse(data)
        except Refusal as bad:
            raise refuse(name, bad.message) from None
        if not isinstance(value, dict) or not str(value.get("file_type", "")).startswith("OCF_"):
            continue
        found = True
        items = value.get("items", [])
        if not isinstance(items, list):
            raise refuse(name, "items must be a list")
        for at, item in enumerate(items):
            if not isinstance(item, dict):
                raise refuse(f"{name}, item {at + 1}", "must be an object")
            yield f"{name}, item {at + 1}", item
    if not found:
        raise refuse("the file", "is no file of the Open Cap Format: it has no file_type that begins with OCF_")


def text_of(item: Json, key: str, place: str, longest: int = 200) -> str:
    """A required text."""
    return as_words(item.get(key), f"{place}, {key}", longest)


def as_words(value: object, place: str, longest: int = 200) -> str:
    """One printable line of 1 to `longest` characters."""
    try:
        return as_text(value, place, longest, 1)
    except Refusal as bad:
        raise refuse(place, bad.message) from None


def day_of(item: Json, key: str, place: str) -> date:
    """A required date."""
    try:
        return iso_date(text_of(item, key, place))
    except Refusal as bad:
        raise bad if bad.code == "bad_ocf" else refuse(f"{place}, {key}", bad.message) from None


def maybe_day(item: Json, key: str, place: str) -> date | None:
    """A date that may be null or left out."""
    return None if item.get(key) is None else day_of(item, key, place)


def whole_of(value: object, place: str, least: int = 0) -> int:
    """A whole number, written as a number or as the format's numeric text ("1000", "1000.00")."""
    if isinstance(value, str) and _WHOLE.fullmatch(value):
        value = int(value.partition(".")[0])
    if type(value) is not int or not least <= value <= MAX_SHARES:
        raise refuse(place, f"must be a whole number from {least} to {MAX_SHARES:,}, not {quoted(value)}")
    return value


def price_of(item: Json, key: str, place: str) -> Fraction:
    """A required amount of US dollars above zero."""
    money = item.get(key)
    if not isinstance(money, dict) or not isinstance(money.get("amount"), str):
        raise refuse(f"{place}, {key}", "must be an amount with a currency")
    if money.get("currency") != "USD":
        raise refuse(f"{place}, {key}", f"must be in USD, not {quoted(money.get('currency'))}")
    try:
        price = decimal_fraction(money["amount"].removeprefix("+"))
    except Refusal as bad:
        raise refuse(f"{place}, {key}", bad.message) from None
    if not price:
        raise refuse(f"{place}, {key}", "must be above zero")
    return price


def list_of(item: Json, key: str, place: str) -> list[Json]:
    """A list of objects; empty where it is left out."""
    value = item.get(key)
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise refuse(f"{place}, {key}", "must be a list of objects")
    return value
