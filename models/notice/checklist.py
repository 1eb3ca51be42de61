"""The last page: what goes into the envelope, by when, and lines to record what became of it."""

from __future__ import annotations

from models.notice.blocks import (
    Blank,
    Blanks,
    Block,
    Check,
    Checks,
    Heading,
    Paragraph,
    Part,
    Terms,
    Title,
    Words,
    words,
)
from models.notice.enclosures import enclosures
from models.notice.matter import Matter
from models.notice.wording import cited, one_line, reference
from models.notice.words import long_date
from models.rules.calendar import market_days_before

# The habit of the whole program: mail five delivery days before the safe day.
MAIL_DAYS_BEFORE = 5


def checklist(matter: Matter) -> Part:
    """The enclosure checklist and the delivery record."""
    blocks: list[Block] = [
        Title("Enclosure checklist and delivery record", f"For the holder. {reference(matter)}"),
        Heading("In the envelope"),
        Checks(tuple(map(Check, _items(matter)))),
        Heading("Before it is closed"),
        Checks(
            (
                Check("The taxpayer number is filled in by hand."),
                Check("Every line for a signature is signed and dated."),
                Check("A copy of every page, certificate and check is kept."),
            )
        ),
        Heading("Where, and by when"),
        Terms(tuple(_terms(matter))),
        Paragraph(
            words(
                f"The notice counts on the day the {matter.plan.notice_to} receives it, with the payment"
                f"{cited(matter, '10')}. Send it in a way that proves the day of delivery."
            ),
            "note",
        ),
        Heading("Delivery record"),
        Blanks(
            (
                (Blank("Mailed on, or handed over on"), Blank("Carrier and tracking number", 2)),
                (Blank(f"Received by the {matter.plan.notice_to} on"), Blank("Acknowledged by", 2)),
                (Blank("Payment received on"), Blank("Withholding settled on"), Blank("Amount")),
                (Blank("Certificate received on"), Blank("Certificate number"), Blank("Legend, if any")),
            )
        ),
    ]
    return Part("checklist", "Enclosure checklist and delivery record", tuple(blocks))


def _items(matter: Matter) -> list[str]:
    items = ["Notice of exercise, signed and dated"]
    items += [item[:1].upper() + item[1:] for item in enclosures(matter) if item != "nothing else"]
    return items


def _terms(matter: Matter) -> list[tuple[str, Words]]:
    rows = [("To", words(one_line(matter.send_to)))]
    position = matter.quote.position
    if position is not None and matter.quote.on <= position.last_exercise_day:
        last, safe = position.last_exercise_day, position.deliver_by
        rows += [
            ("Planned receipt", words(long_date(matter.quote.on))),
            ("Last day of the option", words(long_date(last))),
            ("Safe last day to deliver", words(f"{long_date(safe)}, a day on which offices and mail work")),
            ("Safe last day to mail", words(long_date(market_days_before(safe, MAIL_DAYS_BEFORE)))),
        ]
    return rows
