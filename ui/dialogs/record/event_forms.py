"""The fields of each kind of event."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout

from models.errors import Refusal
from models.facts.event import (
    ADJUSTMENTS,
    Acceleration,
    Adjustment,
    Determined,
    Event,
    PlanApproved,
    ServiceEnded,
    VestingEvent,
)
from models.facts.plan import DIRECTOR_REASONS, REASONS, ROLES
from ui.dialogs.record.event_base import EventForm
from ui.dialogs.record.exercise_form import ExerciseForm
from ui.dialogs.record.stock import plan_choices, plans_in_use
from ui.text import codes
from ui.widgets.card import row
from ui.widgets.edits import Choice, PriceEdit, SharesEdit
from ui.widgets.field import Field, Form
from ui.widgets.labels import button, label


class ApprovalForm(EventForm):
    """The stockholders approved a plan."""

    kind = "plan_approved"
    title = "Stockholders approved the plan"
    title_of_change = "Change the approval"
    intro = "Nothing of the plan can be exercised before its stockholders have approved it (paragraph 5)."

    def build(self, before: Any, preset: Mapping[str, Any]) -> None:
        self.plan = self.plan_choice(before, preset)
        self.form.add(Field("plan", "&Plan", self.plan), span=2)
        self.form.add(Field("date", "Approved &on", self.date))

    def stated(self) -> Event:
        return PlanApproved(self.date.value(), self.plan.value())


class ServiceEndForm(EventForm):
    """Service ended."""

    kind = "service_ended"
    title = "Service ended"
    title_of_change = "Change the service end"
    intro = "What is vested stays exercisable for a time that depends on the reason (paragraph 9)."

    def build(self, before: Any, preset: Mapping[str, Any]) -> None:
        roles = [grant.role for grant in self.record.grants] or ["employee"]
        role = getattr(before, "role", None) or preset.get("role") or roles[-1]
        self.role = Choice([(one, codes.ROLES[one]) for one in ROLES], role)
        self.reason = Choice()
        self._offer_reasons()
        self.reason.set_value(getattr(before, "reason", None) or preset.get("reason") or self.reason.value())
        self.plan = Choice([(None, "All my grants"), *plan_choices(self.record, plans_in_use(self.record))])
        self.plan.set_value(getattr(before, "plan", None))
        self.form.add(Field("date", "Last &day of service", self.date))
        self.form.add(Field("role", "As", self.role))
        self.form.add(Field("reason", "&Reason", self.reason), span=2)
        concerned = Field("plan", "Grants &concerned", self.plan, "Only needed with options of several companies")
        self.form.add(concerned, span=2)
        self.role.value_changed.connect(self._on_role)

    def stated(self) -> Event:
        return ServiceEnded(self.date.value(), self.role.value(), self.reason.value(), self.plan.value())

    def _offer_reasons(self) -> None:
        is_director = self.role.value() == "director"
        offered = [
            one
            for one in REASONS
            if (is_director or one not in DIRECTOR_REASONS) and not (is_director and one == "dismissed_without_cause")
        ]
        self.reason.set_choices([(one, codes.REASONS[one]) for one in offered])

    @Slot()
    def _on_role(self, _: Any = None) -> None:
        self._offer_reasons()


class VestingEventForm(EventForm):
    """The event that a part of a grant waits for has happened."""

    kind = "vesting_event"
    title = "A vesting event happened"
    title_of_change = "Change the vesting event"
    intro = "Parts of a grant may wait for an event named in the option letter (paragraph 8(a))."

    def build(self, before: Any, preset: Mapping[str, Any]) -> None:
        grants = [grant.id for grant in self.record.grants if self._names(grant.id)]
        self.grant = self.grant_choice(before, preset, grants)
        self.event_name = Choice()
        self._offer_events()
        self.event_name.set_value(getattr(before, "event", None) or preset.get("event") or self.event_name.value())
        self.form.add(Field("grant", "&Grant", self.grant))
        self.form.add(Field("date", "Happened &on", self.date))
        self.form.add(Field("event", "&Event", self.event_name), span=2)
        self.grant.value_changed.connect(self._on_grant)

    def stated(self) -> Event:
        if self.grant.value() is None:
            raise Refusal("unknown_grant", "No grant waits for an event. Enter such a part with the grant.", "grant")
        return VestingEvent(self.date.value(), self.grant.value(), self.event_name.value() or "")

    def _names(self, grant: str) -> list[str]:
        found = [part.event for part in self.record.ledger.schedule(grant).waiting]
        if isinstance(self.before, VestingEvent) and self.before.grant == grant:
            found.append(self.before.event)
        return list(dict.fromkeys(found))

    def _offer_events(self) -> None:
        grant = self.grant.value()
        names = self._names(grant) if grant else []
        self.event_name.set_choices([(one, one) for one in names], names[0] if names else None)

    @Slot()
    def _on_grant(self, _: Any = None) -> None:
        self._offer_events()


class AdjustmentForm(EventForm):
    """A split, stock dividend or combination, with the Board's own figures where it determined them."""

    kind = "adjustment"
    title = "Split, stock dividend or combination"
    title_of_change = "Change the adjustment"
    intro = "Options, prices and lots of the issuer are adjusted from that day on (paragraph 11). Enter it once."

    def build(self, before: Any, preset: Mapping[str, Any]) -> None:
        self.what = Choice([(one, codes.ADJUSTMENTS[one]) for one in ADJUSTMENTS], getattr(before, "kind", None))
        self.plan = self.plan_choice(before, preset)
        self.new, self.old = SharesEdit(getattr(before, "new", 2)), SharesEdit(getattr(before, "old", 1))
        self.form.add(Field("kind", "&What", self.what))
        self.form.add(Field("date", "&Effective on", self.date))
        self.form.add(Field("new", "&New shares", self.new, "2 for 1: two new shares"))
        self.form.add(Field("old", "for &old shares", self.old, "3 for 2: for two old shares"))
        self.form.add(Field("plan", "&Plan of the issuer", self.plan), span=2)
        self.own: dict[str, tuple[SharesEdit, PriceEdit]] = {}
        self._determined: Mapping[str, Determined] = getattr(before, "determined", {})
        self.board = Form(columns=2)
        self._more = button("The Board's own figures\N{HORIZONTAL ELLIPSIS}", "quiet", "pencil")
        self._more.clicked.connect(self._on_more)

    def add_to(self, body: QVBoxLayout) -> None:
        body.addLayout(row(self._more, None))
        self._says = label(
            "Fill in only what the Board determined otherwise (paragraph 11(d)); the rest follows the ratio.",
            "caption",
            "muted",
            wraps=True,
        )
        body.addWidget(self._says)
        body.addWidget(self.board)
        for part in (self._says, self.board):
            part.setVisible(False)
        if self._determined:
            self._on_more()

    def stated(self) -> Event:
        determined = dict(self._determined)
        for grant, (shares, price) in self.own.items():
            found = Determined(shares.optional(), price.optional())
            determined.pop(grant, None)
            if found != (None, None):
                determined[grant] = found
        what, plan = self.what.value(), self.plan.value()
        new, old = self.new.value(), self.old.value()
        if what == "combination" and new >= old:
            raise Refusal("bad_ratio", "A combination gives fewer new shares than old ones, such as 1 for 10.", "new")
        if what != "combination" and new <= old:
            raise Refusal("bad_ratio", "A split gives more new shares than old ones, such as 2 for 1.", "new")
        return Adjustment(self.date.value(), plan, what, new, old, determined)

    @Slot()
    def _on_more(self) -> None:
        self._more.setVisible(False)
        for grant in self.record.grants:
            own = self._determined.get(grant.id, Determined(None, None))
            edits = SharesEdit(own.shares), PriceEdit(own.exercise_price)
            for edit in edits:
                edit.is_optional = True
            self.own[grant.id] = edits
            self.board.add(Field(f"{grant.id} shares", f"{grant.id}: shares outstanding", edits[0]))
            self.board.add(Field(f"{grant.id} price", f"{grant.id}: exercise price", edits[1]))
        self.board.edited.connect(self.changed)
        for part in (self._says, self.board):
            part.setVisible(True)


class AccelerationForm(EventForm):
    """A sale or merger before which the Board let the options vest."""

    kind = "acceleration"
    title = "Sale or merger with early vesting"
    title_of_change = "Change the early vesting"
    intro = "The Board resolved that options vest ahead of a sale or merger effective on this day (paragraph 11(b))."

    def build(self, before: Any, preset: Mapping[str, Any]) -> None:
        self.plan = self.plan_choice(before, preset)
        self.form.add(Field("plan", "&Plan of the issuer", self.plan), span=2)
        self.form.add(Field("date", "Sale or merger &effective on", self.date))

    def stated(self) -> Event:
        return Acceleration(self.date.value(), self.plan.value())


_ALL = (ApprovalForm, ServiceEndForm, VestingEventForm, AdjustmentForm, AccelerationForm, ExerciseForm)
FORMS: Mapping[str, type[EventForm]] = {one.kind: one for one in _ALL}
