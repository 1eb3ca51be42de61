"""The door of the reference: a parsed request or its bytes in, the answers out."""

from __future__ import annotations

from datetime import date
from typing import Any

from . import reader, shapes
from .answers import answer, check
from .course import replay
from .facts import build
from .reader import Unusable

__all__ = ["Unusable", "evaluate", "evaluate_text"]

END_OF_TIME = date(2500, 1, 1)


def evaluate(request: dict[str, Any]) -> dict[str, Any]:
    """Every question's answer. Raises Unusable for a request that is unusable as a whole."""
    parsed = shapes.request(request, "request")
    record = build(parsed["record"])
    for number, ask in enumerate(parsed["questions"]):
        check(ask, f"questions[{number}]")
    replay(record, END_OF_TIME)
    return {"answers": [answer(record, ask) for ask in parsed["questions"]]}


def evaluate_text(data: bytes) -> dict[str, Any]:
    """The same from the bytes of a request, with the refusals of the JSON itself."""
    return evaluate(reader.load(data))
