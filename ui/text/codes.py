"""The stable words of rules and records in plain English; trouble is told with what to do about it."""

from __future__ import annotations

from collections.abc import Mapping

from models.facts.event import (
    Acceleration,
    Adjustment,
    Event,
    Exercised,
    PlanApproved,
    ServiceEnded,
    VestingEvent,
)
from models.facts.payment import Broker, Payment, Swap
from models.rules.answers import Position, Quote
from ui import text

ROLES: Mapping[str, str] = {"employee": "Employee", "director": "Director", "advisor": "Advisor"}
REASONS: Mapping[str, str] = {
    "resignation": "Resignation",
    "retirement": "Retirement",
    "dismissed_without_cause": "Dismissed without cause",
    "dismissed_for_cause": "Dismissed for cause",
    "director_at_company_request": "Director leaving at the company's request",
    "director_removed_without_cause": "Director removed without cause",
    "not_reelected": "Director not re-elected",
    "death": "Death",
    "permanent_disability": "Permanent disability",
    "other": "Another reason",
}
WINDOWS: Mapping[str, str] = {"term": "The option's term", **REASONS}
METHODS: Mapping[str, str] = {
    "cash": "Cash or check",
    "shares": "Shares I own (swap)",
    "net": "Net exercise",
    "broker": "Broker sale",
}
MODES: Mapping[str, str] = {"same_day_sale": "Same-day sale", "sell_to_cover": "Sell to cover"}
TIERS: Mapping[str, str] = {
    "exchange": "National securities exchange",
    "nasdaq_national_market": "Nasdaq National Market",
    "otc": "Other quotation (bid prices)",
    "none": "Not quoted",
}
DEADLINES: Mapping[str, str] = {
    "vests": "Shares vest",
    "acceleration": "Shares vest early",
    "last_exercise_day": "Last day to exercise",
    "expires": "Option expires",
}
STATES: Mapping[str, str] = {
    "draft": "Draft",
    "delivered": "Delivered",
    "paid": "Paid",
    "certificate_received": "Certificate received",
    "cancelled": "Cancelled",
}
CAPACITIES: Mapping[str, str] = {
    "holder": "The holder",
    "personal_representative": "Personal representative of the estate",
    "heir": "Heir",
    "guardian": "Guardian",
    "transferee": "Transferee under a domestic relations order",
}
DELIVERIES: Mapping[str, str] = {"mail": "By mail", "in_person": "In person"}
VESTING_KINDS: Mapping[str, str] = {
    "tranches": "Listed dates",
    "periodic": "Equal steps of months",
    "event": "When an event happens",
}
ALLOCATIONS: Mapping[str, str] = {
    "CUMULATIVE_ROUND_DOWN": "Round each total down",
    "CUMULATIVE_ROUNDING": "Round each total to the nearest share",
    "FRONT_LOADED": "Odd shares in the first steps",
    "BACK_LOADED": "Odd shares in the last steps",
    "FRONT_LOADED_TO_SINGLE_TRANCHE": "All odd shares in the first step",
    "BACK_LOADED_TO_SINGLE_TRANCHE": "All odd shares in the last step",
}
ADJUSTMENTS: Mapping[str, str] = {
    "split": "Split",
    "stock_dividend": "Stock dividend",
    "combination": "Combination",
}
EVENTS: Mapping[type[Event], str] = {
    PlanApproved: "Plan approved",
    ServiceEnded: "Service ended",
    Exercised: "Exercised",
    VestingEvent: "Vesting event happened",
    Adjustment: "Shares adjusted",
    Acceleration: "Vesting accelerated",
}
# Short names of trouble, for marks and table cells.
TROUBLE: Mapping[str, str] = {
    "not_approved": "Plan not approved yet",
    "before_grant": "Before the grant",
    "window_closed": "Window closed",
    "terminated_for_cause": "Ended for cause",
    "exceeds_exercisable": "More than exercisable",
    "below_minimum": "Below the minimum",
    "payment_not_allowed": "Payment not allowed",
    "insufficient_shares_owned": "Too few shares owned",
    "proceeds_do_not_cover": "Sale does not cover the cost",
    "under_water": "Under water",
    "leaves_stranded_remainder": "Strands a remainder",
    "stale_price": "Old price",
    "no_value": "No value known",
    "deadline_near": "Deadline near",
    "estate_withholding": "Estate: ask about taxes",
    "insider": "Insider reminders",
    "below_minimum_for_good": "Too few shares left for good",
}


def payment(how: Payment) -> str:
    """A way to pay in a few words."""
    if isinstance(how, Broker):
        return MODES[how.mode]
    if isinstance(how, Swap) and how.lots is not None:
        return f"Swap from {text.listed([lot for lot, _ in how.lots])}"
    return METHODS[how.method]


def event(what: Event) -> str:
    """What happened, in one line without its date."""
    if isinstance(what, PlanApproved):
        return "Stockholders approved the plan"
    if isinstance(what, ServiceEnded):
        return f"Service as {ROLES[what.role].lower()} ended: {REASONS[what.reason].lower()}"
    if isinstance(what, Exercised):
        paid = payment(what.payment).lower()
        return f"Exercised {text.count(what.shares, 'share')} of {what.grant}, {paid}"
    if isinstance(what, VestingEvent):
        return f"{what.grant}: {what.event}"
    if isinstance(what, Adjustment):
        return f"{ADJUSTMENTS[what.kind]} {what.new:,} for {what.old:,}"
    return "Board resolved to accelerate vesting before a sale or merger"


def blocked(code: str, position: Position) -> str:
    """Why nothing of a grant can be exercised on a day, and what can be done."""
    ended = text.day(position.service_ended_on)
    sentences = {
        "not_approved": "The stockholders have not approved the plan yet (paragraph 5). "
        "Once they have, record the approval and its date as an event.",
        "window_closed": f"The last day to exercise was {text.day(position.last_exercise_day)}. "
        "Correct the record if a date is wrong; otherwise nothing can be done.",
        "terminated_for_cause": f"Service ended for cause on {ended}, so nothing may be exercised from then on "
        "(paragraph 9(b)). If the cause is not upheld, change the reason of the service end.",
        "below_minimum": f"Only {text.count(position.counts.vested, 'share')} vested: fewer than one exercise "
        "must cover (paragraph 10). Wait for more to vest.",
    }
    return sentences[code]


def exercisable_range(position: Position | None, minimum: int) -> str:
    """Which numbers of shares can be exercised: "You can exercise 100 to 1,354."."""
    most = position.counts.exercisable if position else 0
    if most < max(minimum, 1):
        return "Nothing can be exercised on this day."
    if most == minimum:
        return f"You can exercise exactly {text.shares(most)}."
    return f"You can exercise {text.shares(max(minimum, 1))} to {text.shares(most)}."


def violation(code: str, quote: Quote, minimum: int) -> str:
    """Why this exercise is barred, and what to do; `minimum` is the least one exercise must cover."""
    position = quote.position
    span = exercisable_range(position, minimum)
    if position is not None and code in {"not_approved", "window_closed", "terminated_for_cause"}:
        return blocked(code, position)
    sentences = {
        "before_grant": "The option was not granted yet on this day. Choose the grant date or a later day.",
        "exceeds_exercisable": f"More than can be exercised on {text.day(quote.on)}. {span}",
        "below_minimum": f"At least {text.count(minimum, 'share')}: paragraph 10 of the plan. {span}",
        "payment_not_allowed": "The plan does not take this way to pay. Choose another one.",
        "insufficient_shares_owned": f"This tenders {text.count(quote.shares_tendered, 'share')}, more than you own "
        "that day. Tender fewer shares, or record the lots you own.",
        "proceeds_do_not_cover": "Selling every share would not cover the cost; "
        f"{text.money(quote.cash_due)} would be missing. Choose another way to pay or a higher sale price.",
        "not_approved": "The stockholders have not approved the plan yet (paragraph 5). "
        "Record the approval once it is given.",
        "window_closed": "The last day to exercise has passed. Choose an earlier day if the notice was received then.",
        "terminated_for_cause": "Service ended for cause: nothing may be exercised (paragraph 9(b)). "
        "If the cause is not upheld, change the reason of the service end.",
    }
    return sentences[code]


def _remainder(quote: Quote, minimum: int) -> str:
    rest = quote.remainder
    if rest is None:
        return "This strands a remainder. Choose another number of shares."
    ways = [text.shares(number) for number in (rest.below, rest.above) if number is not None]
    instead = f"Exercise {text.listed(ways, 'or')} instead." if ways else "No other number avoids it; ask the company."
    return (
        f"{text.count(rest.stranded, 'share')} would be left for good: fewer than the {text.shares(minimum)} "
        f"one exercise must cover. {instead}"
    )


def warning(code: str, quote: Quote, minimum: int) -> str:
    """What to mind about this exercise, and what to do about it."""
    value = quote.fair_market_value
    position = quote.position
    last = text.day(position.last_exercise_day) if position else text.DASH
    deliver = text.day(position.deliver_by) if position else text.DASH
    if code == "leaves_stranded_remainder":
        return _remainder(quote, minimum)
    sentences = {
        "under_water": "The exercise price is not below the latest value: buying shares on the market may cost less. "
        "Compare before you send the notice.",
        "stale_price": f"The price used is of {text.day(value.price_date if value else None)}, more than 7 days "
        "before. Enter a newer price if there is one.",
        "no_value": "No price gives a value for this day, so worth and taxes cannot be figured. "
        "Enter a price on the Record page.",
        "deadline_near": f"The last day to exercise is {last}. Deliver the notice by {deliver} at the latest.",
        "estate_withholding": "After a death nothing is withheld here. Ask the estate's tax adviser before paying.",
        "insider": "You are marked as an officer or director. Check Section 16 reports and the company's "
        "trading windows before you exercise or sell.",
    }
    return sentences[code]
