"""The start: a record as argument, the one opened last, a missing one; and nothing imported before it is needed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bench.startup import NOT_YET, make_sample, modules_at_first_paint


@pytest.mark.slow
def test_the_first_page_is_painted_without_what_it_does_not_need(tmp_path: Path) -> None:
    there = modules_at_first_paint(make_sample(str(tmp_path)), str(tmp_path))
    assert "ui.pages.overview" in there
    assert not there & set(NOT_YET)
    for later in ("ui.pages.exercise", "ui.tables.view", "ui.dialogs.base", "ui.errors.boxes", "models.notice.pdf"):
        assert later not in there, later


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
