"""A real window on a real file: what every test of the window starts from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from pytestqt.qtbot import QtBot

from models.record.sample import first_change, sample_record
from ui import theme
from ui.main_window import MainWindow
from ui.session import Session
from ui.settings import Settings


class FakeClock:
    """A clock that stands where it is told to."""

    def __init__(self, day: date) -> None:
        self.day = day

    def __call__(self) -> datetime:
        return datetime(self.day.year, self.day.month, self.day.day, 12, tzinfo=UTC).astimezone()


@pytest.fixture(autouse=True)
def _delete_later_is_now(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Free the windows of a test when it ends, neither sooner nor later.

    Not later: each later one would restyle all that came before it. Not sooner: a widget that only the garbage
    collector holds loses its Python half while Qt still shows it, and its next event ends the program.
    """
    kept: list[Any] = []
    add = QtBot.addWidget

    def add_and_keep(self: QtBot, widget: Any, **given: Any) -> None:
        kept.append(widget)
        add(self, widget, **given)

    monkeypatch.setattr(QtBot, "addWidget", add_and_keep)
    yield
    if QCoreApplication.instance() is not None:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    kept.clear()


@pytest.fixture
def clock() -> FakeClock:
    """Wall time; the sample shows 2003-11-10 all the same."""
    return FakeClock(date(2026, 3, 2))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of this test alone."""
    from PySide6.QtCore import QSettings

    return Settings(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))


@pytest.fixture
def session(qapp: Any, tmp_path: Path, clock: FakeClock) -> Iterator[Session]:
    """The sample, open through the door, without a window."""
    made = Session.create(tmp_path / "sample.strikebook", first_change(sample_record(), "Open the sample"), clock)
    yield made
    made.close()


@pytest.fixture
def window(qtbot: QtBot, qapp: Any, tmp_path: Path, clock: FakeClock, settings: Settings) -> MainWindow:
    """The whole window with the sample open, shown and verified."""
    theme.apply(qapp, "light")
    made = MainWindow(settings, clock)
    qtbot.addWidget(made, before_close_func=_let_go)
    made.files.create(tmp_path / "sample.strikebook", first_change(sample_record(), "Open the sample"))
    made.show()
    qtbot.waitExposed(made)
    made.verify()
    return made


def _let_go(window: Any) -> None:
    window.show_session(None)


@pytest.fixture
def refuse_dialogs(monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[str]]:
    """Dialogs of a file's trouble answer "Close" by themselves; returns what they said."""
    said: list[str] = []

    def tell(parent: Any, error: Any, actions: Any = ()) -> str:
        said.append(error.kind)
        return ""

    for module in ("ui.main_window.window", "ui.main_window.file_deeds", "ui.main_window.edit_deeds", "ui.errors"):
        monkeypatch.setattr(f"{module}.tell_store_error", tell)
    return lambda: said


@pytest.fixture(autouse=True)
def _no_dialog_for_ever(request: pytest.FixtureRequest) -> Iterator[None]:
    """Close a dialog that nobody answers and fail, rather than wait for ever."""
    if not {"qtbot", "qapp", "window", "session"} & set(request.fixturenames):
        yield
        return
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    waited: list[str] = []

    def close() -> None:
        modal = QApplication.activeModalWidget()
        if modal is not None:
            waited.append(modal.windowTitle())
            modal.close()

    watch = QTimer()
    watch.setInterval(20_000)
    watch.timeout.connect(close)
    watch.start()
    yield
    watch.stop()
    assert not waited, f"a dialog waited for an answer: {waited}"
