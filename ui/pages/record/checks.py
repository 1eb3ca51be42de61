"""Checks: what does not add up in the record, each finding with a button that leads to its remedy."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Slot

from models.record.checks import Check, checks
from ui import text
from ui.pages.record.section import Section
from ui.pages.remedies import TONES, remedy_of
from ui.settings import Settings
from ui.widgets.card import Card
from ui.widgets.findings import Finding, Findings
from ui.widgets.labels import label


class ChecksSection(Section):
    """The most urgent first."""

    key = "checks"
    scrolls = True

    def build(self) -> None:
        self._found: tuple[Check, ...] = ()
        self.card = Card("What does not add up")
        self._nothing = label("Nothing. Every date and figure of the record adds up on this day.", "body", "good")
        self.findings = Findings()
        self.findings.acted.connect(self._on_acted)
        self.card.add(self._nothing, self.findings)
        self.body.addWidget(self.card)
        self.body.addStretch(1)

    def refresh(self) -> None:
        record, on = self.session.record, self.session.as_of
        self._found = checks(record, on, Settings.mail_days.get(Settings()))
        self._nothing.setVisible(not self._found)
        self.findings.show_findings(
            [
                Finding(TONES[one.severity], one.says, _remedy_words(one), remedy_of(record, one).words, at)
                for at, one in enumerate(self._found)
            ]
        )

    def focus_on(self, **focus: Any) -> None:
        self.findings.focus_first()

    def copy(self) -> str:
        lines = ["Severity\tWhat\tRemedy"]
        return "\n".join([*lines, *(f"{one.severity}\t{one.says}\t{one.remedy}" for one in self._found)])

    def find_words(self, words: str) -> bool:
        return any(words.casefold() in said.casefold() for said in self.findings.words)

    @Slot(int)
    def _on_acted(self, at: int) -> None:
        remedy = remedy_of(self.session.record, self._found[at])
        self.host.go_to(remedy.page, **remedy.focus)


def _remedy_words(one: Check) -> str:
    return one.remedy if one.due is None else f"{one.remedy} Due by {text.day(one.due)}."
