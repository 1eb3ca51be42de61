"""The fewest shares whose sale covers an amount after fees, in bounded time whatever the price and the fees.

Usually a few steps from below find it. But where almost all of the price goes into fees, thousands of millions of
numbers lie between the exact, unrounded solution and the first that the roundings allow. Then the question is put
differently: proceeds rounded down, two fees rounded up and the shares are whole numbers, so every possible sale is a
point of a lattice in space; it covers if three slacks (of either fee and of the proceeds) are not negative, and the
more shares are sold, the more the slacks are together. Whether a range of numbers of shares holds a solution is then
whether a slab of space holds a point, and in a basis of short vectors only a handful of lines meet it (H. W. Lenstra,
1983); halving the range finds the fewest.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations
from math import ceil, floor
from operator import mul

_PLAIN_STEPS = 40
# Three slacks, and a fourth figure that makes vectors across the slab longer while a basis is chosen.
_Vector = tuple[int, ...]
_Line = tuple[int, int, int]


def fewest(need: int, gain: int, each: int, part: int, scale: int, most: int) -> int | None:
    """The smallest n from 1 to `most` with n x gain // scale - ceil(n x each / scale) - ceil(n x part / scale) >= need.

    All are whole numbers: `need` above zero in cents; the others are `scale` times the cents of one share: what it
    brings, its own fee, and its part of the proceeds. None where there is no such number.
    """
    slope = gain - each - part
    if slope <= 0:
        return None
    # Where unrounded fees would be covered; fees never fall with more shares, so the answer is approached from below.
    guess = -(-need * scale // slope)
    for _ in range(_PLAIN_STEPS):
        if guess > most:
            return None
        fees = -(-each * guess // scale) - (-part * guess // scale)
        required = -(-(need + fees) * scale // gain)
        if required <= guess:
            return guess
        guess = required
    return _by_halving(guess, most, need * scale, gain, each, part, scale)


def _by_halving(least: int, most: int, need: int, gain: int, each: int, part: int, scale: int) -> int | None:
    """The same from `least` on, with `need` scaled too: half of what is left is ruled out, or a better one is found."""
    slope = gain - each - part
    found = None
    while least <= most:
        middle = (least + most) // 2
        slab = _Slab(need, slope * least - need, slope * middle - need)
        point = next(slab.points([(-each, -part, gain), (scale, 0, -scale), (0, scale, -scale)]), None)
        if point is None:
            least = middle + 1
        else:
            found = (need + sum(point)) // slope
            most = found - 1
    return found


class _Slab:
    """The points without a negative slack whose slacks together are from `low` to `high`; the lattice is `need` off."""

    def __init__(self, need: int, low: int, high: int) -> None:
        self._need, self._low, self._high = need, low, high
        # How many times wider than thick the slab is.
        self._weight = high // (high - low + 1) + 1

    def points(self, basis: list[_Vector]) -> Iterator[_Vector]:
        """Points of the lattice in the slab; if there is any, one at least."""
        one, two, three = (vector[:3] for vector in _reduced([self._weighted(vector) for vector in basis]))
        across = _cross(one, two)
        height = _dot(across, three)
        begin = (0, 0, -self._need)
        # The slab's corners say which multiples of the third vector, each a plane, can meet it.
        sides = (self._low, self._high)
        corners = [tuple(side * (at == axis) for at in range(3)) for side in sides for axis in range(3)]
        levels = [Fraction(_dot(across, corner) + across[2] * self._need, height) for corner in corners]
        for level in range(ceil(min(levels)), floor(max(levels)) + 1):
            yield from self._in_plane(one, two, _less(begin, -level, three))

    def _weighted(self, vector: _Vector) -> _Vector:
        return (*vector, self._weight * sum(vector))

    def _in_plane(self, one: _Vector, two: _Vector, start: _Vector) -> Iterator[_Vector]:
        """The points start + p x two + q x one: for each p one of those that q allows."""
        lines = self._lines(one, two, start)
        corners = list(_corners(lines))
        if not corners:
            return
        # What the plane cuts out of the slab may be a thin strip: then p goes along it, not across.
        (a, b), (c, d) = _shaped(corners)
        two, one = _sum(a, two, b, one), _sum(c, two, d, one)
        lines = self._lines(one, two, start)
        met = [p for p, _ in _corners(lines)]
        for p in range(ceil(min(met)), floor(max(met)) + 1):
            q = _between(lines, p)
            if q is not None:
                yield _less(_less(start, -p, two), -q, one)

    def _lines(self, one: _Vector, two: _Vector, start: _Vector) -> list[_Line]:
        """Each line (a, b, c) stands for a + p x b + q x c >= 0: the slacks, what is over `low` and under `high`."""
        a, b, c = sum(start), sum(two), sum(one)
        slacks = [(start[at], two[at], one[at]) for at in range(3)]
        return [*slacks, (a - self._low, b, c), (self._high - a, -b, -c)]


def _dot(one: _Vector, other: _Vector) -> int:
    return sum(map(mul, one, other))


def _less(one: _Vector, times: int, other: _Vector) -> _Vector:
    return tuple(a - times * b for a, b in zip(one, other, strict=True))


def _sum(times: int, one: _Vector, others: int, other: _Vector) -> _Vector:
    return tuple(times * a + others * b for a, b in zip(one, other, strict=True))


def _cross(one: _Vector, two: _Vector) -> _Vector:
    (a, b, c), (d, e, f) = one, two
    return b * f - c * e, c * d - a * f, a * e - b * d


def _reduced(basis: list[_Vector]) -> list[_Vector]:
    """The same lattice by short vectors, the shortest first: two against one another, then the third against both."""
    while True:
        basis.sort(key=_square)
        one, two, three = basis
        shorter = _less(two, round(Fraction(_dot(one, two), _square(one))), one)
        if _square(shorter) < _square(two):
            basis[1] = shorter
            continue
        nearest = min(_near(one, two, three), key=_square)
        if _square(nearest) >= _square(three):
            return basis
        basis[2] = nearest


def _square(vector: _Vector) -> int:
    return _dot(vector, vector)


def _near(one: _Vector, two: _Vector, three: _Vector) -> Iterator[_Vector]:
    """`three` less whole numbers of the two others, near where it is shortest."""
    aa, ab, bb = _square(one), _dot(one, two), _square(two)
    ac, bc = _dot(one, three), _dot(two, three)
    area = aa * bb - ab * ab
    first, second = Fraction(bb * ac - ab * bc, area), Fraction(aa * bc - ab * ac, area)
    for times in (floor(first), ceil(first)):
        for others in (floor(second), ceil(second)):
            yield _less(_less(three, times, one), others, two)


def _corners(lines: list[_Line]) -> Iterator[tuple[Fraction, Fraction]]:
    """The corners (p, q) of the polygon in which all lines are zero or more."""
    for (a, b, c), (d, e, f) in combinations(lines, 2):
        turn = b * f - e * c
        if turn:
            p, q = Fraction(d * c - a * f, turn), Fraction(a * e - d * b, turn)
            if all(one + p * two + q * three >= 0 for one, two, three in lines):
                yield p, q


def _shaped(corners: list[tuple[Fraction, Fraction]]) -> tuple[tuple[int, int], tuple[int, int]]:
    """Whole-number directions for p and q in which a polygon of these corners is about as wide as it is long."""
    p, q = max(
        ((c - a, d - b) for (a, b), (c, d) in combinations(corners, 2)),
        key=lambda way: way[0] ** 2 + way[1] ** 2,
        default=(Fraction(0), Fraction(0)),
    )
    along, across = (p, q), (-q, p)
    length, width = (
        max(_at(way, corner) for corner in corners) - min(_at(way, corner) for corner in corners)
        for way in (along, across)
    )
    if not length:
        return (1, 0), (0, 1)
    # A strip may be no wider than a line.
    sizes = (length, width or length / 2**80)

    def product(one: tuple[int, int], other: tuple[int, int]) -> Fraction:
        return sum(
            (_at(way, one) * _at(way, other) / size**2 for way, size in zip((along, across), sizes, strict=True)),
            Fraction(0),
        )

    long, short = (1, 0), (0, 1)
    while True:
        if product(short, short) > product(long, long):
            long, short = short, long
        times = round(product(long, short) / product(short, short))
        if not times:
            return long, short
        long = long[0] - times * short[0], long[1] - times * short[1]


def _at(way: tuple[Fraction, Fraction], point: tuple[Fraction, Fraction] | tuple[int, int]) -> Fraction:
    return way[0] * point[0] + way[1] * point[1]


def _between(lines: list[_Line], p: int) -> int | None:
    """A whole q at which all lines are zero or more at this p, None where there is none."""
    if any(a + p * b < 0 for a, b, c in lines if c == 0):
        return None
    least = max(-((a + p * b) // c) for a, b, c in lines if c > 0)
    most = min((a + p * b) // -c for a, b, c in lines if c < 0)
    return least if least <= most else None
