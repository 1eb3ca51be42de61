"""Checks on grants: approval, letters, schedules, prices, minimums, deadlines."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction

from models.facts.grant import Grant
from models.facts.notice import Notice
from models.record.checks.check import Check, Look
from models.record.words import count, day_text, listed
from models.rules.answers import Position
from models.rules.calendar import market_days_before
from models.rules.terms import paragraph_of
from models.values.money import price_text

NEAR_DAYS, URGENT_DAYS = 90, 30
WAITS_LONG_DAYS = 365
_FAR = Fraction(1, 10)


def grant_checks(look: Look) -> Iterator[Check]:
    """All checks on the grants made by the day."""
    yield from _not_approved(look)
    for serial, grant in look.grants.items():
        position = look.positions[grant.id]
        yield from _terms(look, serial, grant)
        yield from _no_let_out(look, serial, grant)
        if position.counts.outstanding:
            yield from _letter(look, serial, grant)
            yield from _minimum(serial, grant, position)
            yield from _deadline(look, serial, grant, position)
            yield from _waiting(look, serial, grant, position)


def _not_approved(look: Look) -> Iterator[Check]:
    by_plan: dict[str, list[str]] = {}
    for grant in look.grants.values():
        position = look.positions[grant.id]
        if "not_approved" in position.blocked_by and position.counts.outstanding:
            by_plan.setdefault(grant.plan, []).append(grant.id)
    for plan, grants in by_plan.items():
        vested = any(look.positions[id].counts.vested for id in grants)
        yield Check(
            "plan_not_approved",
            "urgent" if vested else "warning",
            f"The stockholders' approval of plan {plan} is not recorded: nothing of {listed(grants)} can be exercised.",
            "Look for the vote in the company's reports or ask its Secretary, then record its day.",
            "grants",
            look.grant_serial(grants[0]),
            "record_plan_approval",
            "plan",
        )


def _terms(look: Look, serial: int, grant: Grant) -> Iterator[Check]:
    """What the option letter states that does not go together."""
    early = [tranche for tranche in look.ledger.schedule(grant.id).tranches if tranche.date < grant.grant_date]
    if early:
        shares = sum(tranche.shares for tranche in early)
        yield Check(
            "tranche_before_grant",
            "note",
            f"{grant.id} has {count(shares, 'share')} dated to vest before the grant itself"
            f" ({day_text(early[0].date)}); they count as vested on {day_text(grant.grant_date)}.",
            "Compare the schedule and the grant date with the option letter.",
            "grants",
            serial,
            "change_grant",
            "grants",
        )
    yield from _price(look, serial, grant)
    reserve = look.plan(grant).share_reserve
    if grant.shares > reserve:
        yield Check(
            "above_reserve",
            "warning",
            f"{grant.id} is over {count(grant.shares, 'share')}; the whole plan has {reserve:,}.",
            "Compare the number of shares with the option letter.",
            "grants",
            serial,
            "change_grant",
            "grants",
        )
    unsaid = [name for name in _overrides(grant) if not look.record.note_on(grant.id).override_sources.get(name)]
    if unsaid:
        yield Check(
            "override_without_source",
            "note",
            f"{grant.id} differs from its plan in {listed(unsaid)}, and it is not noted where that is said.",
            "Note the place in the option letter, so that it can be shown when asked.",
            "grants",
            serial,
            "note_on_grant",
            "grants",
        )
    yield from _after_death(look, serial, grant)


def _after_death(look: Look, serial: int, grant: Grant) -> Iterator[Check]:
    """A grant to somebody who had died: one of the two days is wrong."""
    died = look.deaths
    if died and grant.grant_date > died[0] and look.ledger.has_died(look.plan(grant), grant.grant_date):
        yield Check(
            "grant_after_death",
            "warning",
            f"{grant.id} is dated after the death recorded on {day_text(died[0])}.",
            "Correct the day of the grant or of the death.",
            "grants",
            serial,
            "change_grant",
            "grants",
        )


def _no_let_out(look: Look, serial: int, grant: Grant) -> Iterator[Check]:
    """Paragraph 9(a) lets the letter say otherwise; for other terms the plan has no such let-out."""
    own = grant.overrides
    kept = set(look.plan(grant).accelerate_on)
    beyond = {
        "the term (paragraph 7)": own.term_years is not None or own.expires_on is not None,
        "the fewest shares at a time (paragraph 10)": own.minimum_shares is not None
        or own.remainder_exempt is not None,
        "the time left after what 9(b) and 9(c) name": any(
            paragraph_of(reason, window) != "9(a)" for reason, window in own.windows.items()
        ),
        "what vests at once (paragraph 9(c))": own.accelerate_on is not None and not kept <= set(own.accelerate_on),
    }
    changed = [words for words, is_changed in beyond.items() if is_changed]
    if changed:
        yield Check(
            "override_without_let_out",
            "note",
            f"The letter of {grant.id} changes {listed(changed)}. Paragraph 9(a) lets a letter give other time after"
            " service ends; for the rest the plan has no such let-out.",
            "Ask the company in writing which of the two it follows before you rely on the letter.",
            "grants",
            serial,
            "change_overrides",
            "grants",
        )


def _overrides(grant: Grant) -> list[str]:
    own = grant.overrides
    return [name for name, value in vars(own).items() if value not in (None, {})]


def _price(look: Look, serial: int, grant: Grant) -> Iterator[Check]:
    """Paragraph 6: the price of an option is the value of a share on the day it is granted."""
    value = look.ledger.value(grant.plan, grant.grant_date)
    if value is None or value.is_stale or abs(grant.exercise_price - value.value) <= _FAR * value.value:
        return
    side = "below" if grant.exercise_price < value.value else "above"
    yield Check(
        "price_far_from_value",
        "warning",
        f"{grant.id} has an exercise price of ${price_text(grant.exercise_price)}, well {side} the value of"
        f" ${price_text(value.value)} on its grant date; the plan sets it at that value (paragraph 6).",
        "Compare the exercise price and the grant date with the option letter, and the prices recorded for that day.",
        "grants",
        serial,
        "change_grant",
        "grants",
    )


def _letter(look: Look, serial: int, grant: Grant) -> Iterator[Check]:
    returned = look.record.note_on(grant.id).letter_returned_on
    if returned is None or returned > look.on:
        yield Check(
            "letter_not_returned",
            "warning" if grant.id in look.exercisable else "note",
            f"It is not noted that the option letter of {grant.id} was signed and returned.",
            "Note the day; if it was not returned yet, sign it and send it to the Secretary before you exercise.",
            "grants",
            serial,
            "note_letter_returned",
            "grants",
        )


def _minimum(serial: int, grant: Grant, position: Position) -> Iterator[Check]:
    if "below_minimum_for_good" in position.warnings:
        yield Check(
            "below_minimum_for_good",
            "note",
            f"{count(position.counts.outstanding, 'share')} of {grant.id} can never be exercised: fewer are left than"
            " one exercise must have (paragraph 10).",
            "Nothing can be done under the plan; ask the company whether it makes an exception in writing.",
            "grants",
            serial,
            "",
            "grants",
        )


def _deadline(look: Look, serial: int, grant: Grant, position: Position) -> Iterator[Check]:
    left = (position.last_exercise_day - look.on).days
    shares = position.counts.vested
    blocked = set(position.blocked_by) - {"not_approved"}
    if not 0 <= left <= NEAR_DAYS or not shares or blocked or _under_way(look, grant):
        return
    if look.is_under_water(grant):
        severity, aside = "note", " At the latest value an exercise would cost more than the shares are worth."
    else:
        severity, aside = "urgent" if left <= URGENT_DAYS else "warning", ""
    mail_by = market_days_before(position.deliver_by, look.mail_days)
    yield Check(
        "deadline_near",
        severity,
        f"{count(shares, 'share')} of {grant.id} can be exercised through {day_text(position.last_exercise_day)} only,"
        f" and no notice is under way.{aside}",
        f"Deliver a notice by {day_text(position.deliver_by)}; by mail, post it by {day_text(mail_by)}.",
        "grants",
        serial,
        "prepare_notice",
        "exercise",
        position.last_exercise_day,
    )


def _under_way(look: Look, grant: Grant) -> list[Notice]:
    return [notice for notice in look.record.notices if notice.grant == grant.id and notice.state == "draft"]


def _waiting(look: Look, serial: int, grant: Grant, position: Position) -> Iterator[Check]:
    if not position.waiting:
        return
    is_late = position.last_exercise_day - look.on <= timedelta(days=WAITS_LONG_DAYS)
    if not is_late and look.on - grant.grant_date < timedelta(days=WAITS_LONG_DAYS):
        return
    names = listed([part.event for part in position.waiting])
    shares = sum(part.shares for part in position.waiting)
    yield Check(
        "event_overdue",
        "warning" if is_late else "note",
        f"{count(shares, 'share')} of {grant.id} still wait for: {names}.",
        "If it has happened, record its day; if you do not know, ask the company.",
        "grants",
        serial,
        "record_vesting_event",
        "grants",
        position.last_exercise_day if is_late else None,
    )
