"""What an option may be worth beyond its spread: estimates by Black-Scholes and by Hull and White's lattice.

This is the one place of the rules that reckons in floats: an option's worth is an estimate that rests on assumptions
about the future, good to a few digits at the best. Nothing that is owed, taxed or printed on a notice comes from here.

Sources: F. Black and M. Scholes (1973) with R. Merton's dividend yield; J. Hull and A. White, "How to Value Employee
Stock Options" (2004), as a binomial lattice; Cox, Ross and Rubinstein's steps.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from models.errors import Refusal
from models.values.frozen import dataclass

MAX_STEPS = 1000
_STEPS = 300
_LIMITS = {
    "volatility": (0.01, 5.0, "1 % to 500 % a year"),
    "risk_free": (-0.05, 0.5, "-5 % to 50 % a year"),
    "dividend_yield": (0.0, 0.5, "0 % to 50 % a year"),
    "exit_rate": (0.0, 1.0, "0 % to 100 % a year"),
    "exercise_multiple": (1.0, 100.0, "1 to 100 times the exercise price"),
}


@dataclass(frozen=True)
class Assumptions:
    """What is assumed of the years to come; rates a year as fractions of one, continuously compounded.

    `exit_rate` (the chance a year that service ends) and `exercise_multiple` (holders are taken to exercise when the
    stock reaches this multiple of the exercise price) only matter to the lattice.
    """

    volatility: float
    risk_free: float
    dividend_yield: float = 0.0
    exit_rate: float = 0.05
    exercise_multiple: float = 2.2

    def __post_init__(self) -> None:
        for name, (least, most, says) in _LIMITS.items():
            value = getattr(self, name)
            if not (math.isfinite(value) and least <= value <= most):
                raise Refusal("bad_assumption", f"must be from {says}", name)


def black_scholes(spot: float, strike: float, years: float, given: Assumptions) -> float:
    """Dollars a share of a European call that ends in `years`; its intrinsic value where no time is left."""
    if years <= 0:
        return max(spot - strike, 0.0)
    spread = given.volatility * math.sqrt(years)
    drift = (given.risk_free - given.dividend_yield + given.volatility**2 / 2) * years
    d1 = (math.log(spot / strike) + drift) / spread
    stock = spot * math.exp(-given.dividend_yield * years) * _normal(d1)
    return stock - strike * math.exp(-given.risk_free * years) * _normal(d1 - spread)


def _normal(x: float) -> float:
    """The chance that a standard normal variable is at most `x`; erfc keeps its digits far out in the tail."""
    return math.erfc(-x / math.sqrt(2)) / 2


def hull_white(
    spot: float,
    strike: float,
    years: float,
    given: Assumptions,
    vest_years: Sequence[float] = (0.0,),
    steps_a_year: float | None = None,
) -> list[float]:
    """Dollars a share of an employee's option that ends in `years`, one figure for each time of vesting.

    Before it vests an exit forfeits it; afterwards an exit exercises it if that pays, and so does a stock price of
    `exercise_multiple` times the strike. `steps_a_year` is chosen where it is left out. One pass over the lattice
    serves all times of vesting: what vests at a step is worth the prices of that step's states times its worth there.
    """
    if years <= 0:
        return [max(spot - strike, 0.0)] * len(vest_years)
    lattice = _Lattice(spot, strike, years, given, _steps(years, given, steps_a_year))
    wanted = [min(int(at / lattice.length + 1e-9), lattice.steps) for at in vest_years]
    # The first step after the vesting step is the first on which the option can be exercised; vested now is now.
    first_open = [0 if at <= 0 else step + 1 for at, step in zip(vest_years, wanted, strict=True)]
    worth = lattice.worth_when_vested_from({min(step, lattice.steps) for step in first_open})
    return [worth[min(step, lattice.steps)] for step in first_open]


def _steps(years: float, given: Assumptions, a_year: float | None) -> int:
    """How many steps: enough that the up-move's chance lies between 0 and 1, which a small volatility makes hard."""
    steps = max(1, round(years * a_year)) if a_year is not None else _STEPS
    drift = abs(given.risk_free - given.dividend_yield)
    least = math.floor(years * (drift / given.volatility) ** 2 * 1.1) + 1
    if max(steps, least) > MAX_STEPS:
        says = "is too small beside the interest rate for the lattice; raise it, or use Black-Scholes"
        raise Refusal("bad_assumption", says, "volatility")
    return max(steps, least)


class _Lattice:
    """Cox, Ross and Rubinstein's tree with the exercise rule of Hull and White."""

    def __init__(self, spot: float, strike: float, years: float, given: Assumptions, steps: int) -> None:
        self.steps = steps
        self.length = years / steps
        self._spot, self._strike = spot, strike
        self._log_up = given.volatility * math.sqrt(self.length)
        up = math.exp(self._log_up)
        growth = math.exp((given.risk_free - given.dividend_yield) * self.length)
        chance = (growth - 1 / up) / (up - 1 / up)
        discount = math.exp(-given.risk_free * self.length)
        self._up, self._down = chance * discount, (1 - chance) * discount
        self._exit = min(1.0, given.exit_rate * self.length)
        self._sells_at = given.exercise_multiple * strike

    def worth_when_vested_from(self, wanted: set[int]) -> dict[int, float]:
        """Today's worth for each step from which the option can be exercised; at the last step it always can."""
        found = {}
        values = [max(price - self._strike, 0.0) for price in self._prices(self.steps)]
        if self.steps in wanted:
            found[self.steps] = self._today(self.steps, values)
        for step in range(self.steps - 1, min(wanted) - 1, -1):
            values = self._back(step, values)
            if step in wanted:
                found[step] = self._today(step, values)
        return found

    def _prices(self, step: int) -> list[float]:
        return [self._spot * math.exp((2 * ups - step) * self._log_up) for ups in range(step + 1)]

    def _back(self, step: int, after: list[float]) -> list[float]:
        up, down, strike, sells_at = self._up, self._down, self._strike, self._sells_at
        leaves, stays = self._exit, 1 - self._exit
        return [
            price - strike
            if price >= sells_at
            else stays * (up * above + down * below) + (leaves * (price - strike) if price > strike else 0.0)
            for price, below, above in zip(self._prices(step), after, after[1:], strict=False)
        ]

    def _today(self, step: int, values: list[float]) -> float:
        """Worth today of what is worth `values` at `step` and can't be exercised before: an exit forfeits it."""
        if step == 0:
            return values[0]
        log_up, log_down = math.log(self._up), math.log(self._down)
        ways = math.lgamma(step + 1)
        total = math.fsum(
            math.exp(ways - math.lgamma(ups + 1) - math.lgamma(step - ups + 1) + ups * log_up + (step - ups) * log_down)
            * value
            for ups, value in enumerate(values)
        )
        return float(total * (1 - self._exit) ** step)
