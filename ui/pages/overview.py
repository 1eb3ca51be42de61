"""Overview: what can be exercised today, what it is worth, which day must not be missed, what needs attention."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from models.record.change import Change
from models.record.checks import Check, checks
from models.values.explanation import Explanation, Step
from ui import text
from ui.charts.timeline import Timeline
from ui.charts.tracks import tracks_of
from ui.pages.base import Page
from ui.pages.overview_glance import Coming, coming, glance, next_of, price_note
from ui.pages.registry import pages_there
from ui.pages.remedies import ICONS, TONES, remedy_of
from ui.settings import Settings
from ui.widgets.card import Card
from ui.widgets.empty import EmptyState
from ui.widgets.flow import Head, figures, flow
from ui.widgets.labels import button, hairline
from ui.widgets.notes import Notes
from ui.widgets.segments import Segments

_ALL = "all"  # what the last row of the checks tells
SHOWN = 5  # checks; the others are on Record
RANGES = (("near", "2 years"), ("middle", "5 years"), ("all", "Whole life"))


class OverviewPage(Page):
    """Answers in five seconds; the picture of all grants below."""

    key = "overview"

    def build(self) -> None:
        self._keys = {entry.key for entry in pages_there()}
        self._checks: tuple[Check, ...] = ()
        self._days: tuple[Coming, ...] = ()
        now, picture, ahead = self._now(), self._picture(), Card("Coming up")
        self._coming = Notes("Nothing is ahead: no grant has shares left to vest or to exercise.")
        self._coming.acted.connect(self._on_coming)
        ahead.add(self._coming)
        self.attention = Card("Needs attention")
        self._attention = Notes("Nothing. Every date and figure of the record adds up.", is_linked=True)
        self._attention.acted.connect(self._on_attention)
        self.attention.add(self._attention)
        self._empty = EmptyState(
            "award",
            "No grant yet",
            "Enter the options from your option letters: the grant date, the number of shares, the exercise price "
            "and how they vest. Everything else is figured from that.",
            "Add the first grant" if "grants" in self._keys else "",
        )
        self._empty.acted.connect(self._on_first_grant)
        self.body.addWidget(now)
        self.body.addWidget(picture)
        self.body.addLayout(flow(ahead, self.attention, is_even=True, least=330))
        self.body.addWidget(self._empty)
        self.body.addStretch(1)
        self._parts = (now, ahead, self.attention, picture)

    def _now(self) -> Card:
        """What can be done today and what must not be missed, as figures."""
        self.shares = self.figure("You can exercise", "display")
        self.cost = self.figure("It costs")
        self.worth = self.figure("It is worth")
        self.gain = self.figure("Gain before tax")
        self.vesting = self.figure("Next vesting")
        self.last = self.figure("Last day to exercise")
        self.looks = self.figure("Needs attention")
        self.looks.clicked.connect(self._on_looks)
        self._plan = button("Plan an exercise", "primary", "hand-coins")
        self._plan.clicked.connect(self._on_plan)
        self._plan.setVisible("exercise" in self._keys)
        card = Card()
        card.body.addLayout(figures(self.shares, self.cost, self.worth, self.gain))
        card.add(hairline())
        line = Head()
        line.addLayout(figures(self.vesting, self.last, self.looks))
        line.addWidget(self._plan)
        card.body.addLayout(line)
        return card

    def _picture(self) -> Card:
        """Every grant over time."""
        self.timeline = Timeline()
        self.timeline.asked.connect(self._on_timeline)
        self._range = Segments(RANGES, "Time shown")
        self._range.chosen.connect(self.timeline.show_range)
        self.timeline.range_changed.connect(self._range.set_value)
        card = Card("Every grant over time")
        card.beside.addWidget(self._range)
        card.add(self.timeline)
        return card

    def refresh(self, change: Change | None) -> None:
        record, on = self.session.record, self.session.as_of
        has_grants = bool(record.grants)
        self._empty.setVisible(not has_grants)
        for part in self._parts:
            part.setVisible(has_grants)
        if not has_grants:
            return
        self._show_figures()
        days = coming(record, on)
        self._show_days(days)
        self._show_checks()
        self.timeline.show_tracks(tracks_of(record, on), on, self.session.is_today)

    def copy(self) -> str:
        return self.timeline.spoken()

    def printed(self) -> QWidget | None:
        return self.timeline if self.session.record.grants else None

    def _show_figures(self) -> None:
        record, on = self.session.record, self.session.as_of
        seen = glance(record, on)
        of = f"of {text.count(seen.grants, 'grant')}" if seen.grants else "Nothing is vested and open on this day"
        self.shares.show_figure(text.count(seen.shares, "share"), of, seen.shares_because)
        self.cost.show_figure(text.money(seen.cost), "before withholding", seen.cost_because)
        self.worth.show_figure(
            text.money(seen.worth),
            price_note(seen.value),
            seen.worth_because,
            note_tone="warn" if seen.value is None or seen.value.is_stale else "muted",
        )
        left_out = f"without {text.listed(seen.under_water)}, under water" if seen.under_water else "worth less cost"
        tone = "good" if seen.gain else "text"
        self.gain.show_figure(text.money(seen.gain), left_out, seen.worth_because + seen.cost_because, tone=tone)

    def _show_checks(self) -> None:
        record = self.session.record
        self._checks = checks(record, self.session.as_of, Settings.mail_days.get(Settings()))
        notes = [
            (ICONS[one.severity], TONES[one.severity], f"{one.says} {one.remedy}", self._way(one), str(at))
            for at, one in enumerate(self._checks[:SHOWN])
        ]
        more = len(self._checks) - len(notes)
        if more > 0:
            notes.append(("list-checks", "muted", f"{text.capital(text.count(more, 'thing'))} more.", "Show all", _ALL))
        self._attention.show_notes(notes)
        worst = self._checks[0].severity if self._checks else ""
        grave = sum(1 for one in self._checks if one.severity != "note")
        self.looks.show_figure(
            text.count(len(self._checks), "thing") if self._checks else "Nothing",
            f"{grave} of them pressing" if grave else "none of them pressing" if self._checks else "everything adds up",
            Explanation([Step("Checks", one.says) for one in self._checks]) if self._checks else None,
            tone="text" if worst in {"", "note"} else TONES[worst],
        )

    def _way(self, check: Check) -> str:
        """What mends it, as far as the page for it is there."""
        remedy = remedy_of(self.session.record, check)
        return remedy.words if remedy.page in self._keys else ""

    def _show_days(self, days: tuple[Coming, ...]) -> None:
        on, self._days = self.session.as_of, days
        why = self.session.record.ledger.deadlines_because(on, max((one.day for one in days), default=on))
        vesting, last = next_of(days, "trending-up"), next_of(days, "flag")
        self.vesting.setVisible(vesting is not None)
        if vesting is not None:
            self.vesting.show_figure(text.days_from(on, vesting.day), _short(vesting), why)
        self.last.setVisible(last is not None)
        if last is not None:
            tone = last.tone if last.tone != "muted" else "text"
            self.last.show_figure(_away(on, last.day), _short(last), why, tone=tone)
        self._coming.show_notes(
            [
                (one.icon, one.tone, f"{text.day(one.day)}: {one.words}", _away(on, one.day), str(at))
                for at, one in enumerate(days)
            ]
        )

    @Slot()
    def _on_plan(self) -> None:
        self.host.go_to("exercise")

    @Slot()
    def _on_looks(self) -> None:
        self.show_widget(self.attention)

    @Slot()
    def _on_first_grant(self) -> None:
        self.host.go_to("grants", add=True)

    @Slot(str)
    def _on_attention(self, at: str) -> None:
        if at == _ALL:
            self.host.go_to("record", section="checks")
        elif int(at) < len(self._checks):  # else a row of the day shown before, pressed as it goes
            remedy = remedy_of(self.session.record, self._checks[int(at)])
            self.host.go_to(remedy.page, **remedy.focus)

    @Slot(str)
    def _on_coming(self, at: str) -> None:
        if int(at) >= len(self._days):
            return
        one, ledger = self._days[int(at)], self.session.record.ledger
        found = [ledger.position(grant, self.session.as_of) for grant in one.grants]
        why = ledger.because([position for position in found if position is not None])
        self.host.show_why(why, f"{text.day(one.day)}: {one.words}")

    @Slot(str, object)
    def _on_timeline(self, grant: str, day: date) -> None:
        self._explain(grant, day)

    def _explain(self, grant: str, day: date) -> None:
        position = self.session.record.ledger.position(grant, day)
        if position is not None:
            self.host.show_why(position.because, f"{grant} on {text.day(day)}")


def _short(one: Coming) -> str:
    return f"{text.day(one.day)}: {one.short}"


def _away(on: date, day: date) -> str:
    days = (day - on).days
    return text.days_from(on, day) if days < 60 else f"in {text.span(days)}"
