"""What every test may rely on: one time zone and locale, a home of its own, and no unexpected log line.

Set up when pytest starts, before any test module is imported, so that it also holds for the programs
that tests start. Qt's own messages and warnings are watched by pytest-qt (see pyproject.toml).

A test is pure where it needs no window and no other program: `--pure` runs these alone.
"""

from __future__ import annotations

import logging
import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

HOME_KEY = pytest.StashKey[Path]()
X11_TESTS = Path(__file__).parent / "x11"
WINDOW_TESTS = (Path(__file__).parent / "ui", X11_TESTS)
MEMORY = Path("/dev/shm")
ENOUGH = 1 << 30  # bytes; a run needs a tenth


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--pure`: nothing of the window is even imported."""
    parser.addoption("--pure", action="store_true", help="only the tests that need no window and no other program")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave the rooms of the window alone where only pure tests are asked for."""
    return True if config.getoption("--pure") and collection_path in WINDOW_TESTS else None


def _is_pure(item: pytest.Item) -> bool:
    is_of_window = item.nodeid.startswith(("tests/ui/", "tests/x11/"))
    return not is_of_window and item.get_closest_marker("slow") is None


def _has_memory() -> bool:
    """Whether folders of tests can be kept in memory: with room, and where programs can be run.

    Records are synced to the disk at every deed, which no test here is about (tests/harness is): in memory the
    suite takes half the time.
    """
    if not MEMORY.is_dir() or not os.access(MEMORY, os.W_OK):
        return False
    found = os.statvfs(MEMORY)
    return found.f_bavail * found.f_frsize > ENOUGH and not found.f_flag & os.ST_NOEXEC


def pytest_configure(config: pytest.Config) -> None:
    """Give this run a home, zone, locale and platform that do not depend on whose machine it is."""
    if _has_memory():
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))
    home = Path(tempfile.mkdtemp(prefix="strikebook-tests-", dir=os.environ.get("PYTEST_DEBUG_TEMPROOT")))
    config.stash[HOME_KEY] = home
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        os.environ.pop(name, None)
    os.environ.update(HOME=str(home), USERPROFILE=str(home), TZ="America/Los_Angeles", LC_ALL="C.UTF-8")
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if hasattr(time, "tzset"):
        time.tzset()
    from PySide6.QtCore import QStandardPaths

    QStandardPaths.setTestModeEnabled(True)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove the home of this run."""
    if HOME_KEY in config.stash:
        shutil.rmtree(config.stash[HOME_KEY], ignore_errors=True)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark the tests in tests/x11 and leave them out where there is no X display; leave out what was not asked for."""
    for item in items:
        if X11_TESTS in item.path.parents:
            item.add_marker("x11")
    has_display = os.environ["QT_QPA_PLATFORM"] == "xcb" and os.environ.get("DISPLAY")
    left_out = [
        item
        for item in items
        if (item.get_closest_marker("x11") and not has_display) or (config.getoption("--pure") and not _is_pure(item))
    ]
    if gone := set(left_out):
        items[:] = [item for item in items if item not in gone]
        config.hook.pytest_deselected(items=left_out)


class _Watch(logging.Handler):
    """Collects every log record from WARNING up."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.fixture(autouse=True)
def _log_watch() -> Iterator[_Watch]:
    """Fail the test that logs a warning or an error it did not announce with `expect_log`."""
    watch = _Watch()
    logging.getLogger().addHandler(watch)
    yield watch
    logging.getLogger().removeHandler(watch)
    if watch.records:
        lines = "\n".join(f"  {r.levelname} {r.name}: {r.getMessage()}" for r in watch.records)
        pytest.fail(f"logged, but no expect_log() announced it:\n{lines}", pytrace=False)


@pytest.fixture(autouse=True)
def _stays_pure(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail the pure test that asks for Qt or starts another program."""
    if not _is_pure(request.node):
        return
    assert not {"qtbot", "qapp"} & set(request.fixturenames), "a test of the window belongs into tests/ui"

    def refused(*_: object, **__: object) -> None:
        pytest.fail("starts another program; mark it slow")

    monkeypatch.setattr(subprocess.Popen, "__init__", refused)


@pytest.fixture
def expect_log(_log_watch: _Watch) -> Callable[[str, int], AbstractContextManager[None]]:
    """Return a context manager: `with expect_log(pattern, level):` the block must log a matching line.

    The pattern is searched for in the message; the level must be equal. The line is then forgiven.
    """

    @contextmanager
    def expect(pattern: str, level: int = logging.WARNING) -> Iterator[None]:
        before = len(_log_watch.records)
        yield
        found = [
            record
            for record in _log_watch.records[before:]
            if record.levelno == level and re.search(pattern, record.getMessage())
        ]
        assert found, f"no log line at {logging.getLevelName(level)} matching {pattern!r}"
        for record in found:
            _log_watch.records.remove(record)

    return expect
