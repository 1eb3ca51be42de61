"""The picture of all grants: its levels are the ledger's, and everything on it can be reached by keyboard."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from models.record.record import Record
from models.record.sample import SAMPLE_DAY, sample_record
from ui.charts.scale import TimeScale
from ui.charts.timeline import Timeline
from ui.charts.tracks import tracks_of


@pytest.fixture
def timeline(qtbot: QtBot) -> Timeline:
    made = Timeline()
    qtbot.addWidget(made)
    made.show_tracks(tracks_of(sample_record(), SAMPLE_DAY), SAMPLE_DAY, is_today=False)
    made.resize(800, made.sizeHint().height())
    made.show()
    return made


def test_levels_are_those_of_the_ledger() -> None:
    record = sample_record()
    for track in tracks_of(record, SAMPLE_DAY):
        day = date(2002, 1, 1)
        while day < date(2014, 1, 1):
            position = record.ledger.position(track.grant, day)
            level = track.level_on(day)
            if position is None:
                assert level is None
            else:
                assert level is not None
                assert (level.vested, level.outstanding) == (position.counts.vested, position.counts.outstanding)
            day += timedelta(days=13)


def test_a_record_without_grants_is_said_in_words(qtbot: QtBot) -> None:
    made = Timeline()
    qtbot.addWidget(made)
    made.show_tracks(tracks_of(Record(), SAMPLE_DAY), SAMPLE_DAY, is_today=True)
    made.show()
    assert made.spoken() == "There is no grant yet."
    qtbot.keyClick(made, Qt.Key.Key_Right)
    assert made.cursor_words() == ""


def test_the_keyboard_goes_from_day_to_day_and_grant_to_grant(timeline: Timeline, qtbot: QtBot) -> None:
    timeline.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(timeline, Qt.Key.Key_Right)
    assert timeline.cursor_day == date(2003, 12, 4)
    assert timeline.cursor_words() == "Dec 4, 2003\n100 shares vest\nNQ-1: 1,300 of 4,800 vested"
    assert timeline.accessibleDescription() == timeline.cursor_words()
    qtbot.keyClick(timeline, Qt.Key.Key_Left)
    assert timeline.cursor_day == SAMPLE_DAY
    qtbot.keyClick(timeline, Qt.Key.Key_Up)
    assert timeline.cursor_grant == "NQ-4"
    qtbot.keyClick(timeline, Qt.Key.Key_End)
    assert timeline.cursor_day == date(2012, 12, 20)
    assert timeline.range == "all"
    qtbot.keyClick(timeline, Qt.Key.Key_Plus)
    assert timeline.range == "middle"


def test_enter_and_click_ask_why(timeline: Timeline, qtbot: QtBot) -> None:
    asked: list[tuple[str, date]] = []
    timeline.asked.connect(lambda grant, day: asked.append((grant, day)))
    timeline.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(timeline, Qt.Key.Key_Return)
    assert asked == [("NQ-1", SAMPLE_DAY)]
    scale = timeline._scale(timeline.rect().toRectF())
    where = QPoint(round(scale.x(date(2003, 12, 4))) + 2, 60)
    qtbot.mouseClick(timeline, Qt.MouseButton.LeftButton, pos=where)
    assert asked[-1] == ("NQ-1", date(2003, 12, 4))


def test_the_pointer_outside_the_rows_says_nothing(timeline: Timeline) -> None:
    timeline._point(QPointF(4, 60))
    assert timeline.cursor_day is None


def test_it_is_painted_on_paper_without_the_cursor(timeline: Timeline) -> None:
    image = QImage(800, 300, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    timeline.paint_for_print(painter, image.rect().toRectF())
    painter.end()
    colours = {image.pixelColor(x, 90).name() for x in range(200, 780)}
    assert len(colours) > 2


def test_days_and_pixels_agree() -> None:
    scale = TimeScale(date(2003, 1, 1), date(2004, 1, 1), 100, 465)
    assert scale.x(date(2003, 1, 1)) == 100
    assert scale.day(100) == date(2003, 1, 1)
    for offset in range(0, 366, 7):
        day = date(2003, 1, 1) + timedelta(days=offset)
        assert scale.day(scale.x(day)) == day
    assert scale.day(-50) == date(2003, 1, 1)


@pytest.mark.parametrize(("years", "width"), [(1, 600), (2, 600), (5, 600), (12, 400), (60, 900), (200, 300)])
def test_ticks_never_crowd(years: int, width: int) -> None:
    scale = TimeScale(date(1990, 3, 5), date(1990 + years, 3, 5), 0, width)
    places = [scale.x(day) for day, _, _ in scale.ticks()]
    assert places
    assert all(later - earlier > 36 for earlier, later in itertools.pairwise(places))
