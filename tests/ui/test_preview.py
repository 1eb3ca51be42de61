"""The preview of papers, the track of stages and the comparison, each by itself."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from pytestqt.qtbot import QtBot

from models.values.explanation import Explanation, Step
from ui.widgets.comparison import Cell, Comparison, Line, Sheet, Way
from ui.widgets.preview import Preview
from ui.widgets.preview_pages import FIT_PAGE, POINT
from ui.widgets.track import AHEAD, DONE, NEXT, Stage, Track


class FakePages:
    """Letter pages that count how often they are drawn."""

    def __init__(self, count: int = 5) -> None:
        self.sizes = ((612.0, 792.0),) * count
        self.drawn: list[tuple[int, float]] = []

    def picture(self, page: int, scale: float) -> QImage:
        """A white page."""
        self.drawn.append((page, scale))
        image = QImage(round(612 * scale), round(792 * scale), QImage.Format.Format_RGB32)
        image.fill(QColor("white"))
        return image


@pytest.fixture
def preview(qtbot: QtBot) -> Preview:
    """A preview of five pages in a small window."""
    made = Preview()
    qtbot.addWidget(made)
    made.resize(500, 500)
    made.show_paper(FakePages(), "The words")
    made.show()
    qtbot.waitExposed(made)
    return made


def test_the_width_fits_and_follows_the_window(preview: Preview, qtbot: QtBot) -> None:
    wide = preview.view.zoom * 612 * POINT
    assert wide <= preview.view.viewport().width()
    assert wide > preview.view.viewport().width() - 60
    preview.resize(800, 500)
    qtbot.waitUntil(lambda: preview.view.zoom * 612 * POINT > 700)


def test_only_pages_that_are_seen_are_drawn(preview: Preview, qtbot: QtBot) -> None:
    pages = FakePages(50)
    preview.show_paper(pages, "")
    preview.view.viewport().repaint()
    assert {page for page, _ in pages.drawn} <= {0, 1}
    before = len(pages.drawn)
    preview.view.viewport().repaint()
    assert len(pages.drawn) == before, "what was drawn is kept"


def test_pages_are_turned_by_tools_and_keys(preview: Preview, qtbot: QtBot) -> None:
    assert preview._where.text() == "Page 1 of 5"
    assert not preview.tool("back").isEnabled()
    preview.tool("forward").click()
    assert preview.view.page == 2
    preview.view.setFocus()
    qtbot.keyClick(preview.view, Qt.Key.Key_End)
    assert preview.view.page == 5
    assert not preview.tool("forward").isEnabled()
    qtbot.keyClick(preview.view, Qt.Key.Key_Home)
    assert preview.view.page == 1
    assert preview.view.accessibleName() == "Preview, page 1 of 5"


def test_zoom_by_steps_wheel_and_keys(preview: Preview, qtbot: QtBot) -> None:
    preview.view.set_zoom(1.0)
    preview.tool("in").click()
    assert preview.view.zoom == 1.25
    assert preview._scale.text() == "125%"
    qtbot.keyClick(preview.view, Qt.Key.Key_Minus)
    assert preview.view.zoom == 1.0
    wheel = QWheelEvent(
        QPointF(50, 50),
        QPointF(preview.view.mapToGlobal(QPoint(50, 50))),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    preview.view.wheelEvent(wheel)
    assert preview.view.zoom == 1.25
    preview.view.set_zoom(100)
    assert preview.view.zoom == 4.0
    preview.tool("fit_page").click()
    assert preview.view.fit == FIT_PAGE
    assert preview.view.zoom * 792 * POINT <= preview.view.viewport().height()


def test_the_words_stand_beside_for_a_screen_reader(preview: Preview) -> None:
    assert preview.view.accessibleDescription() == "The words"
    preview.tool("words").click()
    assert preview.words.isVisible()
    assert preview.words.toPlainText() == "The words"
    assert preview.words.accessibleName()


def test_nothing_to_show(preview: Preview) -> None:
    preview.show_paper(None, "")
    assert preview.view.count == 0
    assert not any(preview.tool(key).isEnabled() for key in ("back", "forward", "in", "out", "words"))


def test_a_track_tells_its_stages(qtbot: QtBot) -> None:
    track = Track("Life")
    qtbot.addWidget(track)
    stages = (
        Stage("draft", "Draft", DONE, "Nov 10, 2003"),
        Stage("delivered", "Delivered", NEXT, tip="Mark it"),
        Stage("paid", "Paid", AHEAD),
    )
    track.show_stages(stages)
    track.show()
    assert track.accessibleName() == "Life: Draft Nov 10, 2003"
    assert track.stop("delivered").accessibleName() == "Delivered: next"
    assert track.stop("paid").focusPolicy() == Qt.FocusPolicy.NoFocus
    with qtbot.waitSignal(track.asked) as asked:
        qtbot.keyClick(track.stop("delivered"), Qt.Key.Key_Return)
    assert asked.args == ["delivered"]
    track.stop("paid").click()
    track.show_stages(stages[:2])
    assert len(track.stages) == 2


def _sheet(chosen: str = "a") -> Sheet:
    why = Explanation((Step("10", "so"),))
    return Sheet(
        (Way("a", "First way"), Way("b", "Second", "Barred")),
        (
            Line("one", "Cost", (Cell("$1.00", why=why), Cell("$2.00", is_best=True, why=why))),
            Line("two", "Lots", (Cell("10\n20\n30"), Cell())),
        ),
        chosen,
    )


@pytest.fixture
def comparison(qtbot: QtBot) -> Comparison:
    """Two ways and two lines."""
    made = Comparison("Ways")
    qtbot.addWidget(made)
    made.resize(500, 300)
    made.show_sheet(_sheet())
    made.show()
    qtbot.waitExposed(made)
    return made


def test_a_figure_asks_why(comparison: Comparison, qtbot: QtBot) -> None:
    with qtbot.waitSignal(comparison.asked) as asked:
        comparison.setCurrentIndex(comparison.model().index(1, 2))
    assert asked.args[1] == "Second, cost: $2.00"


def test_a_way_is_chosen_by_key_and_by_its_name(comparison: Comparison, qtbot: QtBot) -> None:
    comparison.setCurrentIndex(comparison.model().index(2, 2))
    with qtbot.waitSignal(comparison.chosen_changed) as chosen:
        qtbot.keyClick(comparison, Qt.Key.Key_Space)
    assert chosen.args == ["b"]
    comparison.show_sheet(_sheet("b"))
    assert comparison.currentIndex().column() == 2, "the cursor stays"
    place = comparison.visualRect(comparison.model().index(0, 1)).center()
    with qtbot.waitSignal(comparison.chosen_changed) as chosen:
        qtbot.mouseClick(comparison.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert chosen.args == ["a"]


def test_it_speaks(comparison: Comparison) -> None:
    role = Qt.ItemDataRole.AccessibleTextRole
    assert comparison.model().index(0, 1).data(role) == "First way, chosen"
    assert comparison.model().index(0, 2).data(role) == "Second, Barred"
    assert comparison.model().index(1, 2).data(role) == "Second, Cost: $2.00, the best of this line"
    assert comparison.tsv().splitlines()[2] == "Lots\t10; 20; 30\t\N{EM DASH}"


def test_a_line_of_several_lots_is_tall_enough(comparison: Comparison) -> None:
    assert comparison.rowHeight(2) > comparison.rowHeight(1) * 1.5


def test_figures_become_smaller_before_they_are_cut(comparison: Comparison, qtbot: QtBot) -> None:
    assert not comparison.is_compact
    comparison.resize(comparison.sheet.ways.__len__() * 95, 300)
    qtbot.waitUntil(lambda: comparison.is_compact)
