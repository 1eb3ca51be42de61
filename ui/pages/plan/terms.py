"""The plan's terms in our own words, by paragraph; and the readings that can be switched."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from models.facts.event import Adjustment, PlanApproved
from models.facts.plan import REASONS, Plan, Window
from models.record.record import Record
from ui import text
from ui.text import codes


@dataclass(frozen=True)
class TermRow:
    """One term: paragraph, what it says, the value in force, and one sentence about it."""

    name: str
    paragraph: str
    what: str
    value: str
    says: str


@dataclass(frozen=True)
class Switch:
    """A place where the plan can be read in two ways: the term, and each value with its words, the careful first."""

    term: str
    paragraph: str
    question: str
    values: tuple[tuple[object, str], tuple[object, str]]


SWITCHES = (
    Switch(
        "expiry_day_exercisable",
        "7",
        "Is the expiry date itself still a day to exercise?",
        ((False, "No: it ends the day before"), (True, "Yes: it counts too")),
    ),
    Switch(
        "continuity",
        "8(a)",
        "When does service end for a grant?",
        (("grant_role", "When its own role ends"), ("any_role", "When no role is left")),
    ),
    Switch(
        "without_cause_employee_window",
        "9(b)",
        "How long has an employee who is dismissed without cause?",
        (("days", "As after a resignation"), ("one_year", "One year, as a director")),
    ),
    Switch(
        "remainder_exempt",
        "10",
        "May a last remainder be smaller than the minimum?",
        ((False, "No: the minimum holds"), (True, "Yes, if it is all that is left")),
    ),
    Switch(
        "value_day",
        "6",
        "Which day's prices give the value?",
        (("before", "Those of the last day before"), ("on_or_before", "Those of the day itself")),
    ),
)


def window_words(window: Window | None, plan: Plan) -> str:
    """How long something can be exercised, in words."""
    if window is None:
        return f"{plan.post_termination_days} days"
    unit = window.unit if window.length != 1 else window.unit[:-1]
    return "nothing from that day on" if window.is_none else f"{window.length} {unit}"


def reserve_on(record: Record, plan: Plan, on: date) -> int:
    """The shares reserved, adjusted by splits like the grants (paragraph 11(d))."""
    shares = plan.share_reserve
    for event in sorted((one for one in record.events if isinstance(one, Adjustment)), key=lambda one: one.date):
        other = record.plan(event.plan)
        if event.date <= on and other is not None and other.issuer_key == plan.issuer_key:
            shares = shares * event.new // event.old
    return shares


def term_rows(record: Record, plan: Plan, on: date) -> tuple[TermRow, ...]:
    """Every term by paragraph."""
    approved = min(
        (one.date for one in record.events if isinstance(one, PlanApproved) and one.plan == plan.id), default=None
    )
    approval = "not needed"
    if plan.needs_stockholder_approval:
        approval = f"given on {text.day(approved)}" if approved else "not recorded"
    methods = text.listed([codes.METHODS[method] for method in plan.payment_methods])
    early = text.listed([codes.REASONS[reason].lower() for reason in plan.accelerate_on]) or "nothing"
    address = ", ".join(plan.notice_address) or "not stated"
    last_grant = text.day(plan.last_grant_date) if plan.last_grant_date else "none"
    fixed = [
        ("share_reserve", "2", "Shares reserved", text.shares(reserve_on(record, plan, on)), _SAYS["share_reserve"]),
        ("last_grant_date", "15", "Last grant date", last_grant, _SAYS["last_grant_date"]),
        ("needs_stockholder_approval", "5", "Stockholders' approval", approval, _SAYS["needs_stockholder_approval"]),
        ("term_years", "7", "Term", f"{plan.term_years} years", _SAYS["term_years"]),
        ("vesting", "8(a)", "Vesting", "as the option letter says", _SAYS["vesting"]),
        ("transfer", "8(b)", "Who may exercise", "the holder alone", _SAYS["transfer"]),
        *[
            (
                reason,
                _paragraph(reason),
                codes.REASONS[reason],
                window_words(plan.windows.get(reason), plan),
                _SAYS[_paragraph(reason)],
            )
            for reason in REASONS
        ],
        ("accelerate_on", "9(c)", "Everything vests on", early, _SAYS["accelerate_on"]),
        ("notice_address", "10", "Notices go to", f"{plan.notice_to}, {address}", _SAYS["notice_address"]),
        ("minimum_shares", "10", "Fewest shares at a time", text.shares(plan.minimum_shares), _SAYS["minimum_shares"]),
        ("payment_methods", "10", "Ways to pay", methods, _SAYS["payment_methods"]),
        ("adjustments", "11(a)", "Splits and stock dividends", "adjust shares and price", _SAYS["adjustments"]),
        (
            "acceleration_days_before",
            "11(b)",
            "Before a sale or merger",
            f"{plan.acceleration_days_before} days",
            _SAYS["acceleration_days_before"],
        ),
        ("legend", "12", "Legend on certificates", "where counsel asks for it", _SAYS["legend"]),
        ("representations", "13", "Investment representations", "when the company asks", _SAYS["representations"]),
        ("amendments", "15", "Amendments", "never change a grant", _SAYS["amendments"]),
        ("withholding", "16", "Withholding", "may be required", _SAYS["withholding"]),
        ("insider", "17", "Rule 16b-3", "the plan means to comply", _SAYS["insider"]),
        ("law", "18", "Governing law", "Delaware", _SAYS["law"]),
    ]
    return tuple(TermRow(*row) for row in fixed)


def _paragraph(reason: str) -> str:
    if reason in ("death", "permanent_disability"):
        return "9(c)"
    if reason in ("director_at_company_request", "director_removed_without_cause", "dismissed_for_cause"):
        return "9(b)"
    return "9(a)"


_SAYS = {
    "share_reserve": "So many shares may be granted under the plan in all; splits change the number too.",
    "last_grant_date": "No option can be granted after this day.",
    "needs_stockholder_approval": "Until the stockholders have approved the plan nothing can be exercised. Vesting, "
    "forfeiture and windows run as if approval had been given. The company's Secretary, or the report after the "
    "stockholders' meeting, says when it was given; record it as an event.",
    "term_years": "An option ends so long after its grant date, whatever is left of it.",
    "vesting": "Shares vest by date or by a named event while service goes on, and stay exercisable once vested.",
    "transfer": "Nobody else exercises while the holder lives. After a death the estate or heir does; after a domestic "
    "relations order the one it names.",
    "9(a)": "What has not vested is forfeited the day service ends; what has vested can be exercised for so long.",
    "9(b)": "A director who goes at the company's request has longer; after a dismissal for cause nothing is left.",
    "9(c)": "After death or permanent disability everything vests and can be exercised for so long.",
    "accelerate_on": "For these reasons everything unvested vests on the day service ends.",
    "notice_address": "A notice is written, says how many shares, comes with full payment, and counts when received.",
    "minimum_shares": "Each exercise must be for at least so many shares of one option.",
    "payment_methods": "The ways in which the exercise price may be paid.",
    "adjustments": "A split, stock dividend or combination changes the shares and the price of every option in step.",
    "acceleration_days_before": "If the Board so resolves, everything unvested vests so long before a sale or merger.",
    "legend": "Certificates carry the words the company's counsel needs under the securities laws.",
    "representations": "The company may ask for a statement that the shares are bought as an investment.",
    "amendments": "A later change of the plan leaves a grant as it was made unless its holder agrees.",
    "withholding": "The company may require that tax on the income is paid with the exercise. It gives no right to pay "
    "that in shares.",
    "insider": "Officers and directors trade under special rules; the program reminds holders who are marked so.",
    "law": "The law by which the plan is read.",
}
