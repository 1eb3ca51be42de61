"""The heir's letter: what options there are, what a death does to them, and what the estate must send, by when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from models.errors import Refusal
from models.facts.grant import Grant
from models.facts.plan import Plan, Window
from models.notice.blocks import (
    Blank,
    Blanks,
    Block,
    Clauses,
    Column,
    Heading,
    Packet,
    Paragraph,
    Part,
    Signature,
    Table,
    Terms,
    Title,
    Words,
    strong,
    words,
)
from models.notice.marks import SAMPLE
from models.notice.matter import cites_paragraphs, is_sample
from models.notice.script import cleaned, printable, printable_lines
from models.notice.words import count, long_date, money, price, shares
from models.rules.answers import Ending, Position

if TYPE_CHECKING:
    from models.record.record import Record

TITLE = "To my heirs and my personal representative"
_METHODS = {
    "cash": "cash or a check",
    "shares": "shares of the company that the estate owns",
    "net": "some of the option’s own shares, kept back by the company",
    "broker": "a broker who sells shares at once and pays the company from the proceeds",
}


def compose_heirs_letter(record: Record, on: date) -> Packet:
    """The letter as things stand on `on`. Refusal where there is no holder's name or no option left."""
    holder = record.holder
    if not holder.name.strip():
        raise Refusal("no_name", "enter the holder's name: the letter is signed with it", "holder.name")
    printable(holder.name, "holder.name")
    printable_lines(holder.address, "holder.address")
    open_options = _open_options(record, on)
    if not open_options:
        raise Refusal(
            "no_option", f"no option is left on {long_date(on)}; there is nothing to tell the heirs", "grants"
        )
    blocks: list[Block] = [
        Title(TITLE, f"About the stock options of {holder.name}, as they stood on {long_date(on)}"),
        Paragraph(
            words(
                "I hold options: rights to buy shares at fixed prices. They do not end with my death, but they end"
                " soon after it, and nobody may remind you. ",
                strong("Please act on this letter in the first weeks."),
                " Keep it with my will.",
            )
        ),
        _options(open_options),
    ]
    for plan in dict.fromkeys(plan.id for plan, _, _, _ in open_options):
        blocks += _for_plan(record, [one for one in open_options if one[0].id == plan], on)
    blocks += _closing(record)
    return cleaned(
        Packet(
            title="Letter to the heirs",
            author=holder.name,
            subject=f"Stock options of {holder.name}",
            footer=f"Stock options, as they stood on {long_date(on)}",
            made_on=on,
            parts=(Part("heirs", "Letter to the heirs", tuple(blocks)),),
            marks=(SAMPLE,) if is_sample(record) else (),
        )
    )


_Open = tuple[Plan, Grant, Position, Ending | None]


def _open_options(record: Record, on: date) -> list[_Open]:
    """Grants with shares that can still be exercised, each with what a death on `on` would do to it."""
    ledger = record.ledger
    endings = {ending.grant: ending for ending in ledger.service_end(on, "employee", "death")}
    found: list[_Open] = []
    for grant in record.grants:
        position, plan = ledger.position(grant.id, on), record.plan(grant.plan)
        if position is None or plan is None or not position.counts.outstanding or on > position.last_exercise_day:
            continue
        found.append((plan, grant, position, endings.get(grant.id)))
    return found


def _options(found: Sequence[_Open]) -> Table:
    columns = (
        Column("Option", 1),
        Column("Granted", 1.5),
        Column("Price a share", 1, is_figure=True),
        Column("Shares left", 1, is_figure=True),
        Column("Vested now", 1, is_figure=True),
        Column("Term ends before", 1.5),
    )
    rows = tuple(
        (
            grant.id,
            long_date(grant.grant_date),
            price(position.exercise_price),
            count(position.counts.outstanding),
            count(position.counts.vested),
            long_date(position.expires_on),
        )
        for _, grant, position, _ in found
    )
    return Table(columns, rows)


def _for_plan(record: Record, found: Sequence[_Open], on: date) -> list[Block]:
    plan = found[0][0]
    cites = cites_paragraphs(record, plan)
    blocks: list[Block] = [Heading(plan.name), *_at_death(plan, found, cites, on)]
    least = f"at least {shares(plan.minimum_shares)} at a time, " if plan.minimum_shares > 1 else ""
    methods = [_METHODS[method] for method in plan.payment_methods]
    whole = f"{', '.join(methods[:-1])}, or {methods[-1]}" if len(methods) > 1 else "".join(methods)
    blocks += [
        Paragraph(words(strong("What you must send"))),
        Clauses(
            (
                words(
                    "A notice of exercise that states the number of shares, ",
                    f"{least}signed by my personal representative, or by the heir or legatee to whom the option has"
                    f" passed{_cited(cites, '9(c), 10')}.",
                ),
                words(
                    f"Payment in full with it: {whole}{_cited(cites, '10')}. Cash can make up what shares do not pay."
                ),
                words(
                    "Certified copies of the letters of appointment (or of the papers that show the heir’s right)"
                    " and of the death certificate."
                ),
                words("The taxpayer number of the estate or heir, and the name and address for the certificate."),
            )
        ),
        Terms(tuple(_where(plan))),
    ]
    return blocks


def _cited(cites: bool, paragraphs: str) -> str:
    noun = "paragraphs" if "," in paragraphs else "paragraph"
    return f" ({noun} {paragraphs})" if cites else ""


def _length(window: Window) -> str:
    unit = window.unit if window.length != 1 else window.unit[:-1]
    return f"{count(window.length)} {unit}"


def _at_death(plan: Plan, found: Sequence[_Open], cites: bool, on: date) -> list[Block]:
    blocks: list[Block] = []
    living = [one for one in found if one[3] is not None]
    ended = [one for one in found if one[3] is None]
    if living:
        window = plan.windows.get("death")
        vests = (
            "On the day of my death every share that has not vested yet vests. All of them"
            if "death" in plan.accelerate_on
            else "Shares that have not vested by the day of my death are lost. The vested ones"
        )
        length = (
            "in the time stated below" if window is None or window.is_none else f"for {_length(window)} after that day"
        )
        blocks.append(
            Paragraph(
                words(
                    f"{vests} can be exercised {length}, but never beyond the term of the option"
                    f"{_cited(cites, '9(c), 7')}. Had I died on {long_date(on)}:"
                )
            )
        )
        blocks.append(_had_i_died(living))
        too_few = _too_few(living)
        if too_few:
            said = "Too few shares are left to be exercised by the plan; ask the company all the same: "
            blocks.append(Paragraph(words(f"{said}{', '.join(too_few)}.")))
    if ended:
        names = ", ".join(
            f"{grant.id} (through {long_date(position.last_exercise_day)})" for _, grant, position, _ in ended
        )
        blocks.append(
            Paragraph(words(f"My service for these has ended already, and my death gives no new time: {names}."))
        )
    return blocks


def _too_few(living: Sequence[_Open]) -> list[str]:
    """Options of which fewer are left than an exercise must have."""
    found = []
    for plan, grant, _, ending in living:
        own = grant.overrides
        least = plan.minimum_shares if own.minimum_shares is None else own.minimum_shares
        exempt = plan.remainder_exempt if own.remainder_exempt is None else own.remainder_exempt
        if ending is not None and 0 < ending.vested_kept + ending.accelerated < least and not exempt:
            found.append(f"{grant.id} (at least {shares(least)} at a time)")
    return found


def _had_i_died(living: Sequence[_Open]) -> Table:
    columns = (
        Column("Option", 1),
        Column("Shares to be exercised", 1.2, is_figure=True),
        Column("Cost of all", 1.2, is_figure=True),
        Column("Last day to be received", 1.6),
        Column("Safe last day", 1.6),
    )
    rows = tuple(
        (
            grant.id,
            count(ending.vested_kept + ending.accelerated),
            money(ending.aggregate_price),
            long_date(ending.last_exercise_day),
            long_date(ending.deliver_by),
        )
        for _, grant, _, ending in living
        if ending is not None
    )
    return Table(columns, rows)


def _where(plan: Plan) -> list[tuple[str, Words]]:
    address = ", ".join(line for line in (plan.notice_to, plan.issuer, *plan.notice_address) if line.strip())
    return [
        ("To whom", words(address or "the company; ask it for the address")),
        (
            "By when",
            words(
                "The notice and the payment must be ",
                strong("received"),
                " by the last day, counted from the day of death; the day of mailing does not count. Send them well"
                " before the safe day, in a way that proves delivery, and first ask whether the"
                " address is still right.",
            ),
        ),
    ]


def _closing(record: Record) -> list[Block]:
    return [
        Heading("Before you exercise"),
        Clauses(
            (
                words(
                    "Compare the price of the option with what the share is worth that day. If the price is higher,"
                    " exercising loses money."
                ),
                words(
                    "Ask the estate’s tax adviser first: what is gained by exercising is as a rule ordinary income"
                    " of the estate or heir, whatever value the estate’s own return uses."
                ),
                words("What is not exercised by the last day is gone, and no one can give it back."),
            )
        ),
        Heading("Where things are"),
        Blanks(
            (
                (Blank("Option letters and plan"), Blank("This record (the file, and its backup)")),
                (Blank("Share certificates and brokerage account"), Blank("Adviser, with telephone")),
            )
        ),
        Signature((record.holder.name,)),
    ]
