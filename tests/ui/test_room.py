"""Nothing is cut and nothing scrolls sideways in the smallest window, at the normal size of text and at twice that."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QAbstractScrollArea, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from models.facts.notice import Notice
from models.record.deeds.notices import prepare_notice
from ui.main_window import MainWindow
from ui.pages.record.page import SECTIONS
from ui.widgets.labels import ElidedLabel
from ui.widgets.preview import Preview

PLACES = (
    *("overview", "grants", "exercise", "what_if", "deadlines", "notices", "plan"),
    *(f"record/{key}" for key, *_ in SECTIONS),
)


@pytest.fixture(params=[1.0, 1.25, 1.5, 2.0], ids="{:.0%}".format)
def small(request: pytest.FixtureRequest, window: MainWindow) -> Iterator[MainWindow]:
    """The window at 1280 x 720 with a draft, text in one of the sizes."""
    window.settings.zoom.set(window.settings, request.param)
    window.resize(1280, 720)
    window.apply_look()
    assert window.session is not None
    day = date(2003, 11, 12)
    draft = Notice(number="", grant="NQ-1", shares=500, exercise_date=day, prepared_on=date(2003, 11, 10))
    window.commit(prepare_notice(window.session.record, notice=draft))
    yield window
    window.settings.zoom.set(window.settings, 1.0)
    window.apply_look()


def _name(widget: QWidget) -> str:
    said = widget.text() if isinstance(widget, QLabel | QPushButton) else widget.accessibleName()
    return f"{type(widget).__name__} {said!r}"


def _cut(root: QWidget) -> Iterator[str]:
    """What does not show all that it says."""
    papers = root.findChildren(Preview)
    for area in root.findChildren(QAbstractScrollArea):
        bar = area.horizontalScrollBar()
        if area.isVisible() and bar.isVisible() and bar.maximum() and not any(one.isAncestorOf(area) for one in papers):
            yield f"{_name(area)} scrolls sideways by {bar.maximum()}"
    for button in root.findChildren(QPushButton):
        if button.isVisible() and button.width() < button.sizeHint().width() - 1:
            yield f"{_name(button)} has {button.width()} of {button.sizeHint().width()}"
    for line in root.findChildren(QLabel):
        if not line.isVisible() or isinstance(line, ElidedLabel) or not line.text():
            continue
        asked = line.heightForWidth(line.width()) if line.wordWrap() else line.sizeHint().height()
        if line.height() < asked - 1 or (not line.wordWrap() and line.width() < line.sizeHint().width() - 1):
            yield f"{_name(line)} has {line.width()} x {line.height()} of {line.sizeHint().width()} x {asked}"


def test_nothing_is_cut_on_any_page(small: MainWindow, qtbot: QtBot) -> None:
    found = []
    for place in PLACES:
        page, _, section = place.partition("/")
        small.go_to(page, **({"section": section} if section else {}))
        for _ in range(4):
            QCoreApplication.processEvents()
        found += [f"{place}: {words}" for words in _cut(small.frame)]
    assert not found, "\n".join(found)
