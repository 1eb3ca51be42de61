"""The double-click program in dist/: its size, and its start beside the same program from source and a bare window.

Starts are measured from outside on a virtual display, up to the first painted picture (bench.display).
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from statistics import median

from bench.common import Figure, report
from bench.display import Display, Start

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = ROOT / "dist" / "strikebook" / "strikebook"
WORK = ROOT / "build" / "bare"
ROUNDS = 9

MUST_STAY = 86e6  # bytes: Qt's libraries for a window with their data, the bindings, Python itself
SIZE_TARGET = 1.5
START_TARGET = 1.1

BARE = """
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication([])
window = QMainWindow()
window.resize(1000, 700)
window.show()
app.exec()
"""

# Frozen the same way as the program, so that what differs is the program.
BARE_SPEC = """
import sys
sys.path.insert(0, {root!r})
from tools.bundle import EXCLUDED, chosen, collection_modes, scripts, shiboken_support
from pathlib import Path
analysis = Analysis(
    [{script!r}],
    datas=shiboken_support(Path({work!r})),
    excludes=EXCLUDED,
    module_collection_mode=collection_modes(Path({root!r})),
)
analysis.binaries = chosen(analysis.binaries)
analysis.datas = chosen(analysis.datas)
program = EXE(PYZ(analysis.pure), scripts(analysis.scripts), exclude_binaries=True, name="bare", console=False)
COLLECT(program, analysis.binaries, analysis.datas, name="bare")
"""


def bare_program() -> Path:
    """Freeze a window with nothing in it, once, and return its program."""
    program = WORK / "dist" / "bare" / "bare"
    if program.exists():
        return program
    WORK.mkdir(parents=True, exist_ok=True)
    script, spec = WORK / "bare.py", WORK / "bare.spec"
    script.write_text(BARE, encoding="utf-8")
    spec.write_text(BARE_SPEC.format(root=str(ROOT), script=str(script), work=str(WORK)), encoding="utf-8")
    options = ["--noconfirm", "--log-level", "ERROR", "--workpath", str(WORK / "work"), "--distpath"]
    command = [sys.executable, "-m", "PyInstaller", *options, str(WORK / "dist"), str(spec)]
    cache = {"PYINSTALLER_CONFIG_DIR": str(ROOT / "build" / "cache")}
    subprocess.run(command, check=True, cwd=WORK, env={**os.environ, **cache}, stderr=subprocess.DEVNULL)
    return program


def size(folder: Path) -> int:
    """Return the bytes of all files below `folder`, links not counted."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def starts(commands: dict[str, list[str]]) -> dict[str, list[Start]]:
    """Start each command `ROUNDS` times, in turns, after one start that does not count."""
    measured: dict[str, list[Start]] = {name: [] for name in commands}
    with Display() as display:
        for turn in range(ROUNDS + 1):
            for name, command in commands.items():
                start = display.start(command)
                if turn:
                    measured[name].append(start)
    return measured


def main() -> int:
    """Measure and print; return 1 where a target is missed."""
    if not PROGRAM.exists():
        print("The program has to be built first: ./run build", file=sys.stderr)
        return 2
    bare = WORK / "bare.py"
    commands = {
        "frozen": [str(PROGRAM)],
        "source": [sys.executable, str(ROOT / "main.py")],
        "bare frozen": [str(bare_program())],
        "bare source": [sys.executable, str(bare)],
    }
    measured = starts(commands)

    def figure(what: str, ours: str, floor: str, target: float | None) -> Figure:
        cpu = {name: median(start.cpu for start in measured[name]) for name in (ours, floor)}
        return Figure(what, cpu[ours], cpu[floor], target, "processor time to the first picture")

    total = size(PROGRAM.parent)
    is_small = total <= SIZE_TARGET * MUST_STAY
    ratio = f"{total / MUST_STAY:.2f} times the {MUST_STAY / 1e6:.0f} MB that must stay, target {SIZE_TARGET}"
    print(f"Size of the bundle: {total / 1e6:.1f} MB, {ratio}: {'reached' if is_small else 'MISSED'}")
    memory = {name: median(start.memory for start in measured[name]) / 1e6 for name in commands}
    print("Memory at the first picture: " + ", ".join(f"{name} {held:.0f} MB" for name, held in memory.items()))
    missed = report(
        "Start of the double-click program",
        [
            figure("frozen, beside the same from source", "frozen", "source", START_TARGET),
            figure("frozen, beside a bare frozen window", "frozen", "bare frozen", None),
            figure("a bare window, frozen beside source", "bare frozen", "bare source", None),
        ],
    )
    return missed or int(not is_small)


if __name__ == "__main__":
    sys.exit(main())
