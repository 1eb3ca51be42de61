"""record -> JSON -> record is the same record; a file that is not one is refused at its place."""

from __future__ import annotations

import json
from typing import Any

import pytest

from models.errors import Refusal
from models.exchange.record_json import read_record_bytes, record_bytes, renumbered, same_record
from models.facts.event import Exercised
from models.facts.payment import Swap
from models.record import deeds
from models.record.record import Record
from models.record.sample import sample_record
from tests.record.builders import TODAY, done, draft, random_records
from tests.record.test_deeds_inverse import Hand, deeds_on_facts, deeds_on_notes

SAMPLE = sample_record()


def lived() -> Record:
    """The sample with two notices whose exercises are not in the order of their serials any more."""
    record = SAMPLE
    for number in ("2003-001", "2003-002"):
        record = done(record, deeds.prepare_notice(record, notice=draft(payment=Swap())))
        record = done(record, deeds.deliver_notice(record, number=number, received_on=TODAY))
    record = done(record, deeds.mark_paid(record, number="2003-002", paid_on=TODAY))
    record = done(
        record, deeds.receive_certificate(record, number="2003-002", certificate_on=TODAY, legend="restricted")
    )
    record = done(record, deeds.step_back(record, number="2003-001"))
    return done(record, deeds.remove_event(record, serial=2))


def test_the_sample_comes_back_equal() -> None:
    assert read_record_bytes(record_bytes(SAMPLE)) == SAMPLE
    assert read_record_bytes(record_bytes(Record())) == Record()


def test_links_of_notices_survive_gaps_in_the_serials() -> None:
    record = lived()
    assert list(record.shelf("events")) == [1, 4]
    back = read_record_bytes(record_bytes(record))
    assert same_record(back, record)
    assert back.notices[1].exercise == 2
    event = back.shelf("events")[2]
    assert isinstance(event, Exercised)
    assert [lot.id for lot in event.lots] == ["L-4", "L-5", "L-6"]
    assert deeds.legends(back) == dict.fromkeys(("L-4", "L-5", "L-6"), "restricted")
    assert json.loads(record_bytes(record))["extra"]["notices"][1]["exercise"] == 2


@pytest.mark.slow
def test_random_records_after_random_deeds_come_back() -> None:
    tried = 0
    for rng, start in random_records(range(1000, 1060)):
        record = start
        for _ in range(8):
            offered = [*deeds_on_facts(Hand(rng, record)), *deeds_on_notes(Hand(rng, record))]
            try:
                record = record.with_change(rng.choice(offered)[1]())
            except Refusal:
                continue
        back = read_record_bytes(record_bytes(record))
        assert same_record(back, record)
        assert record_bytes(back) == record_bytes(renumbered(record))
        assert back.ledger.totals(back.ledger.positions(TODAY)) == record.ledger.totals(record.ledger.positions(TODAY))
        tried += 1
    assert tried > 30


def test_same_record_notices_a_difference() -> None:
    record = lived()
    assert not same_record(record, SAMPLE)
    assert same_record(renumbered(record), record)
    swapped = Record({**record.shelves, "grants": dict(enumerate(reversed(record.grants), 1))})
    assert not same_record(swapped, record)


def plain(**changes: Any) -> bytes:
    """The lived record as JSON with other top-level entries."""
    value = json.loads(record_bytes(lived()))
    value.update(changes)
    return json.dumps(value).encode()


def refused(data: bytes) -> Refusal:
    """The refusal of a file."""
    with pytest.raises(Refusal) as caught:
        read_record_bytes(data)
    return caught.value


def test_broken_files_are_refused_in_words() -> None:
    for data in (b"", b"[]", b"{", b"\xff", b'{"format": 1}', b"[" * 5000, b"1e5", b'{"a": 1, "a": 2}'):
        refusal = refused(data)
        assert refusal.message
        assert "request" not in str(refusal)
    assert refused(plain(version=2)).field == "record.version"
    assert refused(plain(what=1)).field == "record.what"


def test_notices_must_name_what_is_there() -> None:
    extra = json.loads(record_bytes(lived()))["extra"]
    for key, wrong, field in (
        ("exercise", 1, "record.extra.notices[1].exercise"),
        ("exercise", 9, "record.extra.notices[1].exercise"),
        ("grant", "NQ-9", "record.extra.notices[1].grant"),
    ):
        other = json.loads(json.dumps(extra))
        other["notices"][1][key] = wrong
        assert refused(plain(extra=other)).field == field
    noted = {**extra, "grant_notes": [{"grant": "NQ-9"}]}
    assert refused(plain(extra=noted)).field == "record.extra.grant_notes[0].grant"
    twice = {**extra, "grant_notes": [{"grant": "NQ-1"}, {"grant": "NQ-1"}]}
    assert refused(plain(extra=twice)).field == "record.extra.grant_notes[1].grant"


def test_what_no_file_could_hold_again_is_refused() -> None:
    assert "Unicode" in refused(plain(extra={"x": "\ud800"})).message
    assert "Unicode" in refused(plain(extra={"\udfff": 1})).message
    deep: Any = 0
    for _ in range(70):
        deep = [deep]
    assert "levels deep" in refused(plain(extra={"x": deep})).message


def test_a_notice_whose_exercise_is_gone_still_comes_out() -> None:
    record = lived()
    events = {serial: event for serial, event in record.shelf("events").items() if serial != 4}
    broken = Record({**record.shelves, "events": events, "lots": record.shelf("lots")})
    back = read_record_bytes(record_bytes(broken))
    assert back.notices[1].exercise is None


def test_other_programs_notes_are_kept() -> None:
    record = done(SAMPLE, deeds.note_extra(SAMPLE, key="elsewhere", value={"a": [1, None, True, "é"]}, title="Note"))
    assert read_record_bytes(record_bytes(record)) == record
