"""JSON read strictly: no duplicate keys, no floats, no NaN, no byte order mark, nothing too deep or too large."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from models.errors import Refusal
from models.values.money import quoted

# Room for a record of a working life with everything in it; more than this is not a record of ours.
MAX_BYTES = 16 * 1024 * 1024
# As many values as 1,000 grants of 48 tranches and 100,000 events have; small ones take far more room than their text.
MAX_VALUES = 1_000_000


def _refuse(says: str) -> Refusal:
    return Refusal("bad_json", says, "request")


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise _refuse(f"has the key {quoted(key)} twice in one object; keep one")
            seen.add(key)
    return found


def _no_float(text: str) -> NoReturn:
    raise _refuse(f"has the number {quoted(text)}; write money, prices and rates as text, counts as whole numbers")


def _whole(text: str) -> int:
    # Longer than any count; Python itself gives up at 4,300 digits with an error of its own.
    if len(text) > 40:
        raise _refuse(f"has a number of {len(text)} digits; no count is that large")
    return int(text)


def parse(data: bytes) -> Any:
    """The JSON value of `data`; Refusal `bad_json` for anything the contract calls unusable."""
    if len(data) > MAX_BYTES:
        raise _refuse(f"is larger than {MAX_BYTES // 1024 // 1024} MB; ask about fewer grants at a time")
    if data.count(b",") + data.count(b"[") + data.count(b"{") > MAX_VALUES:
        raise _refuse(f"has more than {MAX_VALUES:,} values; ask about fewer grants at a time")
    if data.startswith(b"\xef\xbb\xbf"):
        raise _refuse("starts with a byte order mark; save it as UTF-8 without one")
    try:
        return json.loads(
            data.decode("utf-8"),
            object_pairs_hook=_no_duplicates,
            parse_float=_no_float,
            parse_constant=_no_float,
            parse_int=_whole,
        )
    except UnicodeDecodeError as bad:
        raise _refuse(f"is not UTF-8 text at byte {bad.start}; save it as UTF-8") from None
    except RecursionError:
        raise _refuse("is nested far too deeply; nothing this program reads is") from None
    except json.JSONDecodeError as bad:
        says = f"is not JSON at line {bad.lineno}, column {bad.colno}: {bad.msg}"
        raise _refuse(says) from None
