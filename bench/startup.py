"""From start to the painted Overview of the sample record, against a bare window: `python -m bench.startup`.

Both sides are fresh processes of this Python, taken in turns; the figure is CPU time of the whole process (user and
system), which the noise of a shared machine touches least, and wall time beside it. Memory is the largest resident
set. `--cold` drops the page cache before each start (needs root).
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = 9
AIM_CPU, AIM_MEMORY = 1.25, 1.3
# What no start may have imported when the first page is painted: what is installed with the program, what is dear in
# the standard library, all enums of Qt's namespace, and what of our own another page or a deed needs first.
NOT_YET = (
    *("reportlab", "sqlite_utils", "openpyxl", "icalendar", "pypdfium2", "numpy", "dateutil"),
    *("argparse", "ast", "dataclasses", "dis", "email", "hashlib", "importlib.metadata", "inspect", "logging", "lzma"),
    *("random", "secrets", "ssl", "subprocess", "tempfile", "tokenize", "traceback", "unittest", "zipfile", "zoneinfo"),
    "PySide6.QtCore.Qt",
    *("models.exchange", "models.notice", "models.record.deeds", "models.record.sample", "models.store.backup"),
    *("models.rules.cover", "models.rules.grid", "models.rules.quote", "models.rules.scenario", "models.rules.worth"),
    *("ui.dialogs.base", "ui.errors.boxes", "ui.main_window.find", "ui.pages.exercise", "ui.tables.view"),
)

BARE = """
import os
from PySide6.QtWidgets import QApplication, QMainWindow
from PySide6.QtCore import QTimer
app = QApplication([])
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, done)
def done():
    print(open("/proc/self/status").read().split("VmHWM:")[1].split()[0], flush=True)
    os._exit(0)
window = Window()
window.resize(1280, 800)
window.show()
app.exec()
"""

OURS = """
import os, sys
import main
main.quicken()
from pathlib import Path
from PySide6.QtCore import QStandardPaths, QTimer
QStandardPaths.setTestModeEnabled(True)
from ui.app import start
app, window = start(["strikebook"], Path(sys.argv[1]))
timeline = window.pages["overview"].timeline
paint = timeline.paintEvent
def painted(event):
    paint(event)
    QTimer.singleShot(0, done)
def done():
    if os.environ.get("STRIKEBOOK_MODULES"):
        import PySide6.QtCore
        qt = ["PySide6.QtCore.Qt"] if "Qt" in vars(PySide6.QtCore) else []  # made when it is first asked for
        print("\\n".join(sorted([*sys.modules, *qt])), file=sys.stderr)
    print(open("/proc/self/status").read().split("VmHWM:")[1].split()[0], flush=True)
    os._exit(0)
timeline.paintEvent = painted
app.exec()
"""


def _environment(home: str) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "HOME": home, "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}


def _drop_caches() -> None:
    os.sync()
    Path("/proc/sys/vm/drop_caches").write_text("3")


def measured(code: str, arguments: list[str], home: str, is_cold: bool = False) -> tuple[float, float, int]:
    """CPU seconds, wall seconds and kilobytes of one start."""
    if is_cold:
        _drop_caches()
    began, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env=_environment(home),
        capture_output=True,
        text=True,
        check=True,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return used, time.perf_counter() - began, int(done.stdout.split()[-1])


def modules_at_first_paint(record: Path, home: str) -> set[str]:
    """The names of all modules imported when Overview has been painted."""
    environment = {**_environment(home), "STRIKEBOOK_MODULES": "1"}
    done = subprocess.run(
        [sys.executable, "-c", OURS, str(record)], env=environment, capture_output=True, text=True, check=True
    )
    return set(done.stderr.split())


def make_sample(folder: str) -> Path:
    """The sample record as a file."""
    from datetime import datetime

    from models.record.sample import first_change, sample_record
    from models.store import create

    path = Path(folder, "sample.strikebook")
    create(path, first_change(sample_record(), "Open the sample"), datetime.now().astimezone()).close()
    return path


def main() -> int:
    """Measure and print; returns 1 where an aim is missed."""
    is_cold = "--cold" in sys.argv
    with tempfile.TemporaryDirectory() as home:
        record = make_sample(home)
        measured(BARE, [], home)
        measured(OURS, [str(record)], home)
        pairs = [
            (measured(BARE, [], home, is_cold), measured(OURS, [str(record)], home, is_cold)) for _ in range(ROUNDS)
        ]
        early = sorted(modules_at_first_paint(record, home) & set(NOT_YET))
    bare, ours = ([statistics.median(one[side][at] for one in pairs) for at in range(3)] for side in (0, 1))
    print(f"{'':28}{'bare window':>14}{'Overview':>12}{'ratio':>8}{'aim':>7}")
    lines = (("CPU", 0, 1e3, "ms", AIM_CPU), ("wall", 1, 1e3, "ms", None), ("memory", 2, 1 / 1024, "MB", AIM_MEMORY))
    missed = bool(early)
    for name, at, factor, unit, aim in lines:
        ratio = ours[at] / bare[at]
        missed = missed or (aim is not None and ratio > aim)
        said = "" if aim is None else f"{aim:>7.2f}"
        print(f"{name:28}{bare[at] * factor:>11.0f} {unit}{ours[at] * factor:>9.0f} {unit}{ratio:>8.2f}{said}")
    print(f"imported too early: {', '.join(early) or 'nothing'}")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
