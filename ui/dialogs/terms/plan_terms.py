"""Changes the terms of an own plan, each with its own editor and a refusal at its field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from models.errors import Refusal
from models.facts.plan import METHODS, REASONS, TERMS, Plan
from ui.dialogs.base import FormDialog
from ui.dialogs.new_record import AddressEdit
from ui.dialogs.terms.edits import CountEdit, Ticks, WindowEdit, YesNo
from ui.text import codes
from ui.widgets.edits import Choice, DateEdit, SharesEdit, TextEdit
from ui.widgets.field import Field

EXCHANGE_RULES = (
    ("lower_of_last_and_mean", "The lower of last sale and mean"),
    ("last", "The last sale"),
    ("mean", "The mean of high and low"),
)


class PlanTermsDialog(FormDialog):
    """Asks for every term that is not a reading or the listing; returns those that were changed."""

    def __init__(self, parent: QWidget | None, plan: Plan) -> None:
        super().__init__(parent, f"Terms of {plan.id}", "Save", "Grants under this plan follow at once.", columns=2)
        self._plan = plan
        self._edits: dict[str, Any] = {}
        self._windows: dict[str, WindowEdit] = {}
        self._add_terms(plan)
        self._add_windows(plan)

    @classmethod
    def ask(cls, parent: QWidget | None, plan: Plan) -> dict[str, Any] | None:
        """Ask; the changed terms, None when it was cancelled."""
        found: dict[str, Any] | None = cls(parent, plan).ask_value()
        return found

    def result_value(self) -> dict[str, Any]:
        terms: dict[str, Any] = {}
        for name, edit in self._edits.items():
            try:
                value = edit.lines() if isinstance(edit, AddressEdit) else _read(edit)
            except Refusal as bad:
                raise Refusal(bad.code, bad.message, name) from None
            if value != getattr(self._plan, name):
                terms[name] = value
        windows = self._changed_windows()
        if windows:
            terms["windows"] = windows
        for name, value in terms.items():
            if name not in TERMS:
                raise AssertionError(name)
            if name == "payment_methods" and not value:
                raise Refusal("missing", "Tick at least one way to pay.", name)
        return terms

    def _add(self, name: str, caption: str, edit: QWidget, hint: str = "", span: int = 1) -> None:
        self._edits[name] = edit
        self.form.add(Field(name, caption, edit, hint), span)

    def _add_terms(self, plan: Plan) -> None:
        last = DateEdit(plan.last_grant_date)
        last.is_optional = True
        methods = [(method, codes.METHODS[method]) for method in METHODS]
        self._add("name", "&Name", TextEdit(plan.name), span=2)
        self._add("notice_to", "Notices go &to", TextEdit(plan.notice_to))
        self._add("notice_address", "At this &address", AddressEdit(plan.notice_address))
        self._add("share_reserve", "Shares &reserved", SharesEdit(plan.share_reserve), "Paragraph 2")
        self._add("last_grant_date", "Last &grant date", last, "Paragraph 15; empty: none")
        needs = YesNo(plan.needs_stockholder_approval)
        self._add("needs_stockholder_approval", "Needs stockholders' approval", needs, "Paragraph 5")
        self._add("term_years", "&Term in years", SharesEdit(plan.term_years), "Paragraph 7")
        self._add("minimum_shares", "&Fewest shares at a time", CountEdit(plan.minimum_shares), "Paragraph 10")
        before = CountEdit(plan.acceleration_days_before)
        self._add("acceleration_days_before", "Days before a &sale", before, "Paragraph 11(b)")
        self._add("exchange_rule", "Value on an &exchange", Choice(list(EXCHANGE_RULES), plan.exchange_rule), "6(i)")
        days = CountEdit(plan.post_termination_days)
        self._add("post_termination_days", "&Days after service ends", days, "Paragraph 9(a)")
        ways = Ticks(methods, plan.payment_methods, "Ways to pay")
        self._add("payment_methods", "Ways to pay", ways, "Paragraph 10", 2)
        early = Ticks([(reason, codes.REASONS[reason]) for reason in REASONS], plan.accelerate_on, "Vests everything")
        self._add("accelerate_on", "Everything vests on", early, "Paragraph 9(c)", 2)

    def _add_windows(self, plan: Plan) -> None:
        for reason in REASONS:
            edit = WindowEdit(plan.windows.get(reason))
            self._windows[reason] = edit
            empty = f"Empty: {plan.post_termination_days} days" if reason not in plan.windows else ""
            self.form.add(Field(reason, f"After {codes.REASONS[reason].lower()}", edit, empty))

    def _changed_windows(self) -> Mapping[str, Any]:
        changed = {}
        for reason, edit in self._windows.items():
            try:
                window = edit.optional()
            except Refusal as bad:
                raise Refusal(bad.code, bad.message, reason) from None
            before = self._plan.windows.get(reason)
            if window is None and before is not None:
                raise Refusal("missing", "A window the plan states cannot be left empty; type its length.", reason)
            if window is not None and window != before:
                changed[reason] = window
        return changed


def _read(edit: Any) -> Any:
    return edit.optional() if isinstance(edit, DateEdit) else edit.value()
