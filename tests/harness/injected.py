"""Every menu entry and every button of every page with an exception in each layer below it; closing in mid-work.

Whatever breaks, the holder sees words or the crash dialog, never a traceback; the window can be used afterwards; and
the file says what the window shows. What lies below an entry is found by doing it once with every layer watched.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any
from unittest import mock

from models.errors import Refusal, StoreError
from models.facts.notice import Notice
from models.facts.price import Price
from models.record import deeds
from models.record.change import Change
from models.record.sample import first_change, sample_record
from tests.harness._answers import SECRET, Answers
from tests.harness._breaking import BEFORE_SAVED, LAYERS, Breaking
from tests.harness._stage import Stage, never_hanging
from tests.harness.registry import Result, Run, harness

PLAN = sample_record().grants[0].plan
LEFT_OUT = {"quit"}
DAY = date(2003, 11, 10)


@dataclass(frozen=True)
class Doing:
    """`what` is "menu undo", "commit", or a button, a key or an entry of a button's menu on `place`."""

    what: str
    place: str
    kind: str = "menu"  # "menu", "commit", "button", "entry", "key"

    def __str__(self) -> str:
        return self.what if self.kind == "menu" else f"{self.place}: {self.what}"


def furnish(stage: Stage) -> None:
    """A new copy of the sample with a draft, a notice delivered, a paper, and something to undo and to do again."""
    from PySide6.QtCore import QCoreApplication, QEvent

    window = stage.window
    window.show_session(None)
    # What is to be deleted later waits for a loop of events that never runs here.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    stage.path.unlink(missing_ok=True)
    window.files.create(stage.path, first_change(sample_record(), "Open the sample"))
    for grant, number in (("NQ-1", "2003-001"), ("NQ-2", "2003-002")):
        draft = Notice(number="", grant=grant, shares=500, exercise_date=DAY + timedelta(days=2), prepared_on=DAY)
        window.commit(deeds.prepare_notice(window.session.record, notice=draft))
        if grant == "NQ-2":
            window.commit(deeds.deliver_notice(window.session.record, number=number, received_on=DAY))
    letter, data = paper()
    window.session.commit(deeds.add_paper(window.session.record, paper=letter), kept=(data,))
    window.commit(a_price(stage, stage.chance))
    window.do("undo")
    stage.settle()


def paper() -> tuple[Any, bytes]:
    """A small paper and its bytes."""
    from models.store import paper_of

    data = b"%PDF-1.4\n%%EOF\n"
    return paper_of(data, "letter.pdf", DAY), data


def doings(stage: Stage) -> list[Doing]:
    """Every entry of the menus, and every button, key and entry of a button's menu on every page as furnished."""
    window = stage.window
    pages = [entry.key for entry in window.entries]
    found = [Doing(key, "overview") for key in window.menus.actions if key not in LEFT_OUT]
    found += [Doing("a deed", page, "commit") for page in pages]
    for place in places(stage):
        go(stage, place)
        for button in buttons(stage):
            found.append(Doing(name_of(button), place, "button"))
            found += [Doing(words, place, "entry") for words in entries(button)]
        if tables(stage):
            found += [Doing(key, place, "key") for key in ("Return", "Delete")]
    return sorted(set(found), key=str)


def places(stage: Stage) -> list[str]:
    """The pages, and the sections of the Record page."""
    from ui.pages.record.page import SECTIONS

    pages = [entry.key for entry in stage.window.entries if entry.key != "record"]
    return pages + [f"record/{section[0]}" for section in SECTIONS]


def go(stage: Stage, place: str) -> None:
    """Show a page, or a section of one, with the first row of its first table chosen."""
    page, _, section = place.partition("/")
    stage.window.go_to(page, **({"section": section} if section else {}))
    stage.settle()
    for table in tables(stage):
        table.selectRow(0)
    stage.settle()


def tables(stage: Stage) -> list[Any]:
    """The tables with rows that are shown."""
    from ui.tables.view import Table

    found = stage.window.pages[stage.window.here].findChildren(Table)
    return [table for table in found if table.isVisible() and table.model().rowCount()]


def buttons(stage: Stage) -> list[Any]:
    """The buttons that are shown and can be pressed."""
    from PySide6.QtWidgets import QPushButton, QToolButton

    page = stage.window.pages[stage.window.here]
    found = [*page.findChildren(QPushButton), *page.findChildren(QToolButton)]
    return [one for one in found if one.isVisible() and one.isEnabled() and name_of(one)]


def name_of(button: Any) -> str:
    """What a button is called."""
    return str(button.accessibleName() or button.text())


def entries(button: Any) -> list[str]:
    """What the menu of a button offers."""
    menu = button.menu()
    return [action.text() for action in menu.actions() if action.isVisible() and action.text()] if menu else []


def a_price(stage: Stage, chance: random.Random) -> Change:
    """A deed that can always be done."""
    record = stage.window.session.record
    known = {price.date for price in record.prices}
    days = (date(2004, 1, 1) + timedelta(days=at) for at in range(36_500))
    price = Price(PLAN, next(day for day in days if day not in known), last=Fraction(chance.randint(1, 999), 100))
    return Change("Note a price", record.adding("prices", price))


def act_on(stage: Stage, doing: Doing, chance: random.Random) -> None:
    """Do it; what is raised on the way takes the road of an exception in a slot."""
    import sys

    try:
        if doing.kind == "commit":
            stage.window.commit(a_price(stage, chance))
        elif doing.kind == "menu":
            stage.window.menus.actions[doing.what].trigger()
        elif doing.kind == "key":
            press(stage, doing.what)
        else:
            click(stage, doing)
    except (Refusal, StoreError, RuntimeError, OSError) as error:
        sys.excepthook(type(error), error, error.__traceback__)


def press(stage: Stage, key: str) -> None:
    """Press a key in the first table shown."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    for table in tables(stage)[:1]:
        QTest.keyClick(table, Qt.Key[f"Key_{key}"])


def click(stage: Stage, doing: Doing) -> None:
    """Press a button, or choose an entry of its menu."""
    for button in buttons(stage):
        if doing.kind == "button" and name_of(button) == doing.what:
            button.click()
            return
        if doing.kind == "entry" and doing.what in entries(button):
            next(action for action in button.menu().actions() if action.text() == doing.what).trigger()
            return


def get_ready(stage: Stage, answers: Answers, doing: Doing) -> None:
    """Show where it is done, in the record it is done to."""
    window = stage.window
    if window.session is None or window.session.path != stage.path or not window.isVisible():
        window.show()
        window.files.open_path(stage.path)
    with answers.answering():
        go(stage, doing.place)


def layers_below(stage: Stage, answers: Answers, doing: Doing, chance: random.Random) -> tuple[list[str], list[str]]:
    """Do it unbroken: what went wrong, and which layers were reached; what it did is undone."""
    stage.doing = f"{doing}, unbroken"
    get_ready(stage, answers, doing)
    watch, before = Breaking(stage.window.pages), stage.window.session.record
    with answers.answering(), watch.watching():
        act_on(stage, doing, chance)
        stage.settle()
    found = stage.taken() + [f"{stage.doing}: {words}" for words in answers.shown_wrongly]
    answers.shown_wrongly.clear()
    with answers.answering():
        found += stage.check_file() + stage.check_window()
        session = stage.window.session
        if session is not None and session.path == stage.path:
            for _ in range(5):  # a dialog that was agreed to may have done a few deeds
                if session.record == before or session.undo_title is None:
                    break
                session.undo()
    return found, [layer for layer in LAYERS if watch.hits.get(layer)]


def broken_at(
    stage: Stage, answers: Answers, doing: Doing, layer: str, chance: random.Random
) -> tuple[list[str], bool]:
    """Do it with one layer broken: what went wrong, and whether the broken layer was reached."""
    window = stage.window
    stage.doing = f"{doing}, broken at {layer}"
    get_ready(stage, answers, doing)
    found = stage.taken()
    answers.told.clear()
    window.statusBar().clearMessage()
    breaking, before = Breaking(window.pages), window.session.record
    with answers.answering(), breaking.at(layer):
        act_on(stage, doing, chance)
        stage.settle()
    found += [one for one in stage.taken() if SECRET not in one and "No space left" not in one]
    found += [f"{stage.doing}: {words}" for words in answers.shown_wrongly]
    answers.shown_wrongly.clear()
    session = window.session
    is_hit = layer in breaking.hits
    if is_hit and not answers.told and not window.statusBar().currentMessage() and not _banners(window):
        found.append(f"{stage.doing}: nobody was told")
    is_same = session is not None and session.path == stage.path
    if is_hit and is_same and layer in BEFORE_SAVED and session.record != before:
        found.append(f"{stage.doing}: it broke and the record changed all the same")
    with answers.answering():
        found += stage.check_file() + stage.check_window()
        if is_hit and session is not None and not session.is_read_only:
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


def rounds(stage: Stage, answers: Answers, chance: random.Random, found: list[str]) -> Iterator[tuple[Doing, str]]:
    """Every entry with every layer below it, again and again; where nothing lies below, any layer."""
    while True:
        furnish(stage)
        every = doings(stage)
        for at, doing in enumerate(chance.sample(every, len(every))):
            if at % 40 == 39:  # what was agreed to in dialogs has used the record up
                furnish(stage)
            wrong, below = layers_below(stage, answers, doing, chance)
            found += wrong
            for layer in below or [chance.choice(LAYERS)]:
                yield doing, layer


@harness("injected", small=60, full=2_500, batch=2_500)
def injected(run: Run) -> Result:
    """Every menu entry and button with each layer below broken: words, a usable window, and nothing half saved."""
    print(f"injected: seed {run.seed}")
    chance = random.Random(run.seed)
    found: list[str] = []
    with never_hanging(300 + 2 * run.n), Stage(run.folder, run.seed) as stage:
        answers = Answers(stage, chance)
        hits, different = 0, set()
        for (doing, layer), _ in zip(rounds(stage, answers, chance, found), range(run.n), strict=False):
            wrong, is_hit = broken_at(stage, answers, doing, layer, chance)
            found += wrong
            hits += is_hit
            different.add((doing, layer))
        found += closings(stage, answers)
        facts = {"reached the broken layer": hits, "different cases": len(different), "closings": 4}
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
