"""Random questions about a random record: every kind with every option, on the days that matter."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from .course import replay
from .reader import Unusable
from .terms import ROLES

if TYPE_CHECKING:
    from .randoms import Maker

Json = dict[str, Any]


def some_grant(maker: Maker) -> str:
    if maker.chance(0.01):
        return "nobody's"
    if maker.stage and maker.chance(0.6):
        return maker.stage[0]
    return str(maker.rng.choice(maker.record["grants"])["id"])


def some_plan(maker: Maker) -> str:
    used = [grant["plan"] for grant in maker.record["grants"]]
    return "unheard-of" if maker.chance(0.01) else str(maker.rng.choice((*used, *maker.plans)))


def a_day(maker: Maker) -> date:
    return maker.stage[1] if maker.stage and maker.chance(0.6) else maker.day()


def on(maker: Maker) -> str:
    return a_day(maker).isoformat()


def vesting(maker: Maker) -> Json:
    return {"ask": "vesting", "grant": some_grant(maker)}


def position(maker: Maker) -> Json:
    ask: Json = {"ask": "position", "on": on(maker)}
    if maker.chance(0.3):
        ask["grant"] = some_grant(maker)
    return ask


def fair_market_value(maker: Maker) -> Json:
    return {"ask": "fair_market_value", "plan": some_plan(maker), "on": on(maker)}


def withholding(maker: Maker) -> Json:
    rng = maker.rng
    offers = {
        "federal": ("0.22", "0", "1", "0.333"),
        "federal_above_million": ("0.37", "0.396"),
        "social_security": ("0.062", "0.042"),
        "wage_base": ("87000", "184500", "0.01"),
        "medicare": ("0.0145",),
        "additional_medicare": ("0.009", "0"),
        "state": ("0.1023", "0.093", "0.00001"),
        "wages_to_date": ("0", "86999.99", "87000", "90000.00", "199999.99", "200000", "1234567"),
        "supplemental_to_date": ("0", "999999.99", "1000000", "999000", "2000000"),
    }
    part = rng.choice((0.2, 0.5, 1.0))
    return {key: rng.choice(values) for key, values in offers.items() if maker.chance(part)}


def vested(maker: Maker, name: str, day: date) -> int:
    """What the reference says can be exercised that day, or what was granted where it says nothing."""
    try:
        option = replay(maker.built(), day).options.get(name)
    except Unusable:
        option = None
    granted = next((grant["shares"] for grant in maker.record["grants"] if grant["id"] == name), 100)
    return option.vested if option and option.vested else int(granted)


def quote(maker: Maker) -> Json:
    rng = maker.rng
    name = some_grant(maker)
    day = a_day(maker)
    most = vested(maker, name, day)
    few = rng.choice((1, 50, 99, 100, 101))
    shares = rng.choice(
        (most, most, most // 2, most - few, most - few, most - 1, most + 1, few, rng.randrange(most) + 1)
    )
    ask: Json = {
        "ask": "quote",
        "grant": name,
        "on": day.isoformat(),
        "shares": min(max(shares, 1), 1_000_000_000),
        "payment": maker.payment(),
    }
    if ask["payment"]["method"] == "shares" and maker.chance(0.02):
        ask["payment"] = {"method": "shares", "lots": [{"lot": "nowhere", "shares": 5}]}
    if maker.chance(0.3):
        ask["tax_value"] = maker.price()
    how = rng.random()
    if how < 0.5:
        ask["withholding"] = withholding(maker)
    elif how < 0.65:
        ask["withholding"] = None
    return ask


def service_end(maker: Maker) -> Json:
    from .randoms import USUAL, fits

    rng = maker.rng
    role = rng.choice((*[grant["role"] for grant in maker.record["grants"]], *ROLES))
    reason = rng.choice([reason for reason in USUAL if fits(role, reason)])
    ask = {"ask": "service_end", "on": on(maker), "role": role, "reason": reason}
    if maker.chance(0.3):
        ask["plan"] = some_plan(maker)
    return ask


def deadlines(maker: Maker) -> Json:
    from .makers import iso

    start = maker.day()
    end = start + timedelta(days=maker.rng.choice((-1, 0, 1, 20, 90, 365, 1500, 4000)))
    if maker.chance(0.3):
        end = maker.day()
    return {"ask": "deadlines", "from": iso(start), "to": iso(end)}


def grid(maker: Maker) -> Json:
    rng = maker.rng
    payment = maker.payment()
    if maker.chance(0.5):
        payment.pop("sale_price", None)
    ask = {
        "ask": "grid",
        "grant": None if maker.chance(0.4) else some_grant(maker),
        "dates": [on(maker) for _ in range(rng.randrange(4))],
        "prices": [maker.price() for _ in range(rng.randrange(5))],
        "payment": payment,
    }
    how = rng.random()
    if how < 0.4:
        ask["withholding"] = withholding(maker)
    elif how < 0.5:
        ask["withholding"] = None
    return ask


KINDS: tuple[Any, ...] = (vesting, position, position, position, fair_market_value, quote, quote, quote, quote)
KINDS += (service_end, service_end, deadlines, deadlines, grid)


def ask_everything(maker: Maker) -> list[Json]:
    return [maker.rng.choice(KINDS)(maker) for _ in range(maker.rng.randrange(3, 9))]
