"""Papers: option letters and other papers kept inside the record, opened only when the holder says so."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, NamedTuple
from weakref import finalize

from PySide6.QtCore import QUrl, Slot
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog

from models.errors import Refusal, StoreError
from models.facts.notes import Paper
from models.record.deeds.holder import add_paper, remove_paper
from ui import text
from ui.dialogs.save_file import ask_and_save
from ui.errors import tell_store_error
from ui.pages.record.rows import RowsSection
from ui.session.papers import save_pdf
from ui.tables.model import Column
from ui.widgets.empty import EmptyState
from ui.widgets.field import text_of

KINDS = {"application/pdf": "PDF", "image/png": "PNG picture", "image/jpeg": "JPEG picture"}
_SUFFIXES = {"application/pdf": ".pdf", "image/png": ".png", "image/jpeg": ".jpg"}
_FILTER = "Papers (*.pdf *.png *.jpg *.jpeg)"


class PaperRow(NamedTuple):
    """A paper with its serial and its place in the record's life."""

    serial: int
    paper: Paper
    about: str


class PapersSection(RowsSection[PaperRow]):
    """A table; Enter opens the paper in the system's viewer from a private copy."""

    key = "papers"
    collections = ("papers", "grants", "notices")
    only_reads = True

    def build(self) -> None:
        self._folder: Path | None = None
        self.setAcceptDrops(True)
        self.begin(
            "Papers",
            "Option letters, statements, certificates: PDF, PNG or JPEG, up to 20 MB each, kept inside the record's "
            "file and its backups. A paper opens in your system's viewer, from a private copy, when you say so.",
        )
        self.open = self.row_tool("Open", "external-link", self._on_open, writes=False)
        self.save = self.row_tool("Save as\N{HORIZONTAL ELLIPSIS}", "download", self._on_save, writes=False)
        self.remove = self.row_tool("Remove", "trash-2", self._on_remove)
        self.add = self.tool("Add\N{HORIZONTAL ELLIPSIS}", "paperclip", self._on_add, "primary")
        columns = (
            Column[PaperRow]("Name", lambda one: one.paper.name.casefold(), lambda one: one.paper.name),
            Column[PaperRow]("About", lambda one: one.about, lambda one: one.about),
            Column[PaperRow]("Kind", lambda one: one.paper.media_type, lambda one: _kind(one.paper)),
            Column[PaperRow]("Size", lambda one: one.paper.size, lambda one: size_words(one.paper.size), numeric=True),
            Column[PaperRow]("Added", lambda one: one.paper.added_on, lambda one: text.day(one.paper.added_on)),
        )
        empty = EmptyState(
            "paperclip",
            "No paper yet",
            "Keep your option letters and statements here: PDF, PNG or JPEG, up to 20 MB each. They lie inside the "
            "record and are backed up with it. Drop files here, or choose one.",
            "Add a paper",
        )
        empty.acted.connect(self._on_add)
        self.writes(empty)
        self.end(columns, lambda one: one.serial, empty, stretch=0)

    # ------------------------------------------------------------------ what is shown

    def refresh(self) -> None:
        record = self.session.record
        issued = {notice.paper: f"Notice {notice.number}" for notice in record.notices if notice.paper}
        rows = [
            PaperRow(at, paper, issued.get(paper.sha256) or paper.about or text.DASH)
            for at, paper in record.shelf("papers").items()
        ]
        self.show_rows(rows)

    def focus_on(self, **focus: Any) -> None:
        if focus.get("serial") is not None and self.table.select_id(focus["serial"]):
            self.table.setFocus()
        elif focus.get("add"):
            self._on_add(str(focus.get("grant", "")))

    def keep_file(self, path: Path, about: str = "") -> bool:
        """Keep a file as a paper, after asking for its name; False where that came to nothing."""
        from ui.dialogs.record.paper import PaperDialog
        from ui.session.attached import read_paper_file

        record = self.session.record
        try:
            paper, data = read_paper_file(path, self.session.as_of, about)
            named = PaperDialog.ask(self, record, paper.name, size_words(paper.size), about)
            if named is None:
                return False
            paper = replace(paper, name=named.name, about=named.about)
            self.session.commit(add_paper(record, paper=paper), kept=(data,))
        except Refusal as refused:
            self.page.tell("bad", text_of(refused))
            return False
        except StoreError as error:
            tell_store_error(self, error)
            return False
        self.page.tell("bad", "")
        self.table.select_id(max(self.session.record.shelf("papers")))
        self.host.say(f"Kept in the record: {paper.name}.")
        return True

    def open_row(self, row: PaperRow) -> None:
        from ui.session.attached import write_out

        if self._folder is None:
            self._folder = Path(mkdtemp(prefix="strikebook-papers-"))
            finalize(self, shutil.rmtree, self._folder, True)  # with this page, or when the program ends
        try:
            path = write_out(self.session, row.paper, self._folder)
        except Refusal as refused:
            self.page.tell("bad", f"{row.paper.name} {refused.message}.")
            return
        except StoreError as error:
            tell_store_error(self, error)
            return
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            self.page.tell("warn", "No viewer answered. Save the paper and open it yourself.")
        else:
            self.host.say(f"Opened a copy of {row.paper.name}; it is removed when the program closes.")

    def remove_rows(self, rows: list[PaperRow]) -> None:
        one = self.table.current_row() or rows[0]
        self.commit(lambda: remove_paper(self.session.record, serial=one.serial))

    # ------------------------------------------------------------------ Qt

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if not self.session.is_read_only and _dropped(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        for path in _dropped(event):
            if not self.keep_file(path):
                break

    # ------------------------------------------------------------------ slots

    @Slot()
    def _on_add(self, about: object = "") -> None:
        if self.session.is_read_only:
            return
        name, _ = QFileDialog.getOpenFileName(self, "Keep a paper", "", _FILTER)
        if name:
            self.keep_file(Path(name), about if isinstance(about, str) else "")

    @Slot()
    def _on_save(self) -> None:
        one = self.table.current_row()
        if one is None:
            return
        data = self.session.paper(one.paper.sha256)
        if data is None:
            self.page.tell("bad", f"{one.paper.name} is named in this record, but its pages are not kept in it.")
            return
        suffix = _SUFFIXES[one.paper.media_type]
        name = f"{Path(one.paper.name).stem}{suffix}"
        saved = ask_and_save(self, "Save the paper", name, f"{_kind(one.paper)} (*{suffix})", data, save_pdf)
        if saved is not None:
            self.host.say(f"Saved {saved.name}.")


def size_words(size: int) -> str:
    """A size in bytes, in words: 340 KB, 1.2 MB."""
    if size < 1024:
        return text.count(size, "byte")
    if size < 1024 * 1024:
        return f"{-(-size // 1024):,} KB"
    tenths = -(-size * 10 // (1024 * 1024))
    return f"{tenths // 10:,}.{tenths % 10} MB"


def _kind(paper: Paper) -> str:
    return KINDS.get(paper.media_type, paper.media_type)


def _dropped(event: QDragEnterEvent | QDropEvent) -> list[Path]:
    """The files dropped that may be papers; a record dropped is the window's."""
    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return [path for path in paths if path.suffix.lower() in {".pdf", ".png", ".jpg", ".jpeg"}]
