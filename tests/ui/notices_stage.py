"""What the tests of the page Notices start from: a draft, the page, and dialogs that are answered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from models.facts.notice import Notice
from models.facts.payment import Cash, Payment
from models.record import deeds
from ui.main_window import MainWindow
from ui.pages.notices import NoticesPage

DAY = date(2003, 11, 10)


def draft(window: MainWindow, shares: int = 500, payment: Payment | None = None, day: date = DAY) -> str:
    """A draft in the record that is open; returns its number."""
    assert window.session is not None
    record = window.session.record
    number = deeds.next_number(record, 2003)
    notice = Notice(number, "NQ-1", DAY, day, shares, payment or Cash())
    assert window.commit(deeds.prepare_notice(record, notice=notice))
    return number


@pytest.fixture
def page(window: MainWindow) -> NoticesPage:
    """The page with one draft: 500 shares of NQ-1 in cash."""
    number = draft(window)
    window.go_to("notices", number=number)
    shown = window.pages["notices"]
    assert isinstance(shown, NoticesPage)
    return shown


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Dialogs of a kind are filled by a function and accepted by their button."""

    def prepare(kind: type[Any], fill: Callable[[Any], None] = lambda dialog: None) -> None:
        def run(self: Any) -> int:
            fill(self)
            self.verb.click()
            return int(self.result())

        monkeypatch.setattr(kind, "exec", run)

    return prepare


def exercisable(page: NoticesPage) -> int:
    """How many shares of NQ-1 can be exercised on the day shown."""
    position = page.session.record.ledger.position("NQ-1", page.session.as_of)
    assert position is not None
    return position.counts.exercisable
