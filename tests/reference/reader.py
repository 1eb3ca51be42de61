"""From bytes to a checked request: everything the contract calls an unusable request is refused here."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

Parser = Callable[[Any, str], Any]

BILLION = 1_000_000_000
DECIMAL = re.compile(r"[0-9]{1,12}(\.[0-9]{1,10})?")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Unusable(Exception):
    """The request as a whole can't be used (exit status 2)."""


def refuse(place: str, why: str) -> Unusable:
    return Unusable(f"{place}: {why}")


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        raise Unusable("request: the same key twice in one object")
    return result


def _no_number(text: str) -> Any:
    raise Unusable(f"request: {text[:20]} is not a number the contract knows")


def load(data: bytes) -> Any:
    """The JSON of a request, without byte order mark, doubled keys, floats, NaN or infinities."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise Unusable("request: not UTF-8") from None
    if text.startswith("\ufeff"):
        raise Unusable("request: starts with a byte order mark")
    try:
        return json.loads(text, object_pairs_hook=_pairs, parse_float=_no_number, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise Unusable("request: not JSON") from None


# One parser for each kind of value -------------------------------------------------------------------------


def whole(low: int, high: int) -> Parser:
    def parse(value: Any, place: str) -> int:
        if type(value) is not int or not low <= value <= high:
            raise refuse(place, f"must be a whole number from {low} to {high}")
        return value

    return parse


shares = whole(1, BILLION)


def flag(value: Any, place: str) -> bool:
    if type(value) is not bool:
        raise refuse(place, "must be true or false")
    return value


def text(low: int, high: int) -> Parser:
    def parse(value: Any, place: str) -> str:
        if type(value) is not str or not low <= len(value) <= high or not value.isprintable():
            raise refuse(place, f"must be {low} to {high} printable characters")
        return value

    return parse


ident = text(1, 64)
line = text(0, 200)
event_name = text(1, 200)


def one_of(*allowed: Any) -> Parser:
    def parse(value: Any, place: str) -> Any:
        if type(value) is not type(allowed[0]) or value not in allowed:
            raise refuse(place, f"must be one of {', '.join(map(str, allowed))}")
        return value

    return parse


def decimal(at_least_zero: bool = False, at_most_one: bool = False) -> Parser:
    def parse(value: Any, place: str) -> Fraction:
        if type(value) is not str or not DECIMAL.fullmatch(value):
            raise refuse(place, 'must be a decimal number as text, such as "1.20"')
        number = Fraction(value)
        if number == 0 and not at_least_zero:
            raise refuse(place, "must be above zero")
        if at_most_one and number > 1:
            raise refuse(place, "must be at most 1")
        return number

    return parse


price = decimal()
amount = decimal(at_least_zero=True)
rate = decimal(at_least_zero=True, at_most_one=True)


def day(value: Any, place: str) -> date:
    try:
        if type(value) is str and DAY.fullmatch(value):
            result = date.fromisoformat(value)
            if date(1970, 1, 1) <= result <= date(2200, 12, 31):
                return result
    except ValueError:
        pass
    raise refuse(place, "must be a date from 1970-01-01 to 2200-12-31")


def or_null(parser: Parser) -> Parser:
    return lambda value, place: None if value is None else parser(value, place)


def many(parser: Parser) -> Parser:
    def parse(value: Any, place: str) -> list[Any]:
        if type(value) is not list:
            raise refuse(place, "must be a list")
        return [parser(item, f"{place}[{number}]") for number, item in enumerate(value)]

    return parse


def an_object(value: Any, place: str) -> dict[str, Any]:
    if type(value) is not dict:
        raise refuse(place, "must be an object")
    return value


def fields(
    value: Any, place: str, required: dict[str, Parser], optional: dict[str, Parser] | None = None
) -> dict[str, Any]:
    """An object with exactly these keys; the optional ones may be missing and are then not in the result."""
    known = {**required, **(optional or {})}
    for key in an_object(value, place):
        if key not in known:
            raise refuse(f"{place}.{key!r}", "unknown key")
    for key in required:
        if key not in value:
            raise refuse(f"{place}.{key}", "missing")
    return {key: known[key](item, f"{place}.{key}") for key, item in value.items()}


def shape(required: dict[str, Parser], optional: dict[str, Parser] | None = None) -> Parser:
    return lambda value, place: fields(value, place, required, optional)


def kinds(key: str, table: dict[str, Parser]) -> Parser:
    """An object whose `key` says which of several shapes it has."""

    def parse(value: Any, place: str) -> Any:
        if key not in an_object(value, place):
            raise refuse(f"{place}.{key}", "missing")
        if type(value[key]) is not str or value[key] not in table:
            raise refuse(f"{place}.{key}", f"must be one of {', '.join(table)}")
        return table[value[key]](value, place)

    return parse


def unique(values: list[Any], place: str) -> None:
    seen = set()
    for value in values:
        if value in seen:
            raise refuse(place, f"{value} is there twice")
        seen.add(value)
