"""Damages a request in one place, in the ways that people and programs do."""

from __future__ import annotations

import copy
import json
from random import Random
from typing import Any

Json = dict[str, Any]

WHOLE = (0, -1, 2, 1_000_000_001, 1_000_001, 36501, 1201, 101, 10**30, True, 1.5, "5", None)
DECIMALS: tuple[str, ...] = (
    "0",
    "0.0",
    "-1",
    "+1",
    ".5",
    "1.",
    "1e3",
    " 1",
    "1 ",
    "1,5",
    "",
    "1234567890123",
    "1.12345678901",
)
DECIMALS += ("\u0661", "1.0000000001", "NaN", "0x1", "1_0", "\uff11", "000000000001")
DATES: tuple[str, ...] = (
    "2003-02-29",
    "2003-13-01",
    "20030101",
    "2003-1-01",
    "1969-12-31",
    "2201-01-01",
    "2003-01-01T00:00",
    "",
)
DATES += ("\uff12\uff10\uff10\uff13-01-01", "2003-W01-1", "2200-12-31", " 2003-01-01", "0000-00-00")
WORDS = (
    "bogus",
    "",
    "x" * 65,
    "x" * 201,
    "a\nb",
    "\u0000",
    "focus-2002",
    "G0",
    "L0",
    "P0",
    "\ud800",
    "Death",
)
ODD: tuple[Any, ...] = (None, True, False, 0, 1, -1, [], {}, [[]], "", "text", 1.0, {"a": 1}, ["x"])
RAW = (
    "bom",
    "nan",
    "float",
    "double",
    "cut",
    "tail",
    "utf8",
    "infinity",
    "latin",
    "utf16",
    "control",
    "comma",
)


def places(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every path to a value below the root."""
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    result = []
    for key, item in items:
        result += [(*path, key), *places(item, (*path, key))]
    return result


def at(node: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        node = node[key]
    return node


def another(rng: Random, value: Any) -> Any:
    """Something else of the same kind, or of a wrong kind."""
    if rng.random() < 0.2:
        return rng.choice(ODD)
    if isinstance(value, bool):
        return rng.choice((0, 1, "true", None, not value))
    if isinstance(value, int):
        return rng.choice((*WHOLE, value + 1, value - 1, str(value), float(value)))
    if isinstance(value, str):
        if value[:1].isdigit():
            return rng.choice(DATES if value[4:5] == "-" else DECIMALS)
        return rng.choice(WORDS)
    return rng.choice(ODD)


def damage(rng: Random, request: Json) -> Json:
    """The request with one value dropped, added, doubled or replaced."""
    result = copy.deepcopy(request)
    path = rng.choice(places(result))
    parent, key = at(result, path[:-1]), path[-1]
    how = rng.random()
    if how < 0.2:
        del parent[key]
    elif how < 0.3:
        target = parent if isinstance(parent, dict) else result["record"]
        target[rng.choice(("bogus", "", "id", "shares", "plan", "like", "type", "Date", "lots", "issuer"))] = 1
    elif how < 0.4:
        lists = [value for where in places(result) if isinstance(value := at(result, where), list) and value]
        if lists:
            chosen = rng.choice(lists)
            chosen.append(copy.deepcopy(rng.choice(chosen)))
    elif how < 0.5:
        twins = [where for where in places(result) if where[-1] == key and where != path]
        if twins:
            parent[key] = copy.deepcopy(at(result, rng.choice(twins)))
    else:
        parent[key] = another(rng, parent[key])
    return result


def raw(rng: Random, text: bytes) -> bytes:
    """The same request in bytes that the contract does not allow (or that are none at all)."""
    how = rng.choice(RAW)
    if how == "bom":
        return b"\xef\xbb\xbf" + text
    if how in ("nan", "float", "infinity"):
        number = {"nan": b"NaN", "float": b"1.0", "infinity": b"-Infinity"}[how]
        return text.replace(b'"version": 1', b'"version": ' + number, 1)
    if how == "double":
        return text.replace(b'"version": 1', b'"version": 1, "version": 1', 1)
    if how == "cut":
        return text[: rng.randrange(len(text))]
    if how == "utf16":
        return text.decode().encode("utf-16")
    if how == "control":
        return text.replace(b'"G0"', b'"G\x010"')
    if how == "comma":
        return text.replace(b"}", b",}", 1)
    return {"tail": text + b" {}", "utf8": text + b"\xff", "latin": b"\xe9" + text}[how]


def broken(rng: Random, request: Json) -> bytes:
    """A damaged request; now and then the damage changes nothing that matters."""
    if rng.random() < 0.08:
        return raw(rng, json.dumps(request).encode())
    return json.dumps(damage(rng, request)).encode()
