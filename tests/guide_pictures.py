"""Makes the pictures of the documents anew: `python -m tests.guide_pictures [guide/pictures] [pictures]`.

They are taken of the sample record in light colours at twice the size, in a process for each folder, with few colours
so that they stay small. Those of the guide show a page alone, those of the README the whole window.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

DOCS = Path(__file__).resolve().parent.parent / "docs"
COLOURS = 160
# Folder in docs: width, height, whether the panel Why? is shown, and which pictures (all where none is named).
FOLDERS: dict[str, tuple[int, int, bool, tuple[str, ...]]] = {
    "guide/pictures": (920, 620, False, ()),
    "pictures": (1280, 800, True, ("overview", "exercise", "what_if", "notices")),
}
# Picture, page of the window, what the page is told to show.
PICTURES: tuple[tuple[str, str, dict[str, object]], ...] = (
    ("overview", "overview", {}),
    ("grants", "grants", {"grant": "NQ-1"}),
    ("exercise", "exercise", {"grant": "NQ-1", "shares": 500, "way": "cash"}),
    ("what_if", "what_if", {}),
    ("deadlines", "deadlines", {}),
    ("notices", "notices", {}),
    ("prices", "record", {"section": "prices"}),
    ("events", "record", {"section": "events", "serial": 2}),
    ("backups", "record", {"section": "backups"}),
)


def take(where: str) -> None:
    """Take every picture of one folder, in this process."""
    width, height, shows_why, names = FOLDERS[where]
    home = tempfile.mkdtemp(prefix="strikebook-pictures-")
    os.environ.update(HOME=home, TZ="America/Los_Angeles")
    from datetime import UTC, datetime

    from PySide6.QtCore import QStandardPaths

    QStandardPaths.setTestModeEnabled(True)
    from models.record.sample import first_change, sample_record
    from ui import theme
    from ui.app import Application
    from ui.main_window import MainWindow
    from ui.settings import Settings

    app = Application(["strikebook"])
    theme.apply(app, "light")
    settings = Settings()
    settings.shows_why.set(settings, shows_why)
    window = MainWindow(settings, lambda: datetime(2003, 11, 10, 20, 0, tzinfo=UTC).astimezone())
    window.resize(width, height)
    window.files.create(Path(home, "My options.strikebook"), first_change(sample_record(), "Open the sample"))
    window.show()
    window.verify()
    window.do("back_up")
    for name, page, focus in PICTURES:
        if not window.has_page(page) or (names and name not in names):
            continue
        if name == "notices":
            _draft(window)
        window.go_to(page, **focus)
        if name == "backups":  # where the record lies differs each time a picture is taken
            window.pages["record"].sections["backups"].file.hide()
        window.statusBar().clearMessage()
        until = time.monotonic() + 0.5  # longer than what a page does a moment after it is shown
        while time.monotonic() < until:
            app.processEvents()
        _save(window, DOCS / where / f"{name}.png")
    window.close()


def _draft(window) -> None:  # type: ignore[no-untyped-def]
    from datetime import date

    from models.facts.notice import Notice
    from models.record.deeds.notices import prepare_notice

    day = date(2003, 11, 12)
    notice = Notice(number="", grant="NQ-1", shares=500, exercise_date=day, prepared_on=date(2003, 11, 10))
    window.commit(prepare_notice(window.session.record, notice=notice))


def _save(window, path: Path) -> None:  # type: ignore[no-untyped-def]
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QImage

    # The colours that are there, without dithering: dots would make the file ten times as large.
    plain = Qt.ImageConversionFlag.ThresholdDither | Qt.ImageConversionFlag.AvoidDither
    full = window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    table = [colour for colour, _ in Counter(memoryview(full.constBits()).cast("I")).most_common(COLOURS)]
    picture = full.convertToFormat(QImage.Format.Format_Indexed8, table, plain)
    if not picture.save(str(path)):
        raise SystemExit(f"{path} could not be written; choose a folder that can be")


def main() -> int:
    """Make every picture; returns the exit code."""
    environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ, "QT_SCALE_FACTOR": "2"}
    for where in sys.argv[1:] or FOLDERS:
        (DOCS / where).mkdir(parents=True, exist_ok=True)
        code = f"from tests.guide_pictures import take; take({where!r})"
        subprocess.run([sys.executable, "-c", code], check=True, env=environment)
        print(f"{len(list((DOCS / where).glob('*.png')))} pictures in docs/{where}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
