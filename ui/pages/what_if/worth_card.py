"""What an option may be worth if kept, by two models, against exercising it now: estimates, plainly marked."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from PySide6.QtCore import Qt, Signal, Slot

from models.errors import Refusal
from models.record.record import Record
from models.rules.valuation import Assumptions
from models.rules.worth import NAMES, Worth, offered_assumptions, worth
from models.values.explanation import Explanation, Step
from ui import text
from ui.dialogs.print_sheet import Part
from ui.tables.model import Column
from ui.tables.view import Table
from ui.widgets.card import Card
from ui.widgets.edits import ParsedEdit, PriceEdit, RateEdit
from ui.widgets.field import Field, Form
from ui.widgets.labels import label
from ui.widgets.parsers import parse_amount
from ui.widgets.segments import Segments

WORDS = {
    "volatility": ("Volatilit&y", "How much the price swings in a year"),
    "risk_free": ("&Risk-free rate", "Of the time left"),
    "dividend_yield": ("&Dividend yield", "A year"),
    "exit_rate": ("&Leaving, a year", "Share of holders; Hull-White only"),
    "exercise_multiple": ("E&xercised at", "Times the price; Hull-White only"),
}
MODEL_WORDS = (("black_scholes", "Black-Scholes"), ("hull_white", "Hull-White"))


class _SwingEdit(ParsedEdit[Fraction]):
    """A percentage that may be far above 100: a small stock swings by more than its price in a year."""

    def __init__(self) -> None:
        super().__init__(_parse_swing, text.percent, "Type a percentage, such as 45.")
        self.setAlignment(Qt.AlignmentFlag.AlignRight)


class _TimesEdit(ParsedEdit[Fraction]):
    """A multiple such as 2.2."""

    def __init__(self) -> None:
        super().__init__(_parse_times, lambda times: f"{float(times):g}", "Type a multiple, such as 2.2.")
        self.setAlignment(Qt.AlignmentFlag.AlignRight)


_EDITS: dict[str, type[_SwingEdit] | type[_TimesEdit]] = {"volatility": _SwingEdit, "exercise_multiple": _TimesEdit}


def _parse_swing(typed: str) -> Fraction:
    swing = parse_amount(typed.strip().removesuffix("%").strip()) / 100
    if not 0 < swing <= 10:
        raise Refusal("bad_number", "Type a percentage above 0, at most 1,000.")
    return swing


def _parse_times(typed: str) -> Fraction:
    times = parse_amount(typed)
    if not 1 <= times <= 100:
        raise Refusal("bad_number", "Type a multiple from 1 to 100.")
    return times


class WorthCard(Card):
    """Editable assumptions and a table of all grants."""

    explained = Signal(object, str)

    def __init__(self) -> None:
        super().__init__(
            "What keeping an option may be worth",
            "Estimates by a model, not a price anybody pays: what is given up by exercising early.",
        )
        self._record: Record | None = None
        self._on = date(2000, 1, 1)
        self._known = ""
        self._is_fitted = False
        self.model = Segments(MODEL_WORDS, "Model")
        self.model.chosen.connect(self._on_edited)
        self.beside.addWidget(self.model)
        self.form = Form(columns=3)
        self.spot = PriceEdit()
        self.form.add(Field("spot", "&Price of the stock", self.spot))
        self.edits: dict[str, ParsedEdit[Fraction]] = {}
        for name in NAMES:
            edit = _EDITS[name]() if name in _EDITS else RateEdit()
            words, hint = WORDS[name]
            self.edits[name] = edit
            self.form.add(Field(name, words, edit, hint))
        self.form.edited.connect(self._on_edited)
        self.table = Table[Worth](_COLUMNS, lambda one: one.grant, "Option value", is_tall=True)
        self.table.current_changed.connect(self._on_current)
        self.left_out = label("", "caption", "muted", wraps=True)
        self.note = label("", "caption", "muted", wraps=True)
        self.add(self.form, self.table, self.left_out, self.note)

    def show_day(self, record: Record, on: date) -> None:
        """Show the estimates on a day; the assumptions stay as typed."""
        self._record, self._on = record, on
        plan = record.plan(record.grants[0].plan) if record.grants else None
        if plan is None:
            return
        if self._known != plan.id:
            self._known = plan.id
            offered = offered_assumptions(plan)
            for one in offered:
                self.edits[one.name].set_value(one.value)
            sources = " ".join(dict.fromkeys(text.sentence(one.source) for one in offered))
            self.note.setText(f"Where the assumptions offered come from: {sources}")
        value = record.ledger.value(plan.id, on)
        if value is not None and not self.spot.hasFocus():
            self.spot.set_value(value.value)
        self._show()

    def part(self) -> Part:
        """What of it is printed: the assumptions in words, and the table."""
        model = self.table.rows_model
        spot = self.spot.maybe()
        said = [f"{self.title_of(name)} {edit.text()}" for name, edit in self.edits.items()]
        assumed = f"Price of the stock {text.price(spot)}; {'; '.join(said)}." if spot is not None else ""
        words = f"{self.hint_label.text()} By {dict(MODEL_WORDS)[self.model.value]}. {assumed} {self.left_out.text()}"
        return Part(self.title_label.text(), model.columns, model.rows, words.strip())

    @staticmethod
    def title_of(name: str) -> str:
        """What an assumption is called."""
        return WORDS[name][0].replace("&", "").lower()

    def assumptions(self) -> Assumptions | None:
        """What is typed, None where something cannot be read."""
        values = {name: edit.maybe() for name, edit in self.edits.items()}
        if any(value is None for value in values.values()):
            return None
        return Assumptions(**{name: float(value) for name, value in values.items() if value is not None})

    def _show(self) -> None:
        given, spot = self.assumptions(), self.spot.maybe()
        if self._record is None or given is None or spot is None:
            self.table.show_rows([])
            self.left_out.setVisible(False)
            return
        ledger, model = self._record.ledger, self.model.value
        every = [worth(ledger, grant.id, self._on, spot, given, model) for grant in self._record.grants]
        found = [one for one in every if one is not None and one.vested + one.unvested]
        self.table.show_rows(found)
        self._show_left_out([one for one in every if one is not None and one not in found])
        if not self._is_fitted and self.table.rows_model.rows:
            self._is_fitted = True
            self.table.fit_columns()

    def _show_left_out(self, others: list[Worth]) -> None:
        """Why a grant has no line: nothing is left, it waits for an event, or can never be exercised."""
        waiting = [one.grant for one in others if one.waiting]
        others_left = [one.grant for one in others if not one.waiting and self._is_outstanding(one.grant)]
        said = []
        if waiting:
            said.append(f"{text.listed(waiting)}: what waits for an event has no date and is not estimated.")
        if not said and not others_left and not self.table.rows_model.rows:
            said.append("No option is outstanding on this day.")
        self.table.setVisible(bool(self.table.rows_model.rows))
        if others_left:
            said.append(f"{text.listed(others_left)}: what is left can never be exercised.")
        self.left_out.setText(" ".join(said))
        self.left_out.setVisible(bool(said))

    def _is_outstanding(self, grant: str) -> bool:
        position = self._record.ledger.position(grant, self._on) if self._record is not None else None
        return position is not None and bool(position.counts.outstanding)

    @Slot()
    def _on_edited(self, *_: object) -> None:
        self._show()

    @Slot(object)
    def _on_current(self, one: Worth | None) -> None:
        if one is not None and self.table.hasFocus():
            self.explained.emit(Explanation(tuple(_steps(one))), f"{one.grant}: an estimate")


def _steps(one: Worth) -> list[Step]:
    model = dict(MODEL_WORDS)[one.model]
    years = f"{one.years:.1f} years to the last day to exercise"
    worth_words = f"one vested option of {one.grant} may be worth {_dollars(one.per_share)}"
    steps = [
        Step("Estimate", f"By {model} with the stock at {text.price(one.spot)} and {years}, {worth_words}"),
        Step("Estimate", f"Exercising every vested share now leaves {_dollars(one.intrinsic)}: the spread"),
        Step("Estimate", f"The difference, {_dollars(one.time_value)}, is the time value given up"),
        Step("Estimate", f"Leaving now would also lose the unvested options: {_dollars(one.forfeit_value)} in all"),
    ]
    if one.insight_ratio is not None:
        says = "near 0 %, little is lost by exercising; near 100 %, almost everything the option may be worth is time"
        steps.append(Step("Estimate", f"Insight ratio {one.insight_ratio:.0%}: {says}"))
    return steps


def _dollars(amount: float) -> str:
    return f"${amount:,.2f}"


def _amount(title: str, name: str, hint: str, spare: int = 0) -> Column[Worth]:
    return Column(
        title,
        lambda one: getattr(one, name),
        lambda one: _dollars(getattr(one, name)),
        numeric=True,
        hint=hint,
        spare=spare,
    )


def _ratio(one: Worth) -> str:
    return text.DASH if one.insight_ratio is None else f"{one.insight_ratio:.0%}"


_COLUMNS = (
    Column[Worth]("Grant", lambda one: one.grant, lambda one: one.grant),
    _amount("A share", "per_share", "What one vested option may be worth if it is kept to its last day", spare=3),
    _amount("If kept", "vested_value", "What all vested options may be worth if they are kept"),
    _amount("Exercised", "intrinsic", "What exercising every vested option now leaves: the spread", spare=2),
    _amount("Given up", "time_value", "The difference: what exercising now may give away"),
    Column[Worth](
        "Insight",
        lambda one: one.insight_ratio,
        _ratio,
        numeric=True,
        hint="Given up, as a part of what keeping may be worth: the lower, the less is lost by exercising now",
        spare=1,
    ),
    _amount(
        "Lost leaving", "forfeit_value", "What options not yet vested may be worth: leaving now loses them", spare=4
    ),
)
