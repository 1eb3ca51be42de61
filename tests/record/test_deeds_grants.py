"""Deeds on grants: what they do, what they refuse, and that a changed id reaches everything that names it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from models.facts.event import Adjustment, Determined, VestingEvent
from models.facts.grant import EventPart, Overrides
from models.facts.notes import GrantNote, Paper
from models.facts.plan import Window
from models.record import deeds
from models.record.sample import sample_record
from tests.record.builders import PLAN, day, done, draft, refused

SAMPLE = sample_record()
NQ1, NQ3 = SAMPLE.grants[0], SAMPLE.grants[2]


def test_a_grant_is_added_with_its_note() -> None:
    grant = replace(NQ1, id="NQ-7")
    after = done(SAMPLE, deeds.add_grant(SAMPLE, grant=grant, note=GrantNote("x", note="by courier")))
    assert after.grant("NQ-7") == grant
    assert after.note_on("NQ-7") == GrantNote("NQ-7", note="by courier")


def test_an_empty_note_is_not_kept() -> None:
    after = done(SAMPLE, deeds.add_grant(SAMPLE, grant=replace(NQ1, id="NQ-7"), note=GrantNote("NQ-7")))
    assert len(after.grant_notes) == len(SAMPLE.grant_notes)


def test_a_grant_is_refused_at_the_field_that_is_wrong() -> None:
    new = replace(NQ1, id="NQ-7")
    refused(deeds.add_grant, SAMPLE, grant=NQ1, field="id")
    refused(deeds.add_grant, SAMPLE, grant=replace(new, id=""), field="id")
    refused(deeds.add_grant, SAMPLE, grant=replace(new, shares=0), field="shares")
    refused(deeds.add_grant, SAMPLE, grant=replace(new, exercise_price=Fraction(0)), field="exercise_price")
    refused(deeds.add_grant, SAMPLE, grant=replace(new, exercise_price=Fraction(-1)), field="exercise_price")
    refused(deeds.add_grant, SAMPLE, grant=replace(new, exercise_price=Fraction(1, 3)), field="exercise_price")
    refused(deeds.add_grant, SAMPLE, grant=replace(new, plan="no-plan"), field="plan")
    refused(deeds.add_grant, SAMPLE, grant=replace(new, role="boss"), field="role")
    refused(deeds.add_grant, SAMPLE, grant=replace(new, parts=(EventPart(4800, ""),)), field="vesting.event")
    wrong = Overrides(expires_on=new.grant_date)
    refused(deeds.add_grant, SAMPLE, grant=replace(new, overrides=wrong), field="overrides.expires_on")


def test_a_grant_after_the_plan_ended_is_refused_at_its_date() -> None:
    late = replace(NQ1, id="NQ-7", grant_date=day("2012-10-31"))
    says = refused(deeds.add_grant, SAMPLE, grant=late, field="grant_date", code="after_last_grant_date")
    assert "paragraph 15" in says


def test_parts_that_do_not_add_up_are_refused_at_the_schedule() -> None:
    parts = (EventPart(10, "a"), EventPart(10, "b"))
    refused(deeds.add_grant, SAMPLE, grant=replace(NQ1, id="X", shares=30, parts=parts), field="vesting")


def test_a_change_that_a_recorded_exercise_contradicts_is_refused_as_a_whole() -> None:
    later = replace(SAMPLE.grants[3], grant_date=day("2003-10-01"))
    says = refused(deeds.change_grant, SAMPLE, grant="NQ-4", after=later, field="", code="before_grant")
    assert "does not fit with what is recorded" in says


def test_a_new_id_is_carried_to_everything_that_names_the_grant() -> None:
    record = SAMPLE
    record = done(
        record, deeds.record_vesting_event(record, grant="NQ-3", event=NQ3.parts[0].event, on=day("2003-08-01"))
    )
    own = {"NQ-3": Determined(100, None)}
    record = done(
        record,
        deeds.record_adjustment(record, plan=PLAN, kind="split", new=2, old=1, on=day("2003-10-01"), determined=own),
    )
    record = done(record, deeds.prepare_notice(record, notice=draft("NQ-3", 100)))
    record = done(record, deeds.note_letter_returned(record, grant="NQ-3", on=day("2003-07-20")))
    paper = Paper("letter.pdf", "application/pdf", 10, "0" * 64, day("2003-11-01"), "NQ-3")
    record = done(record, deeds.add_paper(record, paper=paper))
    after = done(record, deeds.change_grant(record, grant="NQ-3", after=replace(NQ3, id="P-3")))
    assert not any("NQ-3" in str(fact) for name in after.shelves for fact in after.shelf(name).values())
    assert [event.grant for event in after.events if isinstance(event, VestingEvent)] == ["P-3"]
    assert [dict(event.determined) for event in after.events if isinstance(event, Adjustment)] == [{"P-3": own["NQ-3"]}]
    assert (after.notices[0].grant, after.papers[0].about) == ("P-3", "P-3")
    assert after.note_on("P-3").letter_returned_on == day("2003-07-20")


def test_a_copy_takes_the_next_free_id() -> None:
    after = done(SAMPLE, deeds.duplicate_grant(SAMPLE, grant="NQ-1"))
    assert after.grants[-1] == replace(NQ1, id="NQ-5")
    refused(deeds.duplicate_grant, SAMPLE, grant="NQ-1", id="NQ-2", field="id")
    refused(deeds.duplicate_grant, SAMPLE, grant="NQ-9", field="grant")


def test_next_ids_count_on_from_the_one_given() -> None:
    assert deeds.next_id(SAMPLE, "NQ-1") == "NQ-5"
    assert deeds.next_id(SAMPLE, "GRANT") == "GRANT-2"
    assert deeds.next_id(SAMPLE, "A-009") == "A-010"
    assert len(deeds.next_id(SAMPLE, "x" * 63 + "9")) <= 64


def test_a_grant_that_was_exercised_is_not_removed() -> None:
    says = refused(deeds.remove_grant, SAMPLE, grant="NQ-4", field="grant", code="in_use")
    assert "exercise of 540 shares of NQ-4 on Sep 15, 2003" in says


def test_removing_a_grant_names_what_goes_with_it() -> None:
    event = NQ3.parts[0].event
    record = done(SAMPLE, deeds.record_vesting_event(SAMPLE, grant="NQ-3", event=event, on=day("2003-08-01")))
    record = done(record, deeds.note_on_grant(record, grant="NQ-3", note="promised by letter"))
    record = done(record, deeds.prepare_notice(record, notice=draft("NQ-3", 100)))
    change = deeds.remove_grant(record, grant="NQ-3")
    assert change.title.startswith("Remove grant NQ-3 with ")
    assert all(words in change.title for words in (event, "its note", "notice 2003-001"))
    after = done(record, change)
    assert not any("NQ-3" in str(fact) for name in after.shelves for fact in after.shelf(name).values())
    assert deeds.next_number(after, 2003) == "2003-002"
    refused(deeds.prepare_notice, after, notice=draft(number="2003-001"), field="number", code="taken")


def test_the_letter_cannot_come_back_before_it_was_made() -> None:
    refused(deeds.note_letter_returned, SAMPLE, grant="NQ-1", on=day("2002-12-19"), field="letter_returned_on")
    refused(deeds.note_letter_returned, SAMPLE, grant="NQ-9", on=None, field="grant")
    after = done(SAMPLE, deeds.note_letter_returned(SAMPLE, grant="NQ-1", on=None))
    assert len(after.grant_notes) == len(SAMPLE.grant_notes) - 1


def test_nothing_changed_is_said_and_not_recorded() -> None:
    refused(deeds.change_grant, SAMPLE, grant="NQ-1", after=NQ1, field="", code="nothing_changed")
    refused(deeds.note_on_grant, SAMPLE, grant="NQ-3", field="", code="nothing_changed")


def test_where_an_override_is_said_is_kept() -> None:
    sources = {"post_termination_days": "letter, second page"}
    after = done(SAMPLE, deeds.note_on_grant(SAMPLE, grant="NQ-1", override_sources=sources))
    assert dict(after.note_on("NQ-1").override_sources) == sources
    assert after.note_on("NQ-1").letter_returned_on == SAMPLE.note_on("NQ-1").letter_returned_on


def test_what_the_letter_says_otherwise_is_one_deed_with_its_source() -> None:
    own = Overrides(term_years=5, windows={"resignation": Window("days", 30)})
    sources = {"term_years": "section 2", "resignation": "section 4", "minimum_shares": "dropped: it follows the plan"}
    change = deeds.change_overrides(SAMPLE, grant="NQ-1", overrides=own, sources=sources)
    after = done(SAMPLE, change)
    assert after.grant("NQ-1") == replace(NQ1, overrides=own)
    assert dict(after.note_on("NQ-1").override_sources) == {"term_years": "section 2", "resignation": "section 4"}
    back = done(after, deeds.change_overrides(after, grant="NQ-1", overrides=Overrides(), sources=sources))
    assert back.grant("NQ-1") == NQ1
    assert back.note_on("NQ-1") == SAMPLE.note_on("NQ-1")
    too_early = Overrides(expires_on=NQ1.grant_date)
    refused(deeds.change_overrides, SAMPLE, grant="NQ-1", overrides=too_early, sources={}, field="overrides.expires_on")
    same = NQ1.overrides
    refused(deeds.change_overrides, SAMPLE, grant="NQ-1", overrides=same, sources={}, field="", code="nothing_changed")
