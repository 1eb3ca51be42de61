"""Overview: figures are the ledger's, each explains itself, and what is missing is said with one way on."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from models.facts.event import ServiceEnded
from models.facts.holder import Holder
from models.record.change import Change
from models.record.record import record_of
from models.record.sample import SAMPLE_DAY, first_change, sample_record
from ui.main_window import MainWindow
from ui.pages.overview import OverviewPage
from ui.pages.overview_glance import coming, glance


def _page(window: MainWindow) -> OverviewPage:
    window.go_to("overview")
    page = window.pages["overview"]
    assert isinstance(page, OverviewPage)
    return page


def test_the_figures_of_the_sample() -> None:
    seen = glance(sample_record(), SAMPLE_DAY)
    assert (seen.shares, seen.grants) == (2867, 2)
    assert seen.cost == 1200 * 120 + 1667 * 80
    assert seen.worth == 2867 * 270
    assert seen.gain == seen.worth - seen.cost
    assert seen.under_water == ()
    assert "10" in seen.cost_because.paragraphs
    assert "6(iii)" in seen.worth_because.paragraphs


def test_what_is_under_water_is_no_gain() -> None:
    seen = glance(sample_record(), date(2003, 3, 25))
    assert seen.shares == 300
    assert seen.under_water == ("NQ-4",)
    assert seen.gain == 0


def test_last_days_are_never_cut_from_what_is_coming() -> None:
    ahead = coming(sample_record(), SAMPLE_DAY)
    assert [one.day for one in ahead] == sorted(one.day for one in ahead)
    assert ahead[0].words == "100 of NQ-1 vest"
    assert any(one.icon == "flag" and one.day == date(2012, 12, 19) for one in ahead)
    assert len(ahead) <= 6


def test_what_needs_attention_leads_to_where_it_is_mended(window: MainWindow) -> None:
    page = _page(window)
    assert page.looks.number == f"{len(page._checks)} things"
    assert [note.split()[0] for note in page._attention.words] == ["60", "It"]
    went: list[object] = []
    page.host.go_to = lambda key, **focus: went.append((key, focus))  # type: ignore[method-assign]
    page._attention.acted.emit("0")
    assert went == [("grants", {"grant": "NQ-4"})]


def test_every_figure_explains_itself(window: MainWindow, qtbot: QtBot) -> None:
    page = _page(window)
    for figure in (page.shares, page.cost, page.worth, page.gain, page.vesting, page.last):
        qtbot.mouseClick(figure, Qt.MouseButton.LeftButton)
        assert window.frame.why.explanation is not None, figure.accessibleName()
        assert window.frame.why.explanation.steps
    assert page.shares.number == "2,867 shares"
    assert page.worth.note == "at $2.70 of Nov 7, 2003"


def test_it_follows_the_day_and_the_deeds(window: MainWindow) -> None:
    page = _page(window)
    assert window.session is not None
    window.session.set_as_of(date(2003, 12, 4))
    assert page.shares.number == "2,967 shares"
    ended = ServiceEnded(date(2003, 12, 5), "employee", "dismissed_for_cause")
    assert window.commit(Change("Record the dismissal", window.session.record.adding("events", ended)))
    window.session.set_as_of(date(2003, 12, 5))
    assert page.shares.number == "0 shares"
    window.edits.do_undo()
    assert page.shares.number == "2,967 shares"


def test_a_place_of_the_timeline_says_why(window: MainWindow, qtbot: QtBot) -> None:
    page = _page(window)
    page.timeline.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(page.timeline, Qt.Key.Key_Right)
    qtbot.keyClick(page.timeline, Qt.Key.Key_Return)
    assert window.frame.why.title == "NQ-1 on Dec 4, 2003"


def test_copy_and_print_give_the_picture(window: MainWindow) -> None:
    page = _page(window)
    assert page.copy().startswith("NQ-1: 1,200 of 4,800 exercisable.")
    assert page.print_picture() is page.timeline


@pytest.fixture
def bare(window: MainWindow, tmp_path: Path) -> MainWindow:
    """The window with a record that holds nothing but a name."""
    record = record_of({"holder": [Holder("Somebody")]})
    assert window.files.create(tmp_path / "bare.strikebook", first_change(record, "Make the record"))
    window.verify()
    return window


def test_without_grants_the_page_says_what_belongs_there(bare: MainWindow) -> None:
    page = _page(bare)
    assert page._empty.isVisible()
    assert not page.attention.isVisible()
    assert page.print_picture() is None
    assert bare.session is not None
    assert bare.session.is_today
