"""A packet as PDF: the same bytes for the same packet on every machine, every font embedded."""

from __future__ import annotations

from hashlib import md5
from io import BytesIO
from typing import Any

from reportlab.lib.pagesizes import letter
from reportlab.pdfgen.canvas import Canvas

from models.notice.blocks import Mark, Packet, Run
from models.notice.fonts import REGULAR, font, stand_in, start
from models.notice.lines import CAPTION, NOTE, Style, broken, line_width
from models.notice.pages import Page, pages_of
from models.notice.pen import HAIR, HEIGHT, WIDTH, Pen
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
    for mark in packet.marks:
        said.append(mark.text)
    said += [reason_line(mark) for mark in packet.marks if mark.reason]
    return said


def paginate(packet: Packet) -> list[Page]:
    """All pages of a packet, in order."""
    return [page for part in packet.parts for page in pages_of(part)]


def render(packet: Packet, pages: list[Page] | None = None) -> bytes:
    """The PDF; Refusal `cannot_print` for characters no bundled typeface draws."""
    pages = pages if pages is not None else paginate(packet)
    font(REGULAR)
    # Nothing is compressed: what a compressor writes differs between machines.
    file = BytesIO()
    canvas = _canvas(file, packet)
    canvas.setTitle(packet.title)
    canvas.setAuthor(packet.author)
    canvas.setSubject(packet.subject)
    canvas.setCreator("Strikebook")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    for number, page in enumerate(pages, 1):
        if page.is_first:
            canvas.bookmarkPage(page.part.key)
            canvas.addOutlineEntry(page.part.title, page.part.key, 0)
        _draw(canvas, packet, page, number, len(pages))
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def _canvas(file: BytesIO, packet: Packet) -> Any:
    """A canvas whose file depends on nothing but the packet: not on the clock, the place or the environment."""
    options: dict[str, Any] = {"initialFontName": REGULAR.name, "lang": packet.language, "pdfVersion": (1, 7)}
    canvas: Any = Canvas(file, pagesize=letter, invariant=1, pageCompression=0, **options)
    document = canvas._doc
    document.signature = md5(usedforsecurity=False)
    document._timeStamp.YMDhms = (packet.made_on.year, packet.made_on.month, packet.made_on.day, 12, 0, 0)
    start(document)
    return canvas


def _draw(canvas: Any, packet: Packet, page: Page, number: int, total: int) -> None:
    pen = Pen(canvas)
    for placed in (*page.placed, *([page.again] if page.again else [])):
        pen.at(LEFT, placed.y, placed.scale)
        placed.strip.draw(pen, 0.0, 0.0)
    pen.at(0.0, 0.0)
    if not page.is_first:
        head = broken((Run(running_head(page.part.title)),), NOTE, TEXT_WIDTH)[0]
        pen.line(LEFT, RUNNING_HEAD, head, NOTE)
        pen.rule(LEFT, RUNNING_HEAD + 5, TEXT_WIDTH, HAIR)
    pen.rule(LEFT, FOOT - 12, TEXT_WIDTH, HAIR)
    label = broken((Run(page_label(number, total)),), CAPTION, TEXT_WIDTH)[0]
    width = line_width(label, CAPTION)
    foot = broken((Run(packet.footer),), CAPTION, 100_000)[0]
    scale = min(1.0, (TEXT_WIDTH - width - 20) / line_width(foot, CAPTION))
    pen.at(LEFT, FOOT, scale)
    pen.line(0.0, 0.0, foot, CAPTION)
    pen.at(0.0, 0.0)
    pen.line(LEFT + TEXT_WIDTH - width, FOOT, label, CAPTION)
    if number == 1:
        for y in FOLDS:
            pen.rule(0.2 * INCH, y, 0.2 * INCH, HAIR)
    pen.finish()
    for at, mark in enumerate(packet.marks):
        _mark(canvas, mark, (at - (len(packet.marks) - 1) / 2) * MARK_APART)
    if packet.marks:
        _mark_reasons(canvas, packet.marks)


def _mark(canvas: Any, mark: Mark, above: float) -> None:
    """Outlined letters from corner to corner: they survive a photocopier, and what they cross can be read."""
    pieces = stand_in(mark.text)
    width = sum(piece.width for piece in pieces)
    size = min(MARK_SIZE, MARK_LENGTH / width)
    canvas.saveState()
    canvas.translate(WIDTH / 2, HEIGHT / 2)
    canvas.rotate(MARK_ANGLE)
    canvas.setLineWidth(HAIR)
    text = canvas.beginText()
    text.setTextRenderMode(1)
    text.setTextOrigin(-width * size / 2, above - size * 0.36)
    for piece in pieces:
        text.setFont(piece.font, size * piece.scale)
        text.textOut(piece.text)
    canvas.drawText(text)
    canvas.restoreState()


def _mark_reasons(canvas: Any, marks: tuple[Mark, ...]) -> None:
    """The reasons at the head of the page, above the sender."""
    said = [Run(reason_line(mark)) for mark in marks if mark.reason]
    lines = [line for run in said for line in broken((run,), REASON, TEXT_WIDTH)]
    pen = Pen(canvas)
    first = LAST_REASON - (len(lines) - 1) * REASON.leading
    for at, line in enumerate(lines):
        pen.line(LEFT, first + at * REASON.leading, line, REASON)
    pen.finish()
