"""The terms of the two bundled plans, typed in from the rules, and how a copied plan takes them over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

ROLES = ("employee", "director", "advisor")
REASONS = (
    "resignation",
    "retirement",
    "dismissed_without_cause",
    "dismissed_for_cause",
    "director_at_company_request",
    "director_removed_without_cause",
    "not_reelected",
    "death",
    "permanent_disability",
    "other",
)
DIRECTOR_REASONS = ("director_at_company_request", "director_removed_without_cause", "not_reelected")
EVERY_ROLE = ("death", "dismissed_for_cause")
METHODS = ("cash", "shares", "net", "broker")
TIERS = ("exchange", "nasdaq_national_market", "otc", "none")

YEAR = {"years": 1}

FOCUS: dict[str, Any] = {
    "name": "FOCUS Enhancements 2002 plan",
    "issuer": "FOCUS Enhancements, Inc.",
    "notice_address": ["1370 Dell Avenue", "Campbell, California 95008"],
    "notice_to": "Secretary",
    "share_reserve": 1_000_000,
    "last_grant_date": date(2012, 10, 30),
    "needs_stockholder_approval": True,
    "term_years": 10,
    "expiry_day_exercisable": False,
    "continuity": "grant_role",
    "post_termination_days": 90,
    "windows": {
        "director_at_company_request": YEAR,
        "director_removed_without_cause": YEAR,
        "death": YEAR,
        "permanent_disability": YEAR,
        "dismissed_for_cause": "none",
    },
    "accelerate_on": ["death", "permanent_disability"],
    "without_cause_employee_window": "days",
    "acceleration_days_before": 20,
    "minimum_shares": 100,
    "remainder_exempt": False,
    "payment_methods": list(METHODS),
    "exchange_rule": "lower_of_last_and_mean",
    "value_day": "before",
    "listing": [
        {"from": date(2002, 1, 1), "tier": "otc"},
        {"from": date(2006, 8, 1), "tier": "exchange"},
        {"from": date(2008, 9, 17), "tier": "otc"},
    ],
}

THREE_MONTHS = {"months": 3}

PLAIN: dict[str, Any] = {
    **FOCUS,
    "name": "Plain plan",
    "issuer": "",
    "notice_address": [],
    "last_grant_date": None,
    "needs_stockholder_approval": False,
    "expiry_day_exercisable": True,
    "windows": {
        **dict.fromkeys(REASONS, THREE_MONTHS),
        "death": YEAR,
        "permanent_disability": YEAR,
        "dismissed_for_cause": "none",
    },
    "accelerate_on": [],
    "minimum_shares": 1,
    "exchange_rule": "last",
    "value_day": "on_or_before",
    "listing": [{"from": date(1970, 1, 1), "tier": "exchange"}],
}

BUNDLED = {"focus-2002": FOCUS, "plain-nso": PLAIN}


@dataclass(frozen=True)
class Plan:
    """A plan with every term filled in."""

    id: str
    terms: dict[str, Any]

    def __getitem__(self, term: str) -> Any:
        return self.terms[term]

    @property
    def group(self) -> tuple[str, str]:
        """What plans of one issuer have in common; a plan without an issuer stands alone."""
        return ("issuer", self["issuer"]) if self["issuer"] else ("plan", self.id)


def merged(base: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    """Terms with some replaced; only windows are merged reason by reason."""
    result = {**base, **changes}
    if "windows" in changes:
        result["windows"] = {**base["windows"], **changes["windows"]}
    return result
