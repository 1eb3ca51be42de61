"""Shares the holder owns of one issuer: lots through adjustments, and what recorded swaps took out of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from models.facts.event import Adjustment, Exercised
from models.facts.lot import Lot
from models.facts.payment import Swap
from models.rules.answers import OwnedLot
from models.rules.course import Failure


class Held(NamedTuple):
    """Lots that tender: what each gives, whether more was asked for than is owned."""

    taken: tuple[OwnedLot, ...]
    asks_too_much: bool

    @property
    def shares(self) -> int:
        """The shares tendered."""
        return sum(lot.shares for lot in self.taken)


def oldest_first(lots: Iterable[OwnedLot]) -> tuple[OwnedLot, ...]:
    """Lots by acquisition date, ties in record order."""
    return tuple(sorted(lots, key=lambda lot: lot.acquired))


def tender(lots: tuple[OwnedLot, ...], swap: Swap, most: int | None) -> Held:
    """The shares a swap takes out of `lots` (in record order): at most `most` (None: as many as asked for)."""
    if swap.lots is not None:
        holding = {lot.id: lot for lot in lots}
        offered: list[OwnedLot] = []
        too_much = False
        for id, asked in swap.lots:
            lot = holding.get(id)
            left = 0 if lot is None else lot.shares
            too_much = too_much or asked > left
            if lot is not None and left:
                offered.append(lot._replace(shares=min(asked, left)))
                holding[id] = lot._replace(shares=left - min(asked, left))
        return Held(_first_shares(offered, most), too_much)
    owned = sum(lot.shares for lot in lots)
    limit = swap.tender if most is None else most if swap.tender is None else min(most, swap.tender)
    too_much = swap.tender is not None and swap.tender > owned
    return Held(_first_shares(oldest_first(lots), limit), too_much)


def _first_shares(lots: Iterable[OwnedLot], most: int | None) -> tuple[OwnedLot, ...]:
    taken: list[OwnedLot] = []
    left = most
    for lot in lots:
        if left == 0:
            break
        shares = lot.shares if left is None else min(lot.shares, left)
        taken.append(lot._replace(shares=shares))
        if left is not None:
            left -= shares
    return tuple(taken)


class Owned:
    """The lots of one issuer replayed once; `most_for` says how many shares a recorded swap can use at most."""

    def __init__(
        self,
        lots: Iterable[Lot],
        events: Iterable[tuple[int, Adjustment | Exercised]],
        most_for: Callable[[int, Exercised], int | None],
    ) -> None:
        self.failure: Failure | None = None
        self._days: list[date] = []
        # What each of these days changed, by the lots' order; None where nothing of a lot is left.
        self._changes: list[dict[int, OwnedLot | None]] = []
        self._snapshots: dict[int, tuple[OwnedLot, ...]] = {}
        self._tendered: dict[int, tuple[OwnedLot, ...]] = {}
        entries = sorted(events, key=lambda entry: (entry[1].date, entry[0]))
        arriving = [(lot.acquired, at, _as_owned(lot)) for at, lot in enumerate(lots)]
        orders = {lot.id: at for _, at, lot in arriving}
        for _, event in entries:
            if isinstance(event, Exercised):
                for lot in event.lots:
                    orders[lot.id] = len(orders)
        self._replay(arriving, orders, entries, most_for)

    def on(self, day: date) -> tuple[OwnedLot, ...]:
        """The lots owned at the end of `day`, in record order."""
        at = bisect_right(self._days, day)
        if at not in self._snapshots:
            lots: dict[int, OwnedLot | None] = {}
            for changes in self._changes[:at]:
                lots.update(changes)
            self._snapshots[at] = tuple(lot for _, lot in sorted(lots.items()) if lot is not None)
        return self._snapshots[at]

    def tendered(self, index: int) -> tuple[OwnedLot, ...]:
        """What the recorded swap at this index of the events took out of the lots."""
        return self._tendered.get(index, ())

    def _replay(
        self,
        arriving: list[tuple[date, int, OwnedLot]],
        orders: dict[str, int],
        entries: list[tuple[int, Adjustment | Exercised]],
        most_for: Callable[[int, Exercised], int | None],
    ) -> None:
        """Day by day: adjustments of what was owned before, lots acquired that day, then exercises in their order."""
        held: dict[int, OwnedLot] = {}
        by_day: dict[date, list[tuple[int, Adjustment | Exercised]]] = {}
        for entry in entries:
            by_day.setdefault(entry[1].date, []).append(entry)
        arrivals: dict[date, dict[int, OwnedLot]] = {}
        for day, order, lot in arriving:
            arrivals.setdefault(day, {})[order] = lot
        for day in sorted(by_day.keys() | arrivals.keys()):
            today = by_day.get(day, [])
            changed = set(arrivals.get(day, ()))
            for _, event in today:
                if isinstance(event, Adjustment):
                    changed.update(held)
                    held = _adjusted(held, event)
            held.update(arrivals.get(day, {}))
            if not self._exercise_all(held, changed, orders, today, most_for):
                return
            if changed:
                self._days.append(day)
                self._changes.append({order: held.get(order) for order in changed})

    def _exercise_all(
        self,
        held: dict[int, OwnedLot],
        changed: set[int],
        orders: dict[str, int],
        today: list[tuple[int, Adjustment | Exercised]],
        most_for: Callable[[int, Exercised], int | None],
    ) -> bool:
        """Take the day's swaps out of `held` and put new lots in, noting which; False where a swap is not allowed."""
        for index, event in today:
            if not isinstance(event, Exercised):
                continue
            if isinstance(event.payment, Swap):
                code = self._swap(held, orders, index, event, most_for(index, event))
                if code:
                    self.failure = Failure(event.date, index, code)
                    return False
                changed.update(orders[lot.id] for lot in self._tendered[index])
            held.update((orders[lot.id], _as_owned(lot)) for lot in event.lots)
            changed.update(orders[lot.id] for lot in event.lots)
        return True

    def _swap(
        self,
        held: dict[int, OwnedLot],
        orders: dict[str, int],
        index: int,
        event: Exercised,
        most: int | None,
    ) -> str | None:
        assert isinstance(event.payment, Swap)
        given = tender(tuple(held[order] for order in sorted(held)), event.payment, most)
        if given.asks_too_much:
            return "insufficient_shares_owned"
        if most is None and event.payment.asked is None:
            return "no_fair_market_value"
        for lot in given.taken:
            order = orders[lot.id]
            left = held[order].shares - lot.shares
            if left:
                held[order] = held[order]._replace(shares=left)
            else:
                del held[order]
        self._tendered[index] = given.taken
        return None


def _as_owned(lot: Lot) -> OwnedLot:
    return OwnedLot(lot.id, lot.acquired, lot.shares, lot.basis)


def _adjusted(held: dict[int, OwnedLot], event: Adjustment) -> dict[int, OwnedLot]:
    """Each lot floored on its own, its basis a share multiplied by old / new; a lot of nothing is gone."""
    ratio = Fraction(event.old, event.new)
    return {
        order: lot._replace(shares=lot.shares * event.new // event.old, basis=lot.basis * ratio)
        for order, lot in held.items()
        if lot.shares * event.new // event.old
    }
