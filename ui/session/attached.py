"""Papers the holder keeps in the record: read from a file, written out for the system's viewer, never run."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from models.errors import Refusal
from models.facts.notes import Paper
from models.store import paper_of
from ui.session.door import Session

__all__ = ["MOST", "read_paper_file", "write_out"]

MOST = 20 * 1024 * 1024  # bytes of one paper, as the file of a record takes them


def read_paper_file(path: Path, added_on: date, about: str = "") -> tuple[Paper, bytes]:
    """A file as a paper with its bytes; Refusal where it cannot be read, is too large, or is no PDF or picture."""
    try:
        if path.stat().st_size > MOST:
            with path.open("rb") as file:
                data = file.read(MOST + 1)
        else:
            data = path.read_bytes()
    except OSError as error:
        raise Refusal("unreadable", f"{path.name} cannot be read: {error.strerror}. Choose another file.") from error
    try:
        return paper_of(data, path.name, added_on, about), data
    except Refusal as refused:
        raise Refusal(refused.code, f"{path.name} {refused.message}.", refused.field) from None


def write_out(session: Session, paper: Paper, folder: Path) -> Path:
    """A private copy of a kept paper in `folder`, under a name that cannot be a program's."""
    return session.store.write_paper(paper, folder)
