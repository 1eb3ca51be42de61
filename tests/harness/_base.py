"""What every workflow of the harness is made of: what it says, and how what it said is held against the file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from models.errors import Refusal, StoreError
from models.store import Store, open_record

Say = Callable[..., None]
Said = list[dict[str, Any]]
NAME = "Options.strikebook"
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Workflow:
    """`prepare(folder)` makes what is there before; `act(folder, say)` is what may be cut short."""

    name: str
    prepare: Callable[[Path], None]
    act: Callable[[Path, Say], None]
    check: Callable[[Path, Path, Said], list[str]]


def saying(store: Store, say: Say, do: Callable[[], object]) -> None:
    """Do one deed and acknowledge what the program would tell its user: saved, or not, or that it does not know."""
    known = store.head
    try:
        do()
    except StoreError as error:
        say("refused", serial=known + 1, kind=error.kind, text=str(error))
    except Refusal as refusal:
        say("refused", serial=known + 1, kind="refusal", text=str(refusal))
    else:
        say("saved", serial=store.head, chain=store._found.seal.chain.hex())


def rows_of(path: Path) -> list[str]:
    """The chain of a record after every check; StoreError where one fails."""
    with open_record(path) as store:
        return [row.chain.hex() for row in store._found.rows]


_templates: dict[Path, list[str]] = {}


def rows_of_template(template: Path) -> list[str]:
    """The chain of the record in a template, read once."""
    if template not in _templates:
        _templates[template] = rows_of(template / NAME) if (template / NAME).exists() else []
    return _templates[template]


def check_record(path: Path, known: list[str], said: Said) -> list[str]:
    """What the file says against what was acknowledged. `known` is the chain before; `end` is said if not killed."""
    try:
        rows = rows_of(path)
    except StoreError as error:
        return [f"it does not open: {error.kind}: {error}"]
    found: list[str] = []
    if rows[: len(known)] != known:
        found.append("what was there before has changed")
    saved = {one["serial"]: one["chain"] for one in said if one["what"] == "saved"}
    found += [
        f"deed {serial} was acknowledged and is not in the file"
        for serial, chain in saved.items()
        if len(rows) < serial or rows[serial - 1] != chain
    ]
    unsure = any(one.get("kind") in {"unsure", "changed_outside"} for one in said)
    ended = any(one["what"] == "end" for one in said)
    most = max([len(known), *saved]) + (0 if ended and not unsure else 1)
    if len(rows) > most:
        found.append(f"{len(rows)} deeds are in the file, at most {most} were done: one was called not saved")
    return found


def check_deeds(folder: Path, template: Path, said: Said) -> list[str]:
    """Every acknowledged deed is there, nothing is there twice or by half, and nobody was told a lie."""
    return check_record(folder / NAME, rows_of_template(template), said)
