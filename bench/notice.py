"""How long a paper takes, laid out, embedded and read back, against a bare one-page letter drawn with reportlab."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import date
from fractions import Fraction
from io import BytesIO
from pathlib import Path

from bench.common import Figure, compare, report
from models.facts.notice import Notice
from models.facts.payment import Swap
from models.notice.blocks import Packet
from models.notice.content import compose
from models.notice.issue import finished, issue
from models.notice.preview import page
from models.notice.text import as_text
from models.record.record import Record
from models.record.sample import sample_record

TODAY = date(2003, 11, 10)
CASH = Notice("2003-001", "NQ-1", TODAY, date(2003, 11, 14), 500)
FULL = replace(CASH, payment=Swap(), representations=True, own_copy=True, tax_value=Fraction("2.72"))


def bare_letter(lines: list[str], pages: int = 1) -> bytes:
    """Pages of text in Helvetica, as plainly as reportlab can draw them."""
    from reportlab.pdfgen.canvas import Canvas

    file = BytesIO()
    canvas = Canvas(file, pagesize=(612, 792), invariant=1)
    for _ in range(pages):
        canvas.setFont("Helvetica", 10)
        y = 740
        for line in lines:
            canvas.drawString(72, y, line)
            y -= 14
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def letter_alone(record: Record, notice: Notice) -> Packet:
    """The letter without the rest of the packet: two pages."""
    packet = compose(record, notice, TODAY)
    return replace(packet, parts=packet.parts[:1])


def sheet_alone(record: Record) -> Packet:
    """One page of a packet, dense with text and figures: the schedule of the shares tendered."""
    packet = compose(record, FULL, TODAY)
    return replace(packet, parts=packet.parts[1:2])


def measure() -> list[Figure]:
    """Everything warm, in one process; then a fresh process for each."""
    record = sample_record()
    lines = as_text(letter_alone(record, CASH)).splitlines()[:48]
    sheet, letter, packet = sheet_alone(record), letter_alone(record, CASH), compose(record, FULL, TODAY)
    pages = {name: finished(one).pages for name, one in (("sheet", sheet), ("letter", letter), ("packet", packet))}

    def bare() -> bytes:
        return bare_letter(lines)

    def bare_page() -> object:
        return page(bare(), 0, 96 / 72)

    return [
        compare("one page, read back", lambda: finished(sheet), bare, 2.5, rounds=15, repeat=5),
        compare(
            f"letter of {pages['letter']} pages, composed, read back",
            lambda: finished(letter_alone(record, CASH)),
            bare,
            2.5 * pages["letter"],
            rounds=15,
            repeat=5,
            note="2.5 a page",
        ),
        compare(
            "the same against as many bare pages",
            lambda: finished(letter_alone(record, CASH)),
            lambda: bare_letter(lines, pages["letter"]),
            2.5,
            rounds=15,
            repeat=5,
        ),
        compare(
            f"packet of {pages['packet']} pages, composed, read back",
            lambda: issue(record, FULL, TODAY),
            bare,
            2.5 * pages["packet"],
            rounds=9,
            repeat=2,
            note="2.5 a page",
        ),
        compare(
            "first page of the preview, from the click",
            lambda: page(issue(record, FULL, TODAY).pdf, 0, 96 / 72),
            bare_page,
            None,
            note="aim: 150 ms",
        ),
        compare("the same, in a fresh process", lambda: _fresh(_OURS), lambda: _fresh(_BARE), 2.5, rounds=7),
    ]


_OURS = "from bench.notice import *; issue(sample_record(), CASH, TODAY)"
_BARE = "from bench.notice import bare_letter; bare_letter(['text'] * 48)"
# Our own modules are imported by both, so that the difference is what a paper takes.


def _fresh(program: str) -> None:
    subprocess.run([sys.executable, "-c", program], cwd=Path(__file__).parents[1], check=True)


def main() -> int:
    """Print the table; 1 where an aim is missed."""
    return report("Papers: ours against a bare one-page letter in Helvetica", measure())


if __name__ == "__main__":
    sys.exit(main())
