"""The computation sheet: each figure of an exercise, how it was obtained, and the paragraph it rests on."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from models.facts.payment import Broker, Net, Swap
from models.notice.blocks import Block, Column, Heading, Paragraph, Part, Table, Title, words
from models.notice.matter import Matter
from models.notice.wording import ROLE_WORDS, is_same_day_sale, reference, value_source
from models.notice.words import count, long_date, money, price, shares
from models.rules.withholding import rates_for
from models.values.money import rate_text

_DAY = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)\b", re.ASCII)


class Figure(NamedTuple):
    """One figure: its name, the figure itself, how it was obtained, and the paragraph."""

    name: str
    figure: str
    how: str
    paragraph: str


def computation(matter: Matter) -> Part:
    """The sheet; the holder's own copy also gives the reasons in full, and what the holder owns afterwards."""
    own = matter.notice.own_copy
    blocks: list[Block] = [
        Title(
            "Computation sheet",
            f"The holder’s own copy, not sent to the company. {reference(matter)}" if own else reference(matter),
        ),
        Paragraph(
            words(
                "Every figure below is worked out for receipt of the notice on "
                f"{long_date(matter.notice.exercise_date)}. Amounts to be paid are rounded up to the cent, proceeds"
                " down."
            )
        ),
        _figures(matter),
    ]
    if own:
        blocks += [*_lots(matter), *_reasons(matter)]
    blocks.append(
        Paragraph(
            words("Income and withholding are estimates by the holder, not advice; the company figures its own."),
            "note",
        )
    )
    return Part("computation", "Computation sheet", tuple(blocks))


def _figures(matter: Matter) -> Table:
    columns = [Column("Item", 1.45), Column("Figure", 1.0, is_figure=True), Column("How it was obtained", 3.3)]
    if matter.cites_paragraphs:
        columns.append(Column("Paragraph", 0.75))
    rows = [tuple(figure[: len(columns)]) for figure in figures(matter)]
    return Table(tuple(columns), tuple(rows))


def figures(matter: Matter) -> list[Figure]:
    """All figures of the exercise in the order in which a person would work them out."""
    quote, grant = matter.quote, matter.grant
    found: list[Figure] = []
    if quote.position is not None:
        found.append(
            Figure(
                "Shares exercisable",
                count(quote.position.counts.exercisable),
                f"vested and not yet exercised on {long_date(quote.on)}",
                "8(a)",
            )
        )
    found.append(Figure("Shares exercised", count(quote.shares), "as stated in the notice", "10"))
    adjusted = quote.exercise_price != grant.exercise_price
    found.append(
        Figure(
            "Exercise price",
            price(quote.exercise_price),
            f"{price(grant.exercise_price)} when granted, adjusted since" if adjusted else "as granted",
            "11(a)" if adjusted else "6",
        )
    )
    found.append(
        Figure(
            "Aggregate price",
            money(quote.aggregate_price),
            f"{count(quote.shares)} × {price(quote.exercise_price)}",
            "10",
        )
    )
    return [*found, *_value(matter), *_payment(matter), *_tax(matter), *_cash(matter)]


def _value(matter: Matter) -> list[Figure]:
    value = matter.quote.fair_market_value
    if value is None:
        return []
    return [Figure("Fair market value", price(value.value), value_source(matter), value.rule)]


def _payment(matter: Matter) -> list[Figure]:
    payment = matter.notice.payment
    if isinstance(payment, Swap):
        return _swap(matter, payment)
    if isinstance(payment, Net):
        return _net(matter)
    return _broker(matter, payment) if isinstance(payment, Broker) else []


def _rest(matter: Matter, given: int) -> list[Figure]:
    value = matter.quote.fair_market_value
    assert value is not None  # shares cannot pay without one
    worth = given * value.value
    return [
        Figure("Paid in shares", price(worth), f"{count(given)} × {price(value.value)}", "10(b)"),
        Figure(
            "Paid by check",
            money(matter.price_in_cash),
            f"{money(matter.quote.aggregate_price)} less {price(worth)}",
            "10(a)",
        ),
    ]


def _swap(matter: Matter, payment: Swap) -> list[Figure]:
    quote = matter.quote
    if payment.lots is not None:
        how = "the lots named by the holder, never more shares than the price needs"
    elif payment.tender is not None:
        how = "as asked for by the holder, never more shares than the price needs"
    else:
        how = "the most whole shares whose value does not exceed the aggregate price"
    net = quote.shares_issued - quote.shares_tendered
    return [
        Figure("Shares tendered", count(quote.shares_tendered), how, "10(b)"),
        *_rest(matter, quote.shares_tendered),
        Figure("Shares issued", count(quote.shares_issued), "all shares exercised", "10"),
        Figure("Increase in shares", count(net), "shares issued less shares tendered", "10"),
    ]


def _net(matter: Matter) -> list[Figure]:
    quote = matter.quote
    how = "the most whole shares whose value does not exceed the aggregate price"
    return [
        Figure("Shares withheld", count(quote.shares_withheld), how, "10(b)"),
        *_rest(matter, quote.shares_withheld),
        Figure("Shares issued", count(quote.shares_issued), "shares exercised less shares withheld", "10"),
    ]


def _broker(matter: Matter, payment: Broker) -> list[Figure]:
    quote = matter.quote
    if is_same_day_sale(matter):
        how = "all shares of the exercise"
    else:
        covered = "price and the withholding" if payment.cover_withholding else "price"
        how = f"the smallest number whose proceeds after fees cover the {covered}"
    found = [
        Figure("Shares sold", count(quote.shares_sold), how, "10(c)"),
        Figure(
            "Proceeds", money(quote.sale_proceeds), f"{count(quote.shares_sold)} × {price(payment.sale_price)}", "10(c)"
        ),
        Figure("Broker’s fees", money(quote.fees), "as the holder stated them", "10(c)"),
        Figure("Shares kept", count(quote.shares_kept), "shares exercised less shares sold", "10"),
    ]
    if matter.notice.own_copy:
        found.append(
            Figure("Cash to the holder", money(quote.cash_to_holder), "proceeds less fees and what is paid", "10(c)")
        )
    return found


def _tax(matter: Matter) -> list[Figure]:
    quote = matter.quote
    if quote.tax_value is None or quote.spread is None:
        return [Figure("Ordinary income", "unknown", "no value of the stock is recorded for the day", "16")]
    source = "stated by the holder" if matter.notice.tax_value is not None else "the fair market value above"
    found = [
        Figure("Value for tax", price(quote.tax_value), source, "16"),
        Figure(
            "Ordinary income",
            money(quote.spread),
            f"{count(quote.shares)} × ({price(quote.tax_value)} less {price(quote.exercise_price)})",
            "16",
        ),
    ]
    return [*found, *_withheld(matter)]


def percent(rate: Fraction) -> str:
    """A rate as people write it: "6.2%"."""
    return f"{rate_text(rate * 100)}%"


def _withheld(matter: Matter) -> list[Figure]:
    withheld, stated = matter.quote.withholding, matter.notice.withholding
    if withheld is None or stated is None or not withheld.total:
        return [Figure("Withholding", money(0), _why_nothing(matter), "16")]
    rates = rates_for(stated, matter.notice.exercise_date)
    above = f"; above a million dollars in the year {percent(rates.federal_above_million)}"
    hows = {
        "federal": (
            "Federal income tax",
            f"{percent(rates.federal)}, the supplemental rate"
            + (above if rates.federal_above_million != rates.federal else ""),
        ),
        "social_security": (
            "Social security",
            f"{percent(rates.social_security)}, up to {price(rates.wage_base)} of wages in the year",
        ),
        "medicare": (
            "Medicare",
            f"{percent(rates.medicare)}"
            + (
                f", and {percent(rates.additional_medicare)} more above $200,000 in the year"
                if rates.additional_medicare
                else ""
            ),
        ),
        "state": ("State income tax", f"{percent(stated.state)}, as the holder stated"),
    }
    found = [
        Figure(name, money(getattr(withheld, key)), how, "16")
        for key, (name, how) in hows.items()
        if getattr(withheld, key)
    ]
    return [*found, Figure("Withholding", money(withheld.total), "the items above", "16")]


def _why_nothing(matter: Matter) -> str:
    if matter.grant.role != "employee":
        return f"granted for service as {ROLE_WORDS[matter.grant.role]}: nothing is withheld"
    if matter.notice.withholding is None:
        return "none is figured, as the holder chose"
    if matter.died_on is not None:
        return "exercised after a death: nothing is figured"
    return "there is no income at this value"


def _cash(matter: Matter) -> list[Figure]:
    how = "what is paid by check for the price, and the withholding" if matter.withheld else "what is paid by check"
    if isinstance(matter.notice.payment, Broker):
        how = "what the proceeds do not pay"
    return [Figure("Cash to bring", money(matter.quote.cash_due), how, "10, 16" if matter.withheld else "10")]


def _lots(matter: Matter) -> list[Block]:
    rows = tuple(
        (
            long_date(lot.acquired),
            count(lot.shares),
            "unknown" if lot.basis is None else price(lot.basis),
            "unknown" if lot.basis is None else price(lot.basis * lot.shares),
        )
        for lot in matter.quote.lots_after
    )
    if not rows:
        return []
    columns = (
        Column("Counts as acquired on", 2),
        Column("Shares", 1, is_figure=True),
        Column("Basis a share", 1, is_figure=True),
        Column("Basis", 1.2, is_figure=True),
    )
    return [
        Heading(f"The {shares(sum(lot.shares for lot in matter.quote.lots_after))} afterwards"),
        Table(columns, rows),
    ]


def _reasons(matter: Matter) -> list[Block]:
    rows = []
    for step in matter.quote.because:
        says = _with_long_dates(step.says)
        if step.reading is not None:
            says += f" (Read so here: {step.reading.in_force}. It can also be read: {step.reading.other}.)"
        rows.append((step.paragraph, says) if matter.cites_paragraphs else (says,))
    columns = (Column("Paragraph", 1), Column("What it says of this exercise", 5.2))
    return [Heading("The reasons"), Table(columns if matter.cites_paragraphs else columns[1:], tuple(rows))]


def _with_long_dates(text: str) -> str:
    def written(found: re.Match[str]) -> str:
        try:
            return long_date(date(*map(int, found.groups())))
        except ValueError:
            return found[0]

    return _DAY.sub(written, text)
