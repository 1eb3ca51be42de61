"""Overview: figures are the ledger's, each explains itself, and what is missing is said with one way on."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from pytestqt.qtbot import QtBot

from models.facts.event import ServiceEnded
from models.facts.holder import Holder
from models.record import deeds
from models.record.change import Change
from models.record.checks import Check
from models.record.record import record_of
from models.record.sample import SAMPLE_DAY, first_change, sample_record
from models.values.frozen import replace
from ui import theme
from ui.main_window import MainWindow
from ui.pages.overview import SHOWN, OverviewPage
from ui.pages.overview_glance import coming, glance
from ui.pages.remedies import remedy_of


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
    assert went == [("grants", {"grant": "NQ-4", "deed": ""})]


@pytest.mark.parametrize("at", [date(2003, 1, 2), SAMPLE_DAY, date(2004, 6, 1), date(2012, 12, 1)])
def test_overview_and_record_offer_the_same_way_out(window: MainWindow, at: date) -> None:
    """One remedy for a check, wherever it is read."""
    page = _page(window)
    assert window.session is not None
    window.session.set_as_of(at)
    went: list[object] = []
    page.host.go_to = lambda key, **focus: went.append((key, focus))  # type: ignore[method-assign]
    for place, check in enumerate(page._checks[:SHOWN]):
        remedy = remedy_of(window.session.record, check)
        assert page._attention._rows[place].note[3] == remedy.words
        page._attention.acted.emit(str(place))
        assert went[-1] == (remedy.page, remedy.focus)


@pytest.mark.parametrize(
    ("deed", "dialog"),
    [
        ("note_letter_returned", "ui.pages.grants.page.LetterDialog"),
        ("change_grant", "ui.pages.grants.page.GrantDialog"),
        ("note_on_grant", "ui.dialogs.terms.overrides.OverridesDialog"),
    ],
)
def test_a_remedy_leads_to_the_very_form(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, deed: str, dialog: str
) -> None:
    asked: list[object] = []
    monkeypatch.setattr(f"{dialog}.ask", lambda *given: asked.append(given))
    assert window.session is not None
    check = Check("any", "note", "It is so.", "Do this.", "grants", 2, deed, "grants")
    remedy = remedy_of(window.session.record, check)
    window.go_to(remedy.page, **remedy.focus)
    assert len(asked) == 1
    grants = window.pages["grants"]
    assert grants.table.current_id() == window.session.record.shelf("grants")[2].id  # type: ignore[attr-defined]


@pytest.fixture
def many(window: MainWindow) -> OverviewPage:
    """Sixteen grants more, each with its monthly steps and a letter that is not back."""
    assert window.session is not None
    like = window.session.record.grants[0]
    for number in range(16):
        change = deeds.add_grant(window.session.record, grant=replace(like, id=f"B-{number}"))
        assert window.commit(change)
    return _page(window)


def test_many_grants_are_counted_not_listed(many: OverviewPage) -> None:
    first = coming(many.session.record, SAMPLE_DAY)[0]
    assert first.words == "1,700 of 17 grants vest"
    assert first.grants[:3] == ("NQ-1", "B-0", "B-1"), "in the order of the record"
    assert first.grants[-1] == "B-15"
    assert many.vesting.note == "Dec 4, 2003: 1,700 of 17 grants"
    assert many.last.note == "Dec 19, 2012: 18 grants"
    assert many.vesting.y() == many.last.y() == many.looks.y(), "beside one another"
    many._coming.acted.emit("0")
    why = many.host.frame.why  # type: ignore[attr-defined]
    assert why.title == "Dec 4, 2003: 1,700 of 17 grants vest"
    assert {step.says.split(":")[0] for step in why.explanation.steps} >= {"NQ-1", "B-7", "B-15"}


def test_many_checks_are_shortened_and_lead_to_all(many: OverviewPage, window: MainWindow) -> None:
    assert len(many._checks) > SHOWN
    assert len(many._attention.words) == SHOWN + 1
    assert many._attention.words[-1] == f"{len(many._checks) - SHOWN} things more."
    assert many.looks.number == f"{len(many._checks)} things"
    many._attention._rows[-1].click()
    assert window.here == "record"
    assert window.pages["record"].here == "checks"  # type: ignore[attr-defined]


def test_what_mends_a_check_stands_below_its_words(many: OverviewPage) -> None:
    row = many._attention._rows[0]
    body, caption = QFontMetrics(theme.font("body")), QFontMetrics(theme.font("caption"))
    words = body.boundingRect(0, 0, row.width() - row._left() - 8, 1000, Qt.TextFlag.TextWordWrap, row.note[2])
    assert row.height() >= words.height() + caption.height() + 16


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
    assert page.printed() is page.timeline


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
    assert page.printed() is None
    assert bare.session is not None
    assert bare.session.is_today


def test_before_the_first_grant_the_figures_still_say_why(window: MainWindow) -> None:
    page = _page(window)
    assert window.session is not None
    window.session.set_as_of(date(2002, 6, 1))
    page.shares.ask()
    why = window.frame.why.explanation
    assert why is not None
    assert [step.says for step in why.steps] == ["No grant was made by this day"]
