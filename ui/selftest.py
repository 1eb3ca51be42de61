"""`--selftest`: everything the program needs is there and works; run by the build on what it has built."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

DAY = date(2003, 11, 10)


def selftest() -> int:
    """Try each part, a line for each; 0 when all work. Nothing outside a temporary folder is written."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    failed = 0
    for name, part in PARTS:
        try:
            print(f"works: {name} ({part()})", flush=True)
        except Exception as error:
            failed += 1
            print(f"FAILED: {name}: {type(error).__name__}: {error}", flush=True)
    print(
        "Everything works." if not failed else f"{failed} of {len(PARTS)} parts do not work; install Strikebook anew."
    )
    return int(bool(failed))


def _resources() -> str:
    import resources
    from models.facts.bundled import BUNDLED, bundled_plan

    files = [path for path in resources.path("plans").parent.rglob("*") if path.is_file()]
    for path in files:
        path.read_bytes()
    for plan in BUNDLED:
        bundled_plan(plan)
    return f"{len(files)} files, {len(BUNDLED)} plans"


def _record() -> str:
    from models.record.sample import first_change, sample_record
    from models.store import create, open_record

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "sample.strikebook")
        create(path, first_change(sample_record(), "Open the sample"), datetime.now().astimezone()).close()
        with open_record(path) as store:
            if store.record != sample_record():
                raise AssertionError("the record read is not the record written")
            return f"{len(store.record.grants)} grants written and read"


def _upgrade() -> str:
    from models.store import upgrade

    database = upgrade.Database(memory=True, execute_plugins=False)  # type: ignore[attr-defined]
    upgrade.migrations.apply(database)
    return f"{len(database.table_names())} tables made"


def _answers() -> str:
    from models.exchange.evaluate import answer_text
    from models.record.plain import record_plain
    from models.record.sample import sample_record

    question = {"ask": "quote", "grant": "NQ-1", "on": str(DAY), "shares": 500, "payment": {"method": "cash"}}
    request = {"record": record_plain(sample_record()), "questions": [question]}
    answer = json.loads(answer_text(json.dumps(request).encode()))["answers"][0]
    if answer["aggregate_price"] != "600.00":
        raise AssertionError(f"500 shares at 1.20 cost {answer['aggregate_price']}")
    return f"500 shares cost ${answer['aggregate_price']}"


def _notice() -> str:
    from models.facts.notice import Notice
    from models.notice.issue import issue
    from models.record.sample import sample_record

    issued = issue(sample_record(), Notice("2003-001", "NQ-1", DAY, DAY, 500), DAY)
    return f"{issued.pages} pages written and read back"


def _preview() -> str:
    from models.facts.notice import Notice
    from models.notice.issue import issue
    from models.notice.preview import Preview
    from models.record.sample import sample_record

    preview = Preview(issue(sample_record(), Notice("2003-001", "NQ-1", DAY, DAY, 500), DAY).pdf)
    pixels = preview.pixels(0, 1.0)
    preview.close()
    return f"{pixels.width} x {pixels.height} points"


def _zone() -> str:
    from dateutil import tz

    zone = tz.gettz("America/New_York")
    if zone is None:
        raise AssertionError("there is no time zone America/New_York; install tzdata")
    return str(datetime(2003, 7, 1, tzinfo=zone).utcoffset())


def _exports() -> str:
    from models.exchange import calendar_file, record_json, spreadsheet, tables  # noqa: F401

    return "JSON, CSV, spreadsheet, calendar"


def _window() -> str:
    from importlib import import_module

    from PySide6.QtCore import QSize
    from PySide6.QtWidgets import QApplication

    from ui import theme
    from ui.pages.registry import pages_there

    app = QApplication.instance() or QApplication(["strikebook"])
    if isinstance(app, QApplication):
        theme.apply(app, "light")
    image = theme.icon("check").pixmap(QSize(16, 16)).toImage()
    if not any(image.pixelColor(x, y).alpha() for x in range(16) for y in range(16)):
        raise AssertionError("icons cannot be drawn: the SVG plugin is missing")
    for entry in pages_there():
        getattr(import_module(entry.module), entry.class_name)
    return f"{len(pages_there())} pages"


PARTS: tuple[tuple[str, Callable[[], str]], ...] = (
    ("resources", _resources),
    ("record", _record),
    ("upgrade", _upgrade),
    ("answers", _answers),
    ("notice", _notice),
    ("preview", _preview),
    ("time zones", _zone),
    ("exports", _exports),
    ("window", _window),
)
