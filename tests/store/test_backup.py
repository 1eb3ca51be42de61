"""Backups: verified, dated, thinned, found again and restored; copies, and what replaces what."""

from __future__ import annotations

import sqlite3
import stat
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from models.errors import StoreError
from models.store import Store, create, open_record
from models.store.backup import Backup, back_up, kept_when_thinned, list_backups, newest_good, restore
from models.store.copying import verify_file
from models.store.files import journal_of
from tests.store import makers
from tests.store.makers import NOW


def spoil(path: Path) -> None:
    """Change one letter of what a closed file says."""
    content = path.read_bytes()
    at = content.index(b"Sample Holder")
    path.write_bytes(content[:at] + b"T" + content[at + 1 :])


def test_a_backup_is_the_record(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "Backups"
    made = back_up(store, [folder], NOW)
    (path,) = made.paths
    assert made.troubles == ()
    assert path.name == "Options 2003-11-10 09.30.00.strikebook"
    assert path.parent.name == f"Options {store.record_id[:8]}"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    with open_record(path) as copy:
        assert copy.record == store.record
        assert copy.deeds() == store.deeds()
        assert copy.record_id == store.record_id


def test_whether_a_backup_is_due(store: Store, tmp_path: Path) -> None:
    assert store.needs_backup
    back_up(store, [tmp_path / "Backups"], NOW)
    assert not store.needs_backup
    store.append(makers.prices(store.record, 1), NOW)
    assert store.needs_backup
    store.close()
    with open_record(store.path) as again:
        again.see_day(NOW.date() + timedelta(days=9))
        assert not again.needs_backup


def test_two_backups_in_one_second_are_two(store: Store, tmp_path: Path) -> None:
    names = [back_up(store, [tmp_path / "B"], NOW, reason).paths[0].name for reason in ("", "", "before import", "")]
    assert names == [
        "Options 2003-11-10 09.30.00.strikebook",
        "Options 2003-11-10 09.30.00 (2).strikebook",
        "Options 2003-11-10 09.30.00 (before import).strikebook",
        "Options 2003-11-10 09.30.00 (3).strikebook",
    ]
    reasons = {backup.reason for backup in list_backups([tmp_path / "B"], store.path, store.record_id)}
    assert reasons == {"", "2", "3", "before import"}


def test_a_second_folder_that_fails_is_told_and_does_not_stop_the_first(store: Store, tmp_path: Path) -> None:
    blocked = tmp_path / "a file"
    blocked.write_text("no folder")
    made = back_up(store, [blocked, tmp_path / "B"], NOW)
    assert len(made.paths) == 1
    assert [error.kind for error in made.troubles] == ["no_folder"]
    with pytest.raises(StoreError):
        back_up(store, [blocked], NOW)


def test_a_backup_that_does_not_verify_is_thrown_away(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = back_up(store, [tmp_path], NOW).paths[0]
    store.append(makers.prices(store.record, 1), NOW)

    def spoiled(conn: sqlite3.Connection, draft: Path, target: Path) -> None:
        with closing(sqlite3.connect(draft)) as new:
            conn.backup(new)
        spoil(draft)

    monkeypatch.setattr("models.store.copying._copy_pages", spoiled)
    with pytest.raises(StoreError) as told:
        back_up(store, [tmp_path], NOW)
    assert told.value.kind == "backup_failed"
    assert [found.path for found in list_backups([tmp_path], store.path, store.record_id)] == [good]
    assert list(good.parent.iterdir()) == [good]
    assert store.needs_backup


def test_thinning_keeps_the_last_the_daily_and_the_monthly() -> None:
    first = datetime(2000, 1, 1, 12)
    every_six_hours = [first + timedelta(hours=6 * at) for at in range(4 * 365 * 4)]
    backups = [Backup(Path(str(at)), at, "", 1) for at in every_six_hours]
    kept = sorted(datetime.fromisoformat(str(path)) for path in kept_when_thinned(backups))
    assert kept[-10:] == every_six_hours[-10:]
    days = {at.date() for at in kept}
    last = every_six_hours[-1].date()
    assert {last - timedelta(days=at) for at in range(14)} <= days
    months = {(at.year, at.month) for at in kept}
    assert len(months) == 24
    assert min(kept) >= datetime(2002, 1, 1)
    assert len(kept) <= 10 + 14 + 24
    # Thinning day by day must end with the same depth, not eat what it kept the day before.
    shelf: list[Backup] = []
    for backup in backups:
        shelf.append(backup)
        stay = kept_when_thinned(shelf)
        shelf = [one for one in shelf if one.path in stay]
    assert {(one.at.year, one.at.month) for one in shelf} == months


def test_thinning_touches_nothing_but_backups(store: Store, tmp_path: Path) -> None:
    shelf = back_up(store, [tmp_path], NOW).paths[0].parent
    (shelf / "my notes.txt").write_text("mine")
    (shelf / "Options.strikebook").write_text("mine too")
    for at in range(1, 15):
        back_up(store, [tmp_path], NOW + timedelta(seconds=at))
    assert (shelf / "my notes.txt").exists()
    assert (shelf / "Options.strikebook").exists()
    found = list_backups([tmp_path], store.path, store.record_id)
    assert [backup.at.second for backup in found] == list(range(14, 4, -1))


def test_backups_are_found_after_a_rename_by_id_and_after_damage_by_name(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "B"
    first = back_up(store, [folder], NOW).paths[0]
    second = back_up(store, [folder], NOW + timedelta(hours=1)).paths[0]
    store.close()
    renamed = store.path.rename(store.path.with_name("Other.strikebook"))
    assert [found.path for found in list_backups([folder], renamed, store.record_id)] == [second, first]
    assert list_backups([folder], renamed) == ()
    assert newest_good([folder], renamed).path == second  # type: ignore[union-attr]
    renamed.rename(store.path)
    store.path.write_bytes(b"overwritten")
    assert newest_good([folder], store.path).path == second  # type: ignore[union-attr]
    spoil(second)
    assert newest_good([folder], store.path).path == first  # type: ignore[union-attr]
    spoil(first)
    assert newest_good([folder], store.path) is None


def test_restoring_keeps_what_it_replaces(store: Store, tmp_path: Path) -> None:
    old, old_record = back_up(store, [tmp_path / "B"], NOW).paths[0], store.record
    store.append(makers.prices(store.record, 5), NOW)
    new_record = store.record
    with pytest.raises(StoreError) as told:
        restore(store.path, old, NOW)
    assert told.value.kind == "locked"
    store.close()
    kept = restore(store.path, old, NOW)
    assert kept is not None
    assert kept.name == "Options 2003-11-10 09.30.00 (replaced).strikebook"
    with open_record(store.path) as restored, open_record(kept) as replaced:
        assert restored.record == old_record
        assert replaced.record == new_record
    kept_again = restore(store.path, kept, NOW)
    assert kept_again is not None
    assert kept_again.name == "Options 2003-11-10 09.30.00 (replaced 2).strikebook"
    with open_record(store.path) as back:
        assert back.record == new_record


def test_restoring_over_a_damaged_file_keeps_its_bytes(store: Store, tmp_path: Path) -> None:
    good = back_up(store, [tmp_path / "B"], NOW).paths[0]
    store.close()
    spoil(store.path)
    journal_of(store.path).write_bytes(b"some old journal, not SQLite's")
    damaged = store.path.read_bytes()
    kept = restore(store.path, good, NOW)
    assert kept is not None
    assert kept.read_bytes() == damaged
    with open_record(store.path) as restored:
        assert restored.record == store.record
    assert not journal_of(store.path).exists()


def test_restoring_where_nothing_is_left(store: Store, tmp_path: Path) -> None:
    good = back_up(store, [tmp_path / "B"], NOW).paths[0]
    store.close()
    store.path.unlink()
    assert restore(store.path, good, NOW) is None
    verify_file(store.path)


def test_a_bad_backup_is_not_restored(store: Store, tmp_path: Path) -> None:
    bad = back_up(store, [tmp_path / "B"], NOW).paths[0]
    store.close()
    spoil(bad)
    content = store.path.read_bytes()
    with pytest.raises(StoreError) as told:
        restore(store.path, bad, NOW)
    assert told.value.kind == "damaged"
    assert store.path.read_bytes() == content
    assert sorted(found.name for found in tmp_path.iterdir()) == ["B", "Options.strikebook"]


def test_a_copy_is_whole_and_replaces_only_when_asked(store: Store, tmp_path: Path) -> None:
    target = store.copy_to(tmp_path / "Copy.strikebook")
    with open_record(target) as copy:
        assert copy.deeds() == store.deeds()
    with pytest.raises(StoreError) as told:
        store.copy_to(target)
    assert told.value.kind == "exists"
    store.append(makers.prices(store.record, 1), NOW)
    store.copy_to(target, overwrite=True)
    with open_record(target) as copy:
        assert copy.head == 4
    with pytest.raises(StoreError):
        store.copy_to(store.path, overwrite=True)
    assert store.append(makers.rename(store.record, "Another"), NOW).serial == 5


def test_a_copy_of_what_is_only_read(store: Store, tmp_path: Path) -> None:
    store.close()
    with open_record(store.path, read_only=True) as seen:
        target = seen.copy_to(tmp_path / "Copy.strikebook")
    with open_record(target) as copy:
        copy.append(makers.prices(copy.record, 1), NOW)


def test_an_open_record_is_not_copied_over(store: Store, tmp_path: Path) -> None:
    other = tmp_path / "Other.strikebook"
    with create(other, makers.first_change("Other"), NOW) as opened:
        with pytest.raises(StoreError) as told:
            store.copy_to(other, overwrite=True)
        assert told.value.kind == "locked"
        assert opened.append(makers.add_grant(opened.record), NOW).serial == 2


def test_backups_of_two_records_of_one_name_do_not_mix(tmp_path: Path) -> None:
    shelves = set()
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        with create(tmp_path / name / "Options.strikebook", makers.first_change(name), NOW) as store:
            shelves.add(back_up(store, [tmp_path / "B"], NOW).paths[0].parent)
            assert len(list_backups([tmp_path / "B"], store.path, store.record_id)) == 1
    assert len(shelves) == 2


def test_a_folder_that_is_not_there_has_no_backups(tmp_path: Path) -> None:
    assert list_backups([tmp_path / "none"], tmp_path / "x.strikebook") == ()
    assert newest_good([tmp_path / "none"], tmp_path / "x.strikebook") is None


def test_backups_across_a_changed_day_are_in_order(store: Store, tmp_path: Path) -> None:
    days = [date(2003, 11, 10), date(2003, 12, 1), date(2004, 1, 2)]
    for day in days:
        back_up(store, [tmp_path], NOW.replace(year=day.year, month=day.month, day=day.day))
    assert [found.at.date() for found in list_backups([tmp_path], store.path, store.record_id)] == days[::-1]
