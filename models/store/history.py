"""Undo and redo as the journal itself tells them, so that they outlive the program."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from models.store.chain import Row


class Stacks(NamedTuple):
    """Serials of deeds: `undo` what can be undone, `redo` the undoings that can be reversed; last first out."""

    undo: tuple[int, ...]
    redo: tuple[int, ...]


def stacks(rows: Iterable[Row]) -> Stacks:
    """What can be undone and redone after these rows. The first deed made the record and stays.

    A deed that reverses the last undoable one is an undoing; one that reverses the last undoing is a redoing,
    and can be undone again; any other deed is new, and what was undone before it can no more be redone.
    """
    undo: list[int] = []
    redo: list[int] = []
    for row in rows:
        if row.serial == 1:
            continue
        if row.reverses is not None and undo and undo[-1] == row.reverses:
            undo.pop()
            redo.append(row.serial)
        elif row.reverses is not None and redo and redo[-1] == row.reverses:
            redo.pop()
            undo.append(row.serial)
        else:
            undo.append(row.serial)
            redo.clear()
    return Stacks(tuple(undo), tuple(redo))
