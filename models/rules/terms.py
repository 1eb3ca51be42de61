"""The terms in force for one grant: the plan's, unless its option letter says otherwise (paragraphs 7, 9, 10, 14)."""

from __future__ import annotations

from datetime import date, timedelta

from models.facts.grant import Grant
from models.facts.plan import Plan, Window
from models.values.dates import add_years
from models.values.frozen import dataclass


@dataclass(frozen=True)
class Terms:
    """What decides over one grant. `term_last_day` is the last day of the term on which it can be exercised."""

    plan: Plan
    expires_on: date
    term_last_day: date
    minimum_shares: int
    remainder_exempt: bool
    accelerate_on: tuple[str, ...]
    windows: dict[str, Window]
    post_termination: Window

    def window(self, reason: str, role: str) -> Window:
        """How long vested options stay exercisable after a service end in `role` (of the event) for `reason`."""
        window = self.windows.get(reason)
        if window is not None:
            return window
        one_year = self.plan.without_cause_employee_window == "one_year"
        if reason == "dismissed_without_cause" and role == "employee" and one_year:
            return Window("years", 1)
        return self.post_termination

    def accelerates(self, reason: str, window: Window) -> bool:
        """Whether everything unvested vests on a service end for `reason` (paragraph 9(c))."""
        return reason in self.accelerate_on and not window.is_none


def terms_of(grant: Grant, plan: Plan) -> Terms:
    """The plan's terms with the grant's overrides merged in."""
    own = grant.overrides
    expires_on = own.expires_on or add_years(
        grant.grant_date, plan.term_years if own.term_years is None else own.term_years
    )
    days = plan.post_termination_days if own.post_termination_days is None else own.post_termination_days
    return Terms(
        plan=plan,
        expires_on=expires_on,
        term_last_day=expires_on if plan.expiry_day_exercisable else expires_on - timedelta(days=1),
        minimum_shares=plan.minimum_shares if own.minimum_shares is None else own.minimum_shares,
        remainder_exempt=plan.remainder_exempt if own.remainder_exempt is None else own.remainder_exempt,
        accelerate_on=plan.accelerate_on if own.accelerate_on is None else own.accelerate_on,
        windows={**plan.windows, **own.windows},
        post_termination=Window("days", days),
    )


def paragraph_of(reason: str, window: Window) -> str:
    """The paragraph of a service end: 9(c) death and disability, 9(b) the director reasons and cause, else 9(a).

    A dismissal without cause stands in 9(b) where it leaves the year of that paragraph, whoever gave it.
    """
    if reason in ("death", "permanent_disability"):
        return "9(c)"
    if reason in ("director_at_company_request", "director_removed_without_cause", "dismissed_for_cause"):
        return "9(b)"
    return "9(b)" if reason == "dismissed_without_cause" and window == Window("years", 1) else "9(a)"
