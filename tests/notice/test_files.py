"""Saving a paper: whole or not at all, never over another file unasked, and the right words for each trouble."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from models.errors import StoreError
from models.notice import files
from models.notice.files import save

OLD, NEW = b"the old paper", b"%PDF-1.7 the new paper" * 1000


def kind(path: Path, overwrite: bool = False) -> str:
    """The kind of trouble saving makes; nothing else may be left in the folder."""
    before = sorted(path.parent.iterdir()) if path.parent.is_dir() else []
    with pytest.raises(StoreError) as told:
        save(path, NEW, overwrite)
    assert told.value.path == str(path)
    assert told.value.safe.endswith(".")
    assert "as it was" in told.value.safe
    if path.parent.is_dir():
        assert sorted(path.parent.iterdir()) == before
    return told.value.kind


def test_it_is_written_whole_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "Notice 2003-001 ·é.pdf"
    assert save(path, NEW) == path
    assert path.read_bytes() == NEW
    assert list(tmp_path.iterdir()) == [path]
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_another_file_stays_unless_asked(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(OLD)
    assert kind(path) == "exists"
    assert path.read_bytes() == OLD
    save(path, NEW, overwrite=True)
    assert path.read_bytes() == NEW


def test_a_file_that_appears_at_the_last_moment_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.pdf"
    real = files._write

    def late(temporary: Path, data: bytes) -> None:
        real(temporary, data)
        path.write_bytes(OLD)

    monkeypatch.setattr(files, "_write", late)
    with pytest.raises(StoreError) as told:
        save(path, NEW)
    assert told.value.kind == "exists"
    assert path.read_bytes() == OLD


def test_a_disk_without_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(*_: object) -> None:
        raise OSError(errno.EPERM, "not permitted")

    monkeypatch.setattr(os, "link", no_links)
    path = tmp_path / "a.pdf"
    save(path, NEW)
    assert path.read_bytes() == NEW
    assert kind(path) == "exists"


def test_a_link_is_followed_when_replacing(tmp_path: Path) -> None:
    target, link = tmp_path / "real.pdf", tmp_path / "link.pdf"
    target.write_bytes(OLD)
    link.symlink_to(target)
    assert kind(link) == "exists"
    save(link, NEW, overwrite=True)
    assert target.read_bytes() == NEW
    assert link.is_symlink()


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (errno.ENOSPC, "full"),
        (errno.EDQUOT, "full"),
        (errno.EACCES, "read_only_folder"),
        (errno.EROFS, "read_only_folder"),
        (errno.EIO, "io"),
    ],
)
@pytest.mark.parametrize("call", ["open", "fsync", "replace"])
@pytest.mark.parametrize("overwrite", [False, True])
def test_troubles_of_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, expected: str, call: str, overwrite: bool
) -> None:
    path = tmp_path / "a.pdf"
    if overwrite:
        path.write_bytes(OLD)

    def fails(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    if call == "replace":
        monkeypatch.setattr(Path, "replace", fails)
        monkeypatch.setattr(os, "link", fails)
        monkeypatch.setattr(Path, "rename", fails)
    else:
        monkeypatch.setattr(os, call, fails)
    assert kind(path, overwrite) == expected
    assert path.read_bytes() == OLD if overwrite else not path.exists()


def test_places_that_do_not_work(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_bytes(OLD)
    assert kind(tmp_path / "none" / "a.pdf") == "no_folder"
    assert kind(tmp_path / "file" / "a.pdf") == "no_folder"
    assert kind(tmp_path / "folder") == "exists"
    assert kind(tmp_path / "folder", overwrite=True) == "exists"
    assert kind(tmp_path / ("n" * 300 + ".pdf")) == "bad_name"
    assert kind(tmp_path / "a\x00b.pdf") == "bad_name"


def test_every_kind_has_words_that_say_what_to_do() -> None:
    assert set(files._KINDS.values()) <= set(files._WORDS)
    for message, advice in files._WORDS.values():
        assert "{name}" in message
        assert advice.endswith(".")
