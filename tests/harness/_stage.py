"""A real window on a real file with nobody before it: nothing leaves it, nothing hangs it, and all trouble is noted."""

from __future__ import annotations

import faulthandler
import os
import random
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest import mock

from models.errors import Refusal, StoreError
from models.record.sample import first_change, sample_record
from models.store import open_record

NOW = datetime(2003, 11, 10, 12, tzinfo=UTC)
HARMLESS = ("This plugin does not support", "propagateSizeHints", "QFont::setPointSize")


class Stage:
    """The window, its file, and what went wrong since it was asked last (`troubles`)."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder = folder
        self.chance = random.Random(seed)
        self.app = _application(folder)
        self.troubles: list[str] = []
        self.crashes: list[str] = []
        self.refusals = 0
        self.file_troubles = 0
        self.doing = ""
        self.path = folder / f"record-{seed}.strikebook"
        self._held = ExitStack()
        self.window = self._make()

    def __enter__(self) -> Stage:
        from PySide6.QtCore import qInstallMessageHandler

        from ui.errors import Roads

        self._held.enter_context(nothing_leaves(self.folder, self.chance))
        before = sys.excepthook
        self._held.callback(lambda: setattr(sys, "excepthook", before))
        self._roads = Roads(lambda: self.window, self.window.say, self.window.block)
        sys.excepthook = self.caught
        qInstallMessageHandler(self._qt_says)
        self._held.callback(lambda: qInstallMessageHandler(None))
        self.window.files.create(self.path, first_change(sample_record(), "Open the sample"))
        self.window.show()
        self.settle()
        self.window.verify()
        return self

    def __exit__(self, *_: object) -> None:
        self._held.close()
        self.window.show_session(None)
        self.window.deleteLater()
        self.app.processEvents()

    def _make(self) -> Any:
        from PySide6.QtCore import QSettings

        from ui import theme
        from ui.main_window import MainWindow
        from ui.settings import Settings

        theme.apply(self.app, "light")
        settings = Settings(QSettings(str(self.folder / "settings.ini"), QSettings.Format.IniFormat))
        window = MainWindow(settings, NOW.astimezone)
        window.resize(1280, 800)
        return window

    def settle(self) -> None:
        """Let everything that waits happen."""
        for _ in range(3):
            self.app.processEvents()

    def caught(self, kind: type[BaseException], error: BaseException, trace: Any = None) -> None:
        """What nobody caught: noted, then led down the program's own road."""
        if isinstance(error, Refusal):
            self.refusals += 1
        elif isinstance(error, StoreError):
            self.file_troubles += 1
        else:
            where = "".join(traceback.format_exception(kind, error, trace)[-4:])
            self.crashes.append(f"{self.doing}: {where}"[:1500])
        self._roads.take(kind, error, trace)

    def _qt_says(self, kind: Any, context: Any, words: str) -> None:
        if "Fatal" in str(kind):  # the process ends: these are its last words
            print(f"{self.doing}: {words}", file=sys.stderr, flush=True)
        if not any(harmless in words for harmless in HARMLESS):
            self.troubles.append(f"{self.doing}: Qt says {words}"[:600])

    def taken(self) -> list[str]:
        """The troubles and crashes noted so far; they are forgotten."""
        found, self.troubles, self.crashes = self.troubles + self.crashes, [], []
        return found

    def check_file(self) -> list[str]:
        """What is wrong with the file: it must pass every check and say what the window shows."""
        session = self.window.session
        if session is None:
            return []
        try:
            session.store.verify()
            copy = self.folder / "read-again.strikebook"  # this program refuses to open one file twice, rightly
            session.store.copy_to(copy, overwrite=True)
            with open_record(copy, read_only=True) as again:
                if again.record != session.record:
                    what = ", ".join(_differences(session.record, again.record))
                    return [f"{self.doing}: {session.path.name} does not say what is shown: {what}"]
        except (StoreError, Refusal) as error:
            return [f"{self.doing}: {session.path.name}: {error}"]
        return []

    def check_window(self) -> list[str]:
        """What is wrong with the window: it must be there, free of dialogs, and go to every page it is asked for."""
        from PySide6.QtWidgets import QApplication

        window, found = self.window, []
        if not window.isVisible() or not window.isEnabled():
            found.append("the window is not there to be used")
        if QApplication.activeModalWidget() is not None:
            found.append(f"{type(QApplication.activeModalWidget()).__name__} stays open")
        if window.session is not None:
            for key in {window.here, self.chance.choice(window.entries).key}:
                window.go_to(key)
                self.settle()
                if window.frame.stack.currentWidget() is not window.pages.get(key):
                    found.append(f"page {key} is not shown")
            title = window.session.undo_title
            if title is not None and title[1:].replace("&", "&&") not in window.menus.actions["undo"].text():
                found.append(f"Undo says {window.menus.actions['undo'].text()!r}, the record {title!r}")
        elif window.frame_stack.currentWidget() is window.frame:
            found.append("pages are shown without a record")
        return [f"{self.doing}: {words}" for words in found]


def _differences(shown: Any, read: Any) -> Iterator[str]:
    """What differs between the record shown and the one read, fact by fact."""
    for name in sorted({*shown.shelves, *read.shelves}):
        left, right = shown.shelf(name), read.shelf(name)
        if name not in shown.shelves or name not in read.shelves:
            yield f"{name} is on one side only"
        for serial in sorted({*left, *right}):
            if left.get(serial) != right.get(serial):
                yield f"{name} {serial} {left.get(serial)!r} against {right.get(serial)!r}"


def _application(folder: Path) -> Any:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["HOME"] = str(folder)
    os.environ["XDG_DATA_HOME"] = str(folder / "data")
    from PySide6.QtCore import QStandardPaths
    from PySide6.QtWidgets import QApplication

    from ui.app import Application

    QStandardPaths.setTestModeEnabled(True)
    app = QApplication.instance() or Application(["strikebook"])
    app.setQuitOnLastWindowClosed(False)  # type: ignore[attr-defined]
    return app


@contextmanager
def nothing_leaves(folder: Path, chance: random.Random) -> Iterator[None]:
    """Nothing is opened outside or printed, and the system's dialogs for files answer by themselves."""
    offered = _files(folder)
    outside = folder / "saved"
    outside.mkdir(exist_ok=True)

    def to_open(*_: object, **__: object) -> tuple[str, str]:
        return chance.choice(offered), ""

    def to_save(*_: object, **__: object) -> tuple[str, str]:
        return chance.choice(["", *(str(outside / name) for name in ("one", "two.pdf", "none/three.json"))]), ""

    stubs: dict[str, Callable[..., Any]] = {
        "PySide6.QtWidgets.QFileDialog.getSaveFileName": to_save,
        "PySide6.QtWidgets.QFileDialog.getOpenFileName": to_open,
        "PySide6.QtWidgets.QFileDialog.getExistingDirectory": lambda *_: chance.choice(["", str(outside)]),
        "PySide6.QtGui.QDesktopServices.openUrl": lambda *_: chance.random() < 0.5,
        "ui.dialogs.printing.print_out": lambda *_: chance.random() < 0.5,
        "ui.dialogs.print_paper.print_paper": lambda *_: chance.random() < 0.5,
        "ui.dialogs.print_paper.has_printer": lambda: chance.random() < 0.5,
    }
    with ExitStack() as held:
        for name, stub in stubs.items():
            held.enter_context(mock.patch(name, stub))
        yield


def _files(folder: Path) -> list[str]:
    """What a file dialog may give: nothing, a record, something that is none, a table, a picture, a file not there."""
    from models.exchange.record_json import record_bytes
    from models.store import create

    given = folder / "given"
    given.mkdir(exist_ok=True)
    other = given / "Other.strikebook"
    if not other.exists():
        create(other, first_change(sample_record(), "Open the sample"), NOW.astimezone()).close()
    plain = {
        "broken.strikebook": b"SQLite format 3\0 and no more",
        "prices.csv": b"date,close\n2003-11-12,1.25\n2003-11-13,1.30\n",
        "record.json": record_bytes(sample_record()),
        "letter.pdf": b"%PDF-1.4\n%%EOF\n",
        "words.zip": b"PK and nothing",
    }
    for name, data in plain.items():
        (given / name).write_bytes(data)
    return ["", "", str(other), str(given / "missing.strikebook"), *(str(given / name) for name in plain)]


@contextmanager
def never_hanging(seconds: float) -> Iterator[None]:
    """End the process with a traceback where it takes longer than `seconds`: a hang is a failure, not a wait."""
    faulthandler.dump_traceback_later(seconds, exit=True)
    try:
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()
