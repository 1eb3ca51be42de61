"""Exercise: what it costs and leaves, every way to pay side by side, and the notice that comes of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import QTimer, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from models.errors import Refusal
from models.record import deeds
from models.record.change import Change
from models.values.explanation import Explanation
from ui import text, theme
from ui.pages.base import Page
from ui.pages.exercise.asking import CASH, WAYS
from ui.pages.exercise.bar import ActionBar
from ui.pages.exercise.goal import GoalCard
from ui.pages.exercise.planner import PlannerCard
from ui.pages.exercise.questions import Questions
from ui.pages.exercise.reckoning import Reckoning, reckon
from ui.pages.exercise.sheet import sheet_of
from ui.pages.exercise.words import bar_words, no_value_words, planned, steps_of, with_figures
from ui.widgets.card import Card
from ui.widgets.comparison import Comparison
from ui.widgets.empty import EmptyState
from ui.widgets.field import text_of
from ui.widgets.flow import figures
from ui.widgets.labels import button
from ui.widgets.scrolled import scrolled

HINT = "A check marks the best figure of a line. Click a name, or press Enter, to choose a way."
LOW_LINES = 30  # a page of fewer lines of text gives its room to the figures


class ExercisePage(Page):
    """`focus_on(grant=, shares=, on=, way=)` fills in what is known; `notice=` takes up a draft to be changed."""

    key = "exercise"
    collections = ("grants", "events", "prices", "lots", "plans", "holder", "tax", "notices")
    scrolls = False

    def build(self) -> None:
        self._way = CASH
        self._reckoning: Reckoning | None = None
        self._own_day: date | None = None  # the day typed, while it is not the one shown
        self._is_filling = False
        self._asked_way: tuple[str, str] | None = None  # whose figure, and which, the Why? panel explains
        self._again = QTimer(self)  # typing is answered at once, the Why? panel when it pauses
        self._again.setSingleShot(True)
        self._again.setInterval(150)
        self._draft = ""  # the number of the notice that is being changed
        self.questions = Questions()
        self.ask, self.chosen, self.taxes = self.questions.ask, self.questions.chosen, self.questions.taxes
        self.figures = [self.figure(words) for words in ("Price of the shares", "Value used", "Taxable income")]
        self.ask.body.addLayout(figures(*self.figures))
        self.ways = Comparison("Ways to pay")
        self.ways_card = Card("Ways to pay", HINT)
        self.price_wanted = button("Enter a price", "quiet", "plus")
        self.ways_card.beside.addWidget(self.price_wanted)
        self.ways_card.add(self.ways)
        self.goal = GoalCard()
        self.planner = PlannerCard()
        self.bar = ActionBar("Prepare &notice")
        self.empty = EmptyState(
            "hand-coins",
            "Nothing to exercise yet",
            "Enter the options you were granted, and this page shows what exercising them costs and leaves, "
            "by every way to pay.",
            "Add the first grant",
        )
        self._assemble()
        self._connect()

    def refresh(self, change: Change | None) -> None:
        record, on = self.session.record, self.session.as_of
        has_grants = bool(record.grants)
        if self._draft and all(one.number != self._draft or one.state != "draft" for one in record.notices):
            self._take_up("")
        self.area.setVisible(has_grants)
        self.bar.setVisible(has_grants)
        self.empty.setVisible(not has_grants)
        if not has_grants:
            return
        self._is_filling = True
        if self._own_day is None:
            self.ask.on.set_value(on)
        is_first = self.ask.grant.value() is None
        self.ask.show_grants(record, self.ask.on.maybe() or on)
        if is_first:
            self._show_cards(False)
        if is_first or self.questions.is_untouched():
            self.questions.begin(record, on)
        self.taxes.show_note(record.tax, self.ask.on.maybe() or on)
        self._is_filling = False
        self._recalculate()

    def focus_on(self, **focus: Any) -> None:
        self._take_up(str(focus.get("notice", "")))
        if "grant" in focus:
            self.ask.grant.set_value(focus["grant"])
        if "on" in focus:
            self.ask.on.set_value(focus["on"])
        if "shares" in focus:
            self.ask.shares.set_value(focus["shares"])
        if focus.get("way") in WAYS:
            self._choose(focus["way"])
        self.ask.shares.setFocus()
        self.ask.shares.selectAll()

    def explain(self) -> None:
        """Explain the figure of a way asked last, as it stands now; else one of the figures at the head."""
        if self._asked_way is None or not self.ways.ask_again(*self._asked_way):
            super().explain()

    def copy(self) -> str:
        return self.ways.tsv()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.bar.set_low(self.height() < LOW_LINES * self.fontMetrics().height())

    @property
    def way(self) -> str:
        """The way to pay that is chosen."""
        return self._way

    @property
    def reckoning(self) -> Reckoning | None:
        """What is shown; None while a question cannot be read."""
        return self._reckoning

    # ------------------------------------------------------------------ private

    def _limited(self) -> QWidget:
        return self._inside

    def restyled(self) -> None:
        super().restyled()
        self.bar.limit(theme.grown(self.widest))

    def _assemble(self) -> None:
        """Put the frame together before the cards: a widget is styled anew each time it changes its parent."""
        inside = self._inside = QWidget()
        inside.setProperty("plain", "true")
        column = QVBoxLayout(inside)
        column.setContentsMargins(theme.GAP.huge, theme.GAP.small, theme.GAP.huge, theme.GAP.huge)
        column.setSpacing(theme.GAP.large)
        self.area = scrolled(inside)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        self.body.addWidget(self.empty, 1)
        self.body.addWidget(self.area, 1)
        self.body.addWidget(self.bar)
        for card in (self.ask, self.ways_card, self.chosen, self.goal, self.planner, self.taxes):
            column.addWidget(card)
        column.addStretch(1)

    def _connect(self) -> None:
        self.ask.edited.connect(self._on_edited)
        self.ask.on.value_changed.connect(self._on_day)
        self.ask.grant_changed.connect(self._on_grant)
        self.ways.chosen_changed.connect(self._choose)
        self.ways.asked.connect(self._on_asked_why)
        self.chosen.edited.connect(self._on_edited)
        self.chosen.mend_asked.connect(self._on_mend)
        self.taxes.edited.connect(self._on_edited)
        self.taxes.keep_asked.connect(self._on_keep)
        self.goal.taken.connect(self._on_taken)
        self.planner.taken.connect(self._on_planned)
        self.planner.asked.connect(self._on_asked_why)
        self.bar.acted.connect(self._on_prepare)
        self._again.timeout.connect(self._on_pause)
        for figure in self.figures:
            figure.asked.connect(self._on_asked_figure)
        self.bar.let_go.connect(self._on_let_go)
        self.empty.acted.connect(self._on_empty)
        self.price_wanted.clicked.connect(self._on_price_wanted)

    def _take_up(self, number: str) -> None:
        """Fill in a draft, whose figures the button then changes; an empty number begins anew."""
        self._draft = number
        self.bar.show_verb(f"Update &notice {number}" if number else "Prepare &notice")
        self.bar.anew.setVisible(bool(number))
        if not number:
            return
        _, notice = deeds.find_notice(self.session.record, number)
        self._is_filling = True
        self._way = self.questions.take(self.session.record, notice)
        self._own_day = None if notice.exercise_date == self.session.as_of else notice.exercise_date
        self._is_filling = False
        self._recalculate()

    def _recalculate(self) -> None:
        self._is_filling = True
        asking = self.questions.read(self.session.record)
        if asking is None:
            self._reckoning = None
            self.bar.show_words("Say which grant, how many shares, and when.", "", can_act=False)
        else:
            self._show_cards(True)
            self._reckoning = reckon(self.session.record, asking)
            self._show(self._reckoning)
            self._again.start()
        self._is_filling = False

    def _show_cards(self, are_asked: bool) -> None:
        """Show what answers only where something was asked for; while a number is being typed all stays as it is."""
        for card in (self.ways_card, self.chosen, self.goal, self.planner, self.taxes, *self.figures):
            card.setVisible(are_asked)

    def _show(self, reckoning: Reckoning) -> None:
        self.ask.show_bars(reckoning)
        self._show_figures(reckoning)
        record, asking = self.session.record, reckoning.asking
        owned = record.ledger.lots(record.ledger.grant(asking.grant).plan, asking.on)
        self.price_wanted.setVisible(reckoning.value is None)
        self.ways_card.hint_label.setText(HINT if reckoning.value else no_value_words(asking.on))
        self.ways.show_sheet(sheet_of(reckoning, self._way, sum(lot.shares for lot in owned)))
        self.chosen.show_way(reckoning, self._way, owned)
        self.goal.show_reckoning(record, reckoning)
        self.planner.show_outlook(record, asking.grant, asking.on, asking.shares)
        sentence, note, tone, can_act = bar_words(reckoning.outcome(self._way))
        self.bar.show_words(sentence, note, tone, can_act and not self.session.is_read_only)

    def _show_figures(self, reckoning: Reckoning) -> None:
        price, value, income = self.figures
        quote = reckoning.any_quote
        why = quote.because if quote else None
        if quote is not None:
            note = f"{text.shares(quote.shares)} at {text.price(quote.exercise_price)}"
            price.show_figure(text.money(quote.aggregate_price), note, steps_of(why, "10"))
            taxed = f"at {text.price(quote.tax_value)} a share" if quote.tax_value else "no value is known"
            gain = quote.spread
            if gain is not None and gain < 0:
                gain, taxed = 0, f"{taxed}, below the price"
            income.show_figure(text.money(gain), taxed, steps_of(why, "16"))
        known = reckoning.value
        if known is None:
            value.show_figure(text.DASH, "no price serves this day", None, note_tone="warn")
        else:
            note = f"of {text.day(known.price_date)}, paragraph {known.rule}"
            tone = "warn" if known.is_stale else "muted"
            value.show_figure(text.price(known.value), note, known.because, note_tone=tone)

    # ------------------------------------------------------------------ slots

    @Slot()
    def _on_edited(self) -> None:
        if not self._is_filling:
            self._recalculate()

    @Slot(object)
    def _on_day(self, day: date | None) -> None:
        if self._is_filling or day is None:
            return
        self._own_day = None if day == self.session.as_of else day
        self._is_filling = True
        self.ask.show_grants(self.session.record, day)
        self.taxes.show_note(self.session.record.tax, day)
        self._is_filling = False
        self._recalculate()

    @Slot(str)
    def _on_grant(self, _: str) -> None:
        if not self._is_filling:
            self._recalculate()

    @Slot(str)
    def _choose(self, way: str) -> None:
        self._way = way
        if self._reckoning is not None:
            self._is_filling = True
            self._show(self._reckoning)
            self._is_filling = False

    @Slot(str, object)
    def _on_taken(self, way: str, shares: int) -> None:
        self._way = way
        self.ask.shares.set_value(shares)
        self._recalculate()
        self.host.say(f"{text.capital(text.count(shares, 'share'))}, as found for the goal.")

    @Slot(object, object)
    def _on_planned(self, shares: int, day: date) -> None:
        self._is_filling = True
        self.ask.on.set_value(max(day, self.session.as_of))
        self._is_filling = False
        self.ask.shares.set_value(shares)
        self._on_day(self.ask.on.maybe())

    @Slot(object, str)
    def _on_asked_why(self, why: Explanation, title: str) -> None:
        self._asked_way = self.ways.asked_last if self.sender() is self.ways else None
        self.host.show_why(why, title)

    @Slot(object, str)
    def _on_asked_figure(self, *_: object) -> None:
        self._asked_way = None

    @Slot()
    def _on_pause(self) -> None:
        if self.isVisible():
            self.explain()

    @Slot()
    def _on_keep(self) -> None:
        record = self.session.record
        try:
            self.host.commit(deeds.change_tax_note(record, note=self.taxes.note_stated()))
        except Refusal as refused:
            if not self.taxes.form.refuse(refused):
                self.tell("bad", text_of(refused))

    @Slot()
    def _on_prepare(self) -> None:
        if self._reckoning is None:
            return
        record = self.session.record
        notice = planned(self._reckoning, self._way, self.session.as_of)
        number = self._draft or deeds.next_number(record, notice.prepared_on.year, self.session.notice_numbers())
        try:
            if self._draft:
                _, before = deeds.find_notice(record, number)
                change = deeds.change_draft(record, number=number, after=with_figures(before, notice))
            else:
                change = deeds.prepare_notice(record, notice=replace(notice, number=number))
            is_done = self.host.commit(change)
        except Refusal as refused:
            if not self.ask.form.refuse(refused):
                self.tell("bad", text_of(refused))
            return
        if is_done:
            self.tell("bad", "")
            self._take_up("")
            self.host.go_to("notices", number=number)

    @Slot()
    def _on_let_go(self) -> None:
        self._take_up("")

    @Slot(str)
    def _on_mend(self, section: str) -> None:
        self.host.go_to("record", section=section)

    @Slot()
    def _on_price_wanted(self) -> None:
        self._on_mend("prices")

    @Slot()
    def _on_empty(self) -> None:
        self.host.go_to("grants", add=True)
