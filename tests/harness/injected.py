"""Every menu entry and every button of every page with an exception in each layer below it; closing in mid-work.

Whatever breaks, the holder sees words or the crash dialog, never a traceback; the window can be used afterwards; and
the file says what the window shows.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any
from unittest import mock

from models.errors import Refusal, StoreError
from models.facts.price import Price
from models.record.change import Change
from models.record.sample import sample_record
from tests.harness._stage import Stage, never_hanging
from tests.harness.registry import Result, Run, harness

SECRET = "injected Jane Q. Holder"
PLAN = sample_record().grants[0].plan
LEFT_OUT = {"quit"}
TRIES = 3  # times a dialog is filled in and agreed to before it is closed
FILLINGS = {
    "DateEdit": "2003-11-12",
    "SharesEdit": "100",
    "PriceEdit": "1.50",
    "AmountEdit": "1.50",
    "MoneyEdit": "10.00",
    "RateEdit": "10",
}
# Where it breaks, and with what. `models.store.store.whole` is reached inside the transaction, through `within`.
LAYERS = ("with_change", "append", "append: disk full", "within", "refresh", "issue")


@dataclass(frozen=True)
class Case:
    """`what` is "menu undo" or "grants: Add a grant" and so on; `layer` is where it breaks."""

    what: str
    layer: str
    page: str
    button: str = ""


class Answers:
    """Fills in whatever dialog is in front and agrees to it, a few times, then closes it; notes what was said."""

    def __init__(self, stage: Stage, chance: random.Random) -> None:
        self.stage = stage
        self.chance = chance
        self.is_on = False
        self.told: list[str] = []
        self.shown_wrongly: list[str] = []
        self._tries: dict[int, int] = {}

    @contextmanager
    def answering(self) -> Iterator[None]:
        """Answer while this lasts; afterwards no dialog is left."""
        self.is_on = True
        self._tries.clear()
        self._again()
        try:
            yield
            deadline = time.monotonic() + 20
            while self._front() is not None and time.monotonic() < deadline:
                self.stage.app.processEvents()
            self.stage.settle()
        finally:
            self.is_on = False

    def _again(self) -> None:
        from PySide6.QtCore import QTimer

        QTimer.singleShot(2, self._act)

    def _front(self) -> Any:
        from PySide6.QtWidgets import QApplication

        return QApplication.activePopupWidget() or QApplication.activeModalWidget()

    def _act(self) -> None:
        if not self.is_on:
            return
        self._again()
        front = self._front()
        if front is None or type(front).__name__ == "QProgressDialog":
            return
        tried = self._tries[id(front)] = self._tries.get(id(front), 0) + 1
        if tried == 1:
            self._look(front)
        if tried > TRIES or type(front).__name__ == "CrashDialog" or not self._agree(front):
            front.close()

    def _look(self, front: Any) -> None:
        """Note what a dialog says; a traceback or a word of the exception's own may stand in none."""
        from PySide6.QtWidgets import QLabel, QPlainTextEdit

        name = type(front).__name__
        words = " ".join(one.text() for one in front.findChildren(QLabel))
        words += " ".join(one.toPlainText() for one in front.findChildren(QPlainTextEdit))
        self.told.append(f"{name}: {words[:200]}")
        wrong = ("Traceback", 'File "', SECRET)
        if any(one in words for one in wrong if name != "CrashDialog" or one == SECRET):
            self.shown_wrongly.append(f"{name} says {words[:300]}")

    def _agree(self, front: Any) -> bool:
        from PySide6.QtWidgets import QAbstractButton, QLineEdit, QPlainTextEdit, QPushButton

        for edit in front.findChildren(QLineEdit):
            if edit.isVisible() and edit.isEnabled() and not edit.isReadOnly() and not edit.text():
                edit.setText(FILLINGS.get(type(edit).__name__, self.chance.choice(("NQ-9", "Words", "100", "1.25"))))
        for plain in front.findChildren(QPlainTextEdit):
            if not plain.isReadOnly() and not plain.toPlainText():
                plain.setPlainText("2003-11-12\t1.25\n2003-11-13\t1.30\n")
        buttons = [one for one in front.findChildren(QPushButton) if one.isVisible() and one.isEnabled()]
        good: list[QAbstractButton] = [one for one in buttons if one.isDefault()]
        good = good if good and self.chance.random() < 0.8 else list(buttons)
        if not good:
            return False
        self.chance.choice(good).click()
        return True


class Breaking:
    """Makes one layer raise; `hits` says how often it was reached."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.hits = 0

    def _raising(self, error: Callable[[], Exception]) -> Callable[..., Any]:
        def broken(*_: Any, **__: Any) -> Any:
            self.hits += 1
            raise error()

        return broken

    @contextmanager
    def at(self, layer: str) -> Iterator[None]:
        """Break `layer` while this lasts."""
        from models.store import store

        broken = self._raising(lambda: RuntimeError(SECRET))
        full = self._raising(lambda: StoreError("disk_full", "The disk is full.", "", "Nothing was saved."))
        with ExitStack() as held:
            if layer == "with_change":
                held.enter_context(mock.patch("models.record.record.Record.with_change", broken))
            elif layer == "append":
                held.enter_context(mock.patch("models.store.Store.append", broken))
            elif layer == "append: disk full":
                held.enter_context(mock.patch("models.store.Store.append", full))
            elif layer == "within":
                held.enter_context(mock.patch.object(store, "whole", self._inside(store.whole)))
            elif layer == "refresh":
                for page in self.stage.window.pages.values():
                    held.enter_context(mock.patch.object(type(page), "refresh", broken))
            elif layer == "issue":
                for name in ("issue", "issue_heirs_letter"):
                    held.enter_context(mock.patch(f"models.notice.issue.{name}", broken))
            yield

    def _inside(self, whole: Callable[..., Any]) -> Callable[..., Any]:
        def broken(conn: Any, act: Callable[[], None]) -> Any:
            def half() -> None:
                act()
                self.hits += 1
                raise RuntimeError(SECRET)

            return whole(conn, half)

        return broken


def cases(stage: Stage) -> list[Case]:
    """Every entry of the menus and every button of every page as the sample shows it, with every layer."""
    from PySide6.QtWidgets import QPushButton

    window, found = stage.window, []
    pages = [entry.key for entry in window.entries]
    for layer in LAYERS:
        found += [Case(f"menu {key}", layer, "overview") for key in window.menus.actions if key not in LEFT_OUT]
        found += [Case("commit", layer, page) for page in pages]
    for place in places(stage):
        go(stage, place)
        for button in window.pages[window.here].findChildren(QPushButton):
            if button.isVisible() and button.isEnabled():
                name = button.accessibleName() or button.text()
                found += [Case(f"{place}: {name}", layer, place, name) for layer in LAYERS]
    return sorted(set(found), key=lambda case: (case.what, case.layer, case.page))


def places(stage: Stage) -> list[str]:
    """The pages, and the sections of the Record page."""
    from ui.pages.record.page import SECTIONS

    pages = [entry.key for entry in stage.window.entries if entry.key != "record"]
    return pages + [f"record/{section[0]}" for section in SECTIONS]


def go(stage: Stage, place: str) -> None:
    """Show a page, or a section of one, with the first row of its first table chosen."""
    from ui.tables.view import Table

    page, _, section = place.partition("/")
    stage.window.go_to(page, **({"section": section} if section else {}))
    stage.settle()
    for table in stage.window.pages[page].findChildren(Table):
        if table.isVisible() and table.model().rowCount():
            table.selectRow(0)
    stage.settle()


def a_price(stage: Stage, chance: random.Random) -> Change:
    """A deed that can always be done."""
    record = stage.window.session.record
    known = {price.date for price in record.prices}
    days = (date(2004, 1, 1) + timedelta(days=at) for at in range(36_500))
    price = Price(PLAN, next(day for day in days if day not in known), last=Fraction(chance.randint(1, 999), 100))
    return Change("Note a price", record.adding("prices", price))


def act_on(stage: Stage, case: Case, chance: random.Random) -> None:
    """Do what the case names; what is raised on the way takes the road of an exception in a slot."""
    import sys

    from PySide6.QtWidgets import QPushButton

    try:
        if case.what == "commit":
            stage.window.commit(a_price(stage, chance))
        elif case.button:
            for button in stage.window.pages[stage.window.here].findChildren(QPushButton):
                if (button.accessibleName() or button.text()) == case.button and button.isVisible():
                    button.click()
                    break
        else:
            stage.window.menus.actions[case.what.removeprefix("menu ")].trigger()
    except (Refusal, StoreError, RuntimeError) as error:
        sys.excepthook(type(error), error, error.__traceback__)


def one(stage: Stage, answers: Answers, case: Case, chance: random.Random) -> tuple[list[str], bool]:
    """Do one case: what went wrong, and whether the broken layer was reached."""
    window = stage.window
    stage.doing = f"{case.what}, broken at {case.layer}, on {case.page}"
    if window.session is None or window.session.path != stage.path or not window.isVisible():
        window.show()
        window.files.open_path(stage.path)
    with answers.answering():
        go(stage, case.page)
    stage.taken()
    answers.told.clear()
    breaking = Breaking(stage)
    before = window.session.record
    with answers.answering(), breaking.at(case.layer):
        act_on(stage, case, chance)
        stage.settle()
    found = [one for one in stage.taken() if SECRET not in one]
    found += [f"{stage.doing}: {words}" for words in answers.shown_wrongly]
    answers.shown_wrongly.clear()
    session = window.session
    is_hit = breaking.hits > 0
    if is_hit and not answers.told and not window.statusBar().currentMessage() and not _banners(window):
        found.append(f"{stage.doing}: nobody was told")
    is_same = session is not None and session.path == stage.path
    if is_hit and is_same and case.layer in LAYERS[:4] and session.record != before:
        found.append(f"{stage.doing}: it broke and the record changed all the same")
    with answers.answering():
        found += stage.check_file() + stage.check_window()
        if is_hit and session is not None:
            found += works_again(stage, chance)
    return found + stage.taken(), is_hit


def _banners(window: Any) -> list[str]:
    from ui.widgets.banner import Banner

    return [type(one).__name__ for one in window.findChildren(Banner) if one.isVisible()]


def works_again(stage: Stage, chance: random.Random) -> list[str]:
    """A deed can be done and undone after the trouble."""
    window = stage.window
    before = window.session.record
    try:
        if not window.commit(a_price(stage, chance)):
            return [f"{stage.doing}: nothing can be saved afterwards"]
        window.do("undo")
    except (Refusal, StoreError) as error:
        return [f"{stage.doing}: afterwards {error}"]
    return [] if window.session.record == before else [f"{stage.doing}: a deed cannot be undone afterwards"]


# ---------------------------------------------------------------------- closing in mid-work


def closings(stage: Stage, answers: Answers) -> list[str]:
    """Close the window, or the record, while a long act is under way on each page that has one."""
    found = []
    for closing in ("window", "record"):
        for button in ("json", "sheet"):
            with answers.answering():
                found += _closing(stage, closing, button)
    return found


def _closing(stage: Stage, closing: str, button: str) -> list[str]:
    from PySide6.QtCore import QTimer

    window = stage.window
    stage.doing = f"closing the {closing} while {button} is written"
    if window.session is None:
        window.show()
        window.files.open_path(stage.path)
    go(stage, "record/exchange")
    section = window.pages["record"].sections["exchange"]
    shown = window.session.record

    def slow(*_: Any) -> bytes:
        time.sleep(0.6)
        return b"{}"

    def close() -> None:
        if closing == "window":
            window.close()
        else:
            window.files.do_close()

    QTimer.singleShot(350, close)
    name = "record_json.record_bytes" if button == "json" else "spreadsheet.workbook_bytes"
    with mock.patch(f"models.exchange.{name}", slow):
        getattr(section, button).click()
    until = time.monotonic() + 1
    while time.monotonic() < until:
        stage.settle()
        time.sleep(0.02)
    found = stage.taken()
    window.show()
    if window.session is None and not window.files.open_path(stage.path):
        return [*found, f"{stage.doing}: the record does not open afterwards"]
    if window.session.record != shown:
        found.append(f"{stage.doing}: the record is another one afterwards")
    return found + stage.check_file() + stage.check_window()


@harness("injected", small=60, full=2_500, batch=2_500)
def injected(run: Run) -> Result:
    """Every menu entry and button with each layer below broken: words, a usable window, and nothing half saved."""
    print(f"injected: seed {run.seed}")
    chance = random.Random(run.seed)
    found: list[str] = []
    with never_hanging(180 + 2 * run.n), Stage(run.folder, run.seed) as stage:
        answers = Answers(stage, chance)
        all_cases = cases(stage)
        order = chance.sample(all_cases, len(all_cases))
        hits = 0
        for at in range(run.n):
            wrong, is_hit = one(stage, answers, order[at % len(order)], chance)
            found += wrong
            hits += is_hit
        found += closings(stage, answers)
        facts = {"reached the broken layer": hits, "different cases": min(run.n, len(order)), "closings": 4}
        caught = _controls(stage, answers, chance)
    return Result(run.n, tuple(found), control_done=2, control_caught=caught, facts=facts)


def _controls(stage: Stage, answers: Answers, chance: random.Random) -> int:
    """A record that is shown and not saved, and a dialog with a traceback: both must be noticed."""
    from PySide6.QtWidgets import QMessageBox

    window = stage.window
    if window.session is None:
        window.files.open_path(stage.path)
    stage.doing = "control"
    with answers.answering():
        box = QMessageBox(window)
        box.setText("Traceback (most recent call last): ...")
        box.exec()
    caught = int(bool(answers.shown_wrongly))
    store = window.session.store
    real = store._found
    store._found = replace(real, record=store.record.with_change(a_price(stage, chance)))
    caught += int(bool(stage.check_file()))
    store._found = real
    return caught
