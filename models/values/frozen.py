"""Frozen dataclasses that cost nothing until they are used: what the standard library makes, made later.

`dataclasses` compiles six functions for every class when its module is loaded, and loads `inspect` and half of the
compiler's library for it: together more than everything else a one-question `evaluate` does. Here only `__init__` is
compiled, when the first instance is made; the rest is shared. Type checkers see the real `dataclass`, and so do
`dataclasses.replace`, `fields` and `is_dataclass`, for which the real fields are made when they are asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import dataclass, field, replace
else:
    from collections.abc import Callable
    from typing import Any, NamedTuple

    _MISSING = object()

    class _Field(NamedTuple):
        default: Any = _MISSING
        default_factory: Any = _MISSING
        init: bool = True
        repr: bool = True
        compare: bool = True

    def field(**given: Any) -> Any:
        """What `dataclasses.field` is: `default`, `default_factory`, `init`, `repr`, `compare`."""
        return _Field(**given)

    def dataclass(*, frozen: bool) -> Callable[[type], type]:
        """What `dataclasses.dataclass(frozen=True)` is."""
        assert frozen, "only frozen values live here"
        return _made

    def replace(value: Any, **changes: Any) -> Any:
        """What `dataclasses.replace` is."""
        own = {name: getattr(value, name) for name, one in value._frozen_fields.items() if one.init}
        return type(value)(**own | changes)

    class _LaterFields:
        """The standard library's own fields of a class, made when first asked for."""

        def __get__(self, instance: object, owner: type) -> dict[str, Any]:
            import dataclasses

            own = {name: dataclasses.field(**_arguments(one)) for name, one in owner._frozen_fields.items()}
            annotations = dict.fromkeys(own, "object")
            twin = dataclasses.dataclass(frozen=True)(type(owner.__name__, (), own | {"__annotations__": annotations}))
            owner.__dataclass_fields__ = twin.__dataclass_fields__
            return owner.__dataclass_fields__

    def _arguments(one: _Field) -> dict[str, Any]:
        return {name: value for name, value in one._asdict().items() if value is not _MISSING}

    def _made(cls: type) -> type:
        found: dict[str, _Field] = {}
        for base in reversed(cls.__mro__[1:]):
            found |= base.__dict__.get("_frozen_fields", {})
        for name, annotation in vars(cls).get("__annotations__", {}).items():
            if annotation.startswith("ClassVar"):
                continue
            given = cls.__dict__.get(name, _MISSING)
            found[name] = given if isinstance(given, _Field) else _Field(given)
            if isinstance(given, _Field):
                delattr(cls, name)
                if given.default is not _MISSING:
                    setattr(cls, name, given.default)
        cls._frozen_fields = found
        cls._frozen_compared = tuple(name for name, one in found.items() if one.compare)
        cls.__match_args__ = tuple(name for name, one in found.items() if one.init)
        cls.__dataclass_fields__ = _LaterFields()
        cls.__init__ = _first_init
        for function in (_eq, _hash, _repr, _setattr, _delattr):
            name = f"_{function.__name__}__"
            if name not in cls.__dict__ or (name == "__hash__" and cls.__dict__[name] is None):
                setattr(cls, name, function)
        return cls

    def _first_init(self: Any, *arguments: Any, **named: Any) -> None:
        """Stands in until the first instance is made: compiles the real one and calls it."""
        owner = next(cls for cls in type(self).__mro__ if "_frozen_fields" in cls.__dict__)
        owner.__init__ = _compiled_init(owner)
        owner.__init__(self, *arguments, **named)

    def _compiled_init(cls: Any) -> Callable[..., None]:
        names: dict[str, Any] = {}
        parameters, lines = ["self"], ["own = self.__dict__"]
        for name, one in cls._frozen_fields.items():
            value = name
            if one.default_factory is not _MISSING:
                names[f"_made_{name}"] = one.default_factory
                value = f"_made_{name}() if {name} is _missing else {name}" if one.init else f"_made_{name}()"
            if one.init:
                default = "" if one.default is _MISSING and one.default_factory is _MISSING else f"=_given_{name}"
                names[f"_given_{name}"] = one.default
                parameters.append(name + default)
            elif one.default_factory is _MISSING:
                continue
            lines.append(f"own[{name!r}] = {value}")
        if hasattr(cls, "__post_init__"):
            lines.append("self.__post_init__()")
        names["_missing"] = _MISSING
        source = f"def __init__({', '.join(parameters)}):\n    " + "\n    ".join(lines)
        exec(source, names)
        names["__init__"].__qualname__ = f"{cls.__qualname__}.__init__"
        return names["__init__"]

    def _compared(self: Any) -> tuple[Any, ...]:
        own = self.__dict__
        return tuple([own[name] for name in self._frozen_compared])

    def _eq(self: Any, other: object) -> Any:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return self is other or _compared(self) == _compared(other)

    def _hash(self: Any) -> int:
        return hash(_compared(self))

    def _repr(self: Any) -> str:
        shown = (f"{name}={getattr(self, name)!r}" for name, one in self._frozen_fields.items() if one.repr)
        return f"{type(self).__qualname__}({', '.join(shown)})"

    def _setattr(_self: Any, name: str, _value: object) -> None:
        from dataclasses import FrozenInstanceError

        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def _delattr(_self: Any, name: str) -> None:
        from dataclasses import FrozenInstanceError

        raise FrozenInstanceError(f"cannot delete field {name!r}")


__all__ = ["dataclass", "field", "replace"]
