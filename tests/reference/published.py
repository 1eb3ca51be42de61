"""Worked examples published elsewhere, put as `evaluate` requests, and what their authors say comes out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from .schedule import months_after

Json = dict[str, Any]
Evaluate = Any  # a request as a dict in, the answers as a dict out

# The contract has no notion of option values, fractions of a share and the cost of a listed call: no request.
WITHOUT_REQUEST = {
    "alloc-FRACTIONAL",
    "bs-ellig-81",
    "bs-issuhub",
    "bs-jufinance",
    "hw-5",
    "hw-10",
    "hw-25",
    "cost-fairmark-call",
}
ON = "2020-06-15"
NO_RATES = {
    "federal": "0",
    "federal_above_million": "0",
    "social_security": "0",
    "wage_base": "1000000000",
    "medicare": "0",
    "additional_medicare": "0",
}
ITEM = {"fed": "federal", "ca": "state", "ss": "social_security", "medicare": "medicare"}


def record(**grant: Any) -> Json:
    """One grant of the plain plan, granted long before, all vested unless it says otherwise."""
    shares = grant["shares"]
    usual = {
        "id": "G",
        "plan": "plain-nso",
        "grant_date": "2019-01-02",
        "exercise_price": "1.00",
        "role": "employee",
        "vesting": {"kind": "tranches", "tranches": [{"date": "2019-06-03", "shares": shares}]},
    }
    return {"format": "strikebook-record", "version": 1, "grants": [{**usual, **grant}]}


def ask(evaluate: Evaluate, facts: Json, question: Json) -> Json:
    answer: Json = evaluate({"record": facts, "questions": [question]})["answers"][0]
    assert "error" not in answer, answer
    return answer


def quote(evaluate: Evaluate, case: Json, payment: Json, withholding: Json | None) -> Json:
    facts = record(shares=case["n"], exercise_price=case["k"])
    facts["prices"] = [{"plan": "plain-nso", "date": ON, "last": case["fmv"]}]
    facts["lots"] = [{"id": "L", "plan": "plain-nso", "acquired": "2019-01-02", "shares": 10**6, "basis": "1"}]
    question = {"ask": "quote", "grant": "G", "on": ON, "shares": case["n"], "payment": payment}
    return ask(evaluate, facts, {**question, "withholding": withholding})


def same_money(text: str | None, expected: str) -> bool:
    return text is not None and Fraction(text) == Fraction(expected)


# One function for each kind of case: what our answer says, in the case's own words -----------------------------


def swap(evaluate: Evaluate, case: Json) -> Json:
    answer = quote(evaluate, case, {"method": "shares"}, None)
    return {"tender": answer["shares_tendered"], "net_new": answer["shares_kept"], "income": answer["spread"]}


def net(evaluate: Evaluate, case: Json) -> Json:
    """The price in shares is a net exercise. Taxes in shares the plan does not know: they are sold to cover."""
    result = {"withheld_cost": quote(evaluate, case, {"method": "net"}, None)["shares_withheld"]}
    sale = {"method": "broker", "mode": "sell_to_cover", "sale_price": case["fmv"], "cover_withholding": True}
    rate = case["tax_rate"] or "0"
    answer = quote(evaluate, case, sale, {**NO_RATES, "federal": rate, "federal_above_million": rate})
    return {
        **result,
        "delivered": answer["shares_kept"],
        "withheld_tax": answer["shares_sold"] - result["withheld_cost"],
        "tax": answer["withholding"]["total"],
    }


def proceeds(evaluate: Evaluate, case: Json) -> str:
    income = (Fraction(case["fmv"]) - Fraction(case["k"])) * case["n"]
    rate = str(float(Fraction(case["tax"]) / income))
    sale = {"method": "broker", "mode": "same_day_sale", "sale_price": case["fmv"], "fees": {"flat": case["fee"]}}
    answer = quote(evaluate, case, sale, {**NO_RATES, "federal": rate, "federal_above_million": rate})
    return str(answer["cash_to_holder"])


def nso(evaluate: Evaluate, case: Json) -> Json:
    rates = dict(NO_RATES)
    for name, rate in case["rates"].items():
        if name == "fica":  # 7.65 % is 6.2 % and 1.45 %
            assert rate == "0.0765"
            rates |= {"social_security": "0.062", "medicare": "0.0145"}
        else:
            rates[ITEM[name]] = rate
    answer = quote(evaluate, case, {"method": "cash"}, {**rates, "federal_above_million": rates["federal"]})
    items = answer["withholding"]
    fica = Fraction(items["social_security"]) + Fraction(items["medicare"])
    return {
        "income": answer["spread"],
        **{name: items[item] for name, item in ITEM.items()},
        "fica": str(fica),
        "total": items["total"],
        "net": str(Fraction(answer["spread"]) - Fraction(items["total"])),
    }


def split(evaluate: Evaluate, case: Json) -> Json:
    facts = record(shares=case["n"], exercise_price=case["k"])
    event = {"type": "adjustment", "date": ON, "plan": "plain-nso", "kind": "split", "new": case["num"]}
    facts["events"] = [{**event, "old": case["den"]}]
    grant = ask(evaluate, facts, {"ask": "position", "on": ON})["grants"][0]
    return {"n": grant["outstanding"], "k": grant["exercise_price"]}


def schedule_of(evaluate: Evaluate, shares: int, vesting: Any) -> list[Json]:
    answer = ask(evaluate, record(shares=shares, vesting=vesting), {"ask": "vesting", "grant": "G"})
    return list(answer["tranches"])


def months(count: int, every: int = 1, start: str = "2019-01-02", **more: Any) -> Json:
    return {"kind": "periodic", "start": start, "total_months": count * every, "every_months": every, **more}


def allocation(evaluate: Evaluate, case: Json) -> list[int]:
    tranches = schedule_of(evaluate, case["total"], months(case["n"], allocation=case["mode"]))
    return [tranche["shares"] for tranche in tranches]


def cliffsum(evaluate: Evaluate, case: Json) -> int:
    generator = months(case["n"], allocation=case["mode"], cliff_months=case["cliff"])
    return int(schedule_of(evaluate, case["total"], generator)[0]["shares"])


def crd(evaluate: Evaluate, case: Json) -> int:
    part, whole = case["cum"]
    return int(schedule_of(evaluate, case["total"], months(whole))[part - 1]["cumulative"]) - int(case["already"])


def date(evaluate: Evaluate, case: Json) -> str:
    if case["unit"] != "days":
        length = case["n"] * (12 if case["unit"] == "years" else 1)
        return str(schedule_of(evaluate, 100, months(1, length, start=case["start"]))[0]["date"])
    facts = record(shares=100, overrides={"windows": {"resignation": {"days": case["n"]}}})
    end = {"type": "service_ended", "date": case["start"], "role": "employee", "reason": "resignation"}
    facts["events"] = [end]
    answer = ask(evaluate, facts, {"ask": "position", "on": case["start"]})
    return str(answer["grants"][0]["last_exercise_day"])


def generator(case: Json) -> Any:
    """The schedule of a case; a cliff with a share of its own is a tranche and a generator for the rest."""
    total, count, every, cliff = case["total"], case["count"], case["every"], case["cliff"]
    if cliff is None:
        return months(count, every, start=case["start"])
    share, due = Fraction(*cliff["pct"]), Fraction(cliff["occurrence"], count)
    if share == due:
        return months(count, every, start=case["start"], cliff_months=cliff["occurrence"] * every)
    first = int(total * share)
    on = later(case["start"], cliff["occurrence"] * every)
    rest = months(count - cliff["occurrence"], every, start=on)
    tranche = {"kind": "tranches", "tranches": [{"date": on, "shares": first}]}
    return [{**tranche, "shares": first}, {**rest, "shares": total - first}]


def later(start: str, count: int) -> str:
    day = dt.date.fromisoformat(start)
    return months_after(day, count, day.day).isoformat()


def schedule(evaluate: Evaluate, case: Json) -> Json:
    """What vests when: the deadlines, since a schedule shows tranches before the grant on their own dates."""
    made = case["grant_date"] or case["start"]
    facts = record(shares=case["total"], grant_date=made, vesting=generator(case))
    answer = ask(evaluate, facts, {"ask": "deadlines", "from": made, "to": "2100-01-01"})
    found = [[entry["date"], entry["shares"]] for entry in answer["deadlines"] if entry["kind"] == "vests"]
    return {
        "events": len(found),
        "first": found[0],
        "second": found[1] if len(found) > 1 else None,
        "last_date": found[-1][0],
        "sum": sum(shares for _, shares in found),
        "all": found,
        "none_before": found[0][0],
    }


def statements(evaluate: Evaluate, case: Json) -> list[Any]:
    parts, passed = [], 0
    for count, every, share in case["statements"]:
        start = later(case["start"], passed)
        parts.append({**months(count, every, start=start), "shares": int(case["total"] * Fraction(*share))})
        passed += count * every
    return [[tranche["date"], tranche["shares"]] for tranche in schedule_of(evaluate, case["total"], parts)]


def asof(evaluate: Evaluate, case: Json) -> int:
    facts = record(shares=case["total"], grant_date=case["start"], vesting=generator(case))
    return int(ask(evaluate, facts, {"ask": "position", "on": case["asof"]})["grants"][0]["vested"])


KINDS: dict[str, Callable[[Evaluate, Json], Any]] = {
    "swap": swap,
    "net": net,
    "proceeds": proceeds,
    "nso": nso,
    "split": split,
    "allocation": allocation,
    "cliffsum": cliffsum,
    "crd": crd,
    "date": date,
    "schedule": schedule,
    "statements": statements,
    "asof": asof,
}


def disagreements(evaluate: Evaluate, case: Json) -> list[str]:
    """Where an answer is not what the published example says."""
    got, expected = KINDS[case["kind"]](evaluate, case), case["expect"]
    if not isinstance(expected, dict):
        expected, got = {"": expected}, {"": got}
    wrong = []
    for key, value in expected.items():
        if key == "none_before":
            same = got[key] >= value
        elif isinstance(value, str) and value[4:5] != "-":
            same = same_money(got[key], value)
        else:
            same = got[key] == value
        if not same:
            wrong.append(f"{key}: published {value!r}, ours {got[key]!r}")
    return wrong
