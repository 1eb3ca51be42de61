"""Asks what the option letter of one grant says otherwise than the plan: each term beside the plan's own value."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from models.errors import Refusal
from models.facts.grant import Grant, Overrides
from models.facts.plan import DIRECTOR_REASONS, REASONS, Plan
from models.record.change import Change
from models.record.deeds.grants import change_overrides
from models.record.record import Record
from ui.dialogs.base import FormDialog
from ui.dialogs.terms.edits import CountEdit, Ticks, WindowEdit, YesNo
from ui.text import codes
from ui.text.terms import TERM_WORDS, term_text, window_words
from ui.widgets.edits import Choice, DateEdit, SharesEdit, TextEdit
from ui.widgets.field import Field

_SOURCE = "_source"
_FOLLOWS = "As the plan says"


class OverridesDialog(FormDialog):
    """An empty field follows the plan. Gives the deed; a Refusal of it stands at its field."""

    def __init__(self, parent: QWidget | None, record: Record, grant: Grant) -> None:
        intro = (
            "Fill in only what the letter changes; what is empty follows the plan, whose own value stands below. "
            "Beside each, note where the letter says so: a section or a page."
        )
        super().__init__(parent, f"{grant.id}: what the option letter says otherwise", "Save", intro, columns=2)
        self._record, self._grant = record, grant
        self._plan = record.plan(grant.plan)
        self._noted = record.note_on(grant.id).override_sources
        self.terms: dict[str, QWidget] = {}
        self.sources: dict[str, TextEdit] = {}
        self._add_terms(grant.overrides)
        self._add_windows(grant)
        self._on_typed()
        self.form.edited.connect(self._on_typed)
        self.at_least(660)

    @classmethod
    def ask(cls, parent: QWidget | None, record: Record, grant: Grant) -> Change | None:
        """Ask; the deed, None when it was cancelled or nothing was changed."""
        found: Change | None = cls(parent, record, grant).ask_value()
        return found

    def result_value(self) -> Change | None:
        terms = {name: self._read_term(name) for name in TERM_WORDS}
        windows = {name: self._read_term(name) for name in REASONS if name in self.terms}
        given = {reason: window for reason, window in windows.items() if window is not None}
        sources = {name: edit.optional() or "" for name, edit in self.sources.items()}
        overrides = Overrides(**terms, windows=given)
        try:
            return change_overrides(self._record, grant=self._grant.id, overrides=overrides, sources=sources)
        except Refusal as refused:
            if refused.code == "nothing_changed":
                return None
            raise

    # ------------------------------------------------------------------ private

    def _add_terms(self, own: Overrides) -> None:
        self._add("term_years", SharesEdit(own.term_years))
        self._add("expires_on", DateEdit(own.expires_on), "Instead of the term; empty: by the term")
        self._add("post_termination_days", CountEdit(own.post_termination_days))
        self._add("minimum_shares", CountEdit(own.minimum_shares))
        self._add("remainder_exempt", YesNo(own.remainder_exempt, _FOLLOWS))
        early: Choice = Choice([(False, _FOLLOWS), (True, "On the endings ticked below")])
        early.set_value(own.accelerate_on is not None)
        self._add("accelerate_on", early)
        reasons = [(reason, codes.REASONS[reason]) for reason in self._reasons(own)]
        ticked = own.accelerate_on if own.accelerate_on is not None else _of(self._plan, "accelerate_on") or ()
        self.ticks = Ticks(reasons, ticked, "Endings on which everything vests")
        self.form.add(Field("ticks", "", self.ticks), 2)

    def _add_windows(self, grant: Grant) -> None:
        days = _of(self._plan, "post_termination_days")
        for reason in self._reasons(grant.overrides):
            of_plan = _of(self._plan, "windows") or {}
            says = term_text(of_plan[reason]) if reason in of_plan else f"{term_text(days)} days"
            edit = WindowEdit(grant.overrides.windows.get(reason))
            edit.setPlaceholderText(says)
            self._add(reason, edit, f"The plan: {says}", window_words(reason))

    def _reasons(self, own: Overrides) -> tuple[str, ...]:
        """What can end service in the grant's role, and what the letter names all the same."""
        named = {*own.windows, *(own.accelerate_on or ())}
        is_director = self._grant.role == "director"
        return tuple(one for one in REASONS if is_director or one not in DIRECTOR_REASONS or one in named)

    def _add(self, name: str, edit: Any, hint: str = "", caption: str = "") -> None:
        if hasattr(edit, "is_optional"):
            edit.is_optional = True
        self.terms[name] = edit
        self.form.add(Field(name, caption or TERM_WORDS[name], edit, hint or f"The plan: {self._plans(name)}"))
        source = TextEdit(self._noted.get(name, ""))
        source.is_optional = True
        source.setPlaceholderText("Section or page")
        self.sources[name] = source
        self.form.add(Field(name + _SOURCE, "Where the letter says so", source))
        source.setAccessibleName(f"Where the letter says so: {caption or TERM_WORDS[name]}")

    def _plans(self, name: str) -> str:
        return term_text(_of(self._plan, name))

    def _read_term(self, name: str) -> Any:
        edit: Any = self.terms[name]
        if name == "accelerate_on":
            return self.ticks.value() if edit.value() else None
        return edit.value() if isinstance(edit, Choice) else edit.optional()

    @Slot()
    def _on_typed(self, *_: object) -> None:
        """A place in the letter can be noted only for what it changes."""
        for name, source in self.sources.items():
            edit: Any = self.terms[name]
            is_given = bool(edit.text().strip()) if hasattr(edit, "text") else edit.value() not in (None, False)
            if name == "remainder_exempt":
                is_given = edit.value() is not None
            source.setEnabled(is_given)
        early: Any = self.terms["accelerate_on"]
        self.ticks.setEnabled(bool(early.value()))


def _of(plan: Plan | None, name: str) -> Any:
    return getattr(plan, name, None)
