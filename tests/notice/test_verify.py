"""The read-back: it passes what is right and stops whatever is not, down to one digit."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models.errors import Refusal
from models.facts.holder import Holder
from models.notice.bidi import visual
from models.notice.blocks import Checks, Packet, Run, part_reading
from models.notice.content import compose
from models.notice.issue import finished
from models.notice.pdf import paginate, render
from models.notice.script import clean, printable, unprintable
from models.notice.verify import MisprintError, read_back
from tests.notice import cases
from tests.notice.cases import BY_NAME, CASH, TODAY, record, record_for


def replaced(packet: Packet, old: str, new: str) -> Packet:
    """The packet with one text put in the place of another everywhere."""

    def change(value: object) -> object:
        if isinstance(value, str):
            return value.replace(old, new)
        if isinstance(value, tuple):
            items = [change(item) for item in value]
            return type(value)(*items) if hasattr(value, "_fields") else tuple(items)
        if hasattr(value, "__dataclass_fields__"):
            return replace(value, **{name: change(getattr(value, name)) for name in value.__dataclass_fields__})
        return value

    made = change(packet)
    assert isinstance(made, Packet)
    return made


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("$600.00", "$600.01"),
        ("five hundred", "five thousand"),
        ("Sample Holder", "Simple Holder"),
        ("November 10, 2003", "November 11, 2003"),
        ("NQ-1", "NQ-7"),
        ("4,300", "4,800"),
        ("95008", "95080"),
        ("Notice 2003-001 ·", "Notice 2003-002 ·"),
        ("Stock power", "Stock powder"),
    ],
)
def test_one_wrong_word_or_figure_stops_it(old: str, new: str) -> None:
    meant = compose(record(), cases.SWAP, TODAY)
    printed = replaced(meant, old, new)
    assert printed != meant
    pages = paginate(printed)
    with pytest.raises(MisprintError):
        read_back(meant, pages, render(printed, pages))


def test_a_box_ticked_by_mistake_stops_it() -> None:
    meant = compose(record(), CASH, TODAY)
    blocks = tuple(
        replace(block, items=tuple(item._replace(is_ticked=True) for item in block.items))
        if isinstance(block, Checks)
        else block
        for block in meant.parts[-1].blocks
    )
    printed = replace(meant, parts=(*meant.parts[:-1], replace(meant.parts[-1], blocks=blocks)))
    pages = paginate(printed)
    with pytest.raises(MisprintError):
        read_back(meant, pages, render(printed, pages))


def test_every_figure_of_a_packet_is_watched() -> None:
    meant = compose(record(), cases.SWAP, TODAY)
    figures = {word for part in meant.parts for text in part_reading(part) for word in text.split() if word[:1] == "$"}
    assert len(figures) > 8
    for figure in figures:
        wrong = replaced(meant, figure, figure[:-1] + ("1" if figure[-1] != "1" else "2"))
        pages = paginate(wrong)
        with pytest.raises(MisprintError):
            read_back(meant, pages, render(wrong, pages))


def test_a_missing_or_doubled_page_stops_it() -> None:
    meant = compose(record(), CASH, TODAY)
    pages = paginate(meant)
    with pytest.raises(MisprintError, match="laid out"):
        read_back(meant, pages, render(meant, pages[:-1]))
    with pytest.raises(MisprintError):
        read_back(meant, [*pages, pages[-1]], render(meant, [*pages, pages[-1]]))


def test_a_wrong_mark_stops_it() -> None:
    meant = compose(record(is_sample=True), CASH, TODAY)
    pages = paginate(meant)
    with pytest.raises(MisprintError):
        read_back(meant, pages, render(replace(meant, marks=()), pages))


def test_wrong_hebrew_stops_it() -> None:
    holder = record(holder=[Holder("דוד בן-גוריון 12", ("1 Way",))])
    meant = compose(holder, CASH, TODAY)
    finished(meant)
    for old, new in (("דוד", "דון"), ("12", "13"), ("$600.00", "$606.00"), ("five hundred", "six hundred")):
        wrong = replaced(meant, old, new)
        pages = paginate(wrong)
        with pytest.raises(MisprintError):
            read_back(meant, pages, render(wrong, pages))


@pytest.mark.parametrize(
    "name",
    [
        "Řehoř Šťastný-Żółć Ångström",
        "Nguyễn Thị Hồng Ánh",
        "Ελένη Παπαδοπούλου",
        "Александр Щукин Ђорђевић Їжакевич",
        "דוד בן-גוריון",
        "Abraham דוד Cohen (משה)",
        "Ναΐρα Ծովինար ნინო",
        "Gülşen Özoğuz Iıİi",
        "Þórður Æsir Œuvre ß ẞ ĳ",
        "e\u0301ric \u212bngstrom",
        "ﬁona ﬂynn",
        "No\u00a0break and\u2009thin\u3000wide",
        "A" * 200,
        "W i d e " * 25,
        "-" * 60 + "Smith-" * 20,
        "“Quoted” ‘name’ – — … № § ™ © ½ €",
        "Fi-\u00adrst".replace("\u00ad", ""),
    ],
)
def test_names_the_typefaces_can_draw_are_printed(name: str) -> None:
    of = record(holder=[Holder(name, (name, "12 Way"))])
    issued = finished(compose(of, cases.SWAP, TODAY))
    assert issued.pages >= 5


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("山田太郎", "“山” (U+5C71)"),
        ("محمد", "U+0645"),
        ("हिन्दी", "U+0939"),
        ("ไทย", "U+0E44"),
        ("x\u200by", "U+200B"),
        ("a\u202eb", "U+202E"),
        ("q\u0308", "U+0308"),
        ("שָׁלוֹם", "U+05B8"),
        ("\U0001f600", "U+1F600"),
        ("\ue000", "U+E000"),
        ("a\x00b", "U+0000"),
        ("\ud800", "U+D800"),
    ],
)
def test_what_no_typeface_draws_is_refused_with_its_name(text: str, named: str) -> None:
    with pytest.raises(Refusal) as refused:
        printable(text, "holder.name")
    assert refused.value.field == "holder.name"
    assert named in refused.value.message
    refused.value.message.encode("utf-8")


@pytest.mark.parametrize("sign", ["®", "½", "№", "…", "´"])
def test_signs_that_would_not_come_back_beside_hebrew_are_refused(sign: str) -> None:
    finished(compose(record(holder=[Holder(f"David {sign}", ("1 Way",))]), CASH, TODAY))
    with pytest.raises(Refusal) as refused:
        compose(record(holder=[Holder(f"דוד {sign}", ("1 Way",))]), CASH, TODAY)
    assert refused.value.code == "cannot_print"
    assert sign in refused.value.message


@pytest.mark.parametrize("sign", [*"-–—·.,:;!?&'\"/()[]<>«»‹›“”‘’$€£%#+*=@_§°×÷\\|~^", "12"])
def test_signs_beside_hebrew_come_back(sign: str) -> None:
    holder = Holder(f"דוד{sign}בן {sign} גוריון", (f"{sign} תל אביב {sign}12",))
    finished(compose(record(holder=[holder]), cases.SWAP, TODAY))


def test_many_refused_characters_are_cut_short() -> None:
    with pytest.raises(Refusal) as refused:
        printable("".join(map(chr, range(0x4E00, 0x4E20))))
    assert "and 26 more" in refused.value.message


def test_what_was_typed_elsewhere_is_caught_too() -> None:
    event = record(lots=[replace(cases.LOTS[0], id="山", shares=400)])
    with pytest.raises(Refusal) as refused:
        compose(event, cases.SWAP, TODAY)
    assert refused.value.code == "cannot_print"


def test_cleaning_keeps_ascii_and_joins_accents() -> None:
    assert clean("Jane  Doe") == "Jane  Doe"
    assert clean("e\u0301") == "é"
    assert clean("ﬁ") == "fi"
    assert clean("a\u2011b") == "a-b"
    assert unprintable("Jane Doe é") == []


@pytest.mark.parametrize(
    ("logical", "drawn"),
    [
        ("abc", "abc"),
        ("אבג", "גבא"),
        ("אב גד", "דג בא"),
        ("אב 12 גד", "דג 12 בא"),
        ("to אב cd", "to בא cd"),
        ("אב, cd", "בא, cd"),
        ("(אב)", "(בא)"),
        ("אב (גד) הו", "וה (דג) בא"),
        ("אב-גד", "דג-בא"),
        ("אב $12.50 גד", "דג $12.50 בא"),
        ("אב 12 13 גד", "דג 13 12 בא"),
        ("אב 5%", "5% בא"),
        ("12 אב", "12 בא"),
        ("No. 7 אב", "No. 7 בא"),
        ("אב 1-2 cd", "1-2 בא cd"),
    ],
)
def test_hebrew_is_drawn_from_right_to_left(logical: str, drawn: str) -> None:
    assert "".join(run.text for run in visual([Run(logical)])) == drawn


def test_weights_follow_their_letters() -> None:
    runs = visual([Run("אב", True), Run(" גד")])
    assert runs == [Run("דג ", False), Run("בא", True)]


@pytest.mark.parametrize("name", BY_NAME)
def test_a_second_paper_is_the_same_as_the_first(name: str) -> None:
    packet = compose(record_for(BY_NAME[name]), BY_NAME[name], TODAY)
    assert finished(packet).pdf == finished(packet).pdf
