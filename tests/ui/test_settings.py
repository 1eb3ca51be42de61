"""What the program remembers: typed, and never wrong because of what an INI file made of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray

from ui.settings import MAX_RECENT, Settings


def test_defaults_and_types(settings: Settings) -> None:
    assert settings.theme.get(settings) == "system"
    assert settings.zoom.get(settings) == 1.0
    assert settings.shows_why.get(settings) is True
    settings.shows_why.set(settings, False)
    settings.zoom.set(settings, 1.25)
    settings.mail_days.set(settings, 7)
    settings.store.sync()
    again = Settings(settings.store)
    assert again.shows_why.get(again) is False
    assert again.zoom.get(again) == 1.25
    assert again.mail_days.get(again) == 7


@pytest.mark.parametrize("raw", ["maybe", "", "\x00", "12x"])
def test_nonsense_counts_as_nothing(settings: Settings, raw: str) -> None:
    for setting in (settings.shows_why, settings.zoom, settings.mail_days):
        settings.store.setValue(setting.key, raw)
        assert setting.get(settings) == setting.default
    settings.store.setValue(settings.theme.key, raw)
    assert settings.theme.get(settings) == "system"
    settings.store.setValue(settings.window.key, raw)
    assert settings.window.get(settings) == QByteArray()


def test_recent_records_are_those_that_are_there(settings: Settings, tmp_path: Path) -> None:
    paths = [tmp_path / f"{at}.strikebook" for at in range(MAX_RECENT + 3)]
    for path in paths:
        path.touch()
        settings.remember_record(path)
    assert settings.recent() == list(reversed(paths))[:MAX_RECENT]
    settings.remember_record(paths[-3])
    assert settings.recent()[0] == paths[-3]
    paths[-3].unlink()
    assert paths[-3] not in settings.recent()
    settings.forget_record(paths[-1])
    assert paths[-1] not in settings.recent()


def test_tables_come_back(settings: Settings) -> None:
    assert settings.table("Grants").isEmpty()
    settings.set_table("Grants", QByteArray(b"state"))
    assert settings.table("Grants") == QByteArray(b"state")
