"""Colours can be read where they are used, in both schemes; icons follow the scheme."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from ui import theme
from ui.theme import lean
from ui.theme.tones import DARK, LIGHT, Tones

GROUNDS = ("window", "rail", "card", "hover", "selection")


@pytest.mark.parametrize("tones", [LIGHT, DARK], ids=["light", "dark"])
def test_text_keeps_four_and_a_half_to_one(tones: Tones) -> None:
    weak = [
        (meaning, ground, round(theme.contrast(tones.of(meaning), tones.of(ground)), 2))
        for meaning, grounds in (
            ("text", (*GROUNDS, "accent_soft", "good_soft", "warn_soft", "bad_soft")),
            ("muted", ("window", "rail", "card", "hover")),
            ("accent", ("window", "card", "rail", "accent_soft", "hover")),
            ("good", ("window", "card", "good_soft")),
            ("warn", ("window", "card", "warn_soft")),
            ("bad", ("window", "card", "bad_soft")),
            ("on_accent", ("accent",)),
            ("card", ("warn",)),  # the flag of a day that is not today
        )
        for ground in grounds
        if theme.contrast(tones.of(meaning), tones.of(ground)) < 4.5
    ]
    assert not weak


@pytest.mark.parametrize("tones", [LIGHT, DARK], ids=["light", "dark"])
def test_edges_of_what_can_be_used_keep_three_to_one(tones: Tones) -> None:
    for ground in ("window", "card"):
        assert theme.contrast(tones.line, tones.of(ground)) >= 3
        assert theme.contrast(tones.accent, tones.of(ground)) >= 3
    assert theme.contrast(tones.accent, theme.mixed(tones.card, tones.unvested, 0.45)) >= 3


def test_contrast_is_that_of_wcag() -> None:
    assert theme.contrast(QColor("#000000"), QColor("#ffffff")) == pytest.approx(21)
    assert theme.contrast(QColor("#777777"), QColor("#ffffff")) == pytest.approx(4.48, abs=0.01)


def test_the_scheme_is_told_by_the_palette(qapp: Any) -> None:
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Window, DARK.window)
    assert theme.tones(palette) is DARK
    palette.setColor(QPalette.ColorRole.Window, LIGHT.window)
    assert theme.tones(palette) is LIGHT


def test_light_dark_and_size_take_effect_at_once(qapp: Any, qtbot: QtBot) -> None:
    theme.apply(qapp, "light")
    made = QLabel("words")
    made.setProperty("type", "title")
    qtbot.addWidget(made)
    made.show()
    before = made.font().pointSizeF()
    theme.apply(qapp, "dark", 1.5)
    assert theme.is_dark()
    assert made.font().pointSizeF() == pytest.approx(before * 1.5, rel=0.02)
    theme.apply(qapp, "light")
    assert not theme.is_dark()
    assert made.font().pointSizeF() == pytest.approx(before, rel=0.02)


def test_an_icon_is_drawn_in_the_colour_of_its_meaning(qapp: Any) -> None:
    theme.apply(qapp, "light")
    image = theme.icon("check", "accent").pixmap(QSize(32, 32)).toImage()
    inked = [image.pixelColor(x, y) for x in range(32) for y in range(32) if image.pixelColor(x, y).alpha() > 250]
    assert inked
    assert all(abs(colour.blue() - LIGHT.accent.blue()) < 6 for colour in inked)


def test_a_missing_icon_is_our_mistake_and_told_at_once(qapp: Any) -> None:
    with pytest.raises(FileNotFoundError):
        theme.icon("no-such-icon")


def test_zoom_goes_by_steps_and_stops_at_the_ends() -> None:
    assert theme.zoom(1.0, 1) == 1.1
    assert theme.zoom(2.0, 1) == 2.0
    assert theme.zoom(0.8, -1) == 0.8
    assert theme.zoom(1.75, 0) == 1.0


def test_numbers_used_for_qts_enums_are_qts() -> None:
    from PySide6.QtCore import Qt

    assert Qt.AlignmentFlag.AlignLeft.value == lean.LEFT
    assert Qt.AlignmentFlag.AlignRight.value == lean.RIGHT
    assert Qt.AlignmentFlag.AlignHCenter.value == lean.H_CENTER
    assert Qt.AlignmentFlag.AlignTop.value == lean.TOP
    assert Qt.AlignmentFlag.AlignVCenter.value == lean.V_CENTER
    assert Qt.TextFlag.TextWordWrap.value == lean.WRAP
    assert Qt.FocusPolicy.NoFocus.value == lean.NO_FOCUS
    assert Qt.FocusPolicy.TabFocus.value == lean.TAB_FOCUS
    assert Qt.FocusPolicy.StrongFocus.value == lean.STRONG_FOCUS
    assert Qt.ScrollBarPolicy.ScrollBarAlwaysOff.value == lean.SCROLL_OFF
    assert Qt.TextInteractionFlag.TextSelectableByMouse.value == lean.SELECT_BY_MOUSE
    assert Qt.TextFormat.PlainText.value == lean.PLAIN_TEXT


def test_words_are_cut_only_where_they_do_not_fit(qapp: Any) -> None:
    from PySide6.QtGui import QFontMetricsF

    metrics = QFontMetricsF(theme.font())
    whole = metrics.horizontalAdvance("a short line")
    assert lean.elided(metrics, "a short line", whole) == "a short line"
    cut = lean.elided(metrics, "a short line", whole * 0.6)
    assert cut.endswith("\N{HORIZONTAL ELLIPSIS}")
    assert metrics.horizontalAdvance(cut) <= whole * 0.6
