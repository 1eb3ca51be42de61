"""What goes into the envelope with a notice: one list for the letter's last line and for the checklist."""

from __future__ import annotations

from models.facts.payment import Broker, Swap
from models.notice.matter import Matter
from models.notice.wording import broker_pays_withholding, is_holder, proof
from models.notice.words import money, shares


def enclosures(matter: Matter) -> list[str]:
    """The enclosures, in the order in which the notice speaks of them."""
    notice = matter.notice
    found: list[str] = []
    if matter.price_in_cash:
        found.append(f"check for {money(matter.price_in_cash)} (exercise price)")
    if matter.withheld and notice.withholding_paid_by == "check" and not broker_pays_withholding(matter):
        found.append(f"check for {money(matter.withheld)} (withholding taxes)")
    if isinstance(notice.payment, Swap) and matter.quote.shares_tendered:
        found.append(f"schedule of the {shares(matter.quote.shares_tendered)} tendered, with the certificates")
        found.append("stock power, signed, its signature guaranteed")
    if isinstance(notice.payment, Broker):
        found.append("copy of the instructions to the broker, with the assignment of proceeds")
    if not is_holder(matter):
        found.append(proof(matter))
    if notice.representations:
        found.append("investment representations, signed")
    if notice.computation_sheet and not notice.own_copy:
        found.append("computation sheet")
    return found or ["nothing else"]
