"""Deadlines: by when the holder must act, what will vest, and what has happened since."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import Slot

from models.record.change import Change
from models.values.dates import LAST_DAY, add_months
from models.values.explanation import Explanation, Step
from ui import text
from ui.charts.year_strip import StripMark, YearStrip
from ui.dialogs.print_sheet import Part, PrintSheet
from ui.dialogs.save_file import ask_and_save
from ui.pages.base import Page
from ui.pages.deadlines.listing import KINDS, Day, Safe, ahead, happened, safe_days, tone_of
from ui.session.papers import save_pdf
from ui.settings import Settings
from ui.tables.model import Column
from ui.tables.view import Table
from ui.widgets.card import Card
from ui.widgets.empty import EmptyState
from ui.widgets.flow import figures
from ui.widgets.labels import button, label
from ui.widgets.notes import Notes
from ui.widgets.segments import Segments

SHOWN = (("all", "All"), ("act", "To act by"), ("vest", "Vesting"))
_NOTHING = {
    "all": "Nothing is ahead: on this day no grant has shares left to vest or to exercise.",
    "act": "Nothing must be done by any day: what is left can never be exercised.",
    "vest": "No share is left to vest by date.",
}
_CALENDAR = "Calendar files (*.ics)"


class DeadlinesPage(Page):
    """The safe days first, the year ahead as a strip, every day in one table, what happened on demand."""

    key = "deadlines"
    collections = ("grants", "events", "plans", "notices")

    def build(self) -> None:
        self._settings = Settings()
        self._days: tuple[Day, ...] = ()
        self.body.addWidget(self._build_safe())
        self.body.addWidget(self._build_ahead())
        self.body.addWidget(self._build_past())
        self._empty = EmptyState(
            "calendar-clock",
            "No day to watch",
            "As soon as a grant is entered, the days it vests, the last day to exercise it and the days by which a "
            "notice must be mailed or delivered stand here.",
            "Go to Grants",
        )
        self._empty.acted.connect(self._on_grants)
        self.body.addWidget(self._empty)
        self.body.addStretch(1)

    def _build_safe(self) -> Card:
        self._safe = Card("Do not miss")
        self.mail = self.figure("Or mail it by")
        self.deliver = self.figure("Deliver the notice by", "display")
        self.last = self.figure("Last day to exercise")
        self._safe.body.addLayout(figures(self.deliver, self.mail, self.last))
        self._since = label("", "body", "muted", wraps=True)
        self._safe.add(self._since)
        self._export = button("Calendar file\N{HORIZONTAL ELLIPSIS}", "", "calendar-clock")
        self._export.setToolTip("Every day ahead with alarms, for your own calendar")
        self._export.clicked.connect(self._on_export)
        self._safe.beside.addWidget(self._export)
        return self._safe

    def _build_ahead(self) -> Card:
        self._ahead = Card("What is ahead")
        self._shown = Segments(SHOWN, "Days shown")
        self._shown.chosen.connect(self._on_shown)
        self._ahead.beside.addWidget(self._shown)
        self.strip = YearStrip()
        self.strip.chosen.connect(self._on_strip)
        columns = (
            Column[Day]("When", lambda one: one.day, lambda one: text.day(one.day)),
            Column[Day](
                "Away", lambda one: one.days, lambda one: text.days_from(self.session.as_of, one.day), tone=_tone
            ),
            Column[Day](
                "What",
                lambda one: one.title,
                lambda one: one.title,
                tone=_tone,
                icon=_icon,
                tip=lambda one: one.detail,
                wraps=True,
            ),
            Column[Day]("Period", lambda one: one.day, lambda one: one.period),
        )
        self._columns = columns
        self.table = Table(columns, lambda one: one.key, "Deadlines", is_tall=True, most=16, stretch=2)
        self.table.current_changed.connect(self._on_current)
        self.table.activated_row.connect(self._on_activated)
        self._nothing = label("", "body", "muted", wraps=True)
        self._ahead.add(self.strip, self.table, self._nothing)
        return self._ahead

    def _build_past(self) -> Card:
        self._past = Card("What has happened")
        self._past_range = Segments((("seen", "Since last opened"), ("year", "Last 12 months")), "Past shown")
        self._past_range.chosen.connect(self._on_past)
        self._past.beside.addWidget(self._past_range)
        self._past_notes = Notes("Nothing vested, lapsed or was exercised in this time.")
        self._past_notes.acted.connect(self._on_past_grant)
        self._past.add(self._past_notes)
        return self._past

    # ------------------------------------------------------------------ what is shown

    def refresh(self, change: Change | None) -> None:
        record, on = self.session.record, self.session.as_of
        has_grants = bool(record.grants)
        self._empty.setVisible(not has_grants)
        for part in (self._safe, self._ahead, self._past):
            part.setVisible(has_grants)
        if not has_grants:
            return
        mail_days = Settings.mail_days.get(self._settings)
        self._days = ahead(record, on, mail_days)
        self._show_safe(safe_days(record, on, mail_days), mail_days)
        self._show_days()
        self._show_past()
        self._show_since()

    def _show_since(self) -> None:
        """What has happened since the record was last open, in one line under the safe days."""
        since, on = min(self.session.as_of, self.session.opened_before), self.session.as_of
        found = happened(self.session.record, since, on)
        said = [words for _, _, words in found[:2]]
        if len(found) > len(said):
            said.append(f"{len(found) - len(said):,} more: see below")
        self._since.setText(f"Since you last opened this record on {text.day(since)}: {'; '.join(said)}.")
        self._since.setVisible(bool(found))

    def _show_safe(self, safe: Safe | None, mail_days: int) -> None:
        self._safe.setVisible(safe is not None)
        if safe is None:
            return
        on = self.session.as_of
        position = self.session.record.ledger.position(safe.grant, on)
        why = position.because if position is not None else Explanation()
        why += Explanation((_delivery_step(safe, mail_days),))
        tone = tone_of((safe.deliver_by - on).days) or "text"
        self.deliver.show_figure(text.day(safe.deliver_by), _away(on, safe.deliver_by), why, tone=tone)
        mail_tone = tone_of((safe.mail_by - on).days) or "text"
        late = "too late to mail: deliver it in person" if safe.mail_by < on else _away(on, safe.mail_by)
        self.mail.show_figure(text.day(safe.mail_by), late, why, tone=mail_tone)
        self.last.show_figure(text.day(safe.last_day), f"of {safe.grant}", why)

    def _show_days(self) -> None:
        on, shown = self.session.as_of, self._shown.value
        days = [
            one
            for one in self._days
            if shown == "all" or (one.is_to_act if shown == "act" else one.kind in ("vests", "acceleration"))
        ]
        self.table.show_rows(days)
        self.table.fit_columns()
        for part in (self.strip, self.table):
            part.setVisible(bool(days))
        self._nothing.setText(_NOTHING[shown if self._days else "all"])
        self._nothing.setVisible(not days)
        self.strip.show_marks(
            on, [StripMark(one.day, f"{one.grant}: {one.what}", one.tone, one.is_to_act, one.key) for one in days]
        )

    def _show_past(self) -> None:
        on = self.session.as_of
        since = add_months(on, -12)
        if self._past_range.value == "seen":
            since = min(on, self.session.opened_before)
        found = happened(self.session.record, since, on)
        self._past_notes.show_nothing(f"Nothing vested, lapsed or was exercised after {text.day(since)}.")
        self._past_notes.show_notes([("clock", "muted", words, text.day(day), grant) for day, grant, words in found])

    def copy(self) -> str:
        return self.table.tsv()

    def find_words(self, words: str) -> bool:
        return self.table.find_words(words)

    def printed(self) -> PrintSheet | None:
        if not self._days:
            return None
        title = f"Deadlines as of {text.day(self.session.as_of)}"
        return PrintSheet(title, Part(columns=self._columns, rows=self.table.rows_model.rows))

    # ------------------------------------------------------------------ slots

    @Slot(str)
    def _on_shown(self, _: str) -> None:
        self._show_days()

    @Slot(str)
    def _on_past(self, _: str) -> None:
        self._show_past()

    @Slot()
    def _on_grants(self) -> None:
        self.host.go_to("grants", add=True)

    @Slot(object)
    def _on_strip(self, key: object) -> None:
        if isinstance(key, tuple):
            self.table.select_id(key)

    @Slot(object)
    def _on_current(self, one: Day | None) -> None:
        if one is not None:
            self.strip.mark(one.key)
            self.host.show_why(self._why(one), f"{one.grant}: {one.what.lower()} {text.day(one.day)}")

    @Slot(object)
    def _on_activated(self, one: Day) -> None:
        self.host.go_to("exercise" if one.is_to_act else "grants", grant=one.grant)

    @Slot(str)
    def _on_past_grant(self, grant: str) -> None:
        position = self.session.record.ledger.position(grant, self.session.as_of)
        if position is not None:
            self.host.show_why(position.because, f"{grant} on {text.day(self.session.as_of)}")

    @Slot()
    def _on_export(self) -> None:
        from models.exchange.calendar_file import calendar_bytes

        mail_days = Settings.mail_days.get(self._settings)
        data = calendar_bytes(
            self.session.record, self.session.as_of, self.session.now(), self.session.record_id, mail_days
        )
        saved = ask_and_save(self, "Save the calendar file", "Stock options.ics", _CALENDAR, data, save_pdf)
        if saved is not None:
            self.host.say(f"Saved {saved.name}: open it with your calendar. A later file updates the same days.")

    # ------------------------------------------------------------------ private

    def _why(self, one: Day) -> Explanation:
        until = min(LAST_DAY, one.day + timedelta(days=31))
        steps = [
            step
            for step in self.session.record.ledger.deadlines_because(self.session.as_of, until)
            if step.says.startswith(f"{one.grant}:")
        ]
        return Explanation((*steps, Step("10" if one.is_to_act else "8(a)", one.detail)))


def _delivery_step(safe: Safe, mail_days: int) -> Step:
    says = (
        f"A notice counts when it is received. {text.day(safe.deliver_by)} is the last day on or before "
        f"{text.day(safe.last_day)} on which offices and mail work; {text.count(mail_days, 'working day')} for the "
        f"mail before it is {text.day(safe.mail_by)}"
    )
    return Step("10", says)


def _away(on: date, day: date) -> str:
    days = (day - on).days
    return text.days_from(on, day) if days < 60 else f"in {text.span(days)}"


def _tone(one: Day) -> str:
    return one.tone


def _icon(one: Day) -> str:
    return KINDS[one.kind][1]
