"""Keeps the collector away from work that makes tens of thousands of objects, none of them garbage."""

from __future__ import annotations

import gc
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


def without_collecting(act: Callable[P, T]) -> Callable[P, T]:
    """`act` with the collector off while it runs, and afterwards as it was."""

    @wraps(act)
    def acting(*arguments: P.args, **named: P.kwargs) -> T:
        if not gc.isenabled():
            return act(*arguments, **named)
        gc.disable()
        try:
            return act(*arguments, **named)
        finally:
            if not gc.get_freeze_count():  # else it would undo what the program froze at its start
                gc.freeze()
                gc.unfreeze()  # both together call all that was made old, at no cost
            gc.enable()

    return acting
