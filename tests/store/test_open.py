"""A record that is open here: who else may have it, and what becomes of it when its file is disturbed meanwhile."""

from __future__ import annotations

import gc
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from models.errors import StoreError
from models.store import Store, open_record
from tests.store import makers
from tests.store.makers import NOW

ROOT = Path(__file__).parents[2]


def test_a_link_is_followed(store: Store) -> None:
    store.close()
    link = store.path.with_name("link.strikebook")
    link.symlink_to(store.path)
    with open_record(link) as again:
        assert again.path == store.path
        with pytest.raises(StoreError) as told:
            open_record(store.path)
        assert told.value.kind == "locked"


@pytest.mark.slow
def test_a_second_instance_is_told_who_has_it(store: Store) -> None:
    script = (
        "import sys; from models.store import open_record; from models.errors import StoreError\n"
        "try: open_record(sys.argv[1]).close()\n"
        "except StoreError as e: print(e.kind, e.message)\n"
        "s = open_record(sys.argv[1], read_only=True); print(s.head, s.is_verified); s.close()"
    )
    command = [sys.executable, "-c", script, str(store.path)]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    assert said[0].startswith("locked ")
    assert f"process {os.getpid()} on this computer" in said[0]
    assert said[1] == "3 True"
    store.close()
    assert "locked" not in subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout


def test_read_only_shows_a_moment(store: Store) -> None:
    store.close()
    with open_record(store.path, read_only=True) as seen, open_record(store.path) as writer:
        writer.append(makers.prices(writer.record, 1), NOW)
        assert seen.head == 3
        assert seen.verify().seal.head == 3
        with pytest.raises(StoreError) as told:
            seen.append(makers.prices(seen.record, 1), NOW)
        assert told.value.kind == "read_only"
        with pytest.raises(StoreError):
            seen.accept_day(NOW.date().replace(year=2010))
        assert seen.see_day(NOW.date().replace(year=2010)).year == 2010


def moved(path: Path) -> None:
    path.rename(path.with_name("elsewhere.strikebook"))


def removed(path: Path) -> None:
    path.unlink()


def replaced(path: Path) -> None:
    copy = path.with_name("copy")
    shutil.copy(path, copy)
    copy.replace(path)


def emptied(path: Path) -> None:
    """As a full disk does to a program that writes in place; another process, for ours must not open it."""
    subprocess.run([sys.executable, "-c", f"open({str(path)!r}, 'w').close()"], check=True)


def written_by_another(path: Path) -> None:
    script = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None);"
        "c.execute(\"UPDATE seal SET last_day = '2100-01-01'\")"
    )
    subprocess.run([sys.executable, "-c", script, str(path)], check=True)


@pytest.mark.parametrize(
    ("act", "kind"),
    [
        (moved, "moved"),
        (removed, "moved"),
        (replaced, "changed_outside"),
        pytest.param(written_by_another, "changed_outside", marks=pytest.mark.slow),
    ],
)
def test_a_file_disturbed_while_open_is_not_written(store: Store, act: Callable[[Path], None], kind: str) -> None:
    act(store.path)
    before = store.record
    for _ in range(2):
        with pytest.raises(StoreError) as told:
            store.append(makers.prices(store.record, 1), NOW)
        assert told.value.kind == kind
        assert store.record == before
        assert store.head == 3


@pytest.mark.slow
def test_a_file_emptied_while_open_is_never_called_saved(store: Store) -> None:
    emptied(store.path)
    with pytest.raises(StoreError) as told:
        store.append(makers.prices(store.record, 1), NOW)
    assert told.value.kind in {"damaged", "unsure", "io", "changed_outside", "foreign"}
    with pytest.raises(StoreError):
        store.verify()


def test_drafts_of_a_crash_are_swept_away(store: Store) -> None:
    from models.store.files import draft_of

    with draft_of(store.path) as draft:
        pass
    draft.write_bytes(b"left by a crash")
    other = draft.with_name(draft.name.replace("-", "-f", 1))
    other.write_bytes(b"of another file")
    store.verify()
    assert not draft.exists()
    assert other.exists()


@pytest.mark.parametrize("collecting", [True, False])
def test_opening_leaves_the_collector_of_garbage_as_it_was(store: Store, collecting: bool) -> None:
    store.close()
    frozen = gc.get_freeze_count()
    (gc.enable if collecting else gc.disable)()
    try:
        open_record(store.path).close()
        assert gc.isenabled() is collecting
        assert gc.get_freeze_count() == frozen
    finally:
        gc.enable()
