"""The planner where one share or one day decides, and what a quote and a position say in the same places."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from models.errors import Refusal
from models.facts.event import Exercised, ServiceEnded
from models.facts.grant import EventPart
from models.facts.payment import Cash
from models.rules.planner import Outlook, Piece, outlook, split
from tests.models.builders import APPROVED, grant, in_steps, ledger

ON = date(2003, 6, 1)
LAST = date(2013, 1, 1)  # of an option granted on 2003-01-02: the day before ten years
DAY = timedelta(days=1)


def seen(*given, on: date = ON, events=(APPROVED,), **others) -> Outlook:
    found = outlook(ledger(grant(*given, **others), events=events), "NQ-1", on)
    assert found is not None
    return found


def sizes(shares: int | None, most: int | None, *given, **others) -> list[tuple[date, int]]:
    return [
        (piece.on, piece.shares) for piece in split(ledger(grant(*given, **others)), "NQ-1", ON, shares, most).pieces
    ]


# -- numbers -----------------------------------------------------------------------------------------------


def test_the_ends_of_a_safe_range_are_safe_and_nearest_to_themselves():
    """Of 1,000 vested 100 to 900 are safe, and 1,000."""
    found = seen(1000)
    assert [found.is_safe(number) for number in (99, 100, 900, 901, 999, 1000)] == [0, 1, 1, 0, 0, 1]
    assert [found.nearest(number) for number in (100, 900, 1000)] == [(100, 100), (900, 900), (1000, 1000)]
    assert found.nearest(950) == (900, 1000)
    assert found.nearest(50) == (None, 100)
    assert found.nearest(2000) == (1000, None)


def test_nothing_is_within_reach_when_all_were_exercised():
    found = seen(1000, events=[APPROVED, Exercised(date(2003, 2, 3), "NQ-1", 1000)])
    assert (found.reachable, found.today, found.strands, found.stranded) == (0, (), (), 0)


def test_exactly_the_minimum_may_be_left_and_not_one_share():
    assert sizes(900, None, 1000) == [(ON, 900)]
    for shares in (901, 999):
        with pytest.raises(Refusal) as refused:
            sizes(shares, None, 1000)
        assert refused.value.code == "leaves_stranded_remainder"


def test_what_may_be_exercised_instead_is_said_down_to_the_minimum():
    with pytest.raises(Refusal, match="choose 100 or fewer, or 200"):
        sizes(150, None, 200)
    with pytest.raises(Refusal, match="choose 199"):
        sizes(150, None, 199)


def test_pieces_of_exactly_the_minimum_leave_an_exempt_rest():
    assert sizes(None, 100, 250, remainder_exempt=True) == [(ON, 100), (ON, 100), (ON, 50)]
    assert sizes(None, 50, 50, remainder_exempt=True) == [(ON, 50)]


def test_as_many_full_pieces_as_can_be_are_made_at_once():
    """250 now and 290 ten days later, 100 to 120 at a time: 250 are no such pieces, 240 are, and 300 can follow."""
    parts = in_steps(("2003-06-01", 250), ("2003-06-11", 290))
    later = date(2003, 6, 11)
    assert sizes(None, 120, 540, parts=parts) == [(ON, 120), (ON, 120), (later, 100), (later, 100), (later, 100)]


@pytest.mark.parametrize(
    ("wanted", "most", "refusal"),
    [
        (1001, None, ("exceeds_exercisable", "shares")),
        (50, None, ("below_minimum", "shares")),
        (950, None, ("leaves_stranded_remainder", "shares")),
        (500, 0, ("cannot_split", "most_each")),
        (500, 99, ("cannot_split", "most_each")),
    ],
)
def test_every_refusal_has_its_code_and_its_field(wanted, most, refusal):
    with pytest.raises(Refusal) as refused:
        sizes(wanted, most, 1000)
    assert (refused.value.code, refused.value.field) == refusal


def test_too_many_exercises_are_refused_at_the_size():
    with pytest.raises(Refusal) as refused:
        sizes(None, 100, 100_100)
    assert (refused.value.code, refused.value.field) == ("cannot_split", "most_each")


def test_without_a_day_or_an_approval_the_shares_are_refused():
    gone = [APPROVED, ServiceEnded(date(2003, 2, 1), "employee", "resignation")]
    for events, code in ((gone, "nothing_exercisable"), ((), "not_approved")):
        with pytest.raises(Refusal) as refused:
            split(ledger(grant(1000), events=events), "NQ-1", ON)
        assert (refused.value.code, refused.value.field) == (code, "shares")


# -- days --------------------------------------------------------------------------------------------------

AT_THE_END = in_steps(("2003-06-01", 300), (str(LAST), 60), (str(LAST + DAY), 40))


def test_what_vests_on_the_last_day_is_in_reach_and_what_vests_after_it_is_not():
    found = seen(400, parts=AT_THE_END)
    assert (found.reachable, found.too_late) == (360, 40)
    assert found.today == ((100, 260),)
    assert any("40 shares would vest after the last exercise day" in step.says for step in found.because)


def test_a_quote_counts_what_vests_on_the_last_day():
    """Of 360 within reach 300 leave 60 that can never be exercised, 260 leave a hundred."""
    book = ledger(grant(400, parts=AT_THE_END))
    remainder = book.quote("NQ-1", ON, 300, Cash(), withholding=None).remainder
    assert remainder is not None
    assert tuple(remainder) == (60, 260, None)
    assert book.quote("NQ-1", ON, 260, Cash(), withholding=None).remainder is None


def test_a_position_counts_what_vests_on_the_last_day():
    """40 vested and 60 on the last day are a hundred; the day after it they would not be enough."""
    in_time = ledger(grant(100, parts=in_steps(("2003-06-01", 40), (str(LAST), 60)))).position("NQ-1", ON)
    too_late = ledger(grant(100, parts=in_steps(("2003-06-01", 40), (str(LAST + DAY), 60)))).position("NQ-1", ON)
    assert in_time is not None
    assert too_late is not None
    assert (in_time.warnings, too_late.warnings) == ((), ("below_minimum_for_good",))


@pytest.mark.parametrize(
    ("vested", "shares", "remainder"),
    [
        (200, 150, (50, 100, 200)),  # a hundred can be chosen, and leaves a hundred
        (199, 149, (50, None, 199)),  # 99 would be too few
        (150, 149, (1, None, 150)),
        (149, 149, None),
        (1000, 901, (99, 900, 1000)),
        (1000, 900, None),
    ],
)
def test_what_to_exercise_instead_is_a_number_that_may_be_exercised(vested, shares, remainder):
    found = ledger(grant(vested)).quote("NQ-1", ON, shares, Cash(), withholding=None).remainder
    assert (found and tuple(found)) == remainder


def test_before_approval_all_of_it_is_no_choice():
    found = ledger(grant(1000), events=()).quote("NQ-1", ON, 950, Cash(), withholding=None).remainder
    assert found is not None
    assert (found.below, found.above) == (900, None)


# -- reasons -----------------------------------------------------------------------------------------------


def test_the_paragraphs_of_the_outlook():
    parts = [*in_steps(("2003-06-01", 60), (str(LAST + DAY), 150)), EventPart(50, "launch")]
    assert [step.paragraph for step in seen(260, parts=parts).because] == ["10", "8(a)", "8(a)"]
    assert [step.paragraph for step in seen(210, parts=parts[:1]).because] == ["10", "10", "8(a)"]
    assert [step.paragraph for step in seen(1000).because] == ["10"]


def test_a_plan_rests_on_paragraph_10():
    plan = split(ledger(grant(1000)), "NQ-1", ON, 700, 300)
    assert plan.because.paragraphs == ("10",)
    assert plan.pieces[0] == Piece(ON, 234, 766)
