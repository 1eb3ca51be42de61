"""Second parsers, written another way than the program's own, to judge what its importers accepted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from models.facts.price import Price
from tests.reference import schedule

DIGITS = set("0123456789")


class No(Exception):
    """This text does not say anything clear."""


# -- cells -------------------------------------------------------------------------------------------------------


def trimmed(text: str) -> str:
    """Without the blanks that a copied cell brings along."""
    while text and text[0] in " \t\u00a0":
        text = text[1:]
    while text and text[-1] in " \t\u00a0":
        text = text[:-1]
    return text


def digits(text: str, least: int, most: int) -> str:
    """So many ASCII digits."""
    if not least <= len(text) <= most or set(text) - DIGITS:
        raise No(text)
    return text


def day(text: str) -> date:
    """A date: year-month-day with leading zeros, month/day/year, or with the month in words."""
    text = trimmed(text)
    if text.isascii() and any(letter.isalpha() for letter in text):
        return worded(text)
    if "/" in text:
        pieces = text.split("/")
        if len(pieces) != 3:
            raise No(text)
        numbers = digits(pieces[2], 4, 4), digits(pieces[0], 1, 2), digits(pieces[1], 1, 2)
    else:
        pieces = text.split("-")
        if len(pieces) != 3:
            raise No(text)
        numbers = digits(pieces[0], 4, 4), digits(pieces[1], 2, 2), digits(pieces[2], 2, 2)
    try:
        found = datetime.strptime("/".join(one.rjust(2, "0") for one in numbers), "%Y/%m/%d").date()
    except ValueError:
        raise No(text) from None
    if not 1970 <= found.year <= 2200:
        raise No(text)
    return found


def worded(text: str) -> date:
    """A date such as Nov 10, 2003 or 10-Nov-2003, read by the standard library once its shape is right."""
    if text[:1].isdigit():
        mark = "-" if "-" in text else " "
        pieces = text.split(mark)
        if len(pieces) != 3 or "," in text:
            raise No(text)
        day, name, year = pieces
    else:
        name, _, rest = text.partition(" ")
        day, comma, year = rest.partition(",")
        if not comma:
            raise No(text)
        year = year.removeprefix(" ")
    name = name.removesuffix(".")
    for form in ("%b", "%B"):
        try:
            found = datetime.strptime(f"{digits(day, 1, 2)} {name} {digits(year, 4, 4)}", f"%d {form} %Y").date()
        except ValueError:
            continue
        if 1970 <= found.year <= 2200:
            return found
    raise No(text)


def number(text: str) -> Decimal:
    """Dollars: digits with at most one point; commas only where they can but set thousands apart."""
    text = trimmed(text)
    if text[:1] == "$":
        text = text[1:].lstrip(" ")
    whole, point, decimals = text.partition(".")
    if point:
        digits(decimals, 1, 10)
    if "," in whole:
        groups = whole.split(",")
        digits(groups[0], 1, 3)
        for group in groups[1:]:
            digits(group, 3, 3)
        if not point and len(groups) not in (3, 4):
            raise No(text)
        whole = "".join(groups)
        if len(whole) > 12:
            raise No(text)
    elif whole or not point:
        digits(whole, 1, 12)
    try:
        return Decimal(f"{whole or '0'}.{decimals or '0'}")
    except InvalidOperation:
        raise No(text) from None


def shares(text: str) -> int:
    """Whole shares, thousands set apart by commas or not."""
    groups = trimmed(text).strip().split(",")
    digits(groups[0], 1, 3 if len(groups) > 1 else 20)
    for group in groups[1:]:
        digits(group, 3, 3)
    found = int("".join(groups))
    if not 1 <= found <= 1_000_000_000:
        raise No(text)
    return found


def plain_day(text: str) -> date:
    """Year-month-day only."""
    if "/" in text or text != trimmed(text):
        raise No(text)
    return day(text)


def plain_number(text: str) -> Decimal:
    """Digits and at most one point only."""
    if set(text) - DIGITS - {"."} or text.startswith("."):
        raise No(text)
    return number(text)


def typed_day(text: str) -> date:
    """A date as it may be typed: also with the month in words."""
    text = text.strip()
    if text[:1].isalpha():
        month, *rest = text.replace(",", " ", 1).split()
        if len(rest) != 2 or text.count(",") > 1:
            raise No(text)
        for written in ("%b", "%B"):
            try:
                found = datetime.strptime(month.removesuffix("."), written)
            except ValueError:
                continue
            return day(f"{found.month}/{rest[0]}/{rest[1]}")
        raise No(text)
    return day(text)


def typed_number(text: str) -> Decimal:
    """An amount as it may be typed and is echoed: there a comma always sets thousands apart."""
    text = text.strip()
    text = (text[1:] if text[:1] == "$" else text).strip()
    whole, point, decimals = text.partition(".")
    if "," in whole:
        groups = whole.split(",")
        digits(groups[0], 1, 3)
        for group in groups[1:]:
            digits(group, 3, 3)
        text = "".join(groups) + point + decimals
    if "$" in text:
        raise No(text)
    return number(text)


def typed_cents(text: str) -> int:
    """An amount of whole cents."""
    cents = typed_number(text) * 100
    if cents != int(cents):
        raise No(text)
    return int(cents)


def typed_rate(text: str) -> Decimal:
    """A percentage from 0 to 100 as a fraction of one."""
    text = text.strip()
    rate = typed_number(text[:-1] if text[-1:] == "%" else text)
    if rate > 100:
        raise No(text)
    return rate / 100


def nothing(text: str) -> bool:
    """Whether a cell states nothing."""
    return trimmed(text).lower() in {"", "-", "\u2013", "\u2014", "n/a", "na"}


# -- tables ------------------------------------------------------------------------------------------------------


def records(text: str, mark: str) -> Iterable[list[str]]:
    """The rows of delimited text, letter by letter (RFC 4180: quotes only around a whole cell, doubled inside)."""
    row: list[str] = []
    cell: list[str] = []
    state = "start"
    at = 0
    while at < len(text):
        letter = text[at]
        at += 1
        if state == "quoted":
            if letter != '"':
                cell.append(letter)
            elif text[at : at + 1] == '"':
                cell.append('"')
                at += 1
            else:
                state = "closed"
        elif letter == mark:
            row.append("".join(cell))
            cell, state = [], "start"
        elif letter in "\r\n":
            if letter == "\r" and text[at : at + 1] == "\n":
                at += 1
            row.append("".join(cell))
            yield row
            row, cell, state = [], [], "start"
        elif state == "closed":
            raise No("a letter after a closing quotation mark")
        elif letter == '"' and state == "start":
            state = "quoted"
        else:
            cell.append(letter)
            state = "plain"
    if state == "quoted":
        raise No("a quotation mark is not closed")
    if row or cell or state != "start":
        row.append("".join(cell))
        yield row


COLUMN_OF = {
    "date": "trade date;trading day;price date;date;day",
    "last": "last;last sale;last price;last sale price;close;closing price;close/last;price",
    "high": "high;high price;day high;day's high",
    "low": "low;low price;day low;day's low",
    "determined": "determined;determined value;committee value;value determined",
    "plan": "plan",
    "": "open;volume;adj close;adj. close;adjusted close;change;change %;% change;ask;",
}


def column(words: str) -> str:
    """Which column a heading names."""
    words = " ".join(words.lower().split())
    for name, known in COLUMN_OF.items():
        if words in known.split(";"):
            return name
    rest = words.removeprefix("closing ")
    for start in ("bids price", "bid price", "bids", "bid"):
        if rest == start:
            return "bid"
        if rest.startswith(start + " "):
            tail = rest[len(start) + 1 :]
            if 1 <= len(tail) <= 2 and not set(tail) - DIGITS:
                return "bid"
    raise No(words)


def prices(text: str, plan: str) -> list[dict[str, Any]]:
    """The prices of a table with headings, each a dict; No where anything is not clear."""
    text = text[1:] if text[:1] == "\ufeff" else text
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines:
        raise No("nothing")
    mark = "\t" if "\t" in lines[0] else ";" if ";" in lines[0] else ","
    rows = [row for row in records(text, mark) if not all(map(nothing, row))]
    names = [column(cell) for cell in rows[0]] if rows else []
    if "date" not in names or any(
        names.count(name) > 1 for name in ("date", "last", "high", "low", "determined", "plan")
    ):
        raise No("headings")
    found = [_price(row, names, plan) for row in rows[1:]]
    if not found or len({(price["plan"], price["date"]) for price in found}) < len(found):
        raise No("no prices, or a day twice")
    return found


def _price(row: list[str], names: list[str], plan: str) -> dict[str, Any]:
    price: dict[str, Any] = {"plan": plan, "bids": []}
    for at, cell in enumerate(row):
        if nothing(cell):
            continue
        if at >= len(names):
            raise No("a cell too many")
        name = names[at]
        if name == "date":
            price["date"] = day(cell)
        elif name == "plan":
            price["plan"] = cell
        elif name == "bid":
            price["bids"].append(_above_zero(cell))
        elif name:
            price[name] = _above_zero(cell)
    if "date" not in price or (len(price) == 3 and not price["bids"]):
        raise No("no date, or no price")
    return price


def _above_zero(cell: str) -> Decimal:
    value = number(cell)
    if not value:
        raise No(cell)
    return value


def same_price(price: Price, other: dict[str, Any]) -> bool:
    """Whether a price of the program is that of the second parser."""
    mine = {
        "plan": price.plan,
        "date": price.date,
        "bids": [exact(bid) for bid in price.bids],
        **{
            name: exact(value)
            for name in ("last", "high", "low", "determined")
            if (value := getattr(price, name)) is not None
        },
    }
    return mine == other


def exact(value: Any) -> Decimal:
    """A fraction of ten decimals at most, as a decimal number."""
    return Decimal(value.numerator * 10**10 // value.denominator).scaleb(-10)


# -- JSON --------------------------------------------------------------------------------------------------------

_EMPTY: tuple[Any, ...] = ({}, [], False, "", None)


def hollow(value: Any) -> bool:
    """Whether a value states nothing, however deeply it does so."""
    return all(map(hollow, value.values())) if isinstance(value, dict) else value in _EMPTY


def says_same(given: Any, back: Any, key: str = "") -> bool:
    """Whether everything stated in `given` stands in `back` too, whatever defaults were added there."""
    if key == "vesting" and isinstance(given, list) and isinstance(back, dict):
        given = {name: value for name, value in given[0].items() if name != "shares"}
    if key == "listing":
        given, back = (sorted(one, key=lambda entry: entry["from"]) for one in (given, back))
    if isinstance(given, dict) and isinstance(back, dict):
        return all(
            says_same(value, back[name], name) if name in back else hollow(value) for name, value in given.items()
        )
    if isinstance(given, list) and isinstance(back, list):
        return len(given) == len(back) and all(map(says_same, given, back))
    if isinstance(given, str) and isinstance(back, str) and given != back:
        try:
            return Decimal(given) == Decimal(back)
        except InvalidOperation:
            return False
    return type(given) is type(back) and bool(given == back)


# -- Open Cap Format ---------------------------------------------------------------------------------------------


def ocf_tranches(terms: dict[str, Any], shares: int, start: date) -> dict[date, int]:
    """What monthly vesting terms mean, worked out condition by condition from the start."""
    conditions = {one["id"]: one for one in terms["vesting_conditions"]}
    months: dict[str, int] = {}
    steps: list[tuple[date, int, int]] = []
    at = next(one["id"] for one in conditions.values() if one["trigger"]["type"] == "VESTING_START_DATE")
    months[at] = 0
    while conditions[at].get("next_condition_ids"):
        at = conditions[at]["next_condition_ids"][0]
        one = conditions[at]
        period, portion = one["trigger"]["period"], one["portion"]
        rule = period["day_of_month"]
        the_day = start.day if rule.startswith("VESTING") else int(rule[:2])
        begun = months[one["trigger"]["relative_to_condition_id"]]
        times = int(period.get("occurrences", period.get("repetitions", 1)))
        held, length = int(period.get("cliff_installment") or 0), int(Decimal(period["length"]))
        part = Decimal(portion["numerator"]) / Decimal(portion["denominator"])
        least = next(n for n in range(1, 1201) if abs(part * n - round(part * n)) < Decimal("1e-9"))
        for k in range(1, times + 1):
            when = schedule.months_after(start, begun + max(k, held) * length, the_day)
            steps.append((when, round(part * least), least))
        months[at] = begun + times * length
    units = max(denominator for _, _, denominator in steps)
    amounts = iter(schedule.allocate(shares, units, terms["allocation_type"]))
    found: dict[date, int] = {}
    for when, numerator, denominator in steps:
        for _ in range(numerator * units // denominator):
            found[when] = found.get(when, 0) + next(amounts)
    return {when: amount for when, amount in sorted(found.items()) if amount}
