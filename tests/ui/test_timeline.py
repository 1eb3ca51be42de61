"""The picture of all grants: its levels are the ledger's, and everything on it can be reached by keyboard."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QFontMetricsF, QImage, QMouseEvent, QPainter
from pytestqt.qtbot import QtBot

from models.record.record import Record
from models.record.sample import SAMPLE_DAY, sample_record
from ui import theme
from ui.charts import timeline_legend as legend
from ui.charts.heat_map import HeatCells, HeatMap, Shades
from ui.charts.scale import TimeScale
from ui.charts.timeline import Timeline
from ui.charts.timeline_paint import EDGE, row_height, top_height
from ui.charts.tracks import tracks_of
from ui.charts.vesting import VestingChart, VestingPicture

_NO_BUTTON = (Qt.MouseButton.NoButton, Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier)


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


@pytest.fixture
def zoomed(timeline: Timeline, qapp: Any) -> Iterator[Timeline]:
    """The picture with text twice as large."""
    theme.apply(qapp, "light", 2.0)
    timeline.resize(620, timeline.sizeHint().height())
    timeline.resize(620, timeline.sizeHint().height())
    yield timeline
    theme.apply(qapp, "light")


def test_the_legend_takes_the_lines_it_needs(zoomed: Timeline) -> None:
    width = zoomed.width() - EDGE - zoomed._scale(zoomed.rect().toRectF()).left
    lines = legend.lines(width)
    assert [words for line in lines for words in line] == list(legend._PARTS)
    assert len(lines) > 1
    metrics = QFontMetricsF(theme.font("caption"))
    assert all(sum(metrics.horizontalAdvance(words) + 20 for words in line) < width for line in lines)
    rows = len(zoomed._tracks) * row_height(len(zoomed._tracks))
    assert zoomed.height() >= top_height() + rows + metrics.height() + len(lines) * metrics.height()
    assert len(legend.lines(2000)) == 1


def test_rows_hold_a_name_and_its_note_at_every_size(zoomed: Timeline) -> None:
    words = QFontMetricsF(theme.font("strong")).height() + QFontMetricsF(theme.font("caption")).height()
    assert row_height(4) > words
    assert row_height(20) > words


def test_a_last_day_beyond_the_edge_is_said_all_the_same(timeline: Timeline) -> None:
    def is_said() -> bool:
        """Whether anything is written at the right edge of the first row."""
        image, right = timeline.grab().toImage(), timeline._scale(timeline.rect().toRectF()).right
        rows = range(round(top_height()), round(top_height() + row_height(4)))
        places = [(x, y) for x in range(round(right) - 60, round(right) - 8) for y in rows]
        return any(image.pixelColor(*place).lightness() < 60 for place in places)

    assert timeline._tracks[0].last_day > timeline.span()[1]
    assert is_said()
    on = date(2012, 1, 2)
    timeline.show_tracks(tracks_of(sample_record(), on), on, is_today=False)
    assert timeline._tracks[0].last_day < timeline.span()[1]
    assert not is_said(), "its flag stands on its day"


def test_a_cursor_of_the_pointer_goes_with_it_and_one_of_the_keys_with_the_focus(qtbot: QtBot) -> None:
    """The same in every picture."""
    record = sample_record()
    line, map_, vesting = Timeline(), HeatMap(), VestingChart()
    line.show_tracks(tracks_of(record, SAMPLE_DAY), SAMPLE_DAY, is_today=True)
    map_.show_cells(HeatCells((date(2003, 1, 1), date(2003, 2, 1)), (Fraction(2), Fraction(1)), ((5, -5), (9, 0))))
    picture = VestingPicture(((date(2003, 6, 1), 100),), 0, 100, date(2003, 1, 1), date(2004, 1, 1))
    vesting.show_picture(picture, None)
    for chart, words in (
        (line, line.cursor_words),
        (map_, lambda: map_.cursor_words),
        (vesting, lambda: vesting.cursor_words),
    ):
        qtbot.addWidget(chart)
        chart.resize(700, chart.sizeHint().height())
        chart.show()
        chart.activateWindow()
        middle = QPointF(chart.rect().center())
        chart.mouseMoveEvent(QMouseEvent(QEvent.Type.MouseMove, middle, middle, *_NO_BUTTON))
        assert words(), chart
        chart.leaveEvent(QEvent(QEvent.Type.Leave))
        assert not words(), chart
        chart.setFocus(Qt.FocusReason.TabFocusReason)
        qtbot.waitUntil(chart.hasFocus)
        qtbot.keyClick(chart, Qt.Key.Key_Right)
        said = words()
        assert said, chart
        assert chart.accessibleDescription() == said
        chart.leaveEvent(QEvent(QEvent.Type.Leave))
        assert words() == said, "the pointer had nothing to do with it"
        chart.grab()
        chart.clearFocus()
        assert not words(), chart


def test_the_map_shades_and_labels_what_it_shows(qtbot: QtBot) -> None:
    made = HeatMap()
    qtbot.addWidget(made)
    days = tuple(date(2003, 1, 1) + timedelta(days=30 * at) for at in range(12))
    prices = tuple(Fraction(at, 2) for at in range(10, 0, -1))
    cells = tuple(tuple(100 * (9 - 2 * price) for price in range(10)) for _ in days)
    made.show_cells(HeatCells(days, prices, cells))
    made.resize(700, made.sizeHint().height())
    made.show()
    image = made.grab().toImage()
    inside = made._inside()
    shades = Shades(theme.tones(made), 900)
    for at, price in ((0, 0), (11, 9), (5, 3)):
        where = made._area(at, price).center().toPoint()
        assert image.pixelColor(where).rgb() == shades.of(cells[at][price])
        assert made._under(QPointF(where)) == (at, price)
    assert made._under(QPointF(inside.left() - 1, inside.center().y())) is None
    assert made._days(HeatCells(days, prices, cells)).x(days[6]) == pytest.approx(made._area(6, 0).left(), abs=0.6)
