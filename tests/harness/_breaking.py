"""The layers below the window, each of which can be made to break, or only watched to see who comes by."""

from __future__ import annotations

import errno
import importlib
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest import mock

from models.errors import StoreError
from tests.harness._answers import SECRET

# Where it breaks, and with what. `within` is reached inside the transaction, when everything is written.
LAYERS = (
    "with_change",
    "append",
    "append: disk full",
    "within",
    "refresh",
    "issue",
    "rules",
    "exchange",
    "last step of a file",
)
# Those after which nothing may have been changed: they break before a deed is in the file.
BEFORE_SAVED = LAYERS[:4]
_NOTICE = ("models.notice.issue:issue", "models.notice.issue:issue_heirs_letter")
_EXCHANGE = (
    "models.exchange.record_json:record_bytes",
    "models.exchange.record_json:read_record_bytes",
    "models.exchange.spreadsheet:workbook_bytes",
    "models.exchange.tables:table",
    "models.exchange.tables:all_tables",
    "models.exchange.summary:summary_text",
    "models.exchange.calendar_file:calendar_bytes",
    "models.exchange.prices:read_prices",
    "models.exchange.ocf:ocf_zip",
    "models.exchange.ocf:read_package",
)
_RULES = ("position", "quote", "deadlines", "service_end", "lots", "grid")


class Breaking:
    """`at(layer)` makes a layer raise, `watching()` lets all of them pass; `hits` says which were reached."""

    def __init__(self, pages: dict[str, Any]) -> None:
        self._pages = pages
        self.hits: dict[str, int] = {}

    @contextmanager
    def at(self, layer: str) -> Iterator[None]:
        """Break `layer` while this lasts."""
        with ExitStack() as held:
            for patch in self._patches(layer, _error(layer)):
                held.enter_context(patch)
            yield

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Only count who comes by."""
        with ExitStack() as held:
            for layer in LAYERS:
                for patch in self._patches(layer, None):
                    held.enter_context(patch)
            yield

    def _stand_in(self, real: Callable[..., Any], layer: str, error: Exception | None) -> Callable[..., Any]:
        def stand_in(*given: Any, **named: Any) -> Any:
            self.hits[layer] = self.hits.get(layer, 0) + 1
            if error is not None:
                raise error
            return real(*given, **named)

        return stand_in

    def _patches(self, layer: str, error: Exception | None) -> Iterator[Any]:
        if layer == "within":
            store = importlib.import_module("models.store.store")
            yield mock.patch.object(store, "whole", self._inside(store.whole, error))
        for owner, name in self._places(layer):
            yield mock.patch.object(owner, name, self._stand_in(getattr(owner, name), layer, error))

    def _places(self, layer: str) -> Iterator[tuple[Any, str]]:
        import os

        from models.record.record import Record
        from models.rules.ledger import Ledger
        from models.store import Store

        if layer == "with_change":
            yield Record, "with_change"
        elif layer.startswith("append"):
            yield Store, "append"
        elif layer == "refresh":
            yield from ((kind, "refresh") for kind in {type(page) for page in self._pages.values()})
        elif layer == "issue":
            yield from _everywhere(_NOTICE)
        elif layer == "rules":
            yield from ((Ledger, name) for name in _RULES)
        elif layer == "exchange":
            yield from _everywhere(_EXCHANGE)
        elif layer == "last step of a file":
            yield from ((os, name) for name in ("replace", "link", "rename"))

    def _inside(self, whole: Callable[..., Any], error: Exception | None) -> Callable[..., Any]:
        def broken(conn: Any, act: Callable[[], None]) -> Any:
            def half() -> None:
                act()
                self.hits["within"] = self.hits.get("within", 0) + 1
                if error is not None:
                    raise error

            return whole(conn, half)

        return broken


def _error(layer: str) -> Exception:
    if layer == "append: disk full":
        return StoreError("disk_full", "The disk is full.", "", "Nothing was saved.")
    if layer == "last step of a file":
        return OSError(errno.ENOSPC, "No space left on device")
    return RuntimeError(SECRET)


def _everywhere(names: tuple[str, ...]) -> Iterator[tuple[Any, str]]:
    """Where functions are known under a name: in their own module, and in every module that has imported them."""
    for name in names:
        module, _, function = name.partition(":")
        real = getattr(importlib.import_module(module), function)
        for place, other in list(sys.modules.items()):
            if place.startswith(("ui.", "models.")):
                yield from ((other, called) for called, what in list(vars(other).items()) if what is real)
