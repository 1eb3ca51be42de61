"""A packet as PDF: the same bytes for the same packet on every machine, every font embedded."""

from __future__ import annotations

from hashlib import md5
from io import BytesIO
from typing import Any

from reportlab.lib.pagesizes import letter
from reportlab.pdfgen.canvas import Canvas

from models.notice.blocks import Envelope, Mark, Packet, Run
from models.notice.embed import Fonts, font
from models.notice.fonts import REGULAR, stand_in
from models.notice.lines import CAPTION, NOTE, Style, broken, line_width
from models.notice.pages import Page, pages_of
from models.notice.pen import Pen
from models.notice.strips import INCH, LEFT, TEXT_WIDTH

FOLDS = (4.0 * INCH, 7.5 * INCH)
FOOT = 10.45 * INCH
RUNNING_HEAD = 0.72 * INCH

# Across the page, from near the lower left to near the upper right corner.
MARK_SIZE, MARK_LENGTH, MARK_ANGLE, MARK_APART = 140.0, 760.0, 52.0, 120.0
REASON, LAST_REASON = Style(8.6, 10.4, True), 0.5 * INCH


def page_label(number: int, total: int) -> str:
    """What stands at the foot of each page."""
    return f"page {number} of {total}"


def running_head(title: str) -> str:
    """What stands at the head of a part's later pages."""
    return f"{title}, continued"


def reason_line(mark: Mark) -> str:
    """What stands at the head of every page of a marked paper."""
    return f"{mark.text}: {mark.reason}"


def furniture(packet: Packet, page: Page, number: int, total: int) -> list[str]:
    """What stands on a page beside the content, in the order in which it is drawn after it."""
    said = list(page.again_titles)
    if not page.is_first:
        said.append(running_head(page.part.title))
    said += [packet.footer, page_label(number, total)]
    said += [reason_line(mark) for mark in packet.marks if mark.reason]
    said += [mark.text for mark in packet.marks]
    return said


def paginate(packet: Packet) -> list[Page]:
    """All pages of a packet, in order."""
    return [page for part in packet.parts for page in pages_of(part)]


def render(packet: Packet, pages: list[Page] | None = None) -> bytes:
    """The PDF of a packet whose characters `script.cleaned` has looked at."""
    pages = pages if pages is not None else paginate(packet)
    file = BytesIO()
    canvas = _canvas(file, packet)
    fonts = Fonts(canvas._doc)
    for number, page in enumerate(pages, 1):
        if page.is_first:
            canvas.bookmarkPage(page.part.key)
            canvas.addOutlineEntry(page.part.title, page.part.key, 0)
        pen = Pen(fonts)
        _draw(pen, packet, page, number, len(pages))
        pen.finish(canvas)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def _canvas(file: BytesIO, packet: Packet) -> Any:
    """A canvas whose file depends on nothing but the packet: not on the clock, the place or the environment.

    Nothing is compressed either: what a compressor writes differs between machines.
    """
    font(REGULAR)
    # The first font named here is the only one reportlab would otherwise choose itself, and not embed.
    options: dict[str, Any] = {"initialFontName": REGULAR.name, "pdfVersion": (1, 7), "lang": packet.language}
    canvas: Any = Canvas(file, pagesize=letter, invariant=1, pageCompression=0, **options)
    document = canvas._doc
    document.signature = md5(usedforsecurity=False)
    document._timeStamp.YMDhms = (packet.made_on.year, packet.made_on.month, packet.made_on.day, 12, 0, 0)
    canvas.setTitle(packet.title)
    canvas.setAuthor(packet.author)
    canvas.setSubject(packet.subject)
    canvas.setCreator("Strikebook")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    return canvas


def _draw(pen: Pen, packet: Packet, page: Page, number: int, total: int) -> None:
    for placed in (*page.placed, *([page.again] if page.again else [])):
        pen.at(LEFT, placed.y, placed.scale)
        placed.strip.draw(pen, 0.0, 0.0)
    pen.at(0.0, 0.0)
    if not page.is_first:
        head = broken((Run(running_head(page.part.title)),), NOTE, TEXT_WIDTH)[0]
        pen.line(LEFT, RUNNING_HEAD, head, NOTE)
        pen.rule(LEFT, RUNNING_HEAD + 5, TEXT_WIDTH)
    _draw_foot(pen, packet.footer, page_label(number, total))
    if page.is_first and any(isinstance(block, Envelope) for block in page.part.blocks):
        for y in FOLDS:
            pen.rule(0.2 * INCH, y, 0.2 * INCH)
    _draw_marks(pen, packet.marks)


def _draw_foot(pen: Pen, footer: str, label: str) -> None:
    """The foot: what the paper is, smaller where it would reach the page's number."""
    pen.rule(LEFT, FOOT - 12, TEXT_WIDTH)
    end = broken((Run(label),), CAPTION, TEXT_WIDTH)[0]
    width = line_width(end, CAPTION)
    foot = broken((Run(footer),), CAPTION, 100_000)[0]
    pen.at(LEFT, FOOT, min(1.0, (TEXT_WIDTH - width - 20) / line_width(foot, CAPTION)))
    pen.line(0.0, 0.0, foot, CAPTION)
    pen.at(0.0, 0.0)
    pen.line(LEFT + TEXT_WIDTH - width, FOOT, end, CAPTION)


def _draw_marks(pen: Pen, marks: tuple[Mark, ...]) -> None:
    """Outlined letters from corner to corner, which survive a photocopier and let the text be read; reasons on top."""
    said = [line for mark in marks if mark.reason for line in broken((Run(reason_line(mark)),), REASON, TEXT_WIDTH)]
    first = LAST_REASON - (len(said) - 1) * REASON.leading
    for at, line in enumerate(said):
        pen.line(LEFT, first + at * REASON.leading, line, REASON)
    for at, mark in enumerate(marks):
        pieces = stand_in(mark.text)
        size = min(MARK_SIZE, MARK_LENGTH / sum(piece.width for piece in pieces))
        pen.outline(pieces, size, MARK_ANGLE, ((len(marks) - 1) / 2 - at) * MARK_APART)
