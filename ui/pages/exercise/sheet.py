"""Puts the quotes of every way into the lines of the comparison, the best of each line marked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from models.rules.answers import NewLot, Quote
from models.rules.ways import Gap
from models.values.explanation import Explanation, Step
from models.values.money import half_up_cents
from ui import text
from ui.pages.exercise.asking import SENTENCES, TITLES, WAYS
from ui.pages.exercise.reckoning import Outcome, Reckoning
from ui.text.codes import TROUBLE
from ui.widgets.comparison import Cell, Line, Sheet, Way

_LOTS = 3  # resulting lots shown in a cell; the card of the chosen way shows all
Best = Literal["", "least", "most"]
_SHORT = {
    "insufficient_shares_owned": "Too few shares owned",
    "proceeds_do_not_cover": "Does not cover the cost",
    "payment_not_allowed": "Not allowed by the plan",
}
# These bar every way alike and stand at their field, so they are not repeated in every column.
OF_FIELDS = (
    "not_approved",
    "before_grant",
    "window_closed",
    "terminated_for_cause",
    "exceeds_exercisable",
    "below_minimum",
)


@dataclass(frozen=True)
class _Row:
    """One line: where its figure is found, how it is shown, which is best, and the paragraphs it rests on."""

    key: str
    caption: str
    figure: Callable[[Quote], int | None]
    show: Callable[[Quote], str]
    best: Best = ""
    paragraphs: tuple[str, ...] = ()
    hint: str = ""
    is_strong: bool = False
    is_wanted: Callable[[Quote], bool] | None = None


def worth(quote: Quote) -> int | None:
    """Cents left in hand: new shares at the value, and cash received, less cash brought."""
    if quote.fair_market_value is None:
        return None
    return half_up_cents(quote.shares_kept * quote.fair_market_value.value) + quote.cash_to_holder - quote.cash_due


def given_up(quote: Quote) -> int:
    """Shares given, kept back or sold to pay."""
    return quote.shares_tendered + quote.shares_withheld + quote.shares_sold


def basis_words(lots: tuple[NewLot, ...]) -> str:
    """Each resulting lot with its basis, a line each, in the room of a cell."""
    if not lots:
        return text.DASH
    if len(lots) == 1:
        return text.price(lots[0].basis)
    shown = [f"{text.shares(lot.shares)} at {text.price(lot.basis)}" for lot in lots[:_LOTS]]
    return "\n".join([*shown, f"and {text.count(len(lots) - _LOTS, 'more lot')}"] if len(lots) > _LOTS else shown)


def _signed(shares: int) -> str:
    return f"+{text.shares(shares)}" if shares > 0 else text.shares(shares)


def _withheld(quote: Quote) -> int | None:
    return None if quote.withholding is None else quote.withholding.total


_ROWS: tuple[_Row, ...] = (
    _Row(
        "cash_due",
        "Cash to bring",
        lambda quote: quote.cash_due,
        lambda quote: text.money(quote.cash_due),
        "least",
        hint="All that must come with the notice: what of the price is not paid otherwise, and the withholding.",
        is_strong=True,
    ),
    _Row(
        "withholding",
        "Withholding",
        _withheld,
        lambda quote: text.money(_withheld(quote)),
        paragraphs=("16",),
        hint="An estimate: federal, social security, Medicare and state, by the rates below.",
    ),
    _Row(
        "shares_kept",
        "Shares added",
        lambda quote: quote.shares_kept,
        lambda quote: _signed(quote.shares_kept),
        "most",
        paragraphs=("10", "10(a)", "10(b)", "10(c)"),
        hint="Shares owned afterwards beyond those owned before.",
        is_strong=True,
    ),
    _Row(
        "cash_to_holder",
        "Cash received",
        lambda quote: quote.cash_to_holder,
        lambda quote: text.money(quote.cash_to_holder),
        "most",
        paragraphs=("10(c)",),
        hint="What is over of a broker's sale after price, fees and withholding.",
        is_strong=True,
    ),
    _Row(
        "given_up",
        "Shares given up",
        given_up,
        lambda quote: text.shares(given_up(quote)),
        paragraphs=("10", "10(b)", "10(c)"),
        hint="Shares tendered from your lots, kept back by the company, or sold by the broker.",
    ),
    _Row(
        "fees",
        "Sale fees",
        lambda quote: quote.fees,
        lambda quote: text.money(quote.fees),
        paragraphs=("10(c)",),
        hint="Commission and exchange fees of the sale.",
    ),
    _Row(
        "basis",
        "Basis a share",
        lambda _: None,
        lambda quote: basis_words(quote.lots_after),
        paragraphs=("16", "Rev. Rul. 80-244"),
        hint="What the new shares count as having cost, for the tax on a later sale.",
    ),
    _Row(
        "worth",
        "Worth afterwards",
        worth,
        lambda quote: text.money(worth(quote)),
        "most",
        hint="The additional shares at the value used, and cash received, less cash brought.",
    ),
)


def sheet_of(reckoning: Reckoning, chosen: str, owned: int) -> Sheet:
    """The comparison of every way; `owned` are the holder's shares of this company before."""
    outcomes = [reckoning.outcome(way) for way in WAYS]
    lines = [_line(row, outcomes) for row in _ROWS]
    kept = next(at for at, line in enumerate(lines) if line.key == "shares_kept")
    lines.insert(kept + 1, _line(_owned_row(owned), outcomes))
    if any(one.gap is not None for one in outcomes):
        lines.insert(2, _gap_line(outcomes))
    return Sheet(
        tuple(Way(one.way, TITLES[one.way], _trouble(one), _tip(one)) for one in outcomes),
        tuple(lines),
        chosen,
    )


def _trouble(outcome: Outcome) -> str:
    if outcome.quote is None:
        return "No value" if outcome.lacks_value else "No figures"
    own = [code for code in outcome.quote.violations if code not in OF_FIELDS]
    return _SHORT.get(own[0], TROUBLE[own[0]]) if own else ""


def _tip(outcome: Outcome) -> str:
    return outcome.refused or SENTENCES[outcome.way]


def _owned_row(owned: int) -> _Row:
    return _Row(
        "owned",
        "Owned afterwards",
        lambda quote: owned + quote.shares_kept,
        lambda quote: text.shares(owned + quote.shares_kept),
        paragraphs=("10", "10(a)", "10(b)", "10(c)"),
        hint="All shares of this company you would own, by the lots on the Record page.",
    )


def _line(row: _Row, outcomes: list[Outcome]) -> Line:
    best = _best(row, outcomes)
    cells = []
    for outcome in outcomes:
        if outcome.quote is None:
            cells.append(Cell(tip=outcome.refused))
            continue
        quote = outcome.quote
        is_best = best is not None and outcome.is_open and row.figure(quote) == best
        tone = "muted" if row.figure(quote) == 0 and not is_best else ""
        why, tip = _why(quote, row.paragraphs), "Best of all ways" if is_best else ""
        cells.append(Cell(row.show(quote), is_best, tone, why, tip))
    return Line(row.key, row.caption, tuple(cells), row.hint, row.is_strong)


def _best(row: _Row, outcomes: list[Outcome]) -> int | None:
    """The best figure of a line; None where all are alike, so that a mark would say nothing."""
    if not row.best:
        return None
    figures = [row.figure(one.quote) for one in outcomes if one.quote is not None and one.is_open]
    known = [figure for figure in figures if figure is not None]
    if len(set(known)) < 2:
        return None
    return min(known) if row.best == "least" else max(known)


def _why(quote: Quote, paragraphs: tuple[str, ...]) -> Explanation:
    """The steps of the quote that lead to one figure; all of them where it rests on all."""
    steps = tuple(step for step in quote.because if step.paragraph in paragraphs)
    return Explanation(steps) if steps else quote.because


def _gap_line(outcomes: list[Outcome]) -> Line:
    """What is still owed with the year's return: tax by the holder's own rate, less what is withheld."""
    cells = tuple(
        Cell()
        if one.gap is None
        else Cell(text.money(one.gap.owed), tone="" if one.gap.owed else "muted", why=_gap_why(one.gap))
        for one in outcomes
    )
    hint = "By your own marginal rate and payroll taxes: what this exercise leaves to pay with your tax return."
    return Line("gap", "Tax still owed", cells, hint)


def _gap_why(gap: Gap) -> Explanation:
    said = (
        f"Income tax on this income at your own marginal rate: {text.money(gap.income_tax)}",
        f"Social security and Medicare, or self-employment tax, on it: {text.money(gap.payroll_tax)}",
        f"Withheld at the exercise: {text.money(gap.withheld)}",
        f"Still to be paid with the return of the year: {text.money(gap.owed)}; an estimate, below zero a refund",
    )
    return Explanation(tuple(Step("16", says) for says in said))
