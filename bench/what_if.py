"""The page What if: the slider with 20 grants against a frame, and the map of prices and dates against plain Python.

Everything is measured in a real page in a real window, drawn offscreen, on a record in a file. What must fit into a
frame is measured in processor time: a frame is no floor that a busy machine would slow too.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

from bench.common import Figure, compare, processor, report
from models.facts.payment import Cash, WithholdingRates

FRAME = 1 / 60
GRANTS = 20
DAYS = 60
ON = date(2003, 11, 10)


def a_record() -> Any:
    """The sample with as many grants as are aimed at, each with its monthly schedule."""
    from models.record.change import Change, Edit
    from models.record.sample import sample_record
    from models.values.frozen import replace

    record = sample_record()
    like = record.grants[0]
    first = record.next_serial("grants")
    made = [
        replace(like, id=f"B-{number}", role=("employee", "director", "advisor")[number % 3])
        for number in range(GRANTS - len(record.grants))
    ]
    edits = tuple(Edit("grants", first + at, None, grant) for at, grant in enumerate(made))
    return record.with_change(Change("More grants", edits))


def a_page() -> tuple[Any, Any]:
    """A window on that record with the page open."""
    from PySide6.QtCore import QStandardPaths

    QStandardPaths.setTestModeEnabled(True)
    from models.record.sample import first_change
    from ui import theme
    from ui.app import Application
    from ui.main_window import MainWindow
    from ui.settings import Settings

    app = Application(["strikebook"])
    settings = Settings()
    theme.apply(app, "light")
    window = MainWindow(settings)
    window.resize(1280, 800)
    window.show()
    window.files.create(Path(tempfile.mkdtemp(), "bench.strikebook"), first_change(a_record(), "Open the sample"))
    app.settle()  # as after the first picture of a start
    window.go_to("what_if")
    app.processEvents()
    return app, window


def steps(app: Any, page: Any) -> list[float]:
    """Seconds of each step of the slider, from the move to the finished picture."""
    track = page.slider._track
    page._rest.setInterval(3_600_000)  # the cards below follow when the slider rests

    def move(at: int) -> Callable[[], object]:
        def act() -> None:
            track.setValue(ON.toordinal() + at)
            app.processEvents()

        return act

    move(1)()
    return [processor(move(3 + 7 * at)) for at in range(DAYS)]


def _floor(dates: int, prices: int) -> Callable[[], object]:
    """One multiply, one add and one floor division a cell."""

    def act() -> list[list[int]]:
        return [[(price * 4801 + day) // 7 for price in range(prices)] for day in range(dates)]

    return act


def grid(ledger: Any, dates: int, prices: int) -> Callable[[], object]:
    """The map's figures."""
    days = tuple(ON + timedelta(days=30 * at * 36 // dates) for at in range(dates))
    rows = tuple(Fraction(at * 7, 100) for at in range(prices, 0, -1))
    rates = WithholdingRates()
    return lambda: ledger.grid(None, days, rows, Cash(), rates)


def main() -> int:
    """Print every figure beside its aim; 1 where one is missed."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app, window = a_page()
    page = window.pages["what_if"]
    taken = steps(app, page)
    slowest = sorted(taken)[int(len(taken) * 0.95)]
    ledger = window.session.record.ledger
    heat = page.heat.map

    def paint() -> None:
        heat.grab()

    painted = statistics.median(processor(paint) for _ in range(9))
    figures = [
        Figure(
            f"slider, one step, {GRANTS} grants, median",
            statistics.median(taken),
            FRAME,
            1,
            "floor: a frame of 60 a second",
        ),
        Figure(f"slider, one step, {GRANTS} grants, 95 of 100", slowest, FRAME, 1),
        Figure("heat map 36 x 24, painted anew", painted, FRAME, 1),
        compare("heat map 36 x 24, figures", grid(ledger, 36, 24), _floor(36, 24), None),
        compare("heat map 200 x 200, figures", grid(ledger, 200, 200), _floor(200, 200), None),
    ]
    small = grid(ledger, 36, 24)
    figures.append(Figure("heat map 36 x 24, figures", statistics.median(processor(small) for _ in range(9)), FRAME, 1))
    window.close()
    return report("What if", figures)


if __name__ == "__main__":
    sys.exit(main())
