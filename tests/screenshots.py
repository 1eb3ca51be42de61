"""Makes pictures of every page in light and dark, at 1x and 2x: `python -m tests.screenshots OUTDIR`, then
WIDTHxHEIGHT, a page ("all" for every one) and the zoom of the program (1.5), each where it is wanted.

Each scale needs a process of its own, for Qt reads it when it starts; this starts itself anew for each.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SIZE = "1280x800"
SCALES = ("1", "2")
THEMES = ("light", "dark")


def shoot(folder: Path, scale: str, size: str, only: str = "", zoom: float = 1.0) -> None:
    """Make all pictures of one scale, in this process."""
    home = tempfile.mkdtemp(prefix="strikebook-pictures-")
    os.environ.update(HOME=home, TZ="America/Los_Angeles")
    from PySide6.QtCore import QStandardPaths

    QStandardPaths.setTestModeEnabled(True)
    from models.record.sample import first_change, sample_record
    from ui import theme as look
    from ui.app import Application
    from ui.main_window import MainWindow
    from ui.pages.registry import pages_there
    from ui.settings import Settings

    app = Application(["strikebook"])
    settings = Settings()
    width, height = (int(part) for part in size.split("x"))
    for theme in THEMES:
        settings.theme.set(settings, theme)
        settings.zoom.set(settings, zoom)
        look.apply(app, theme, zoom)
        window = MainWindow(settings)
        window.resize(width, height)
        window.show_session(None)
        window.show()
        _settle(app)
        if not only:
            _save(window, folder / f"start-{theme}-{scale}x.png")
        window.files.create(Path(home, f"{theme}.strikebook"), first_change(sample_record(), "Open the sample"))
        for entry in pages_there():
            if only and entry.key != only:
                continue
            window.go_to(entry.key)
            _settle(app)
            _save(window, folder / f"{entry.key}-{theme}-{scale}x.png")
        window.close()


def _settle(app) -> None:  # type: ignore[no-untyped-def]
    until = time.monotonic() + 0.15  # longer than what a page does a moment after it is shown
    while time.monotonic() < until:
        app.processEvents()


def _save(window, path: Path) -> None:  # type: ignore[no-untyped-def]
    if not window.grab().save(str(path)):
        raise SystemExit(f"{path} could not be written; choose a folder that can be")


def main(arguments: list[str]) -> int:
    """Make every picture in the folder named first; returns the exit code."""
    if not arguments:
        print(__doc__)
        return 2
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    size = arguments[1] if len(arguments) > 1 else SIZE
    only = arguments[2] if len(arguments) > 2 and arguments[2] != "all" else ""
    zoom = float(arguments[3]) if len(arguments) > 3 else 1.0
    for scale in SCALES:
        environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ, "QT_SCALE_FACTOR": scale}
        call = f"shoot(Path({str(folder)!r}), {scale!r}, {size!r}, {only!r}, {zoom!r})"
        code = f"from pathlib import Path; from tests.screenshots import shoot; {call}"
        subprocess.run([sys.executable, "-c", code], check=True, env=environment)
    print(f"{len(list(folder.glob('*.png')))} pictures in {folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
