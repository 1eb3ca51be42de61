"""The command line: what needs no window works without one, and a missing display is said in a sentence."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from models import __version__
from models.record.plain import record_plain
from models.record.sample import first_change, sample_record
from models.store import create

pytestmark = pytest.mark.slow  # every test starts the program
MAIN = Path(__file__).resolve().parent.parent / "main.py"


def _run(*arguments: str, display: bool = True, data: str = "") -> subprocess.CompletedProcess[str]:
    environment = dict(os.environ)
    if not display:
        for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
            environment.pop(name, None)
    return subprocess.run(
        [sys.executable, str(MAIN), *arguments],
        capture_output=True,
        text=True,
        env=environment,
        input=data,
        check=False,
    )


def test_version_and_help() -> None:
    assert _run("--version").stdout == f"Strikebook {__version__}\n"
    said = _run("--help").stdout
    for word in ("evaluate", "--selftest", "--version", "--help"):
        assert word in said


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only X11 and Wayland can be missing")
def test_without_a_display_it_says_so_and_what_works_all_the_same() -> None:
    done = _run(display=False)
    assert done.returncode == 3
    assert len(done.stderr.strip().splitlines()) == 1
    assert "evaluate" in done.stderr
    assert "Traceback" not in done.stderr
    assert _run("--version", display=False).returncode == 0


def test_an_unknown_option_is_refused_with_the_help() -> None:
    done = _run("--windows")
    assert done.returncode == 2
    assert "'--windows'" in done.stderr
    assert "evaluate" in done.stderr


def test_evaluate_answers_from_a_request_and_from_a_saved_record(tmp_path: Path) -> None:
    question = {"ask": "position", "grant": "NQ-1", "on": "2003-11-10"}
    whole = {"record": record_plain(sample_record()), "questions": [question]}
    first = _run("evaluate", "-", data=json.dumps(whole))
    assert first.returncode == 0, first.stderr
    path = tmp_path / "sample.strikebook"
    create(path, first_change(sample_record(), "Open the sample"), datetime.now(UTC)).close()
    request = tmp_path / "request.json"
    request.write_text(json.dumps({"questions": [question]}))
    second = _run("evaluate", str(request), "--record", str(path))
    assert second.returncode == 0, second.stderr
    assert json.loads(first.stdout) == json.loads(second.stdout)
    assert json.loads(first.stdout)["answers"][0]["grants"][0]["exercisable"] == 1200


def test_a_bad_request_is_one_line_and_no_traceback() -> None:
    done = _run("evaluate", "-", data="{}")
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1


def test_commands_without_a_window_import_none(tmp_path: Path) -> None:
    code = (
        "import sys; sys.argv = ['main.py', '--version']; import main; main.main(['--version']); "
        "print(any(name.startswith('PySide6') for name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=MAIN.parent, check=True)
    assert done.stdout.splitlines()[-1] == "False"


def test_the_selftest_passes() -> None:
    done = _run("--selftest")
    assert done.returncode == 0, done.stdout
    assert done.stdout.splitlines()[-1] == "Everything works."
    assert "FAILED" not in done.stdout
