"""Finished papers for the window: issued and verified, as pictures of pages, kept in the record, saved to a file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

from models.facts.notes import Paper
from models.facts.notice import Notice
from ui.session.door import Session

if TYPE_CHECKING:
    from models.notice.issue import Issued
    from models.notice.preview import Preview

__all__ = ["Finished", "PaperPages", "heirs_letter", "issue", "kept", "pages_of", "paper_entry", "save_pdf"]


@dataclass(frozen=True)
class Finished:
    """A verified paper: its bytes, their SHA-256, its words as plain text; `is_kept` where the record keeps it."""

    pdf: bytes
    sha256: str
    words: str
    is_kept: bool = False


class PaperPages:
    """The pages of a paper as pictures; the document stays open until `close`."""

    def __init__(self, pdf: bytes) -> None:
        from models.notice.preview import Preview

        self._preview: Preview = Preview(pdf)
        self.sizes: tuple[tuple[float, float], ...] = tuple(
            self._preview.size(number) for number in range(self._preview.pages)
        )

    def picture(self, page: int, scale: float) -> QImage:
        """Page `page` (from 0) with `scale` device pixels a point."""
        pixels = self._preview.pixels(page, scale)
        row = pixels.width * 4
        image = QImage(pixels.rgba, pixels.width, pixels.height, row, QImage.Format.Format_RGBX8888)
        return image.copy()  # the bytes do not outlive this call

    def close(self) -> None:
        """Give the document back."""
        self._preview.close()


def issue(session: Session, notice: Notice, is_draft: bool = False) -> Finished:
    """The paper of a notice as the record stands; Refusal where it lacks something or the plan bars the exercise.

    With `is_draft` a barred one is given all the same, marked across every page.
    """
    from models.notice.issue import issue as make

    return _finished(make(session.record, notice, session.as_of, is_draft))


def heirs_letter(session: Session) -> Finished:
    """The letter to the heirs as of the day shown; Refusal where there is nothing to tell them."""
    from models.notice.issue import issue_heirs_letter

    return _finished(issue_heirs_letter(session.record, session.as_of))


def kept(session: Session, notice: Notice) -> Finished | None:
    """The very paper that was issued before; None where none was, or the record does not hold its bytes."""
    pdf = session.paper(notice.paper) if notice.paper else None
    if pdf is None:
        return None
    from models.notice.reader import page_texts

    return Finished(pdf, notice.paper, "\n\f\n".join(page_texts(pdf)), is_kept=True)


def paper_entry(session: Session, finished: Finished, notice: Notice) -> Paper:
    """The entry under which an issued paper is kept in the record."""
    name = f"Notice {notice.number}.pdf"
    return Paper(name, "application/pdf", len(finished.pdf), finished.sha256, session.as_of, notice.grant)


def pages_of(pdf: bytes) -> PaperPages:
    """The pages of a finished paper."""
    return PaperPages(pdf)


def save_pdf(path: Path, pdf: bytes, overwrite: bool = False) -> Path:
    """Write a paper to a file whole or not at all; StoreError `exists` where a file would be replaced unasked."""
    from models.notice.files import save

    return save(path, pdf, overwrite)


def _finished(issued: Issued) -> Finished:
    return Finished(issued.pdf, issued.sha256, issued.text)
