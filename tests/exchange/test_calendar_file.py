"""The calendar file as a calendar program reads it: days, ids that stay, and never a last day without an alarm."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any

from icalendar import Calendar

from models.exchange.calendar_file import ALARM_DAYS, alarm_times, calendar_bytes, entries
from models.record import deeds
from models.record.record import Record
from models.record.sample import SAMPLE_DAY, sample_record
from models.rules.calendar import deliver_by, is_delivery_day
from tests.record.builders import day, random_records

SAMPLE = sample_record()
PACIFIC = timezone(timedelta(hours=-8))
NOW = datetime(2003, 11, 10, 12, tzinfo=PACIFIC)


def events(record: Record, on: date = SAMPLE_DAY, now: datetime = NOW, record_id: str = "a") -> dict[str, Any]:
    """The entries of a calendar file by id."""
    calendar = Calendar.from_ical(calendar_bytes(record, on, now, record_id))
    found = {str(event["UID"]): event for event in calendar.walk("VEVENT")}
    assert len(found) == len(calendar.walk("VEVENT"))
    return found


def ending(on: str) -> Record:
    """The sample after the holder resigned."""
    change = deeds.record_service_end(SAMPLE, on=day(on), role="employee", reason="resignation")
    return SAMPLE.with_change(change)


def titled(found: dict[str, Any], title: str) -> Any:
    """The one entry with this title."""
    (event,) = [one for one in found.values() if one["SUMMARY"] == title]
    return event


def test_whole_days_with_what_is_needed_to_update_them() -> None:
    for event in events(SAMPLE).values():
        start = event.decoded("DTSTART")
        assert type(start) is date
        assert event.decoded("DTEND") == start + timedelta(days=1)
        assert event.decoded("DTSTAMP") == NOW.astimezone(UTC)
        assert int(event["SEQUENCE"]) > 0
        assert event["TRANSP"] == "TRANSPARENT"
        assert "Sample Holder" not in event.to_ical().decode()


def test_the_days_are_those_of_the_rules() -> None:
    last = day("2012-12-19")
    found = events(SAMPLE)
    assert titled(found, "NQ-1: last day to exercise").decoded("DTSTART") == last
    assert titled(found, "NQ-1: deliver the notice by today").decoded("DTSTART") == deliver_by(last)
    mail = titled(found, "NQ-1: mail the notice by today").decoded("DTSTART")
    between = [mail + timedelta(days=n) for n in range((last - mail).days)]
    assert is_delivery_day(mail)
    assert sum(is_delivery_day(one) for one in between) == 5
    assert titled(found, "NQ-1 expires").decoded("DTSTART") == day("2012-12-20")
    vests = [event for event in found.values() if event["SUMMARY"] == "NQ-1: 100 shares vest"]
    assert len(vests) == 36


def test_shares_too_few_ever_to_be_exercised_do_not_ring() -> None:
    titles = {str(event["SUMMARY"]) for event in events(SAMPLE).values()}
    assert "NQ-4 expires" in titles
    assert "NQ-4: last day to exercise" not in titles


def test_ids_stay_and_the_later_file_wins() -> None:
    first = events(SAMPLE)
    later = events(SAMPLE, now=NOW + timedelta(days=1))
    assert first.keys() == later.keys()
    assert all(int(later[uid]["SEQUENCE"]) > int(first[uid]["SEQUENCE"]) for uid in first)
    other = events(SAMPLE, record_id="b")
    assert not first.keys() & other.keys()
    moved = events(ending("2003-11-10"))
    title = "NQ-1: last day to exercise"
    assert titled(moved, title)["UID"] == titled(first, title)["UID"]
    assert titled(moved, title).decoded("DTSTART") == day("2004-02-08")


def alarm_days(event: Any) -> list[int]:
    """How many days before its day an entry rings."""
    start = datetime.combine(event.decoded("DTSTART"), time())
    rings = [start + alarm.decoded("TRIGGER") for alarm in event.walk("VALARM")]
    assert all(ring.time() == time(9) for ring in rings)
    return [(start.date() - ring.date()).days for ring in rings]


def test_every_alarm_that_lies_ahead() -> None:
    assert alarm_days(titled(events(SAMPLE), "NQ-1: last day to exercise")) == list(ALARM_DAYS)
    # Ninety days after the end of service: the alarm of 180 days before is past, and so is that of 90 today at nine.
    assert alarm_days(titled(events(ending("2003-11-10")), "NQ-1: last day to exercise")) == [30, 21, 10, 5, 1]
    morning = events(ending("2003-11-10"), now=NOW.replace(hour=8))
    assert alarm_days(titled(morning, "NQ-1: last day to exercise")) == [90, 30, 21, 10, 5, 1]


def test_a_short_window_is_never_without_an_alarm() -> None:
    last = day("2004-02-08")
    record = ending("2003-11-10")
    for left in range(4):
        on = last - timedelta(days=left)
        for hour in (0, 8, 9, 23):
            moment = datetime.combine(on, time(hour), PACIFIC)
            (entry,) = [one for one in entries(record, on) if one.title == "NQ-1: last day to exercise"]
            rings = alarm_times(entry, moment.replace(tzinfo=None))
            assert rings
            assert all(ring > moment.replace(tzinfo=None) for ring in rings)
            calendar = events(record, on, moment)
            assert len(titled(calendar, "NQ-1: last day to exercise").walk("VALARM")) == len(rings)


def test_the_safe_days_are_left_out_once_they_are_past() -> None:
    titles = {entry.title for entry in entries(ending("2003-11-10"), day("2004-02-07"))}
    assert "NQ-1: last day to exercise" in titles
    assert "NQ-1: deliver the notice by today" not in titles  # February 6 was the last working day
    assert "NQ-1: mail the notice by today" not in titles


def test_random_records_give_files_that_another_program_reads() -> None:
    for _, record in random_records(range(25)):
        for event in events(record).values():
            assert event.walk("VALARM")
            assert event.decoded("DTSTART") >= SAMPLE_DAY


def test_names_with_commas_and_long_lines_survive() -> None:
    from dataclasses import replace

    name = "Grant; of, the \\ board: " + "é" * 40
    record = SAMPLE.with_change(deeds.change_grant(SAMPLE, grant="NQ-1", after=replace(SAMPLE.grants[0], id=name)))
    titled(events(record), f"{name}: last day to exercise")
    for line in calendar_bytes(record, SAMPLE_DAY, NOW, "a").split(b"\r\n"):
        assert len(line) <= 75
