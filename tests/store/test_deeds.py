"""Deeds: appended, read back after a restart, undone and redone, and read as they were known on a day."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from models.errors import Refusal, StoreError
from models.record.change import Change
from models.record.plain import Other
from models.record.record import Record
from models.store import Store, create, open_record
from tests.store import makers
from tests.store.makers import NOW


def reopened(store: Store) -> Store:
    """The same record after a restart of the program."""
    store.close()
    return open_record(store.path)


def test_what_was_appended_is_there_after_a_restart(store: Store) -> None:
    deed = store.append(makers.exercise(store.record), NOW)
    before, deeds = store.record, store.deeds()
    with reopened(store) as again:
        assert again.record == before
        assert again.deeds() == deeds
        assert again.deeds()[-1] == deed
        assert [d.serial for d in deeds] == [1, 2, 3, 4]
        assert deed.title == "Record exercise of 500 shares of NQ-1"
        assert deed.at == NOW


def test_a_collection_that_was_emptied_is_read_back_as_it_was_shown(store: Store) -> None:
    before = store.record
    store.append(Change("Note it", before.adding("extra", Other("seen", True))), NOW)
    store.undo(NOW)
    assert store.record == before
    with reopened(store) as again:
        assert again.record == before


def test_a_change_the_rules_refuse_is_not_stored(store: Store) -> None:
    too_many = makers.exercise(store.record, shares=100_000)
    with pytest.raises(Refusal):
        store.append(too_many, NOW)
    assert store.head == 3
    with reopened(store) as again:
        assert again.head == 3


def test_after_is_taken_as_the_record(store: Store) -> None:
    change = makers.prices(store.record, 3)
    after = store.record.with_change(change)
    store.append(change, NOW, after=after)
    assert store.record is after


def test_undo_and_redo_outlive_the_program(store: Store) -> None:
    with_grant = store.record
    undone = store.undo(NOW)
    assert undone.reverses == 3
    assert undone.title == "Undo: add grant NQ-1"
    assert not store.record.grants
    with reopened(store) as again:
        assert again.redoable() == undone
        redone = again.redo(NOW)
        assert redone.title == "Redo: add grant NQ-1"
        assert again.record == with_grant
        assert again.redoable() is None
        undoable = again.undoable()
        assert undoable is not None
        assert undoable.serial == redone.serial
        assert again.undo(NOW).title == "Undo: add grant NQ-1"
        again.undo(NOW)
        assert again.record.shelf("events") == {}
        with pytest.raises(Refusal, match="nothing to undo"):
            again.undo(NOW)  # the first deed made the record
        again.redo(NOW)
        again.redo(NOW)
        assert again.record == with_grant
        assert again.head == 3 + 2 + 2 + 2


def test_a_new_deed_ends_what_could_be_redone(store: Store) -> None:
    store.undo(NOW)
    store.append(makers.prices(store.record, 1), NOW)
    assert store.redoable() is None
    with pytest.raises(Refusal, match="nothing to do again"):
        store.redo(NOW)


def test_an_earlier_deed_may_be_reversed_by_a_deed_of_its_own(store: Store) -> None:
    store.append(makers.prices(store.record, 1), NOW)
    grant = store.deeds()[2]
    deed = store.append(grant.change.inverse(), NOW, reverses=3)
    assert deed.reverses == 3
    assert not store.record.grants
    undoable = store.undoable()
    assert undoable is not None
    assert undoable.serial == deed.serial


def test_the_record_as_known_on_a_day(path: Path) -> None:
    with create(path, makers.first_change(), NOW) as store:
        first = store.record
        store.append(makers.add_grant(store.record), NOW + timedelta(days=2))
        second = store.record
        store.append(makers.rename(store.record, "Another Name"), NOW + timedelta(days=30))
        day = NOW.date()
        assert store.record_as_known_on(day - timedelta(days=1)) == Record()
        assert store.record_as_known_on(day) == first
        assert store.record_as_known_on(day + timedelta(days=1)) == first
        assert store.record_as_known_on(day + timedelta(days=2)) == second
        assert store.record_as_known_on(date(2200, 1, 1)) == store.record


def test_a_deed_done_under_a_wrong_clock_is_known_once_a_later_one_is(path: Path) -> None:
    with create(path, makers.first_change(), NOW) as store:
        store.append(makers.add_grant(store.record), NOW + timedelta(days=3650))
        store.append(makers.rename(store.record, "Another Name"), NOW + timedelta(days=1))
        assert store.record_as_known_on(NOW.date() + timedelta(days=1)) == store.record


def test_the_largest_day_ever_seen_is_kept(store: Store) -> None:
    today = NOW.date()
    assert store.largest_day_seen == today
    assert store.see_day(today + timedelta(days=40)) == today + timedelta(days=40)
    with reopened(store) as again:
        assert again.see_day(today) == today + timedelta(days=40)  # the clock went back
        assert again.largest_day_seen == today + timedelta(days=40)
        again.accept_day(today)  # the holder says so
        assert again.see_day(today) == today
        later = again.append(makers.prices(again.record, 1), NOW + timedelta(days=3))
        assert later.serial == 4
        assert again.largest_day_seen == today + timedelta(days=3)


def test_a_day_of_the_past_does_not_lower_it(store: Store) -> None:
    store.append(makers.prices(store.record, 1), NOW - timedelta(days=400))
    assert store.largest_day_seen == NOW.date()


def test_a_replaced_fact_need_not_be_understood_any_more(store: Store) -> None:
    store.append(makers.rename(store.record, "Another Name"), NOW)
    store.append(makers.rename(store.record, "Third Name"), NOW)
    store.undo(NOW)
    with reopened(store) as again:
        assert again.record.holder.name == "Another Name"


def test_opening_quickly_checks_the_rest_before_anything_is_saved(store: Store) -> None:
    store.close()
    with open_record(store.path, verify_later=True) as again:
        assert not again.is_verified
        assert again.record == store.record
        again.append(makers.prices(again.record, 1), NOW)
        assert again.is_verified


def test_now_needs_its_zone(store: Store, path: Path) -> None:
    naive = NOW.replace(tzinfo=None)
    with pytest.raises(ValueError, match="zone"):
        store.append(makers.prices(store.record, 1), naive)
    with pytest.raises(ValueError, match="zone"):
        create(path.with_name("other.strikebook"), makers.first_change(), naive)


def test_what_is_too_much_for_one_deed_is_refused(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.store.row.LONGEST_EDITS", 1000)
    with pytest.raises(Refusal, match="smaller parts"):
        store.append(makers.prices(store.record, 50), NOW)
    assert store.head == 3


def test_a_closed_record_says_so(store: Store) -> None:
    store.close()
    store.close()
    with pytest.raises(StoreError) as told:
        store.append(makers.prices(store.record, 1), NOW)
    assert told.value.kind == "closed"


@pytest.mark.slow
def test_opening_imports_only_sqlite3(store: Store) -> None:
    """sqlite_utils, tempfile's friends and sockets would be paid for at every start."""
    store.close()
    script = (
        "import sys, json; from models.store import open_record; s = open_record(sys.argv[1]); s.verify(); s.close();"
        "print(json.dumps(sorted(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script, str(store.path)], capture_output=True, text=True, check=True)
    loaded = set(json.loads(done.stdout))
    assert "sqlite3" in loaded
    assert not loaded & {"sqlite_utils", "socket", "reportlab", "PySide6", "multiprocessing", "logging"}


def test_the_record_of_a_store_is_checked_by_the_rules(store: Store) -> None:
    assert store.objection() is None
