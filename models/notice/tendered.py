"""The schedule of the shares tendered in a swap, and the stock power that transfers them (paragraph 10(b))."""

from __future__ import annotations

from models.notice.blocks import (
    Blank,
    Blanks,
    Block,
    Clauses,
    Column,
    Framed,
    Heading,
    Paragraph,
    Part,
    Signature,
    Table,
    Title,
    Words,
    words,
)
from models.notice.matter import Matter
from models.notice.wording import (
    capacity,
    cited,
    is_holder,
    number_of_shares,
    reference,
    signature_lines,
    value_sentence,
)
from models.notice.words import count, long_date, price, shares

# A stock power for so many lots still names each; for more it points to the schedule.
LOTS_NAMED = 8


def tendered(matter: Matter) -> tuple[Part, Part]:
    """The schedule and the stock power."""
    return _schedule(matter), _stock_power(matter)


def owner(matter: Matter) -> str:
    """In whose name the tendered shares stand: the holder's, whose lots they are."""
    return matter.holder.name


def _schedule(matter: Matter) -> Part:
    quote = matter.quote
    blocks: list[Block] = [
        Title("Schedule of shares tendered", reference(matter)),
        Paragraph(
            words(
                f"In payment for the exercise I tender to {matter.plan.issuer} ",
                number_of_shares(quote.shares_tendered),
                f" of its common stock that {'I already own' if is_holder(matter) else 'are already owned'}:",
            )
        ),
        _table(matter),
        Paragraph(words(value_sentence(matter))),
        *_parts_of_lots(matter),
        Heading("Statements about these shares"),
        Clauses(tuple(_statements(matter))),
        Signature(signature_lines(matter)),
    ]
    return Part("schedule", "Schedule of shares tendered", tuple(blocks))


def _table(matter: Matter) -> Table:
    value = matter.quote.fair_market_value
    assert value is not None  # a swap cannot be quoted without one
    columns = (
        Column("Lot", 1.1),
        Column("Certificate number", 1.5, is_blank=True),
        Column("Acquired on", 1.5),
        Column("Registered owner", 1.9),
        Column("Shares", 0.9, is_figure=True),
        Column("Value", 1.2, is_figure=True),
    )
    rows = tuple(
        (lot.id, "", long_date(lot.acquired), owner(matter), count(lot.shares), price(lot.shares * value.value))
        for lot in matter.quote.tendered_lots
    )
    given = matter.quote.shares_tendered
    return Table(columns, rows, ("Total", "", "", "", count(given), price(given * value.value)))


def _parts_of_lots(matter: Matter) -> list[Block]:
    owned = {lot.id: lot.shares for lot in matter.owned}
    said = [
        f"Of lot {lot.id} only {count(lot.shares)} of {shares(owned[lot.id])} are tendered; please issue a new"
        f" certificate for the other {count(owned[lot.id] - lot.shares)} in the same name."
        for lot in matter.quote.tendered_lots
        if owned.get(lot.id, 0) > lot.shares
    ]
    return [Paragraph(words(" ".join(said)))] if said else []


def _statements(matter: Matter) -> list[Words]:
    whose = "I own these shares" if is_holder(matter) else f"These shares belong to {owner(matter)} or to the estate"
    if matter.notice.signer.capacity in ("heir", "transferee", "guardian"):
        whose = f"These shares belong to {owner(matter)} or have passed to me"
    said = [
        f"{whose}, and I have the right to transfer them.",
        (
            "They are fully paid and free of liens, pledges, claims and restrictions, apart from any legend that"
            " stands on a certificate."
        ),
        (
            "As far as I know they meet every restriction and guideline that the Board has adopted for payment in"
            f" shares{cited(matter, '10(b)')}."
        ),
        (
            "The certificates are enclosed with a stock power. Where no certificate number is filled in, the shares"
            " are held through a broker; please tell me the account to which they are to be delivered."
        ),
        "If the company needs fewer of these shares than are tendered, please return the others.",
    ]
    return [words(each) for each in said]


def _stock_power(matter: Matter) -> Part:
    by = f", acting by {matter.signer_name}, {capacity(matter)}," if not is_holder(matter) else ""
    said = words(
        f"For value received, {owner(matter)}{by} assigns and transfers to {matter.plan.issuer} ",
        number_of_shares(matter.quote.shares_tendered),
        f" of the common stock of {matter.plan.issuer} that stand in the name of {owner(matter)} on its books, "
        f"{_certificates(matter)}",
    )
    blocks: list[Block] = [
        Title("Stock power", "Assignment separate from the certificate"),
        Paragraph(said),
        *_certificate_lines(matter),
        Paragraph(
            words(
                "The person or firm named here, or the transfer agent where none is named, is irrevocably appointed"
                " attorney to transfer these shares on the books of the corporation, and may name a substitute:"
            )
        ),
        Blanks(((Blank("Attorney (may be left open)"),),)),
        Signature(signature_lines(matter), _signature_caption(matter)),
        Signature((), "Signature of a joint owner, if there is one"),
        Framed(
            "Signature guarantee",
            (
                Paragraph(
                    words("By a bank, broker or other eligible guarantor that takes part in a medallion program."),
                    "note",
                ),
                Blanks(
                    (
                        (Blank("Name of the guarantor", 1.5), Blank("Date")),
                        (Blank("Authorized signature", 1.5), Blank("Stamp")),
                    )
                ),
            ),
        ),
    ]
    return Part("stock-power", "Stock power", tuple(blocks))


def _signature_caption(matter: Matter) -> str:
    return "Signature, exactly as the name stands on the certificate" if is_holder(matter) else "Signature"


def _certificates(matter: Matter) -> str:
    if len(matter.quote.tendered_lots) > LOTS_NAMED:
        return f"represented by the certificates listed in the schedule enclosed with notice {matter.notice.number}."
    return "represented by these certificates:"


def _certificate_lines(matter: Matter) -> list[Block]:
    lots = matter.quote.tendered_lots
    if len(lots) > LOTS_NAMED:
        return []
    columns = (
        Column("Certificate number", 2, is_blank=True),
        Column("Lot", 1.4),
        Column("Shares transferred", 1, is_figure=True),
    )
    rows = tuple(("", lot.id, count(lot.shares)) for lot in lots)
    return [Table(columns, rows, ("Total", "", count(matter.quote.shares_tendered)))]
