"""The door: deeds, undo and redo, the day shown, on a real file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from models.errors import Refusal, StoreError
from models.facts.price import Price
from models.record.change import Change
from models.record.sample import SAMPLE_DAY
from ui.session import Session


def _price_change(session: Session, day: date) -> Change:
    from fractions import Fraction

    return Change(
        f"Add the price of {day}",
        session.record.adding("prices", Price("focus-2002", day, bids=(Fraction("2.80"),))),
    )


def test_the_sample_shows_its_own_day(session: Session) -> None:
    assert session.is_sample
    assert session.as_of == SAMPLE_DAY
    assert not session.is_today
    position = session.record.ledger.position("NQ-1", session.as_of)
    assert position is not None
    assert position.counts.exercisable >= 500


def test_a_deed_is_saved_told_undone_and_done_again(session: Session, clock: object) -> None:
    told: list[Change] = []
    session.changed.connect(told.append)
    before = session.record
    session.commit(_price_change(session, date(2003, 11, 10)))
    assert len(session.record.prices) == len(before.prices) + 1
    assert session.undo_title == "Add the price of 2003-11-10"
    session.undo()
    assert session.record == before
    assert session.redo_title == "Add the price of 2003-11-10"
    session.redo()
    assert len(session.record.prices) == len(before.prices) + 1
    assert session.undo_title == "Add the price of 2003-11-10"
    assert session.redo_title is None
    assert len(told) == 3
    assert len(session.history()) == 4


def test_what_was_done_is_there_after_opening_again(session: Session, clock: object) -> None:
    session.commit(_price_change(session, date(2003, 11, 10)))
    path, known = session.path, session.record
    session.close()
    again = Session.open(path, clock)  # type: ignore[arg-type]
    assert again.record == known
    assert not again.is_verified
    again.verify()
    assert again.is_verified
    again.undo()
    assert len(again.record.prices) == len(known.prices) - 1
    again.close()


def test_a_refused_deed_changes_nothing(session: Session) -> None:
    before = session.record
    with pytest.raises(Refusal):
        session.commit(_price_change(session, date(2003, 11, 7)))
    assert session.record == before
    assert session.undo_title is None


def test_a_blocked_session_verifies_before_it_saves(session: Session) -> None:
    session.block("Something happened.")
    assert session.blocked
    session.commit(_price_change(session, date(2003, 11, 10)))
    assert not session.blocked


def test_read_only_saves_nothing(session: Session, clock: object) -> None:
    path = session.path
    session.close()
    reader = Session.open(path, clock, read_only=True)  # type: ignore[arg-type]
    with pytest.raises(StoreError) as trouble:
        reader.commit(_price_change(reader, date(2003, 11, 10)))
    assert trouble.value.kind == "read_only"
    reader.close()


def test_a_second_opening_is_told_that_it_is_open(session: Session, clock: object) -> None:
    with pytest.raises(StoreError) as trouble:
        Session.open(session.path, clock)  # type: ignore[arg-type]
    assert trouble.value.kind == "locked"


def test_the_day_shown_follows_midnight_only_when_it_is_today(session: Session, clock: object) -> None:
    days: list[date] = []
    session.as_of_changed.connect(days.append)
    clock.day = date(2026, 3, 3)  # type: ignore[attr-defined]
    session.tick()
    assert days == []
    session.set_as_of(None)
    clock.day = date(2026, 3, 4)  # type: ignore[attr-defined]
    session.tick()
    assert days == [date(2026, 3, 3), date(2026, 3, 4)]
    assert session.is_today


def test_a_clock_gone_back_is_noticed_and_can_be_accepted(session: Session, clock: object, tmp_path: Path) -> None:
    path = session.path
    session.verify()
    session.close()
    clock.day = date(2025, 1, 1)  # type: ignore[attr-defined]
    again = Session.open(path, clock)  # type: ignore[arg-type]
    again.verify()
    assert again.clock_went_back_from == date(2026, 3, 2)
    again.accept_clock()
    assert again.clock_went_back_from is None
    again.close()


def test_a_day_outside_the_calendar_is_refused(session: Session) -> None:
    with pytest.raises(Refusal):
        session.set_as_of(date(1969, 12, 31))
