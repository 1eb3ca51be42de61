"""Issues a paper: composed, laid out, read back and compared, and only then handed over."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING

from models.facts.notice import Notice
from models.notice.blocks import Packet
from models.notice.content import compose
from models.notice.heirs import compose_heirs_letter
from models.notice.pdf import paginate, render
from models.notice.text import as_text
from models.notice.verify import read_back

if TYPE_CHECKING:
    from models.record.record import Record


@dataclass(frozen=True)
class Issued:
    """A finished paper: the PDF, its SHA-256 in hex, its number of pages, and what it says."""

    pdf: bytes
    sha256: str
    pages: int
    packet: Packet = field(repr=False)

    @cached_property
    def text(self) -> str:
        """The same content as plain text."""
        return as_text(self.packet)


def issue(record: Record, notice: Notice, on: date, is_draft: bool = False) -> Issued:
    """The verified paper of a notice; Refusal as `content.compose`."""
    return finished(compose(record, notice, on, is_draft))


def issue_heirs_letter(record: Record, on: date) -> Issued:
    """The verified heir's letter as things stand on `on`; Refusal as `heirs.compose_heirs_letter`."""
    return finished(compose_heirs_letter(record, on))


def finished(packet: Packet) -> Issued:
    """A packet laid out, read back and compared; MisprintError if it does not say what it should."""
    pages = paginate(packet)
    pdf = render(packet, pages)
    read_back(packet, pages, pdf)
    return Issued(pdf, sha256(pdf).hexdigest(), len(pages), packet)
