"""Deadlines: the safe days, what is ahead, the strip, what has happened, and the calendar file."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from models.record import deeds
from models.record.deeds.events import record_service_end
from models.values.frozen import replace
from ui.pages.deadlines.listing import PERIODS, ahead, happened, safe_days


@pytest.fixture
def page(window):
    window.go_to("deadlines")
    return window.pages["deadlines"]


def test_safe_days_come_before_the_last_one(page):
    record, on = page.session.record, page.session.as_of
    safe = safe_days(record, on, 5)
    assert safe is not None
    assert safe.mail_by < safe.deliver_by <= safe.last_day


def test_days_ahead_are_in_order_and_in_periods(page):
    days = ahead(page.session.record, page.session.as_of, 5)
    assert [one.day for one in days] == sorted(one.day for one in days)
    assert {one.period for one in days} <= set(PERIODS)
    assert all(one.day >= page.session.as_of for one in days)
    assert {"vests", "last_exercise_day", "deliver_by", "mail_by", "expires"} <= {one.kind for one in days}


def test_filter_shows_only_what_must_be_done(page):
    page._shown.set_value("act")
    page._on_shown("act")
    assert page.table.rows_model.rows
    assert all(one.is_to_act for one in page.table.rows_model.rows)


def test_a_service_end_makes_the_days_urgent(window, page):
    window.session.commit(
        record_service_end(
            window.session.record, on=window.session.as_of, role="employee", reason="resignation", plan=None
        )
    )
    safe = safe_days(window.session.record, window.session.as_of, 5)
    assert safe is not None
    assert safe.last_day == date(2004, 2, 8)  # 90 days after 2003-11-10, the first day not counted
    assert safe.deliver_by == date(2004, 2, 6)  # the 8th is a Sunday
    assert safe.mail_by == date(2004, 1, 30)


def test_the_strip_and_the_table_follow_each_other(page, qtbot):
    page.strip.setFocus()
    qtbot.keyClick(page.strip, Qt.Key.Key_Right)
    first = page.table.current_row()
    assert first is not None
    assert first.day == ahead(page.session.record, page.session.as_of, 5)[0].day
    assert "8(a)" in page._why(first).paragraphs


def test_what_happened_in_the_last_year(page):
    record, on = page.session.record, page.session.as_of
    found = happened(record, date(2002, 11, 10), on)
    assert found
    assert [one[0] for one in found] == sorted((one[0] for one in found), reverse=True)
    assert not happened(record, on, on)


def test_calendar_file_is_written_where_asked(page, qtbot, tmp_path, monkeypatch):
    target = tmp_path / "days"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    page._export.click()
    data = (tmp_path / "days.ics").read_bytes()
    assert data.startswith(b"BEGIN:VCALENDAR")
    assert data.count(b"BEGIN:VALARM") > data.count(b"BEGIN:VEVENT") / 2


def test_what_must_be_done_is_said_without_today(page):
    titles = [one.title for one in page.table.rows_model.rows if one.is_to_act]
    assert "NQ-1: last day to deliver the notice" in titles
    assert not any("today" in title for title in titles)


def test_what_happened_since_last_opened_is_said_first(page, monkeypatch):
    assert page._since.isHidden()
    monkeypatch.setattr(page.session, "_opened_before", date(2003, 11, 1))
    page.refresh(None)
    said = page._since.text()
    assert said.startswith("Since you last opened this record on Nov 1, 2003: ")
    assert "1,200 shares of NQ-1 vested" in said
    assert page._past_notes.words


def test_where_nothing_is_ahead_it_says_so(page, window):
    window.session.set_as_of(date(2014, 6, 1))
    assert page._nothing.isVisible()
    assert page._nothing.text().startswith("Nothing is ahead")
    assert not page.table.isVisible()
    assert not page.strip.isVisible()
    window.session.set_as_of(date(2012, 12, 10))
    assert not page._nothing.isVisible()
    assert page.table.isVisible()
    page._shown.set_value("vest")
    page._on_shown("vest")
    assert page._nothing.text() == "No share is left to vest by date."


def test_the_day_to_mail_by_is_as_urgent_as_it_is(page, window):
    window.session.set_as_of(date(2012, 12, 10))
    assert (page.mail._tone, page.deliver._tone) == ("bad", "bad")
    window.session.set_as_of(date(2012, 8, 1))
    assert (page.mail._tone, page.deliver._tone) == ("warn", "warn")
    window.session.set_as_of(date(2003, 11, 10))
    assert (page.mail._tone, page.deliver._tone) == ("text", "text")


def test_days_come_in_the_order_of_the_record(window):
    record = window.session.record
    for number in range(11):
        change = deeds.add_grant(window.session.record, grant=replace(record.grants[0], id=f"B-{number}"))
        assert window.commit(change)
    listed = ahead(window.session.record, date(2012, 12, 1), 5)
    on_one_day = [one for one in listed if one.day == date(2012, 12, 19)]
    kinds = list(dict.fromkeys(one.kind for one in on_one_day))
    assert kinds == ["deliver_by", "last_exercise_day"]
    grants = [one.grant for one in on_one_day if one.kind == "last_exercise_day"]
    assert grants[:3] == ["NQ-1", "B-0", "B-1"]
    assert grants[-1] == "B-10"
