"""The start: a record as argument, the one opened last, a missing one; and nothing imported before it is needed."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from bench.startup import NOT_YET, make_sample, modules_at_first_paint
from ui.main_window import MainWindow
from ui.main_window.window import UNSEEN
from ui.settings import Settings


@pytest.mark.slow
def test_the_first_page_is_painted_without_what_it_does_not_need(tmp_path: Path) -> None:
    there = modules_at_first_paint(make_sample(str(tmp_path)), str(tmp_path))
    assert "ui.pages.overview" in there
    assert sorted(there & set(NOT_YET)) == []


def test_what_may_not_be_imported_yet_is_there(qapp: object) -> None:
    """A name that no module has would keep nothing out."""
    for name in NOT_YET:
        if name.startswith(("models.", "ui.")):
            import_module(name)


def test_the_window_is_complete_right_after_its_first_picture(tmp_path: Path, qtbot: QtBot) -> None:
    window = MainWindow(Settings(), lambda: datetime(2003, 11, 10, 12, tzinfo=UTC))
    qtbot.addWidget(window)
    assert window.files.open_path(Path(make_sample(str(tmp_path))))
    assert window.session is not None
    assert not window.session.is_verified
    with qtbot.waitSignal(window.settled, timeout=2_000):
        window.show()
    assert window.menus.is_complete
    keys = {key.toString() for action in window.findChildren(QAction) for key in action.shortcuts()}
    assert {"Ctrl+B", "Ctrl+1", "Ctrl+8", "F1", "F3"} <= keys
    assert [menu.title() for menu in window.menuBar().findChildren(QMenu) if menu.isEmpty()] == ["Open &recent"]
    qtbot.waitUntil(lambda: window.session is not None and window.session.is_verified, timeout=2_000)
    window.show_session(None)


def test_a_window_nobody_sees_settles_too(qtbot: QtBot) -> None:
    window = MainWindow(Settings(), lambda: datetime(2003, 11, 10, 12, tzinfo=UTC))
    qtbot.addWidget(window)
    qtbot.waitUntil(lambda: window.menus.is_complete, timeout=5 * UNSEEN)


# Wrong calls of the bindings, and what is asked of the modules that waited; printed with and without `quicken`.
ASKED = """
import sys
if sys.argv[1] == "lean":
    import main
    main.quicken()
from PySide6.QtWidgets import QLabel, QApplication
app = QApplication(["strikebook"])
for wrong in (lambda: QLabel().setText(3), lambda: QLabel(5, 6, 7), lambda: QLabel().setIndent(), lambda: QLabel().no):
    try:
        wrong()
    except (TypeError, AttributeError) as error:
        print(type(error), error)
print(QLabel.setText.__doc__)
import inspect, ipaddress, pathlib, tempfile, textwrap, traceback, zipfile
for module in (inspect, ipaddress, tempfile, textwrap, traceback, zipfile):
    print(module, type(module))
print(textwrap.dedent("  a"), inspect.signature(inspect.unwrap), ipaddress.ip_address("::1"), zipfile.ZIP_STORED)
print(pathlib.Path("/a b").as_uri())
"""


@pytest.mark.slow
def test_lean_bindings_answer_like_the_whole_ones() -> None:
    said = [
        subprocess.run([sys.executable, "-c", ASKED, how], capture_output=True, text=True, check=True).stdout
        for how in ("lean", "whole")
    ]
    assert said[0] == said[1]
    assert "Supported signatures" in said[0]


@pytest.mark.slow
def test_lean_bindings_leave_the_import_of_python_alone() -> None:
    code = "import builtins; own = builtins.__import__; import main; main.quicken(); assert builtins.__import__ is own"
    subprocess.run([sys.executable, "-c", code], check=True)
