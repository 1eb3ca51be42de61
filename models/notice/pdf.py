"""A packet as PDF: the same bytes for the same packet on every machine, every font embedded."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from reportlab.lib.pagesizes import letter
from reportlab.pdfgen.canvas import Canvas

from models.notice.blocks import Mark, Packet, Run
from models.notice.fonts import REGULAR, font, start
from models.notice.lines import CAPTION, NOTE, Style, broken, line_width
from models.notice.pages import Page, pages_of
from models.notice.pen import HAIR, HEIGHT, WIDTH, Pen
from models.notice.strips import INCH, LEFT, TEXT_WIDTH

FOLDS = (4.0 * INCH, 7.5 * INCH)
FOOT = 10.45 * INCH
RUNNING_HEAD = 0.72 * INCH

# Across the page, from near the lower left to near the upper right corner.
MARK, MARK_LENGTH, MARK_ANGLE = Style(150, 150, True), 780.0, 52.0
REASON = Style(9.2, 11.4, True)


def page_label(number: int, total: int) -> str:
    """What stands at the foot of each page."""
    return f"page {number} of {total}"


def running_head(title: str) -> str:
    """What stands at the head of a part's later pages."""
    return f"{title}, continued"


def furniture(packet: Packet, page: Page, number: int, total: int) -> list[str]:
    """What stands on a page beside the content, in the order in which it is drawn after it."""
    said = list(page.again_titles)
    if not page.is_first:
        said.append(running_head(page.part.title))
    said += [packet.footer, page_label(number, total)]
    for mark in packet.marks:
        said.append(mark.text)
        if mark.reason:
            said.append(f"{mark.text}: {mark.reason}")
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
    canvas = Canvas(
        file, pagesize=letter, invariant=1, pageCompression=0, initialFontName=REGULAR.name, lang=packet.language
    )
    start(canvas._doc)
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


def _draw(canvas: Any, packet: Packet, page: Page, number: int, total: int) -> None:
    pen = Pen(canvas)
    for placed in page.placed:
        placed.strip.draw(pen, LEFT, placed.y)
    if page.again:
        page.again.strip.draw(pen, LEFT, page.again.y)
    if not page.is_first:
        head = broken((Run(running_head(page.part.title)),), NOTE, TEXT_WIDTH)[0]
        pen.line(LEFT, RUNNING_HEAD, head, NOTE)
        pen.rule(LEFT, RUNNING_HEAD + 5, TEXT_WIDTH, HAIR)
    pen.rule(LEFT, FOOT - 12, TEXT_WIDTH, HAIR)
    label = broken((Run(page_label(number, total)),), CAPTION, TEXT_WIDTH)[0]
    width = line_width(label, CAPTION)
    pen.line(LEFT, FOOT, broken((Run(packet.footer),), CAPTION, TEXT_WIDTH - width - 20)[0], CAPTION)
    pen.line(LEFT + TEXT_WIDTH - width, FOOT, label, CAPTION)
    if number == 1:
        for y in FOLDS:
            pen.rule(0.2 * INCH, y, 0.2 * INCH, HAIR)
    pen.finish()
    for mark in packet.marks:
        _mark(canvas, mark)


def _mark(canvas: Any, mark: Mark) -> None:
    """Outlined letters from corner to corner, and the reason in a line at the top: both survive a photocopier."""
    line = broken((Run(mark.text),), MARK, 100_000)[0]
    size = MARK.size * min(1.0, MARK_LENGTH / line_width(line, MARK))
    style = MARK._replace(size=size)
    canvas.saveState()
    canvas.translate(WIDTH / 2, HEIGHT / 2)
    canvas.rotate(MARK_ANGLE)
    canvas.setLineWidth(0.6)
    text = canvas.beginText()
    text.setTextRenderMode(1)
    x = -line_width(line, style) / 2
    for offset, piece in line:
        text.setFont(piece.font, style.size * piece.scale)
        text.setTextOrigin(x + offset, -style.size / 3)
        text.textOut(piece.text)
    canvas.drawText(text)
    canvas.restoreState()
    if mark.reason:
        pen = Pen(canvas)
        for at, said in enumerate(broken((Run(f"{mark.text}: {mark.reason}"),), REASON, TEXT_WIDTH)):
            pen.line(LEFT, 0.3 * INCH + at * REASON.leading, said, REASON)
        pen.finish()
