"""Published worked examples kept beside the tests, each with the name of its source."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent.parent / "cases"


def load(name: str) -> Any:
    """The cases of one file."""
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


def of_kind(name: str, kind: str) -> list[Any]:
    """The cases of one kind."""
    return [case for case in load(name) if case["kind"] == kind]


def name_of(case: Any) -> str:
    """The id a test shows."""
    return str(case["id"])
