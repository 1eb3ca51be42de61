"""What must always hold, line by line, on random histories and on random figures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from random import Random

from hypothesis import given, settings, strategies as st

from models.errors import Refusal
from models.facts.event import Acceleration, Adjustment, Event, Exercised, ServiceEnded, VestingEvent
from models.facts.facts import Facts
from models.facts.grant import ALLOCATIONS, DAYS_OF_MONTH, PeriodicPart
from models.facts.payment import Cash, Net, Payment, Swap
from models.facts.plan import DIRECTOR_REASONS, REASONS, ROLES
from models.rules.ledger import Ledger
from models.rules.vesting import allocate, build
from models.values.money import ceil_cents
from tests.models.builders import FOCUS, GRANTED, grant, ledger, lot, price
from tests.models.histories import DAY, days_of, many

HISTORIES = 40


def test_the_counts_always_add_up():
    for seed, facts in many(HISTORIES):
        book = Ledger(facts)
        for day in days_of(facts):
            for position in book.positions(day):
                counts = position.counts
                ended = counts.exercised + counts.forfeited + counts.expired
                assert counts.granted + counts.adjusted - ended == counts.outstanding, (seed, day)
                assert counts.outstanding == counts.vested + counts.unvested, (seed, day)
                assert min(counts._replace(adjusted=0)) >= 0, (seed, day)
                assert counts.exercisable in (0, counts.vested), (seed, day)
                dated = sum(tranche.shares for tranche in position.unvested_tranches)
                waiting = sum(part.shares for part in position.waiting)
                assert dated + waiting == counts.unvested, (seed, day)


def test_what_is_vested_falls_only_by_exercise_lapse_or_adjustment():
    for seed, facts in many(HISTORIES):
        book = Ledger(facts)
        for made in facts.grants:
            before = None
            for day in days_of(facts):
                position = book.position(made.id, day)
                if position is None:
                    continue
                if before is not None and before.counts.adjusted == position.counts.adjusted:
                    gone = position.counts.exercised - before.counts.exercised
                    gone += position.counts.expired - before.counts.expired
                    adjusted = any(isinstance(e, Adjustment) and e.date == day for e in facts.events)
                    assert adjusted or position.counts.vested >= before.counts.vested - gone, (seed, made.id, day)
                before = position


def test_nothing_is_exercisable_outside_its_window_before_approval_or_after_cause():
    for seed, facts in many(HISTORIES):
        book = Ledger(facts)
        for day in days_of(facts):
            for position in book.positions(day):
                if position.counts.exercisable:
                    course = book.course(position.grant)
                    assert day <= position.last_exercise_day <= course.terms.term_last_day, (seed, day)
                    assert course.is_approved(day), (seed, day)
                    assert (
                        position.window != "dismissed_for_cause"
                        or not course.terms.window("dismissed_for_cause", course.grant.role).is_none
                    ), (seed, day)
                if position.counts.outstanding:
                    assert day <= position.last_exercise_day, (seed, day)
                assert position.deliver_by <= position.last_exercise_day, (seed, day)


def test_a_quote_never_spends_more_than_is_exercisable_without_saying_so():
    for seed, facts in many(HISTORIES // 2):
        book = Ledger(facts)
        rng = Random(seed)
        for day in rng.sample(days := days_of(facts), min(6, len(days))):
            for made in facts.grants:
                position = book.position(made.id, day)
                can = position.counts.exercisable if position else 0
                vested = position.counts.vested if position else 0
                for shares in {1, max(1, vested - 1), vested or 1, vested + 1, vested + 100}:
                    quote = book.quote(made.id, day, shares, Cash(), None, None)
                    if shares > can:
                        assert set(quote.violations) & {"exceeds_exercisable", "below_minimum"}, (seed, day, shares)
                    if not quote.violations:
                        _can_be_recorded(facts, made.id, day, shares)


def _can_be_recorded(facts: Facts, id: str, day: date, shares: int) -> None:
    """An exercise without violations on the last day of the record is one that the rules allow to be recorded."""
    if all(event.date <= day for event in facts.events) and not any(
        isinstance(event, ServiceEnded) and event.date == day for event in facts.events
    ):
        Ledger(replace(facts, events=(*facts.events, Exercised(day, id, shares)))).check()


def test_the_order_in_which_events_of_different_days_were_entered_changes_nothing():
    for seed, facts in many(HISTORIES):
        days = days_of(facts)
        shuffled = _shuffled(facts.events, Random(seed))
        other = Ledger(replace(facts, events=shuffled))
        book = Ledger(facts)
        other.check()
        for day in days:
            assert book.positions(day) == other.positions(day), (seed, day)
            for plan in {made.plan for made in facts.grants}:
                assert book.value(plan, day) == other.value(plan, day), (seed, day)
                assert sorted(book.lots(plan, day)) == sorted(other.lots(plan, day)), (seed, day)
        assert book.deadlines(days[0], days[-1]) == other.deadlines(days[0], days[-1]), seed


def _shuffled(events: tuple[Event, ...], rng: Random) -> tuple[Event, ...]:
    """The events in another order of entry, those of one day among themselves as they were."""
    order: dict[date, list[Event]] = {}
    for event in events:
        order.setdefault(event.date, []).append(event)
    slots = [event.date for event in events]
    rng.shuffle(slots)
    return tuple(order[day].pop(0) for day in slots)


def test_what_is_asked_about_a_day_never_depends_on_later_events():
    """But for accelerations, which work from their day before the sale."""
    for seed, facts in many(HISTORIES):
        book = Ledger(facts)
        days = days_of(facts)
        for day in Random(seed).sample(days, min(8, len(days))):
            known = replace(
                facts,
                events=tuple(event for event in facts.events if event.date <= day or isinstance(event, Acceleration)),
                grants=tuple(made for made in facts.grants if made.grant_date <= day),
                prices=tuple(entry for entry in facts.prices if entry.date <= day),
                lots=tuple(entry for entry in facts.lots if entry.acquired <= day),
            )
            known = _without_unknown_determined(known)
            then = Ledger(known)
            assert then.positions(day) == book.positions(day), (seed, day)
            for made in known.grants:
                assert then.value(made.plan, day) == book.value(made.plan, day), (seed, day)
                assert then.lots(made.plan, day) == book.lots(made.plan, day), (seed, day)
                assert _quoted(then, made.id, day) == _quoted(book, made.id, day), (seed, day)
            assert then.service_end(day, "employee", "death") == book.service_end(day, "employee", "death"), (seed, day)


def _without_unknown_determined(facts: Facts) -> Facts:
    """Figures determined for a grant not yet made would be a reference to nothing."""
    ids = {made.id for made in facts.grants}
    events = [
        replace(event, determined={id: own for id, own in event.determined.items() if id in ids})
        if isinstance(event, Adjustment)
        else event
        for event in facts.events
    ]
    return replace(facts, events=tuple(events))


def _quoted(book: Ledger, id: str, day: date) -> object:
    try:
        return book.quote(id, day, 100, Swap(tender=30))
    except Refusal as refusal:
        return refusal.code


def test_an_event_after_all_others_never_makes_a_last_day_later():
    for seed, facts in many(HISTORIES):
        rng = Random(seed)
        days = days_of(facts)
        last = max((event.date for event in facts.events), default=days[0])
        day = max(last + DAY, rng.choice(days))
        before = {position.grant: position.last_exercise_day for position in Ledger(facts).positions(date.max)}
        for added in _one_more(facts, day, rng):
            after = Ledger(replace(facts, events=(*facts.events, added))).positions(date.max)
            for position in after:
                assert position.last_exercise_day <= before[position.grant], (seed, added)


def _one_more(facts: Facts, day: date, rng: Random) -> list[Event]:
    role = rng.choice(ROLES)
    reasons = [
        reason
        for reason in REASONS
        if (role == "director" or reason not in DIRECTOR_REASONS)
        and (role != "director" or reason != "dismissed_without_cause")
    ]
    made = rng.choice(facts.grants)
    events: list[Event] = [ServiceEnded(day, role, reason) for reason in reasons]
    events += [Adjustment(day, made.plan, "split", 2, 1), Acceleration(day, made.plan)]
    events += [VestingEvent(max(day, made.grant_date), made.id, name) for name in made.events]
    return events


# -- figures -----------------------------------------------------------------------------------------------


@given(st.integers(1, 10**9), st.integers(1, 300), st.sampled_from(ALLOCATIONS))
def test_allocations_add_up_in_whole_shares(shares, installments, allocation):
    counts = allocate(shares, installments, allocation)
    assert len(counts) == installments
    assert sum(counts) == shares
    assert min(counts) >= 0
    if not allocation.endswith("SINGLE_TRANCHE"):
        assert max(counts) - min(counts) <= 1


@settings(max_examples=60)
@given(
    st.integers(1, 10**6),
    st.dates(date(1970, 1, 1), date(2150, 12, 31)),
    st.integers(1, 60),
    st.sampled_from([1, 2, 3, 6, 12]),
    st.integers(0, 720),
    st.sampled_from(ALLOCATIONS),
    st.sampled_from(DAYS_OF_MONTH),
)
def test_tranches_add_up_to_the_grant_and_come_in_order(shares, start, number, every, cliff, allocation, rule):
    part = PeriodicPart(shares, start, number * every, every, min(cliff, number * every), allocation, rule)
    tranches, waiting = build((part,), {})
    assert sum(tranche.shares for tranche in tranches) == shares
    assert waiting == ()
    days = [tranche.date for tranche in tranches]
    assert days == sorted(set(days))
    assert all(tranche.shares > 0 for tranche in tranches)


PRICE = st.one_of(
    st.integers(1, 3000).map(lambda cents: Fraction(cents, 100)),
    st.integers(1, 10**11).map(lambda units: Fraction(units, 10**10)),
    st.fractions(Fraction(1, 50), 30, max_denominator=977),
)


@settings(max_examples=100, deadline=None)
@given(st.integers(100, 50_000), PRICE, PRICE)
def test_cash_swap_and_net_leave_the_holder_equally_rich(shares, strike, value):
    """Before tax and fees, at the value, to a cent: what is kept is worth, less what is brought, the same."""
    owned = 10**7
    book = ledger(grant(shares, strike), prices=[price(GRANTED, value)], lots=[lot(owned)])
    day = GRANTED + DAY
    after: list[Fraction] = []
    payments: list[Payment] = [Cash(), Swap(), Swap(tender=shares // 3 + 1), Net()]
    for payment in payments:
        quote = book.quote("NQ-1", day, shares, payment, None, None)
        assert quote.cash_to_holder == 0
        after.append(100 * quote.shares_kept * value - quote.cash_due)
    exact = 100 * shares * (value - strike)
    for rich in after:
        assert exact - 2 < rich <= exact
    assert max(after) - min(after) < 1


@settings(max_examples=60)
@given(st.integers(100, 10**9), PRICE)
def test_payment_in_full_is_never_a_fraction_of_a_cent_short(shares, strike):
    book = ledger(grant(shares, strike))
    due = book.quote("NQ-1", GRANTED, shares, Cash(), None, None).cash_due
    assert Fraction(due, 100) >= shares * strike > Fraction(due - 1, 100)
    assert due == ceil_cents(shares * strike)


@settings(max_examples=60)
@given(st.integers(1, 10**6), PRICE, st.integers(1, 40), st.integers(1, 40))
def test_a_split_changes_no_value_beyond_its_roundings(shares, strike, new, old):
    if new == old:
        return
    kind = "split" if new > old else "combination"
    events = [Adjustment(GRANTED + DAY, FOCUS, kind, new, old)]
    book = ledger(grant(shares, strike), events=events)
    position = book.position("NQ-1", GRANTED + DAY)
    assert position is not None
    assert position.counts.outstanding == shares * new // old
    exact = strike * old / new
    assert exact <= position.exercise_price < exact + Fraction(1, 10_000)


def test_random_histories_have_something_of_everything():
    """Else the properties above would hold for nothing."""
    seen = {type(event) for _, facts in many(HISTORIES) for event in facts.events}
    assert seen >= {Acceleration, Adjustment, Exercised, ServiceEnded, VestingEvent}
    windows = {
        position.window
        for _, facts in many(HISTORIES)
        for day in days_of(facts)
        for position in Ledger(facts).positions(day)
    }
    assert len(windows) > 6


def test_totals_are_sums():
    for _, facts in many(10):
        book = Ledger(facts)
        positions = book.positions(date(2010, 1, 1))
        totals = book.totals(positions)
        for at, name in enumerate(totals._fields):
            assert totals[at] == sum(getattr(one.counts, name) for one in positions)
