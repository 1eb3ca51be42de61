"""Loads the window system's bindings without what they keep ready for help texts and type stubs: half of their start.

PySide6 imports a parser of its signatures, a writer of type stubs, and half the compiler's library for those. None of
it is needed until a signature is asked for, by `help()` or for the message of a wrong call. It also takes the place of
`__import__` with a function that reads the source of every module imported later, to see whether it may use
`from __feature__ import …`; this program never does. Bindings that have other names inside load as they always did.
"""

from __future__ import annotations

import builtins
import sys
from collections.abc import Callable, Sequence
from importlib.machinery import ModuleSpec, PathFinder
from threading import RLock
from types import ModuleType
from typing import Any

# What the bindings import and never use on the way to a window: their own (not `mapping`: they look into its
# dictionary from C, where nothing can wait) ...
_OWN = frozenset(
    f"shibokensupport.signature.{name}"
    for name in ("errorhandler", "layout", "parser", "lib.enum_sig", "lib.pyi_generator", "lib.tool")
)
_FEATURES = "shibokensupport.feature"
# ... and the standard library's.
_STANDARD = frozenset(("base64", "inspect", "ipaddress", "tempfile", "textwrap", "traceback", "zipfile"))
_LOCK = RLock()


class _Later(ModuleType):
    """A module whose code runs when something of it is first asked for."""

    def __getattr__(self, name: str) -> Any:
        with _LOCK:
            run = self.__dict__.pop("_run", None)
            if run is not None:
                run(self)
                self.__class__ = ModuleType  # type: ignore[assignment]  # from here on it is like any other
        return ModuleType.__getattribute__(self, name)


class _Features(_Later):
    """The bindings' switch to other spellings of their names; nobody here throws it, so no module is looked at."""

    def feature_import(self, *_: object) -> None:
        """Asked before each import; None means that it is an ordinary one."""

    def feature_imported(self, _: ModuleType) -> None:
        """Told of each module after its import."""


class _Loader:
    """Makes a module that waits; `run` is what the real loader would have done at once."""

    def __init__(self, run: Callable[[ModuleType], None]) -> None:
        self._run = run

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _Features(spec.name) if spec.name == _FEATURES else _Later(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        module.__dict__["_run"] = self._run


class _Finder:
    """Finds what can wait before anything else does."""

    @staticmethod
    def find_spec(name: str, path: Sequence[str] | None = None, target: ModuleType | None = None) -> ModuleSpec | None:
        if name not in _OWN and name not in _STANDARD and name != _FEATURES:
            return None
        spec = PathFinder.find_spec(name, path, target)
        if spec is not None and spec.loader is not None:
            spec.loader = _Loader(spec.loader.exec_module)  # type: ignore[assignment]
        return spec


def load() -> None:
    """Import the bindings, before anything else of PySide6 is imported."""
    own_import = builtins.__import__
    sys.meta_path.insert(0, _Finder)
    try:
        import PySide6  # noqa: F401
    finally:
        sys.meta_path.remove(_Finder)
        builtins.__import__ = own_import
        # Everybody else gets the standard library's modules as they are.
        for name in _STANDARD:
            if isinstance(sys.modules.get(name), _Later):
                del sys.modules[name]
