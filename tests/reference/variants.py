"""Deliberately wrong copies of the reference, each off in one place: the comparison must notice every one."""

from __future__ import annotations

import importlib
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent

# name: (file, what stands there, what is put in its place)
WRONG: dict[str, tuple[str, str, str]] = {
    "window a day longer": (
        "course.py",
        "return day + timedelta(days=window[",
        "return day + ONE + timedelta(days=window[",
    ),
    "anniversary does not count": (
        "course.py",
        "return schedule.months_after(day, months, day.day)",
        "return schedule.months_after(day, months, day.day) - ONE",
    ),
    "expiry day counts": ("facts.py", "self.expires_on if exercisable else", "self.expires_on if not exercisable else"),
    "window outlives term": ("course.py", "min(term, self.window_last)", "self.window_last"),
    "lapses a day late": (
        "course.py",
        "day > option.last_exercise_day and option.outstanding",
        "day > option.last_exercise_day + ONE and option.outstanding",
    ),
    "cause not in every role": ("terms.py", '("death", "dismissed_for_cause")', '("death",)'),
    "death not in every role": ("terms.py", '("death", "dismissed_for_cause")', '("dismissed_for_cause",)'),
    "later service end counts": ("course.py", "if ends and not option.reason and", "if ends and"),
    "service end after the term counts": (
        "course.py",
        "not option.reason and day <= option.last_exercise_day",
        "not option.reason",
    ),
    "service end before the grant counts": (
        "course.py",
        "if option.grant.made <= day and self.record.concerns(event, option.grant.plan)",
        "if self.record.concerns(event, option.grant.plan)",
    ),
    "service end on the grant day does not count": (
        "course.py",
        "if option.grant.made <= day and self.record.concerns(event, option.grant.plan)",
        "if option.grant.made < day and self.record.concerns(event, option.grant.plan)",
    ),
    "any_role looks at its own plan only": (
        "course.py",
        "if other.grant.plan.group == group",
        "if other.grant.plan == option.grant.plan",
    ),
    "any_role looks at all issuers": (
        "course.py",
        "other.own_role_ended for other in reached if other.grant.plan.group == group",
        "other.own_role_ended for other in reached",
    ),
    "any_role is grant_role": ("course.py", '["continuity"] == "any_role"', '["continuity"] == "never"'),
    "one year for advisors too": ("course.py", 'and event["role"] == "employee"\n', "\n"),
    "one year by the grant's role": (
        "course.py",
        'and event["role"] == "employee"\n',
        'and grant.role == "employee"\n',
    ),
    "one_year before windows": (
        "course.py",
        'window = terms["windows"].get(reason, window)',
        'window = window if one_year else terms["windows"].get(reason, window)',
    ),
    "acceleration with none": (
        "course.py",
        '            if window == "none":\n',
        (
            '            if window == "none":\n'
            '                option.vest_all() if reason in option.grant.terms["accelerate_on"] else 0\n'
        ),
    ),
    "unvested expires": (
        "course.py",
        "        self.forfeit_unvested()\n        self.expired += self.vested",
        "        self.expired += self.vested + self.unvested\n        self.dated, self.waiting = [], []",
    ),
    "forfeited counts as lapsed": (
        "course.py",
        "                option.forfeit_unvested()\n\n",
        "                option.lapsed += option.forfeit_unvested()\n\n",
    ),
    "codes without anything lapsed": (
        "course.py",
        "option.grant.made <= day and (option.outstanding or option.lapsed)",
        "option.grant.made <= day",
    ),
    "not_approved before the grant": (
        "course.py",
        "if option.grant.made <= day and (option.outstanding or option.lapsed)",
        "if option.outstanding or option.lapsed",
    ),
    "cause becomes window_closed": (
        "course.py",
        'option.for_cause = reason == "dismissed_for_cause"',
        "option.for_cause = False",
    ),
    "any none is cause": ("course.py", 'option.for_cause = reason == "dismissed_for_cause"', "option.for_cause = True"),
    "minimum ignores exemption": ("course.py", 'minimum and not option.grant.terms["remainder_exempt"]', "minimum"),
    "minimum inclusive": ("course.py", "1 <= option.vested < minimum", "1 <= option.vested <= minimum"),
    "approval for copies": ("course.py", "or grant.plan.id in self.approved", "or bool(self.approved)"),
    "adjusts grants of the day": (
        "course.py",
        "grant.made < day and option.outstanding",
        "grant.made <= day and option.outstanding",
    ),
    "adjusts what is gone": ("course.py", "grant.made < day and option.outstanding:", "grant.made < day:"),
    "adjusts lots of the day": ("course.py", "lot.owned_from < day", "lot.owned_from <= day"),
    "exercise lots follow earlier adjustments": (
        "course.py",
        """                    lot["shares"],
                    lot["basis"],
                    from_exercise=True,""",
        """                    lot["shares"]
                    + any(
                        lot["acquired"] < other["date"] <= event["date"] for other in self.record.of_type("adjustment")
                    ),
                    lot["basis"],
                    from_exercise=True,""",
    ),
    "floors each tranche": (
        "course.py",
        "result.append((key, cumulative * top // bottom - done))",
        "result.append((key, shares * top // bottom))",
    ),
    "price rounded to nearest": (
        "course.py",
        "Fraction(ceil(option.price * old * TEN_THOUSAND / new), TEN_THOUSAND)",
        "Fraction(round(option.price * old * TEN_THOUSAND / new), TEN_THOUSAND)",
    ),
    "determined ratio by granted": (
        "course.py",
        '(determined["shares"], before)',
        '(determined["shares"], option.grant.shares)',
    ),
    "determined price ignored": ("course.py", 'determined.get("exercise_price", price)', "price"),
    "basis not adjusted": ("course.py", "lot.basis = lot.basis * old / new", "lot.basis = lot.basis"),
    "acceleration a day late": (
        "course.py",
        'event["date"] - timedelta(days=grant.plan["acceleration_days_before"])',
        'event["date"] + ONE - timedelta(days=grant.plan["acceleration_days_before"])',
    ),
    "acceleration not for new grants": (
        "course.py",
        "    return max(day, grant.made)\n",
        "    return day if day >= grant.made else None\n",
    ),
    "acceleration by the event's plan": (
        "course.py",
        'grant.plan["acceleration_days_before"]',
        'record.plans[event["plan"]]["acceleration_days_before"]',
    ),
    "vesting after acceleration": ("course.py", "        course.accelerate(day)\n", ""),
    "exercise after service end": (
        "course.py",
        '        for _, event in of_today["service_ended"]:\n            course.end_service(event)\n',
        "",
    ),
    "exercise before vesting": (
        "course.py",
        '        course.vest(day)\n        for _, event in of_today["vesting_event"]',
        '        for _, event in of_today["vesting_event"]',
    ),
    "cliff by installment": ("schedule.py", "max(k * every, cliff)", "k * every"),
    "half down": (
        "schedule.py",
        "(2 * shares * k + count) // (2 * count)",
        "(2 * shares * k + count - 1) // (2 * count)",
    ),
    "day of month from start": ("schedule.py", "int(rule[:2])", "start.day"),
    "vesting shows the grant date": (
        "answers.py",
        "by_date[when] = by_date.get(when, 0) + shares\n    for name",
        "by_date[max(when, grant.made)] = by_date.get(max(when, grant.made), 0) + shares\n    for name",
    ),
    "last vesting event counts": ("answers.py", 'min(known, event["date"])', 'max(known, event["date"])'),
    "good remainder with waiting": ("answers.py", "minimum and not option.waiting and", "minimum and"),
    "totals of intrinsic skip null": (
        "answers.py",
        "None if None in amounts else sum(amounts)",
        "sum(amount or 0 for amount in amounts)",
    ),
    "intrinsic below zero": (
        "answers.py",
        "max(Fraction(0), value.amount - option.price)",
        "(value.amount - option.price)",
    ),
    "deadlines without first day": (
        "answers.py",
        "if name in alive and first <= day",
        "if name in alive and first < day",
    ),
    "expires with every window": ("answers.py", "<= last and end == term", "<= last"),
    "grid rounds half to zero": ("money.py", "-floor(-number + Fraction(1, 2))", "floor(number + Fraction(1, 2))"),
    "value of the day itself": (
        "value.py",
        "price_date < day or (the_day_too and price_date == day)",
        "price_date <= day",
    ),
    "value never of the day": ("value.py", 'the_day_too = tier == "none" or plan', "the_day_too = plan"),
    "stale after 6": ("value.py", "self.days_old > 7", "self.days_old > 6"),
    "determined goes stale": ("value.py", ' and self.rule != "6"', ""),
    "first price of a day": ("value.py", 'if day not in result or entry["plan"] == plan.id', "if day not in result"),
    "first bid": ("value.py", "sum(bids, Fraction(0)) / len(bids)", "bids[0]"),
    "higher of last and mean": ("value.py", "min(last, mean)", "max(last, mean)"),
    "split on the price day": ("value.py", 'price_date < event["date"] <= day', 'price_date <= event["date"] <= day'),
    "split on the day not": ("value.py", 'price_date < event["date"] <= day', 'price_date < event["date"] < day'),
    "tier from the day after": ("value.py", 'entry["from"] <= day', 'entry["from"] < day'),
    "net more than S": ("payment.py", "min(most, shares)", "most"),
    "aggregate rounded down": (
        "payment.py",
        "aggregate = cents_up(shares * price)",
        "aggregate = cents_down(shares * price)",
    ),
    "rest rounded down": (
        "payment.py",
        "cents_up(Fraction(aggregate, 100) - given * value)",
        "cents_down(Fraction(aggregate, 100) - given * value)",
    ),
    "tender ignored": ("payment.py", 'remaining = min(remaining, payment["tender"])', "pass"),
    "newest lots first": (
        "payment.py",
        "(lot.acquired, lot.from_exercise))",
        "(lot.acquired, lot.from_exercise), reverse=True)",
    ),
    "lots of other issuers": ("payment.py", "lot.group == grant.plan.group and lot.shares", "lot.shares"),
    "named lots of the oldest first": (
        "payment.py",
        'for named in payment["lots"]',
        'for named in sorted(payment["lots"], key=lambda named: named["lot"])',
    ),
    "asking too much is fine": ("payment.py", "asked is not None and asked > total", "False"),
    "named too much is fine": ("payment.py", 'too_much or named["shares"] > have', "False"),
    "swap leaves lots": ("payment.py", "lot.shares -= shares", "pass"),
    "all lots carried over": ("payment.py", "over = min(number, shares - carried)", "over = number"),
    "not the smallest sale": (
        "payment.py",
        "number = floor((Fraction(need, 100)",
        "number = 1 + floor((Fraction(need, 100)",
    ),
    "fees rounded once": (
        "payment.py",
        "cents_up(flat) + cents_up(per_share * number) + cents_up(rate * number * price)",
        "cents_up(flat + per_share * number + rate * number * price)",
    ),
    "gross rounded up": (
        "payment.py",
        "result.proceeds = cents_down(sold * price)",
        "result.proceeds = cents_up(sold * price)",
    ),
    "shortfall without tax": ("payment.py", "max(-left, 0) + (0 if covers_tax else tax)", "max(-left, 0)"),
    "wages above 200,000 twice": ("payment.py", "above -= max(Fraction(0), wages - rates.ADDITIONAL_FROM)", "pass"),
    "supplemental ignored": ("payment.py", "min(income, rates.MILLION - supplemental)", "min(income, rates.MILLION)"),
    "wage base ignored": ("payment.py", 'min(income, max(Fraction(0), table["wage_base"] - wages))', "income"),
    "negative income withheld": ("payment.py", "    income = max(Fraction(0), income)\n", ""),
    "exempt whatever is left": (
        "payment.py",
        'terms["remainder_exempt"] and shares == option.outstanding',
        'terms["remainder_exempt"]',
    ),
    "blocked but not exceeding": (
        "payment.py",
        'shares > vested or set(blocked) - {"below_minimum"}',
        "shares > vested",
    ),
    "below the minimum exceeds": (
        "payment.py",
        'shares > vested or set(blocked) - {"below_minimum"}',
        "shares > vested or set(blocked)",
    ),
    "rates by year": ("rates.py", 'day.isoformat() <= entry["to"]', 'f"{day.year}-01-01" <= entry["to"]'),
    "no rate above a million is none": (
        "rates.py",
        'result["federal_above_million"] = result["federal"]',
        'result["federal_above_million"] = Fraction(0)',
    ),
    "estate pays": ("quotes.py", "        not died,\n", "        True,\n"),
    "death of another issuer": ("quotes.py", "day and record.concerns(event, option.grant.plan)", "day"),
    "death tomorrow": (
        "quotes.py",
        'event["reason"] == "death" and event["date"] <= day and',
        'event["reason"] == "death" and',
    ),
    "near from the first day on": (
        "quotes.py",
        "0 <= (option.last_exercise_day - day).days <= NEAR",
        "(option.last_exercise_day - day).days <= NEAR",
    ),
    "near 15": ("quotes.py", "NEAR = 14", "NEAR = 15"),
    "under water strictly": ("quotes.py", "option.price >= value.amount", "option.price > value.amount"),
    "above though more vests": ("quotes.py", "not to_vest and shares <=", "shares <="),
    "above though blocked": ("quotes.py", "shares <= course.exercisable(option, day)", "shares <= option.vested"),
    "below without minimum": ("quotes.py", "below if below >= minimum else None", "below"),
    "remainder of vested only": (
        "quotes.py",
        "stranded = option.vested + to_vest - shares",
        "stranded = option.vested - shares",
    ),
    "no_rates for employees only": (
        "quotes.py",
        "withholding is not None and rates.lacking",
        "would_withhold and withholding is not None and rates.lacking",
    ),
    "no value is always an error": ("quotes.py", "from_proceeds and would_withhold)", "from_proceeds)"),
    "Good Friday open": ("market.py", ", easter(year) - 2 * ONE]", "]"),
    "mail on Columbus Day": ("market.py", "days = {nth(year, 10, MONDAY, 2)}", "days = set()"),
    "windows replaced": (
        "terms.py",
        'result["windows"] = {**base["windows"], **changes["windows"]}',
        'result["windows"] = changes["windows"]',
    ),
    "every plan its own issuer": (
        "terms.py",
        'return ("issuer", self["issuer"]) if self["issuer"] else ("plan", self.id)',
        'return ("plan", self.id)',
    ),
    "no issuer is one issuer": (
        "terms.py",
        'return ("issuer", self["issuer"]) if self["issuer"] else ("plan", self.id)',
        'return ("issuer", self["issuer"])',
    ),
}


def changed(name: str) -> tuple[str, str]:
    """The file of a variant and its changed text."""
    file, old, new = WRONG[name]
    text = (HERE / file).read_text(encoding="utf-8")
    if text.count(old) != 1 or old == new:
        raise LookupError(f"{name}: {file} has {text.count(old)} places that read {old!r}")
    return file, text.replace(old, new)


@contextmanager
def wrong(name: str) -> Iterator[Callable[[bytes], dict[str, Any]]]:
    """The door of a copy with one thing wrong."""
    file, text = changed(name)
    package = "wrong_reference"
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / package
        shutil.copytree(HERE, copy, ignore=shutil.ignore_patterns("__pycache__"))
        (copy / file).write_text(text, encoding="utf-8")
        sys.path.insert(0, folder)
        try:
            model = importlib.import_module(f"{package}.model")
            rates = importlib.import_module(f"{package}.rates")
            rates.__dict__["FILE"] = HERE.parents[1] / "resources" / "rates" / "withholding.json"

            def door(data: bytes) -> dict[str, Any]:
                from .model import Unusable

                try:
                    result: dict[str, Any] = model.evaluate_text(data)
                except model.Unusable as refusal:
                    raise Unusable(str(refusal)) from None
                return result

            yield door
        finally:
            sys.path.remove(folder)
            for module in [module for module in sys.modules if module.startswith(package)]:
                del sys.modules[module]
