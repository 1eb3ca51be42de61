"""What if: every ending in one table, the slider, a sale, the map of prices and dates, and option value."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pypdfium2 as pdfium
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPdfWriter

from models.facts.payment import Cash
from models.record import deeds
from models.values.frozen import replace
from ui import text, theme


@pytest.fixture
def page(window):
    window.go_to("what_if")
    return window.pages["what_if"]


def _row(page, reason):
    return next(one for one in page.table.rows_model.rows if one.reason == reason)


def test_every_way_is_in_the_table_as_the_rules_answer_it(page):
    ledger = page.session.record.ledger
    for row in page.table.rows_model.rows:
        endings = ledger.service_end(page.session.as_of, row.role, row.reason)
        assert row.sums.kept == sum(one.vested_kept + one.accelerated for one in endings)
        assert row.sums.lost == sum(one.forfeited + one.lapsed for one in endings)
    assert _row(page, "dismissed_for_cause").sums.kept == 0
    assert _row(page, "death").sums.lost == 0


def test_the_slider_recomputes_as_it_moves(page, qtbot):
    before = _row(page, "resignation").sums.kept
    page.slider._track.setFocus()
    qtbot.keyClick(page.slider._track, Qt.Key.Key_PageUp)  # to the next vesting day
    assert page.slider.day > page.session.as_of
    assert _row(page, "resignation").sums.kept > before
    assert page.session.as_of == date(2003, 11, 10)


def test_a_typed_day_moves_the_slider(page, qtbot):
    page.slider._edit.set_value(date(2005, 1, 3))
    page.slider._on_typed()
    assert page.slider.day == date(2005, 1, 3)
    qtbot.waitUntil(lambda: page.heat.map._cells.dates[0] == date(2005, 1, 3))


def test_waiting_says_what_the_next_vesting_day_adds(page):
    row = _row(page, "resignation")
    assert row.gain.shares == row.sums_later.kept - row.sums.kept
    assert row.gain.shares > 0


def test_the_map_says_what_the_grid_says(page, qtbot):
    cells = page.heat.map._cells
    grid = page.session.record.ledger.grid(None, cells.dates[:2], cells.prices, Cash())
    assert cells.cells[0] == tuple(grid[0])
    page.heat.map.setFocus()
    qtbot.keyClick(page.heat.map, Qt.Key.Key_Right)
    assert "leaves" in page.heat.map.cursor_words


def test_option_value_follows_its_assumptions(page):
    rows = page.worth.table.rows_model.rows
    assert rows
    assert rows[0].time_value >= 0
    before = rows[0].vested_value
    page.worth.edits["volatility"].set_value(Fraction(1, 10))
    page.worth._on_edited()
    assert page.worth.table.rows_model.rows[0].vested_value < before
    page.worth.edits["volatility"].set_value(None)
    page.worth._on_edited()
    assert not page.worth.table.rows_model.rows


def test_a_sale_shows_what_the_board_could_add(page):
    rows = page.sale.table.rows_model.rows
    assert sum(one.accelerated for one in rows) > 0
    assert all(one.worth_with >= one.worth_without for one in rows)


def test_nothing_here_changes_the_record(page):
    before = page.session.history()
    page._on_day(date(2004, 6, 1))
    page._on_rest()
    assert page.session.history() == before


def test_a_sale_has_its_own_day(page):
    assert page.sale.day.value() == date(2003, 11, 30)  # 20 days on: the first the Board can still act for
    page._on_day(date(2005, 1, 3))
    page._on_rest()
    assert page.sale.day.value() == date(2003, 11, 30)
    before = sum(one.vested for one in page.sale.table.rows_model.rows)
    page.sale.day.set_value(date(2005, 12, 1))
    assert sum(one.vested for one in page.sale.table.rows_model.rows) > before
    assert "would add" in page.sale.line.text()
    page.session.set_as_of(date(2003, 11, 11))
    assert page.sale.day.value() == date(2005, 12, 1)  # typed days stay


def test_no_ending_is_cut_and_the_safe_day_is_said(page, window, qtbot):
    window.resize(1280, 720)
    qtbot.wait(10)
    table = page.table
    assert table.horizontalScrollBar().maximum() == 0
    for at, column in enumerate(table.rows_model.columns):
        widest = max(table.fontMetrics().horizontalAdvance(column.text(row)) for row in table.rows_model.rows)
        assert table.isColumnHidden(at) or table.columnWidth(at) >= widest + 22, column.title
    assert page.best.accessibleDescription() == "deliver the notice by Feb 6, 2004"
    window.resize(1920, 1080)
    qtbot.wait(10)
    assert not any(table.isColumnHidden(at) for at in range(len(table.rows_model.columns)))


@pytest.mark.parametrize(("width", "scale"), [(1280, 1.0), (1440, 1.0), (1280, 1.25), (1280, 1.5), (1280, 2.0)])
def test_many_roles_need_no_scrolling_sideways(page, window, qtbot, qapp, width, scale):
    window.resize(width, 720)
    record = window.session.record
    for at, role in enumerate(("director", "advisor"), 1):
        change = deeds.add_grant(record, grant=replace(record.grants[0], id=f"X-{at}", shares=480_000 * at, role=role))
        assert window.commit(change)
        record = window.session.record
    window.settings.zoom.set(window.settings, scale)
    window.apply_look()
    try:
        qtbot.waitUntil(lambda: page.table.horizontalScrollBar().maximum() == 0)
        seen = [at for at in range(len(page.table.rows_model.columns)) if not page.table.isColumnHidden(at)]
        assert seen[:2] == [0, 1]
        assert 3 in seen, "kept and lost are never left out"
        for at in seen:
            column = page.table.rows_model.columns[at]
            widest = max(page.table.fontMetrics().horizontalAdvance(column.text(row)) for row in page._found.rows)
            assert page.table.columnWidth(at) >= widest + 16, column.title
    finally:
        theme.apply(qapp, "light")


def test_the_figures_name_the_way_they_are_of(page):
    page.table.select_id(("employee", "death"))
    row = _row(page, "death")
    assert page.best.caption == "Death, kept"
    assert page.stake.note == f"over its cost of {text.money(row.sums.aggregate_price)}"
    assert page.line.text().startswith("8,933 shares would vest early. Worth is before tax.")


def test_each_key_is_given_once(page, window):
    from tests.ui.mnemonics import doubled_mnemonics

    assert not doubled_mnemonics(window)


def test_grants_that_are_not_estimated_are_named_with_the_reason(page):
    shown = {one.grant for one in page.worth.table.rows_model.rows}
    assert shown == {"NQ-1", "NQ-2"}
    assert page.worth.left_out.text() == (
        "NQ-3: what waits for an event has no date and is not estimated. NQ-4: what is left can never be exercised."
    )
    page.worth.edits["volatility"].set_value(None)
    page.worth._on_edited()
    assert page.worth.left_out.isHidden()


def test_every_title_that_needs_a_word_has_one(page):
    for table, plain in ((page.table, {"Ended by"}), (page.worth.table, {"Grant"})):
        for column in table.rows_model.columns:
            assert bool(column.hint) != (column.title in plain), column.title


def test_a_click_on_the_slider_goes_to_that_day_at_every_size(page, window, qtbot, qapp):
    track = page.slider._track
    try:
        for scale in (1.0, 2.0):
            window.settings.zoom.set(window.settings, scale)
            window.apply_look()
            qtbot.wait(10)
            day = (track.minimum() + track.maximum()) // 2
            where = track.rect().center()
            where.setX(round(track._x(day)))
            qtbot.mouseClick(track, Qt.MouseButton.LeftButton, pos=where)
            assert abs(track.value() - day) <= (track.maximum() - track.minimum()) / track.width()
            assert track.height() >= page.slider._edit.height() * 0.9
    finally:
        theme.apply(qapp, "light")


def test_prices_of_the_map_are_round(page):
    prices = page.heat.map._cells.prices
    step = prices[-1]
    assert prices == tuple(step * at for at in range(len(prices), 0, -1))
    assert step == Fraction(1, 2)
    assert prices[0] >= 3 * Fraction("2.70")


def test_all_of_it_is_printed_legibly(page, qtbot, tmp_path):
    page.slider._edit.set_value(date(2004, 6, 1))
    page.slider._on_typed()
    page._on_rest()
    sheet = page.printed()
    assert sheet.title == "If service ended on Jun 1, 2004"
    titles = [part.title for part in sheet.parts]
    assert titles[1:] == [
        "If the company is sold or merged on Nov 30, 2003",
        "What an exercise would leave",
        "What keeping an option may be worth",
    ]
    assert "volatility 136.5%" in sheet.parts[3].words
    assert "NQ-3: what waits for an event" in sheet.parts[3].words
    device = QPdfWriter(str(tmp_path / "what-if.pdf"))
    device.setResolution(300)
    painter = QPainter(device)
    assert sheet.print_on(device, painter) == 1
    painter.end()
    with pdfium.PdfDocument(tmp_path / "what-if.pdf") as pdf:
        said = "\n".join(leaf.get_textpage().get_text_bounded() for leaf in pdf)
    for words in ("Permanent disability", "By waiting", "NQ-4", "Board adds", "Insight", "Black-Scholes"):
        assert words in said, words


def test_why_follows_the_slider_when_it_rests(page, window, qtbot):
    why = window.frame.why
    window.activateWindow()
    qtbot.waitActive(window)
    page.best.ask()
    assert why.title == "Resignation, kept: 2,927"
    page.slider._track.setValue(date(2005, 1, 3).toordinal())
    qtbot.waitUntil(lambda: why.title == f"Resignation, kept: {page.best.number}")
    assert page.best.number != "2,927"
    assert any("2005-01-03" in step.says for step in why.explanation.steps)
    page.table.setFocus()
    page.table.select_id(("employee", "death"))
    assert why.title == "Death on Jan 3, 2005"
    page.slider._track.setValue(date(2005, 2, 7).toordinal())
    qtbot.waitUntil(lambda: why.title == "Death on Feb 7, 2005")
    page.heat.map.setFocus()
    qtbot.keyClick(page.heat.map, Qt.Key.Key_Right)
    title = why.title
    assert title.startswith("Exercise on")
    page.slider._track.setValue(date(2005, 3, 7).toordinal())
    page._on_rest()
    assert why.title == title, "a card's own explanation stays"


def test_a_day_after_everything_has_ended_shows_no_empty_tables(page, window):
    window.session.set_as_of(date(2014, 6, 1))
    assert not page.table.isVisible()
    assert not page.heat.map.isVisible()
    assert not page.worth.table.isVisible()
    assert page.line.text().startswith("No grant has shares outstanding")
    assert page.heat.line.text() == "Nothing can be exercised in these years."
    assert page.worth.left_out.text() == "No option is outstanding on this day."
    assert page.printed() is not None
    window.session.set_as_of(date(2003, 11, 10))
    assert page.table.isVisible()
    assert page.heat.map.isVisible()
    assert page.worth.table.isVisible()


def test_with_several_roles_every_line_names_its_own(page, window):
    assert page._words(_row(page, "resignation")) == "Resignation"
    record = window.session.record
    change = deeds.add_grant(record, grant=replace(record.grants[0], id="X-1", role="director"))
    assert window.commit(change)
    said = [page._words(row) for row in page.table.rows_model.rows]
    assert len(set(said)) == len(said)
    assert {"Resignation (employee)", "Resignation (director)", "Death", "Dismissed for cause"} <= set(said)
