"""The program's own widgets: fields that refuse in place, figures that explain, the panel, the rail, the header."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot

from models.errors import Refusal
from models.values.explanation import Explanation, Reading, Step
from ui.main_window import MainWindow
from ui.widgets.banner import Banner
from ui.widgets.edits import AmountEdit, Choice, DateEdit, MoneyEdit, PriceEdit, RateEdit, SharesEdit, TextEdit
from ui.widgets.empty import EmptyState
from ui.widgets.field import Field, Form
from ui.widgets.figure import Figure
from ui.widgets.flow import flow
from ui.widgets.header import Header
from ui.widgets.notes import Notes
from ui.widgets.rail import Entry, Rail
from ui.widgets.segments import Segments
from ui.widgets.why import WhyPanel

BECAUSE = Explanation(
    (
        Step("7", "the term ends on 2012-12-20", Reading("expiry_day_exercisable", "the day before", "the day itself")),
        Step("10", "500 shares at 1.20"),
    )
)


@pytest.mark.parametrize(
    ("edit", "typed", "value", "shown"),
    [
        (SharesEdit, "1354", 1354, "1,354"),
        (PriceEdit, "1.625", Fraction("1.625"), "1.625"),
        (AmountEdit, "0", Fraction(0), "0.00"),
        (MoneyEdit, "1250.5", 125050, "1,250.50"),
        (RateEdit, "6.2", Fraction("0.062"), "6.2%"),
        (DateEdit, "11/10/2003", date(2003, 11, 10), "2003-11-10"),
    ],
)
def test_an_edit_keeps_the_value_and_shows_it_in_one_way(
    qtbot: QtBot, edit: Any, typed: str, value: object, shown: str
) -> None:
    made = edit()
    qtbot.addWidget(made)
    told: list[object] = []
    made.value_changed.connect(told.append)
    qtbot.keyClicks(made, typed)
    assert made.value() == value
    assert told[-1] == value
    qtbot.keyClick(made, Qt.Key.Key_Return)
    assert made.text() == shown
    assert made.value() == value
    made.set_value(None)
    assert made.maybe() is None
    assert told[-1] is None
    with pytest.raises(Refusal) as refused:
        made.value()
    assert refused.value.code == "missing"


def test_a_price_no_few_decimals_can_show_is_not_changed_by_showing_it(qtbot: QtBot) -> None:
    made = PriceEdit(Fraction("1.2345678901"))
    qtbot.addWidget(made)
    assert made.value() == Fraction("1.2345678901")


def test_a_date_moves_by_days_and_months(qtbot: QtBot) -> None:
    made = DateEdit(date(2003, 1, 31))
    qtbot.addWidget(made)
    qtbot.keyClick(made, Qt.Key.Key_PageUp)
    assert made.value() == date(2003, 2, 28)
    qtbot.keyClick(made, Qt.Key.Key_Down)
    assert made.value() == date(2003, 2, 27)
    assert made.echo() == "Thursday, February 27, 2003"


def test_a_calendar_gives_the_day_that_is_clicked(qtbot: QtBot) -> None:
    made = DateEdit(date(2003, 11, 10))
    qtbot.addWidget(made)
    made.show()
    made.show_calendar()
    calendar = made._calendar
    assert calendar is not None
    calendar.setSelectedDate(date(2003, 11, 21))  # type: ignore[arg-type]
    calendar.clicked.emit(calendar.selectedDate())
    assert made.value() == date(2003, 11, 21)
    assert not calendar.isVisible()


def test_text_is_trimmed_and_kept_short(qtbot: QtBot) -> None:
    made = TextEdit(longest=5)
    qtbot.addWidget(made)
    made.setText("  abc ")
    assert made.value() == "abc"
    made.setText("abcdef")
    assert made.refusal() is not None


def test_a_choice_gives_values_and_the_wheel_does_not_change_it(qtbot: QtBot) -> None:
    made = Choice([("a", "First"), ("b", "Second")])
    qtbot.addWidget(made)
    told: list[object] = []
    made.value_changed.connect(told.append)
    made.set_value("b")
    assert told == ["b"]
    made.set_choices([("b", "Second"), ("c", "Third")])
    assert made.value() == "b"
    made.set_choices([("c", "Third")])
    assert made.value() == "c"


def test_a_field_echoes_refuses_and_forgives(qtbot: QtBot) -> None:
    made = Field("on", "&Date", DateEdit(), "Any day")
    qtbot.addWidget(made)
    made.show()
    edit = made.edit
    assert isinstance(edit, DateEdit)
    assert made.line.text() == "Any day"
    assert made.caption.buddy() is edit
    assert edit.accessibleName() == "Date"
    qtbot.keyClicks(edit, "2003-02-30")
    assert not made.is_refused
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert made.is_refused
    assert made.line.text() == "There is no day 2003-02-30. Check the month and the day."
    assert edit.accessibleDescription().startswith("Refused: ")
    edit.setText("2003-02-28")
    assert not made.is_refused
    assert made.line.text() == "Friday, February 28, 2003"


def test_a_form_refuses_at_the_field_that_is_named(qtbot: QtBot) -> None:
    form = Form(columns=2)
    qtbot.addWidget(form)
    shares = form.add(Field("shares", "&Shares", SharesEdit()))
    form.add(Field("price", "&Price", PriceEdit()))
    form.show()
    assert not form.check()
    assert shares.is_refused
    form.clear()
    assert form.refuse(Refusal("bad", "must be fewer", "grants[0].shares"))
    assert shares.line.text() == "Must be fewer."
    assert not form.refuse(Refusal("bad", "no", "elsewhere"))


def test_a_figure_asks_why_by_click_enter_and_tab(qtbot: QtBot) -> None:
    around = QWidget()
    qtbot.addWidget(around)
    made = Figure("It costs", parent=around)
    told: list[tuple[object, str]] = []
    made.asked.connect(lambda why, title: told.append((why, title)))
    made.show_figure("$600.00", "500 shares", BECAUSE)
    around.show()
    assert made.accessibleName() == "It costs: $600.00"
    qtbot.mouseClick(made, Qt.MouseButton.LeftButton)
    made.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(made, Qt.Key.Key_Return)
    assert told[0] == (BECAUSE, "It costs: $600.00")
    assert len(told) >= 2
    made.show_figure("$0.00", "", None)
    told.clear()
    qtbot.mouseClick(made, Qt.MouseButton.LeftButton)
    assert not told
    assert made.focusPolicy() == Qt.FocusPolicy.NoFocus


def test_the_why_panel_shows_steps_and_both_readings(qtbot: QtBot) -> None:
    made = WhyPanel()
    qtbot.addWidget(made)
    made.show()
    made.show_why(BECAUSE, "Last day")
    said = [label.text() for label in made.findChildren(QLabel)]
    assert "The term ends on Dec 20, 2012." in said
    assert "The day itself." in said
    assert made.text().splitlines()[0] == "Last day"
    asked: list[str] = []
    made.paragraph_asked.connect(asked.append)
    marks = [child for child in made.findChildren(QWidget) if child.property("paragraph") == "10"]
    qtbot.mouseClick(marks[0], Qt.MouseButton.LeftButton)
    assert asked == ["10"]
    made.show_why(None, "")
    assert made.text() == ""


def test_a_banner_is_there_only_with_words(qtbot: QtBot) -> None:
    made = Banner()
    qtbot.addWidget(made)
    assert made.isHidden()
    made.show_words("warn", "Careful.", "Do it")
    assert not made.isHidden()
    assert made.accessibleName() == "Warning: Careful."
    with qtbot.waitSignal(made.acted):
        made._button.click()


def test_the_rail_goes_from_page_to_page(qtbot: QtBot) -> None:
    made = Rail()
    qtbot.addWidget(made)
    made.show_entries((Entry("a", "First", "award"), Entry("b", "Second", "mail")))
    made.mark("a")
    made.show()
    wide = made.sizeHint().width()
    chosen: list[str] = []
    made.chosen.connect(chosen.append)
    first = made._buttons["a"]
    made.activateWindow()
    first.setFocus()
    qtbot.waitUntil(first.hasFocus)
    qtbot.keyClick(first, Qt.Key.Key_Down)
    assert chosen == ["b"]
    made.set_narrow(True)
    assert made.sizeHint().width() < wide
    assert first.toolTip().startswith("First")


def test_the_ring_of_the_rail_is_where_the_keyboard_brought_it(window: MainWindow, qtbot: QtBot) -> None:
    rail = window.frame.rail
    buttons = list(rail._buttons.values())

    def rings() -> list[str]:
        return [made.entry.key for made in buttons if made.has_ring]

    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    rail.grab()
    assert rings() == [], "nobody has used the keyboard yet"
    for key in ("grants", "what_if"):
        qtbot.mouseClick(rail._buttons[key], Qt.MouseButton.LeftButton)
        assert window.here == key
        assert rail._buttons[key].hasFocus(), "the focus is where the click was"
        assert rings() == []
    qtbot.keyClick(rail._buttons["what_if"], Qt.Key.Key_Down)
    assert rings() == ["deadlines"] == [window.here]
    qtbot.mouseClick(rail._buttons["overview"], Qt.MouseButton.LeftButton)
    assert rings() == []
    qtbot.keyClick(rail._buttons["overview"], Qt.Key.Key_Tab)
    assert rings() == []
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Backtab)
    assert rings() == ["overview"]
    window.pages["overview"].timeline.setFocus()  # type: ignore[attr-defined]
    assert rings() == []


def test_the_header_marks_another_day_and_steps(qtbot: QtBot) -> None:
    made = Header()
    qtbot.addWidget(made)
    made.show_title("Overview", "What now?")
    made.show_day(date(2003, 11, 10), False, date(2026, 3, 2))
    made.show()
    days: list[object] = []
    made.day_chosen.connect(days.append)
    qtbot.mouseClick(made._after, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(made._today, Qt.MouseButton.LeftButton)
    made.pick()
    picker = made._picker
    assert picker is not None
    picker.edit.setText("2003-12-24")
    qtbot.keyClick(picker.edit, Qt.Key.Key_Return)
    assert days == [date(2003, 11, 11), None, date(2003, 12, 24)]
    assert made.day.accessibleDescription() == "Not today: about 22 years before today"


def test_segments_and_notes_answer(qtbot: QtBot) -> None:
    made = Segments((("a", "One"), ("b", "Two")), "Choice")
    qtbot.addWidget(made)
    chosen: list[str] = []
    made.chosen.connect(chosen.append)
    qtbot.keyClick(made, Qt.Key.Key_Right)
    assert (chosen, made.value, made.accessibleName()) == (["b"], "b", "Choice: Two")
    notes = Notes("Nothing.")
    qtbot.addWidget(notes)
    notes.show_notes([("flag", "warn", "A long line " * 20, "in 3 days", "NQ-1")])
    notes.resize(300, 400)
    notes.show()
    acted: list[str] = []
    notes.acted.connect(acted.append)
    qtbot.keyClick(notes._rows[0], Qt.Key.Key_Return)
    assert acted == ["NQ-1"]
    assert notes._rows[0].height() > notes.fontMetrics().height() * 3
    notes.show_notes([])
    assert notes.words == []


def test_a_flow_wraps_and_asks_for_the_height_it_needs(qtbot: QtBot) -> None:
    around = QWidget()
    qtbot.addWidget(around)
    parts = [Figure("caption") for _ in range(4)]
    for part in parts:
        part.show_figure("$1,000.00")
    around.setLayout(flow(*parts))
    around.resize(900, 200)
    around.show()
    assert len({part.y() for part in parts}) == 1
    layout = around.layout()
    assert layout is not None
    assert layout.heightForWidth(200) > layout.heightForWidth(900)
    assert layout.minimumSize().width() < 200


def test_an_empty_page_offers_one_thing(qtbot: QtBot) -> None:
    made = EmptyState("award", "No grant yet", "Add one.", "Add a grant")
    qtbot.addWidget(made)
    made.resize(QSize(600, 400))
    made.show()
    with qtbot.waitSignal(made.acted):
        made._button.click()


def test_enter_presses_buttons_everywhere(qtbot: QtBot) -> None:
    from ui.pages.start import StartPage
    from ui.widgets.labels import button

    made = button("Do it")
    qtbot.addWidget(made)
    with qtbot.waitSignal(made.clicked):
        qtbot.keyClick(made, Qt.Key.Key_Return)
    start = StartPage()
    qtbot.addWidget(start)
    choices = [one for one in start.findChildren(QAbstractButton) if one.text() == "Try the sample"]
    with qtbot.waitSignal(start.sample_asked):
        qtbot.keyClick(choices[0], Qt.Key.Key_Return)


def test_figures_wrap_evenly_and_stand_in_line_with_the_words_above(qtbot: QtBot) -> None:
    from ui.widgets.card import Card
    from ui.widgets.flow import figures

    card = Card("A title")
    qtbot.addWidget(card)
    parts = [Figure(caption) for caption in ("You can exercise", "It costs", "It is worth", "Gain before tax")]
    for part in parts:
        part.show_figure("$1,000.00", "a note to it")
    card.body.addLayout(figures(*parts))
    each = parts[0].sizeHint().width()
    card.resize(int(3.6 * each), 400)
    card.show()
    assert [part.y() for part in parts[:2]] == [parts[0].y()] * 2
    assert [part.y() for part in parts[2:]] == [parts[2].y()] * 2
    assert parts[2].y() > parts[0].y(), "two and two, not three and one"
    assert (parts[0].x(), parts[1].x()) == (parts[2].x(), parts[3].x())
    assert parts[0].x() + 9 == card.title_label.x()
    card.resize(8 * each, 400)
    qtbot.waitUntil(lambda: len({part.y() for part in parts}) == 1)
