"""The Open Cap Format: the same schedules and positions after a way out and in, and plain words for what cannot go."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from typing import Any

import pytest

from models.errors import Refusal
from models.exchange.ocf import Imported, ocf_files, ocf_zip, read_package
from models.facts.bundled import bundled_plan
from models.facts.event import Adjustment, Exercised, PlanApproved, VestingEvent
from models.facts.grant import ALLOCATIONS, DAYS_OF_MONTH, DatedPart, EventPart, Overrides, PeriodicPart
from models.facts.plan import Window
from models.record import deeds
from models.record.record import Record
from models.record.sample import SAMPLE_DAY, sample_record
from models.rules.vesting import build
from models.values.dates import LAST_DAY
from tests.record.builders import day, dollars, done, random_records

SAMPLE = sample_record()
FOCUS = bundled_plan("focus-2002")


def taken(record: Record, role: str = "employee") -> Imported:
    """A record's options after a way out and in."""
    package = read_package(ocf_zip(record)[0])
    assert list(package.stakeholders) == ["holder"]
    return package.take("holder", FOCUS, role)


def test_the_sample_goes_out_and_in() -> None:
    found = taken(SAMPLE)
    assert found.grants == SAMPLE.grants
    assert found.events == (PlanApproved(day("2002-12-20"), "focus-2002"), replace(SAMPLE.events[1], lots=()))
    assert [note.grant for note in found.notes] == ["NQ-1", "NQ-2", "NQ-4"]
    assert found.holder.name == "Sample Holder"
    assert found.left_out == ("How the exercise of 540 shares of NQ-4 was paid, and its lots.",)
    assert ocf_zip(SAMPLE) == ocf_zip(SAMPLE)


def test_an_import_is_one_deed() -> None:
    empty = Record()
    change = taken(SAMPLE).change(empty)
    assert change.title == "Import 4 grants from the Open Cap Format"
    after = done(empty, change)
    for grant in SAMPLE.grants:
        assert after.ledger.position(grant.id, SAMPLE_DAY) == SAMPLE.ledger.position(grant.id, SAMPLE_DAY)
    with pytest.raises(Refusal) as caught:
        taken(SAMPLE).change(SAMPLE)
    assert caught.value.field == "grants.NQ-1.id"


def test_what_is_left_out_is_said() -> None:
    words = " ".join(ocf_files(SAMPLE).left_out)
    for said in ("no manifest", "The plan's terms", "The lots that exercises left", "7 prices", "2 lots", "1 tax note"):
        assert said in words
    mixed = replace(SAMPLE.grants[2], parts=(EventPart(1000, "a"), EventPart(1000, "b")))
    record = done(SAMPLE, deeds.change_grant(SAMPLE, grant="NQ-3", after=mixed))
    assert "NQ-3" in " ".join(ocf_files(record).left_out)
    assert [grant.id for grant in taken(record).grants] == ["NQ-1", "NQ-2", "NQ-4"]


@pytest.mark.slow
def test_random_records_keep_schedules_terms_and_windows() -> None:
    tried = 0
    for _, record in random_records(range(80)):
        said = " ".join(ocf_files(record).left_out)
        for grant in record.grants:
            if grant.id in said:
                continue
            alone = Record({**record.shelves, "grants": {1: grant}, "events": {}, "notices": {}, "grant_notes": {}})
            course = alone.ledger.course(grant.id)
            if course.terms.expires_on > LAST_DAY:
                continue  # no date a record can keep
            found = taken(alone, grant.role)
            assert len(found.grants) == 1, found.left_out
            (back,) = found.grants
            assert build(back.parts, {}) == build(grant.parts, {})
            assert (back.id, back.shares, back.exercise_price) == (grant.id, grant.shares, grant.exercise_price)
            after = Record({"grants": {1: back}}).ledger.course(back.id)
            assert after.terms.expires_on == course.terms.expires_on
            for reason in ("resignation", "death", "dismissed_for_cause", "retirement", "permanent_disability"):
                before, now = course.terms.window(reason, grant.role), after.terms.window(reason, grant.role)
                ended = day("2004-02-29")
                same = (now.is_none and not before.length) or now.last_day(ended) == before.last_day(ended)
                assert same, (reason, before, now)
            tried += 1
    assert tried > 60


@pytest.mark.parametrize("allocation", ALLOCATIONS)
@pytest.mark.parametrize("cliff", [0, 3, 12, 48])
def test_every_kind_of_steps_comes_back(allocation: str, cliff: int) -> None:
    for every, on in ((1, DAYS_OF_MONTH[0]), (3, "31_OR_LAST_DAY_OF_MONTH"), (3, "05")):
        part = PeriodicPart(1003, day("2003-01-31"), 48, every, cliff, allocation, on)
        grant = replace(SAMPLE.grants[0], shares=1003, parts=(part,))
        record = done(SAMPLE, deeds.change_grant(SAMPLE, grant="NQ-1", after=grant))
        back = taken(record).grants[0].parts
        assert build(back, {}) == build((part,), {})
        if cliff < 48:
            assert back == (part,)
    uneven = PeriodicPart(1003, day("2003-01-31"), 48, 4, 6)
    record = done(
        SAMPLE, deeds.change_grant(SAMPLE, grant="NQ-1", after=replace(SAMPLE.grants[0], shares=1003, parts=(uneven,)))
    )
    (dated,) = taken(record).grants[0].parts
    assert isinstance(dated, DatedPart)
    assert build((dated,), {}) == build((uneven,), {})


def test_events_and_splits_go_along() -> None:
    record = done(
        SAMPLE,
        deeds.record_vesting_event(SAMPLE, grant="NQ-3", event="The new product is released", on=day("2003-10-01")),
    )
    split = {"plan": "focus-2002", "kind": "combination", "new": 1, "old": 2, "on": day("2003-10-10")}
    record = done(record, deeds.record_adjustment(record, **split))  # type: ignore[arg-type]
    found = taken(record).events
    assert VestingEvent(day("2003-10-01"), "NQ-3", "The new product is released") in found
    assert Adjustment(day("2003-10-10"), "focus-2002", "combination", 1, 2) in found


def test_terms_that_differ_from_the_plan_become_overrides() -> None:
    own = Overrides(
        expires_on=day("2010-12-31"), windows={"retirement": Window("months", 6), "resignation": Window("none")}
    )
    record = done(SAMPLE, deeds.change_grant(SAMPLE, grant="NQ-1", after=replace(SAMPLE.grants[0], overrides=own)))
    assert taken(record).grants[0].overrides == own


# -- packages of others ------------------------------------------------------------------------------------------


def issuance(**changes: Any) -> dict[str, Any]:
    """An issuance as another program might write it."""
    item = {
        "id": "i1",
        "object_type": "TX_EQUITY_COMPENSATION_ISSUANCE",
        "date": "2003-01-15",
        "security_id": "s1",
        "custom_id": "CS-1",
        "stakeholder_id": "h1",
        "compensation_type": "OPTION_NSO",
        "quantity": "480.00",
        "exercise_price": {"amount": "1.20", "currency": "USD"},
        "expiration_date": None,
        "termination_exercise_windows": [],
        "vesting_terms_id": "t1",
    }
    item.update(changes)
    return item


START = {"id": "v1", "object_type": "TX_VESTING_START", "date": "2003-01-15", "security_id": "s1"}
ANN = {
    "id": "h1",
    "object_type": "STAKEHOLDER",
    "name": {"legal_name": "Ann Example"},
    "current_relationships": ["OFFICER", "INVESTOR"],
}


def condition(id: str, trigger: dict[str, Any], part: object, *after: str) -> dict[str, Any]:
    """A vesting condition; `part` is a ratio such as "1/48", or a quantity."""
    item: dict[str, Any] = {"id": id, "trigger": trigger, "next_condition_ids": list(after)}
    if isinstance(part, str):
        numerator, _, denominator = part.partition("/")
        item["portion"] = {"numerator": numerator, "denominator": denominator}
    else:
        item["quantity"] = str(part)
    return item


def months(length: int, times: int, after: str, **more: Any) -> dict[str, Any]:
    """A trigger of a period in months."""
    period = {"length": length, "type": "MONTHS", "occurrences": times, "day_of_month": DAYS_OF_MONTH[0], **more}
    return {"type": "VESTING_SCHEDULE_RELATIVE", "period": period, "relative_to_condition_id": after}


BEGIN = condition("begin", {"type": "VESTING_START_DATE"}, 0, "a")


def terms(*conditions: dict[str, Any], allocation: str = "CUMULATIVE_ROUNDING") -> dict[str, Any]:
    """Vesting terms of these conditions."""
    return {
        "id": "t1",
        "object_type": "VESTING_TERMS",
        "name": "x",
        "description": "x",
        "allocation_type": allocation,
        "vesting_conditions": list(conditions),
    }


def package(*items: dict[str, Any]) -> bytes:
    """One file of the format with these objects."""
    return json.dumps({"file_type": "OCF_TRANSACTIONS_FILE", "items": [ANN, START, *items]}).encode()


def read(*items: dict[str, Any], **changes: Any) -> Imported:
    """Ann's options of a package with one issuance."""
    return read_package(package(issuance(**changes), *items)).take("h1", FOCUS)


def left_out(*items: dict[str, Any], **changes: Any) -> str:
    """Why the one grant of a package is left out."""
    found = read(*items, **changes)
    assert found.grants == ()
    (says,) = found.left_out
    return says


def test_another_programs_package_is_read() -> None:
    steps = terms(
        BEGIN, condition("a", months(12, 1, "begin"), "12/48", "b"), condition("b", months(1, 36, "a"), "1/48")
    )
    found = read(steps)
    assert found.holder.name == "Ann Example"
    (grant,) = found.grants
    assert (grant.id, grant.shares, grant.exercise_price, grant.role) == ("CS-1", 480, dollars("1.20"), "employee")
    assert grant.parts == (PeriodicPart(480, day("2003-01-15"), 48, 1, 12, "CUMULATIVE_ROUNDING"),)
    assert grant.overrides == Overrides()
    assert found.left_out == ()


def test_shapes_of_terms_that_mean_the_same() -> None:
    plain = terms(BEGIN, condition("a", months(3, 16, "begin"), "1/16"))
    assert read(plain).grants[0].parts == (PeriodicPart(480, day("2003-01-15"), 48, 3, 0, "CUMULATIVE_ROUNDING"),)
    held = terms(BEGIN, condition("a", months(1, 48, "begin", cliff_installment=12), "1/48"))
    assert read(held).grants[0].parts == (PeriodicPart(480, day("2003-01-15"), 48, 1, 12, "CUMULATIVE_ROUNDING"),)
    older = months(1, 48, "begin")
    older["period"]["repetitions"] = older["period"].pop("occurrences")
    assert read(terms(BEGIN, condition("a", older, "1/48"))).grants[0].parts[0].shares == 480
    dates = [{"type": "VESTING_SCHEDULE_ABSOLUTE", "date": date} for date in ("2004-01-15", "2005-01-15")]
    dated = terms(condition("a", dates[0], "1/3", "b"), condition("b", dates[1], 320))
    assert read(dated).grants[0].parts == (DatedPart(480, ((day("2004-01-15"), 160), (day("2005-01-15"), 320))),)
    event = {**condition("a", {"type": "VESTING_EVENT"}, "1/1"), "description": "A sale of the company"}
    assert read(terms(event)).grants[0].parts == (EventPart(480, "A sale of the company"),)
    assert read(vesting_terms_id=None).grants[0].parts == (DatedPart(480, ((day("2003-01-15"), 480),)),)
    listed = [{"date": "2004-01-15", "amount": "480"}]
    assert read(vestings=listed).grants[0].parts == (DatedPart(480, ((day("2004-01-15"), 480),)),)


EVENT = {"type": "VESTING_EVENT"}


@pytest.mark.parametrize(
    ("conditions", "says"),
    [
        ([BEGIN, condition("a", months(1, 48, "begin"), "1/47")], "add up to 48/47"),
        ([BEGIN, condition("a", months(1, 48, "begin", type="DAYS"), "1/48")], "counts days"),
        ([condition("a", EVENT, "1/2", "b"), condition("b", EVENT, "1/2")], "must follow one another"),
        (
            [condition("a", EVENT, "1/1", "b", "c"), condition("b", EVENT, "0/1"), condition("c", EVENT, "0/1")],
            "branches",
        ),
        ([condition("a", EVENT, "1/1"), condition("b", EVENT, "0/1")], "do not form one chain"),
        ([condition("a", EVENT, "1/1", "a")], "do not form one chain"),
        ([BEGIN, condition("a", EVENT, "1/1", "b"), condition("b", EVENT, "0/1", "a")], "do not form one chain"),
        ([condition("a", months(1, 48, "z"), "1/48")], "not counted from the start"),
        ([condition("a", EVENT, "1/1", "z")], "a condition that is not there"),
        ([condition("a", {"type": "MOON"}, "1/1")], "'MOON' is not known"),
        ([condition("a", {"type": "VESTING_START_DATE"}, "1/1")], "vest at the start"),
        ([condition("a", {"type": "VESTING_START_DATE"}, 0)], "nothing vests"),
        ([condition("a", EVENT, "1/2", "b"), condition("b", months(1, 1, "a"), "1/2")], "are mixed"),
        (
            [BEGIN, condition("a", months(5, 1, "begin"), "12/48", "b"), condition("b", months(1, 36, "a"), "1/48")],
            "no cliff",
        ),
        (
            [
                BEGIN,
                condition("a", months(12, 1, "begin"), "12/48", "b"),
                condition("b", months(1, 36, "begin"), "1/48"),
            ],
            "not counted",
        ),
        ([BEGIN, condition("a", months(1, 48, "begin", cliff_installment=49), "1/48")], "lasts 48 months"),
        ([BEGIN, condition("a", months(100, 48, "begin"), "1/48")], "lasts 4800 months"),
        ([BEGIN, condition("a", months(1, 48, "begin", day_of_month="40"), "1/48")], "day of the month"),
        (
            [
                condition("a", {"type": "VESTING_SCHEDULE_ABSOLUTE", "date": "2004-01-15"}, "1/7", "b"),
                condition("b", {"type": "VESTING_SCHEDULE_ABSOLUTE", "date": "2005-01-15"}, "6/7"),
            ],
            "not a whole number",
        ),
        ([], "do not form one chain"),
    ],
)
def test_terms_without_an_equal_leave_the_grant_out_and_say_why(conditions: list[dict[str, Any]], says: str) -> None:
    assert says in left_out(terms(*conditions))
    dated = [{"date": "2004-01-15", "amount": "480"}]  # but exact dates beside them are enough
    assert len(read(terms(*conditions), vestings=dated).grants) == 1


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"compensation_type": "OPTION_ISO"}, "'OPTION_ISO'; only non-qualified options"),
        ({"compensation_type": "RSU"}, "only non-qualified options"),
        ({"early_exercisable": True}, "before it vests"),
        ({"quantity": "480.5"}, "must be a whole number"),
        ({"quantity": 0}, "must be a whole number"),
        ({"exercise_price": {"amount": "1.20", "currency": "EUR"}}, "must be in USD"),
        ({"exercise_price": {"amount": "-1", "currency": "USD"}}, "must be a number"),
        ({"exercise_price": {"amount": "0", "currency": "USD"}}, "must be above zero"),
        ({"exercise_price": "1.20"}, "must be an amount with a currency"),
        ({"date": "01/15/2003"}, "must be a date"),
        ({"custom_id": ""}, "must have 1 to 64"),
        ({"expiration_date": "2003-01-15"}, "expires on or before"),
        ({"vesting_terms_id": "t9"}, "are not in the package"),
        ({"vestings": [{"date": "2004-01-15", "amount": "479"}]}, "do not add up"),
        ({"security_id": "s2"}, "start of vesting is not among"),
    ],
)
def test_grants_that_cannot_be_taken_say_why(changes: dict[str, Any], says: str) -> None:
    assert says in left_out(terms(BEGIN, condition("a", months(1, 48, "begin"), "1/48")), **changes)


def test_several_people_and_unknown_roles() -> None:
    both = package(issuance(), issuance(id="i2", stakeholder_id="h2", security_id="s2"))
    assert read_package(both).stakeholders == {"h1": "Ann Example", "h2": "h2"}
    found = read_package(both).take("h2", FOCUS)
    assert "in which role" in found.left_out[0]


def test_objects_without_an_equal_are_named() -> None:
    note = {"id": "c", "object_type": "TX_CONVERTIBLE_ISSUANCE"}
    assert any("TX_CONVERTIBLE_ISSUANCE" in says for says in read(note, vesting_terms_id=None).left_out)
    exercise = {
        "object_type": "TX_EQUITY_COMPENSATION_EXERCISE",
        "date": "2004-01-15",
        "security_id": "s1",
        "quantity": "100",
    }
    found = read({**exercise, "id": "e"}, vesting_terms_id=None)
    assert found.events == (Exercised(day("2004-01-15"), "CS-1", 100),)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is not JSON"),
        (b"[]", "is no file of the Open Cap Format"),
        (b'{"file_type": "OCF_TRANSACTIONS_FILE", "items": 1}', "items must be a list"),
        (b'{"file_type": "OCF_TRANSACTIONS_FILE", "items": [1]}', "item 1: must be an object"),
        (b'{"file_type": "OCF_TRANSACTIONS_FILE", "items": []}', "no equity compensation issuance"),
        (b'{"file_type": "OCF_TRANSACTIONS_FILE", "items": [{}]}', "object_type: must be text"),
        (b"PK\x03\x04 no zip", "is damaged"),
        (b" " * (16 * 1024 * 1024 + 1), "is larger than 16 MB"),
    ],
)
def test_files_that_are_no_packages(data: bytes, says: str) -> None:
    with pytest.raises(Refusal) as caught:
        read_package(data)
    assert caught.value.code == "bad_ocf"
    assert says in caught.value.message


def test_a_package_may_hold_other_files() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("Manifest.ocf.json", b'{"file_type": "OCF_MANIFEST_FILE"}')
        archive.writestr("docs/letter.pdf", b"%PDF-")
        archive.writestr("other.json", b"[]")
        archive.writestr("Transactions.ocf.json", package(issuance(vesting_terms_id=None)))
    assert len(read_package(out.getvalue()).take("h1", FOCUS).grants) == 1
