"""From the page Exercise to a draft and back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from models.facts.event import ServiceEnded
from models.facts.payment import Cash, Swap
from models.record.change import Change
from ui.main_window import MainWindow
from ui.pages.exercise import ExercisePage
from ui.pages.exercise.asking import CASH, MIX, SWAP, WAYS

from .exercise_stage import DAY, page, type_into

__all__ = ["page"]  # a fixture


def test_after_a_death_the_estate_signs(page: ExercisePage, window: MainWindow, qtbot: QtBot) -> None:
    event = ServiceEnded(date(2003, 11, 1), "employee", "death")
    assert window.commit(Change("Record a death", page.session.record.adding("events", event)))
    page.bar.verb.click()
    assert page.session.record.notices[-1].signer.capacity == "personal_representative"


def test_the_number_of_a_notice_that_was_undone_never_comes_again(
    page: ExercisePage, window: MainWindow, qtbot: QtBot
) -> None:
    for number in ("2003-001", "2003-002"):
        window.go_to("exercise")
        type_into(qtbot, page.ask.shares, "500")
        page.bar.verb.click()
        assert page.session.record.notices[-1].number == number
        window.menus.actions["undo"].trigger()
        assert not page.session.record.notices


def test_prepare_makes_a_draft_and_goes_to_it(page: ExercisePage, window: MainWindow, qtbot: QtBot) -> None:
    type_into(qtbot, page.ask.shares, "500")
    page.bar.verb.click()
    notice = page.session.record.notices[-1]
    assert (notice.number, notice.grant, notice.shares, notice.payment) == ("2003-001", "NQ-1", 500, Cash())
    assert (notice.prepared_on, notice.exercise_date, notice.state) == (DAY, DAY, "draft")
    assert window.here == "notices"
    window.menus.actions["undo"].trigger()
    assert not page.session.record.notices


@pytest.mark.parametrize("way", WAYS)
def test_a_draft_is_taken_up_again_as_it_was(page: ExercisePage, window: MainWindow, qtbot: QtBot, way: str) -> None:
    type_into(qtbot, page.ask.shares, "500")
    page._choose(way)
    if way == MIX:
        type_into(qtbot, page.chosen.mix, "100")
    page.bar.verb.click()
    before = page.session.record.notices[-1]
    type_into(qtbot, page.ask.shares, "700")
    page._choose(CASH)
    window.go_to("exercise", notice=before.number)
    assert page.way == way
    assert page.ask.shares.maybe() == 500
    type_into(qtbot, page.ask.shares, "600")
    page.bar.verb.click()
    after = page.session.record.notices[-1]
    assert len(page.session.record.notices) == 1
    assert (after.number, after.shares) == (before.number, 600)
    assert type(after.payment) is type(before.payment)
    window.go_to("exercise")
    page.bar.verb.click()
    assert len(page.session.record.notices) == 2, "a draft is let go of once it is changed"


def test_a_read_only_record_is_looked_at_only(window: MainWindow, tmp_path: Any) -> None:
    assert window.session is not None
    path = window.session.path
    window.show_session(None)
    assert window.files.open_path(path, read_only=True)
    window.go_to("exercise")
    page = window.pages["exercise"]
    assert isinstance(page, ExercisePage)
    assert page.reckoning is not None
    assert not page.bar.verb.isEnabled()


@pytest.mark.parametrize("way", [SWAP, MIX])
def test_named_lots_and_their_order_come_back_with_the_draft(
    page: ExercisePage, window: MainWindow, qtbot: QtBot, way: str
) -> None:
    type_into(qtbot, page.ask.shares, "500")
    page._choose(way)
    picker = page.chosen.lots if way == SWAP else page.chosen.mix_lots
    picker.choose_named()
    shares = "120" if way == SWAP else "40"
    for lot, typed in (("L-1", shares), ("L-2", " "), ("L-3", shares)):
        type_into(qtbot, picker.edit_of(lot), typed)
    picker.put("L-3", 0)
    payment = Swap((("L-3", int(shares)), ("L-1", int(shares))))
    page.bar.verb.click()
    notice = page.session.record.notices[-1]
    assert notice.payment == payment
    for one in (page.chosen.lots, page.chosen.mix_lots):
        one.take(None)
    page._choose(CASH)
    window.go_to("exercise", notice=notice.number)
    assert page.way == way
    assert picker.order == ("L-3", "L-1", "L-2")
    assert picker.named() == payment.lots
