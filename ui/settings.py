"""What the program remembers of itself between two starts: typed, in one place, and nothing personal."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final, Generic, TypeVar, cast

from PySide6.QtCore import QByteArray, QSettings

T = TypeVar("T")
MAX_RECENT: Final = 8


class Setting(Generic[T]):
    """One remembered value with its default; what is stored in another type counts as not stored."""

    def __init__(self, key: str, default: T, choices: Sequence[T] = ()) -> None:
        self.key = key
        self.default = default
        self.choices = tuple(choices)

    def get(self, settings: Settings) -> T:
        """The value remembered, or the default."""
        raw = settings.store.value(self.key)
        value = _as(type(self.default), raw)
        if value is None or (self.choices and value not in self.choices):
            return self.default
        return cast(T, value)

    def set(self, settings: Settings, value: T) -> None:
        """Remember a value."""
        settings.store.setValue(self.key, value)


def _as(kind: type, raw: object) -> object:
    """`raw` as `kind`; an INI file knows only texts, and its "false" is not falsy."""
    try:
        if kind is bool:
            return {"true": True, "false": False, "1": True, "0": False}.get(str(raw).lower())
        if kind in {int, float}:
            return kind(str(raw))
        if kind is list:
            return [str(item) for item in raw] if isinstance(raw, list | tuple) else [raw] if raw else None
        return raw if isinstance(raw, kind) else None
    except ValueError:
        return None


class Settings:
    """All settings; `store` is Qt's own, an INI file of the user."""

    theme: Final = Setting("look/theme", "system", ("system", "light", "dark"))
    zoom: Final = Setting("look/zoom", 1.0)
    window: Final = Setting("window/geometry", QByteArray())
    split: Final = Setting("window/split", QByteArray())
    shows_why: Final = Setting("window/why", True)
    page: Final = Setting("window/page", "overview")
    last_record: Final = Setting("record/last", "")
    reopens: Final = Setting("record/reopen", True)
    mail_days: Final = Setting("notice/mail_days", 5)
    backup_folder: Final = Setting("backup/second_folder", "")

    def __init__(self, store: QSettings | None = None) -> None:
        self.store = store or QSettings(
            QSettings.Format.IniFormat, QSettings.Scope.UserScope, "Strikebook", "Strikebook"
        )

    def recent(self) -> list[Path]:
        """The records opened last, newest first, as far as their files are still there."""
        raw = self.store.value("record/recent")
        listed = raw if isinstance(raw, list) else [raw] if raw else []
        return [path for path in map(Path, map(str, listed)) if path.exists()]

    def remember_record(self, path: Path) -> None:
        """Put a record at the head of the recent ones."""
        listed = [path, *(old for old in self.recent() if old != path)][:MAX_RECENT]
        self.store.setValue("record/recent", [str(one) for one in listed])
        self.last_record.set(self, str(path))

    def forget_record(self, path: Path) -> None:
        """Take a record out of the recent ones."""
        self.store.setValue("record/recent", [str(one) for one in self.recent() if one != path])
        if self.last_record.get(self) == str(path):
            self.last_record.set(self, "")

    def table(self, name: str) -> QByteArray:
        """Widths, order and sorting of the table called `name`."""
        raw = self.store.value(f"tables/{name}")
        return raw if isinstance(raw, QByteArray) else QByteArray()

    def set_table(self, name: str, state: QByteArray) -> None:
        """Remember widths, order and sorting of a table."""
        self.store.setValue(f"tables/{name}", state)
