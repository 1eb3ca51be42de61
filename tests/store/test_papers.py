"""Papers: which may be kept, that their bytes come back, and that a lost or changed one is noticed."""

from __future__ import annotations

from datetime import date

import pytest

from models.errors import Refusal, StoreError
from models.store import MAX_PAPER, Store, open_record, paper_of
from tests.store import makers
from tests.store.makers import NOW, PDF

DAY = date(2003, 11, 10)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)
JPEG = b"\xff\xd8\xff\xe0" + bytes(100)


@pytest.mark.parametrize(("data", "media_type"), [(PDF, "application/pdf"), (PNG, "image/png"), (JPEG, "image/jpeg")])
def test_a_paper_comes_back_after_a_restart(store: Store, data: bytes, media_type: str) -> None:
    paper = paper_of(data, "Option letter", DAY, "NQ-1")
    assert (paper.media_type, paper.size) == (media_type, len(data))
    store.append(makers.add_paper(store.record, paper), NOW, kept=[data])
    store.close()
    with open_record(store.path) as again:
        assert again.record.papers == (paper,)
        assert again.paper(paper.sha256) == data
        assert again.verify().papers == 1


def test_no_more_than_twenty_megabytes() -> None:
    assert paper_of(b"%PDF-" + bytes(MAX_PAPER - 5), "Large", DAY).size == MAX_PAPER
    with pytest.raises(Refusal, match=r"has 20\.1 MB; a paper may have at most 20 MB") as told:
        paper_of(b"%PDF-" + bytes(MAX_PAPER), "Too large", DAY)
    assert told.value.code == "paper_too_large"


@pytest.mark.parametrize("data", [b"MZ\x90\x00", b"#!/bin/sh\n", b" %PDF-1.7", b"\x7fELF", b"<html>", b"PK\x03\x04"])
def test_only_papers_and_pictures(data: bytes) -> None:
    with pytest.raises(Refusal) as told:
        paper_of(data, "letter.pdf", DAY)
    assert told.value.code == "paper_type"


def test_an_empty_file_is_no_paper() -> None:
    with pytest.raises(Refusal, match="is empty"):
        paper_of(b"", "letter.pdf", DAY)


def test_the_same_bytes_are_kept_once(store: Store) -> None:
    for name in ("Letter", "Letter again"):
        store.append(makers.add_paper(store.record, paper_of(PDF, name, DAY)), NOW, kept=[PDF, PDF])
    assert store.verify().papers == 1
    assert len(store.record.papers) == 2


def test_undo_takes_the_paper_from_the_record_but_not_from_the_file(store: Store) -> None:
    paper = paper_of(PDF, "Letter", DAY)
    store.append(makers.add_paper(store.record, paper), NOW, kept=[PDF])
    store.undo(NOW)
    assert store.record.papers == ()
    store.redo(NOW)
    assert store.paper(paper.sha256) == PDF


def test_a_paper_known_by_name_only(store: Store) -> None:
    """A record that came from JSON knows of its papers, but does not hold them."""
    paper = paper_of(PDF, "Letter", DAY)
    store.append(makers.add_paper(store.record, paper), NOW)
    assert store.paper(paper.sha256) is None
    assert store.verify().papers == 0


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE papers SET bytes = x'255044462d' WHERE serial = 1",
        "UPDATE papers SET deed = 1 WHERE serial = 1",
        "DELETE FROM papers",
        "INSERT INTO papers SELECT 2, replace(sha256, '0', '1'), deed, bytes FROM papers",
    ],
)
def test_a_lost_or_changed_paper_is_noticed(store: Store, statement: str) -> None:
    store.append(makers.add_paper(store.record, paper_of(PDF, "Letter", DAY)), NOW, kept=[PDF])
    store.close()
    makers.past_the_triggers(store.path, statement)
    with open_record(store.path, verify_later=True) as quickly, pytest.raises(StoreError) as told:
        quickly.verify()
    assert told.value.kind == "damaged"
    with pytest.raises(StoreError):
        open_record(store.path)
