"""Reads plain data (from JSON or TOML) strictly, and names the exact place of whatever is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from fractions import Fraction
from typing import TypeVar

from models.errors import Refusal
from models.values.dates import iso_date
from models.values.money import decimal_fraction, quoted

T = TypeVar("T")
D = TypeVar("D")

MAX_SHARES = 1_000_000_000
_MISSING = object()


def refuse(place: str, message: str, code: str = "bad_request") -> Refusal:
    """A Refusal that stands at `place`."""
    return Refusal(code, message, place)


def as_text(value: object, place: str, longest: int = 200, shortest: int = 0) -> str:
    """One line of text of `shortest` to `longest` characters, without control characters."""
    if not isinstance(value, str):
        raise refuse(place, f"must be text, not {quoted(value)}")
    if not shortest <= len(value) <= longest:
        raise refuse(place, f"must have {shortest} to {longest} characters, not {len(value)}")
    if not value.isprintable():
        raise refuse(place, "must be one line of printable characters; remove line breaks and invisible characters")
    return value


def as_id(value: object, place: str) -> str:
    """An id: 1 to 64 printable characters."""
    return as_text(value, place, 64, 1)


def as_whole(value: object, place: str, least: int, most: int) -> int:
    """A whole number from `least` to `most`; true and false are not numbers."""
    if type(value) is not int:
        raise refuse(place, f"must be a whole number from {least} to {most}, not {quoted(value)}")
    if not least <= value <= most:
        shown = str(value) if abs(value) < 10**30 else "a far larger one"
        raise refuse(place, f"must be a whole number from {least} to {most}, not {shown}")
    return value


def as_shares(value: object, place: str) -> int:
    """A number of shares: 1 to 1,000,000,000."""
    return as_whole(value, place, 1, MAX_SHARES)


def as_day(value: object, place: str) -> date:
    """A date written as text, 1970-01-01 to 2200-12-31."""
    if not isinstance(value, str):
        raise refuse(place, f"must be a date such as 2003-11-10, not {quoted(value)}")
    try:
        return iso_date(value)
    except Refusal as bad:
        raise bad.at(place) from None


def as_amount(value: object, place: str) -> Fraction:
    """Money, at least zero, written as text such as "1.20"."""
    if not isinstance(value, str):
        raise refuse(place, f'must be text such as "1.20", not {quoted(value)}')
    try:
        return decimal_fraction(value)
    except Refusal as bad:
        raise bad.at(place) from None


def as_price(value: object, place: str) -> Fraction:
    """A price in dollars a share, above zero."""
    price = as_amount(value, place)
    if not price:
        raise refuse(place, "must be above zero")
    return price


def as_rate(value: object, place: str) -> Fraction:
    """A rate as a fraction of one, 0 to 1."""
    rate = as_amount(value, place)
    if rate > 1:
        raise refuse(place, f"must be at most 1 (22 % is 0.22), not {quoted(value)}")
    return rate


def as_flag(value: object, place: str) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise refuse(place, f"must be true or false, not {quoted(value)}")
    return value


def as_choice(value: object, place: str, choices: Iterable[str]) -> str:
    """One of a few fixed words."""
    if not isinstance(value, str) or value not in choices:
        raise refuse(place, f"must be one of {', '.join(choices)}, not {quoted(value)}")
    return value


def as_list(value: object, place: str) -> list[object]:
    """A list."""
    if not isinstance(value, list):
        raise refuse(place, f"must be a list, not {quoted(value)}")
    return value


def as_list_of(value: object, place: str, read: Callable[[object, str], T]) -> tuple[T, ...]:
    """A list with every item read by `read`, each with its own place."""
    return tuple(read(item, f"{place}[{at}]") for at, item in enumerate(as_list(value, place)))


class Fields:
    """One object of plain data, whose keys are taken one by one; `done` refuses what nobody asked for."""

    __slots__ = ("_left", "place")

    def __init__(self, value: object, place: str) -> None:
        if not isinstance(value, dict):
            raise refuse(place, f"must be an object with named fields, not {quoted(value)}")
        self._left: dict[str, object] = dict(value)
        self.place = place

    def at(self, key: str) -> str:
        """The place of `key` in this object."""
        return f"{self.place}.{key}" if self.place else key

    def has(self, key: str) -> bool:
        """Whether `key` is given and has not been taken yet."""
        return key in self._left

    def take(self, key: str, read: Callable[[object, str], T]) -> T:
        """The value of a required key, read by `read(value, place)`."""
        value = self._left.pop(key, _MISSING)
        if value is _MISSING:
            raise refuse(self.at(key), "is missing")
        return read(value, f"{self.place}.{key}" if self.place else key)

    def get(self, key: str, read: Callable[[object, str], T], default: D) -> T | D:
        """The value of an optional key, or `default`."""
        value = self._left.pop(key, _MISSING)
        if value is _MISSING:
            return default
        return read(value, f"{self.place}.{key}" if self.place else key)

    def maybe(self, key: str, read: Callable[[object, str], T]) -> T | None:
        """The value of an optional key, or None where it is left out."""
        return self.get(key, read, None)

    def choice(self, key: str, choices: Iterable[str]) -> str:
        """The value of a required key that is one of `choices`."""
        value = self._left.get(key)
        if isinstance(value, str) and value in choices:  # the usual case without a function made for it
            del self._left[key]
            return value
        return self.take(key, lambda value, place: as_choice(value, place, choices))

    def whole(self, key: str, least: int, most: int) -> int:
        """The value of a required key that is a whole number from `least` to `most`."""
        return self.take(key, lambda value, place: as_whole(value, place, least, most))

    def done(self) -> None:
        """Refuse keys that were never taken: a misspelt key must not be passed over."""
        for key in self._left:
            raise refuse(self.at(quoted(key)[1:-1]), "is not a known field here; remove it or correct its name")
