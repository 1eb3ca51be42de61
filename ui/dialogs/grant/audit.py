"""Compares a grant's schedule with the one the employer shows: pasted, explained by a rule, or differing at a day."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from models.errors import Refusal
from models.facts.grant import DatedPart, Grant, Part, PeriodicPart
from models.rules.answers import Tranche
from models.rules.audit import Audit, Difference, audit, rule_words
from ui import text
from ui.charts.vesting import VestingChart
from ui.dialogs.base import FormDialog
from ui.dialogs.grant.dialog import picture_of
from ui.dialogs.grant.part import parse_rows
from ui.widgets.banner import Banner
from ui.widgets.edits import Choice
from ui.widgets.field import Field, text_of
from ui.widgets.labels import label, set_tone

_WAIT = 120  # milliseconds after the last key
_MOST_RULES = 12
_ASK = "Paste the rows of the statement: a day and the shares that vest on it, a line each."


class AuditDialog(FormDialog):
    """What was found follows the typing; the button puts the rule (or the rows as they are) into the grant."""

    def __init__(self, parent: QWidget | None, grant: Grant, recorded: tuple[Tranche, ...]) -> None:
        intro = "Which rule explains the employer's rows, or on which day do they first differ from the record?"
        super().__init__(parent, f"Compare the schedule of {grant.id}", "Use this rule", intro)
        self._grant, self._recorded = grant, recorded
        self._found: Audit | None = None
        self.pasted = QPlainTextEdit()
        self.pasted.setAccessibleName("Rows of the statement")
        self.pasted.setPlaceholderText("2003-12-20\t1,200\n2004-01-20\t100\n2004-02-20\t100")
        self.pasted.setTabChangesFocus(True)
        self.pasted.setFixedHeight(7 * self.pasted.fontMetrics().lineSpacing() + 18)
        self.verdict = Banner()
        self.rules: Choice = Choice()
        self.rule_field = Field("rule", "&Rule that gives exactly these rows", self.rules)
        self.detail = label("", "body", "muted", wraps=True)
        self.chart = VestingChart(130)
        for widget in (self.pasted, self.verdict, self.rule_field, self.detail, self.chart):
            self.body.addWidget(widget)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WAIT)
        self._timer.timeout.connect(self.look)
        self.pasted.textChanged.connect(self._timer.start)
        self.rules.value_changed.connect(self._on_rule)
        self.at_least(640)
        self.look()
        self.pasted.setFocus()

    @classmethod
    def ask(cls, parent: QWidget | None, grant: Grant, recorded: tuple[Tranche, ...]) -> Grant | None:
        """Ask; the grant with the schedule taken over, None when nothing shall change."""
        found: Grant | None = cls(parent, grant, recorded).ask_value()
        return found

    def result_value(self) -> Grant:
        self.look()
        if self._found is None:
            raise Refusal("missing", _ASK)
        return replace(self._grant, parts=(self._part(self._found),))

    @Slot()
    def look(self) -> None:
        """Read what was pasted and say what was found."""
        typed = self.pasted.toPlainText()
        self._found = None
        if not typed.strip():
            self._show(None, "accent", _ASK)
            return
        try:
            self._found = audit(parse_rows(typed), self._recorded, self._grant.grant_date)
        except Refusal as refused:
            self._show(None, "warn", text_of(refused))
            return
        self._show(self._found, *_verdict(self._found.difference))

    # ------------------------------------------------------------------ private

    def _show(self, found: Audit | None, tone: str, words: str) -> None:
        self.verdict.show_words(tone, words)
        rules = found.rules[:_MOST_RULES] if found is not None else ()
        self.rules.set_choices([(rule, text.sentence(rule_words(rule))) for rule in rules], rules[0] if rules else None)
        self.rule_field.setVisible(len(rules) > 1)
        self.rule_field.note("They give the same days and shares; the likeliest stands first.")
        self.chart.setVisible(found is not None)
        self._on_rule()
        self.grow()

    def _part(self, found: Audit) -> Part:
        rule: Part | None = self.rules.value()
        rows = tuple((row.date, row.shares) for row in found.rows)
        return rule if rule is not None else DatedPart(sum(shares for _, shares in rows), rows)

    @Slot()
    def _on_rule(self, *_: object) -> None:
        found = self._found
        self.verb.setText("Use this rule" if found is None or found.is_explained else "Use these days")
        self.verb.setEnabled(False)
        self.detail.setVisible(found is not None)
        if found is None:
            return
        part = self._part(found)
        self.chart.show_picture(picture_of((part,), self._grant.grant_date, part.shares), None)
        fits = part.shares == self._grant.shares
        self.verb.setEnabled(fits and (part,) != self._grant.parts)
        set_tone(self.detail, "muted" if fits else "warn")
        self.detail.setText(self._words(found, part) if fits else self._misfit(part))

    def _words(self, found: Audit, part: Part) -> str:
        if isinstance(part, DatedPart):
            return "No single rule of equal steps gives these rows. They can be taken over as listed days."
        said = [text.sentence(rule_words(part))] if isinstance(part, PeriodicPart) else []
        if (part,) == self._grant.parts:
            said.append("This is the schedule in the record already.")
        elif found.difference is None:
            said.append("The record comes to the same days and shares by another rule.")
        if found.merged_on is not None:
            said.append(f"What was due before {text.day(found.merged_on)} stands together on that day.")
        return " ".join(said)

    def _misfit(self, part: Part) -> str:
        return (
            f"The rows add up to {text.count(part.shares, 'share')}; {self._grant.id} was granted "
            f"{self._grant.shares:,}. Paste the whole schedule, or change the grant first."
        )


def _verdict(difference: Difference | None) -> tuple[str, str]:
    if difference is None:
        return "good", "The statement and the record agree on every day."
    return "warn", text.sentence(difference.says)
