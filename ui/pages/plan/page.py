"""Plan: the rules by paragraph in our own words, the readings that can be switched, listing history, own plans."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from models.errors import Refusal
from models.facts.bundled import BUNDLED
from models.facts.event import PlanApproved
from models.facts.plan import Listing, Plan
from models.record.change import Change
from models.record.deeds.events import record_plan_approval
from models.record.deeds.plans import change_listing, change_plan_terms, copy_plan, remove_plan
from models.values.explanation import Explanation, Step
from ui import text
from ui.dialogs.base import FormDialog
from ui.dialogs.print_sheet import Part, PrintSheet
from ui.dialogs.terms.plan_terms import PlanTermsDialog
from ui.pages.base import Page
from ui.pages.plan.listing import ListingCard
from ui.pages.plan.readings import ReadingsCard
from ui.pages.plan.terms import TermRow, term_rows
from ui.tables.model import Column
from ui.tables.view import Table
from ui.widgets.banner import Banner
from ui.widgets.card import Card, row
from ui.widgets.edits import Choice, DateEdit, TextEdit
from ui.widgets.field import Field
from ui.widgets.flow import flow
from ui.widgets.labels import button, label


class PlanPage(Page):
    """One plan at a time; the one most grants are under first."""

    key = "plan"
    collections = ("plans", "grants", "events", "prices")

    def build(self) -> None:
        self.choice = Choice()
        self.choice.setAccessibleName("Plan shown")
        self.choice.value_changed.connect(self._on_plan)
        self.about = label("", "body", "muted", wraps=True)
        self.approval = Banner("warn")
        self._approve = self._button("Record the approval", "circle-check", self._on_approve)
        self._change = self._button("Change terms", "pencil", self._on_change)
        self._copy = self._button("Copy this plan", "copy", self._on_copy)
        self._remove = self._button("Remove", "trash-2", self._on_remove)
        top = Card("The plan")
        top.body.addLayout(row(self.choice, None))
        top.add(self.about, self.approval)
        top.body.addLayout(flow(self._approve, self._change, self._copy, self._remove))
        columns = (
            Column[TermRow]("Paragraph", lambda one: _order(one.paragraph), lambda one: one.paragraph),
            Column[TermRow]("Term", lambda one: one.what, lambda one: one.what, wraps=True),
            Column[TermRow](
                "In force", lambda one: one.value, lambda one: one.value, tip=lambda one: one.says, wraps=True
            ),
        )
        self.table = Table[TermRow](columns, lambda one: one.name, "Terms", is_tall=True, stretch=2)
        self.table.current_changed.connect(self._on_term)
        self.says = label("", "body", "muted", wraps=True)
        self.terms = Card("Terms by paragraph", "Choose a term to read what it means.")
        self.terms.add(self.table, self.says)
        self.says.hide()
        self.readings = ReadingsCard()
        self.readings.asked.connect(self._on_switch)
        self.listing = ListingCard()
        self.listing.changed.connect(self._on_listing)
        self.listing.refused.connect(self._on_refused)
        for part in (top, self.readings, self.terms, self.listing):
            self.body.addWidget(part)
        self.body.addStretch(1)

    def _button(self, words: str, icon: str, slot: Any) -> QWidget:
        made = button(words, "", icon)
        made.clicked.connect(slot)
        return made

    # ------------------------------------------------------------------ what is shown

    @property
    def plan(self) -> Plan:
        """The plan shown."""
        found = self.session.record.plan(self.choice.value() or BUNDLED[0])
        assert found is not None
        return found

    def refresh(self, change: Change | None) -> None:
        record = self.session.record
        used = [grant.plan for grant in record.grants]
        ids = sorted([*(copy.id for copy in record.own_plans), *BUNDLED], key=lambda id: -used.count(id))
        before = self.choice.value()
        chosen = before if before in ids else ids[0]
        self.choice.set_choices([(id, self._name(id, used.count(id))) for id in ids], chosen)
        self._show()

    def _name(self, id: str, grants: int) -> str:
        plan = self.session.record.plan(id)
        name = plan.name if plan is not None else id
        own = "" if id in BUNDLED else f" ({id}, your own)"
        return f"{name}{own}: {text.count(grants, 'grant')}"

    def _show(self) -> None:
        record, plan, on = self.session.record, self.plan, self.session.as_of
        is_own = plan.id not in BUNDLED
        kind = f"Your own plan, like {plan.like}." if is_own else "It comes with the program and stays as it is."
        issuer = f" Issuer: {plan.issuer.rstrip('.')}." if plan.issuer else ""
        self.about.setText(f"{kind}{issuer} To change a term, copy it: grants keep the terms they were made under.")
        if is_own:
            self.about.setText(f"{kind}{issuer}")
        approved = any(isinstance(one, PlanApproved) and one.plan == plan.id for one in record.events)
        lacks = plan.needs_stockholder_approval and not approved
        words = (
            "No approval by the stockholders is recorded, so nothing under this plan can be exercised (paragraph 5)."
        )
        self.approval.show_words("warn", words if lacks else "")
        self._approve.setVisible(lacks)
        self._change.setVisible(is_own)
        self._remove.setVisible(is_own)
        for writer in (self._approve, self._change, self._copy, self._remove):
            writer.setEnabled(not self.session.is_read_only)
        self.table.show_rows(term_rows(record, plan, on))
        self.table.fit_columns()
        self.readings.show_plan(record, plan, on)
        self.listing.show_plan(plan)

    def focus_on(self, **focus: Any) -> None:
        if focus.get("plan"):
            self.choice.set_value(focus["plan"])
            self._show()

    def copy(self) -> str:
        return self.table.tsv()

    def find_words(self, words: str) -> bool:
        return self.table.find_words(words)

    def printed(self) -> PrintSheet | None:
        model = self.table.rows_model
        return PrintSheet(f"Terms of {self.plan.name}", Part(columns=model.columns, rows=model.rows))

    # ------------------------------------------------------------------ deeds

    @Slot()
    def _on_plan(self, *_: object) -> None:
        self._show()

    @Slot(object)
    def _on_term(self, one: TermRow | None) -> None:
        self.says.setText(one.says if one is not None else "")
        self.says.setVisible(one is not None)
        if one is None:
            return
        if self.table.hasFocus():
            why = Explanation((Step(one.paragraph, f"{one.what}: {one.value}. {one.says}"),))
            self.host.show_why(why, one.what)

    @Slot(object)
    def _on_switch(self, change: Change) -> None:
        followed = [grant.id for grant in self.session.record.grants if grant.plan == self.plan.id]
        if self.try_commit(change):
            self._follow(followed)
            self.host.say(f"{change.title}. Edit > Undo takes it back.")

    @Slot(object)
    def _on_listing(self, listing: tuple[Listing, ...]) -> None:
        followed = [grant.id for grant in self.session.record.grants if grant.plan == self.plan.id]
        if self._do(change_listing, plan=self.plan.id, listing=listing):
            self._follow(followed)

    def _follow(self, grants: list[str]) -> None:
        """Show the plan that these grants are under now."""
        found = self.session.record.grant(grants[0]) if grants else None
        if found is not None:
            self.choice.set_value(found.plan)
            self._show()

    @Slot(str)
    def _on_refused(self, words: str) -> None:
        self.tell("bad", words)

    @Slot()
    def _on_approve(self) -> None:
        day = ApprovalDialog.ask(self)
        if day is not None:
            self._do(record_plan_approval, plan=self.plan.id, on=day)

    @Slot()
    def _on_change(self) -> None:
        terms = PlanTermsDialog.ask(self, self.plan)
        if terms:
            self._do(change_plan_terms, plan=self.plan.id, terms=terms)

    @Slot()
    def _on_copy(self) -> None:
        id = CopyDialog.ask(self, self.plan)
        if id is not None and self._do(copy_plan, id=id, like=self.plan.id, terms={"name": f"{self.plan.name} ({id})"}):
            self.choice.set_value(id)
            self._show()

    @Slot()
    def _on_remove(self) -> None:
        id = self.plan.id
        if self._do(remove_plan, plan=id):
            self.host.say(f"Removed the plan {id}. Edit > Undo brings it back.")

    def _do(self, deed: Any, **given: Any) -> bool:
        try:
            change: Change = deed(self.session.record, **given)
        except Refusal as refused:
            self.tell("bad", text.capital(refused.message))
            return False
        return self.try_commit(change)


class ApprovalDialog(FormDialog):
    """Asks for the day of the vote."""

    def __init__(self, parent: QWidget | None) -> None:
        intro = "The company's Secretary or the report after the stockholders' meeting says when it was given."
        super().__init__(parent, "Approval of the plan", "Record it", intro)
        self._day = DateEdit()
        self.form.add(Field("date", "&Approved on", self._day))

    @classmethod
    def ask(cls, parent: QWidget | None) -> Any:
        """Ask; None when it was cancelled."""
        return cls(parent).ask_value()

    def result_value(self) -> Any:
        return self._day.value()


class CopyDialog(FormDialog):
    """Asks for the id of an own plan."""

    def __init__(self, parent: QWidget | None, plan: Plan) -> None:
        super().__init__(parent, "Copy this plan", "Make the copy", f"It starts with the terms of {plan.name}.")
        self._id = TextEdit("", 64, "Type a short name for your copy.")
        self.form.add(Field("id", "&Short name", self._id, "Such as focus-2002-amended"))

    @classmethod
    def ask(cls, parent: QWidget | None, plan: Plan) -> str | None:
        """Ask; None when it was cancelled."""
        found: str | None = cls(parent, plan).ask_value()
        return found

    def result_value(self) -> str:
        return self._id.value()


def _order(paragraph: str) -> tuple[int, str]:
    digits = paragraph.split("(", maxsplit=1)[0]
    return int(digits), paragraph
