"""The PDF itself: places measured in inches, fonts embedded, bookmarks and description, the same bytes everywhere."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pypdf
import pypdfium2
import pytest
from pypdfium2 import raw

from models.facts.holder import Holder
from models.facts.lot import Lot
from models.notice.content import compose
from models.notice.issue import finished, issue
from models.notice.pages import BOTTOM, TOP, Page
from models.notice.pdf import paginate
from models.notice.reader import page_texts
from tests.notice import cases
from tests.notice.cases import BY_NAME, CASH, TODAY, record, record_for

ROOT = Path(__file__).parents[2]
HEIGHT, INCH = 792, 72
LONG = Holder(
    "Maximiliana Konstantinopolitanska-Featherstonehaugh von und zu Hohenlohe-Waldenburg",
    (
        "c/o The Company of Long Addresses, Department of Correspondence and Certificates",
        "Building 27, Second Courtyard, Left Staircase, Fourth Floor, Apartment 1187",
        "12345 Extraordinarily Long Boulevard of the Old Town, Northwest Quarter",
        "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogoch",
        "Isle of Anglesey LL61 5UJ",
        "United Kingdom",
    ),
)
Box = tuple[float, float, float, float]


def boxes(pdf: bytes, number: int = 0) -> list[tuple[str, Box]]:
    """Every mark of ink on a page, in inches from the upper left corner: characters, then the ends of each path."""
    document = pypdfium2.PdfDocument(pdf)
    page = document[number]
    text = page.get_textpage()
    found: list[tuple[str, Box]] = []
    said = text.get_text_range()
    for at in range(text.count_chars()):
        left, bottom, right, top = text.get_charbox(at)
        if right > left:
            found.append((said[at], (left / INCH, (HEIGHT - top) / INCH, right / INCH, (HEIGHT - bottom) / INCH)))
    for path in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH]):
        left, bottom, right, top = path.get_bounds()
        found.append(("", (left / INCH, (HEIGHT - top) / INCH, right / INCH, (HEIGHT - bottom) / INCH)))
    text.close(), page.close(), document.close()
    return found


def inside(box: Box, zone: Box) -> bool:
    """Whether any of `box` lies in `zone`."""
    return box[0] < zone[2] and box[2] > zone[0] and box[1] < zone[3] and box[3] > zone[1]


WINDOW: Box = (0, 2.3, 5.5, 3.7)


@pytest.mark.parametrize(
    ("of", "notice"),
    [
        (record(), CASH),
        (record(holder=[LONG]), CASH),
        (record_for(cases.ESTATE), cases.ESTATE),
        (
            record(),
            replace(CASH, send_to=("c/o Corporate Records Center, Building 5", "1370 Dell Avenue", "Campbell 95008")),
        ),
        (record(), replace(CASH, send_to=("The " + "Very " * 11 + "Long Street",))),
    ],
)
def test_the_address_stands_in_the_window_and_nothing_else(of: cases.Record, notice: cases.Notice) -> None:
    near = [(char, box) for char, box in boxes(issue(of, notice, TODAY).pdf) if inside(box, WINDOW)]
    assert min(box[0] for _, box in near) == pytest.approx(1.0, abs=0.03)
    assert all(box[1] >= 2.6 and box[3] <= 3.4 for _, box in near)
    assert all(box[2] <= 5.35 for _, box in near)
    said = "".join(char for char, _ in near)
    assert said.startswith("Secretary")
    assert "FOCUS Enhancements, Inc." in said
    assert len({round(box[3], 1) for char, box in near if char.isupper()}) <= 4


def test_a_draft_and_a_sample_keep_the_address_readable() -> None:
    # A mark crosses the page, and so the window too: what it says is still read back in full.
    assert issue(record(is_sample=True), CASH, TODAY).pages == 4


def test_fold_marks_at_4_and_7_5_inches_of_the_first_page_only() -> None:
    pdf = issue(record(), CASH, TODAY).pdf
    folds = [box for char, box in boxes(pdf) if not char and box[2] < 0.6]
    assert sorted(round((box[1] + box[3]) / 2, 2) for box in folds) == [4.0, 7.5]
    assert not [box for char, box in boxes(pdf, 1) if not char and box[2] < 0.6]


@pytest.mark.parametrize("name", BY_NAME)
def test_everything_stays_inside_the_margins(name: str) -> None:
    issued = issue(record_for(BY_NAME[name]), BY_NAME[name], TODAY)
    for number in range(issued.pages):
        for char, (left, top, right, bottom) in boxes(issued.pdf, number):
            if char:
                assert left > 0.98
                assert right < 7.52
                assert top > 0.25
                assert bottom < 10.6


def test_signature_lines_are_long_enough() -> None:
    pdf = issue(record(), CASH, TODAY).pdf
    rules = [box for char, box in boxes(pdf, 1) if not char]
    assert any(box[2] - box[0] == pytest.approx(3.9, abs=0.05) for box in rules)


def test_every_font_is_embedded() -> None:
    holder = Holder("Ελένη Щукин Šťastná דוד", ("Ծառ 1",))
    pdf = issue(record(holder=[holder], is_sample=True), cases.SWAP, TODAY).pdf
    names = set()
    for page in pypdf.PdfReader(BytesIO(pdf)).pages:
        for font in page["/Resources"]["/Font"].values():
            names.add(font.get_object()["/BaseFont"])
            assert "/FontFile2" in font.get_object()["/FontDescriptor"]
            assert "/ToUnicode" in font.get_object()
    assert {name.split("+")[1] for name in names} >= {"GentiumBookPlus", "GentiumBookPlus-Bold", "DejaVuSans"}


def test_the_file_is_described() -> None:
    reader = pypdf.PdfReader(BytesIO(issue(record(), cases.SWAP, TODAY).pdf))
    assert reader.metadata is not None
    assert reader.metadata.title == "Notice of exercise 2003-001"
    assert reader.metadata.author == "Sample Holder"
    assert reader.metadata.subject == "Option NQ-1, 500 shares, FOCUS Enhancements, Inc."
    assert reader.metadata.creation_date_raw == "D:20031110120000+00'00'"
    assert reader.root_object["/Lang"] == "en-US"
    assert reader.root_object["/ViewerPreferences"]["/DisplayDocTitle"]
    titles = [item.title for item in reader.outline]
    assert titles == [
        "Notice of exercise",
        "Schedule of shares tendered",
        "Stock power",
        "Computation sheet",
        "Enclosure checklist and delivery record",
    ]
    starts = [reader.get_destination_page_number(item) for item in reader.outline]
    assert starts[0] == 0
    assert starts == sorted(set(starts))


def test_only_black_on_white() -> None:
    pdf = issue(record(is_sample=True), cases.SWAP, TODAY).pdf
    for page in pypdf.PdfReader(BytesIO(pdf)).pages:
        words = set(page.get_contents().get_data().split())
        assert not words & {b"rg", b"RG", b"k", b"K", b"cs", b"CS", b"sc", b"scn", b"g", b"G", b"gs", b"Do", b"sh"}


def test_us_letter() -> None:
    for page in pypdf.PdfReader(BytesIO(issue(record(), CASH, TODAY).pdf)).pages:
        assert (page.mediabox.width, page.mediabox.height) == (612, 792)


PROGRAM = """
from hashlib import sha256
from tests.notice.cases import BY_NAME, TODAY, record_for
from models.notice.issue import issue
for name in BY_NAME:
    print(name, issue(record_for(BY_NAME[name]), BY_NAME[name], TODAY).sha256)
"""


@pytest.mark.slow
def test_the_same_bytes_in_another_process_zone_locale_and_order() -> None:
    here = {name: issue(record_for(notice), notice, TODAY).sha256 for name, notice in reversed(BY_NAME.items())}
    for odd in (
        {"TZ": "Asia/Kolkata", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
        {"TZ": "UTC", "SOURCE_DATE_EPOCH": "1", "PYTHONHASHSEED": "77"},
    ):
        ran = subprocess.run(
            [sys.executable, "-O", "-c", PROGRAM], cwd=ROOT, env={**os.environ, **odd}, capture_output=True, check=True
        )
        assert dict(line.split() for line in ran.stdout.decode().splitlines()) == here


def test_another_day_is_another_paper() -> None:
    prepared = replace(CASH, prepared_on=CASH.prepared_on.replace(day=9))
    assert issue(record(), prepared, TODAY).sha256 != issue(record(), CASH, TODAY).sha256


def many_lots(count: int) -> cases.Record:
    lots = [
        Lot(f"L-{at}", cases.PLAN, cases.GRANTED, 1 + at % 3, CASH.payment and cases.Fraction(1)) for at in range(count)
    ]
    return record(lots=lots)


def test_a_ten_page_schedule_repeats_its_head_and_counts_its_pages() -> None:
    issued = issue(many_lots(330), replace(cases.SWAP, shares=1000), TODAY)
    texts = page_texts(issued.pdf)
    pages = [text for text in texts if "Certificate number" in text and "Registered owner" in text]
    assert len(pages) >= 7
    assert all("Schedule of shares tendered, continued" in text for text in pages[1:])
    for number, text in enumerate(texts, 1):
        assert f"page {number} of {issued.pages}" in text
    everything = "".join(texts)
    assert all(f"L-{at}" in everything for at in range(200))


def last_lines(page: Page) -> float:
    return page.ends_at


@pytest.mark.parametrize("count", range(1, 60, 7))
def test_pages_are_neither_overfull_nor_orphaned(count: int) -> None:
    pages = paginate(compose(many_lots(count), cases.SWAP, TODAY))
    for page in pages:
        assert page.ends_at <= BOTTOM + 0.01
        # Nothing begins a later page that is only the end of something: at least two lines stand on it.
        if not page.is_first:
            assert page.ends_at - TOP > 24
        assert not page.placed[-1].strip.stays


def test_no_page_ends_with_a_heading_or_begins_with_a_signature() -> None:
    for name, notice in BY_NAME.items():
        for page in paginate(compose(record_for(notice), notice, TODAY)):
            assert not page.placed[-1].strip.stays, name


def test_every_letter_fits_two_sheets() -> None:
    for name, notice in BY_NAME.items():
        letter = [page for page in paginate(compose(record_for(notice), notice, TODAY)) if page.part.key == "notice"]
        assert len(letter) <= 2, name


def test_type_is_never_smaller_than_seven_points() -> None:
    for notice in BY_NAME.values():
        for page in paginate(compose(record_for(notice), notice, TODAY)):
            assert all(placed.scale * 8.3 > 7 for placed in page.placed)


def test_markup_in_a_name_is_only_text() -> None:
    for name in (
        "Jane <j@x>",
        "<b>Bold</b> & Co",
        '<img src="/etc/hostname">',
        r"Back\slash (bracket",
        "%d {0} $5 ”",
        "O'Neil",
    ):
        issued = issue(record(holder=[Holder(name, ("1 Way",))]), CASH, TODAY)
        assert name in " ".join(page_texts(issued.pdf)[0].split())


def test_a_long_footer_is_made_to_fit() -> None:
    grant = replace(record().grants[0], id="W" * 64)
    notice = replace(CASH, grant="W" * 64, number="M" * 64)
    issued = issue(record(grants=[grant]), notice, TODAY)
    for char, (_, top, right, _) in boxes(issued.pdf):
        if char and top > 10.2:
            assert right < 7.52


def test_a_hopelessly_long_address_is_refused() -> None:
    with pytest.raises(cases.Refusal) as refused:
        finished(compose(record(holder=[Holder("A", tuple("Line" for _ in range(40)))]), CASH, TODAY))
    assert refused.value.code == "address_too_long"
    with pytest.raises(cases.Refusal) as refused:
        finished(compose(record(), replace(CASH, send_to=("W" * 150,)), TODAY))
    assert refused.value.code == "address_too_long"
