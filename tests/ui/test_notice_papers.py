"""The papers of the page Notices through the real door: kept, printed, saved, and the letter to the heirs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication

from models.record import deeds
from ui.main_window import MainWindow
from ui.pages.notices import NoticesPage
from ui.pages.notices.life_dialogs import DeliverDialog
from ui.session import papers

from .notices_stage import answer, draft, page

__all__ = ["answer", "page"]  # fixtures


def test_saving_keeps_the_identical_paper(
    page: NoticesPage, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "out" / "notice.pdf"
    target.parent.mkdir()
    monkeypatch.setattr("ui.dialogs.save_file.QFileDialog.getSaveFileName", lambda *a: (str(target), ""))
    page.head.tools["save"].click()
    pdf = target.read_bytes()
    assert pdf.startswith(b"%PDF")
    digest = sha256(pdf).hexdigest()
    assert page.notice is not None
    assert page.notice.paper == digest
    assert page.session.paper(digest) == pdf
    assert page.paper.finished is not None
    assert page.paper.finished.is_kept
    again = papers.kept(page.session, page.notice)
    assert again is not None
    assert again.pdf == pdf, "the very same paper, whatever changes later"


def test_a_changed_draft_cannot_keep_the_old_paper(page: NoticesPage, tmp_path: Path) -> None:
    assert page.deeds.keep_issued()
    notice = page.notice
    assert notice is not None
    assert notice.paper
    from dataclasses import replace

    change = deeds.change_draft(page.session.record, number=notice.number, after=replace(notice, shares=600))
    assert page.try_commit(change)
    assert page.notice is not None
    assert page.notice.paper == ""
    assert page.paper.finished is not None
    assert "six hundred" in page.paper.finished.words


def test_a_paper_kept_before_the_record_changed_is_told(page: NoticesPage, window: MainWindow) -> None:
    from dataclasses import replace

    assert page.deeds.keep_issued()
    old = page.paper.finished
    holder = replace(page.session.record.holder, name="Another Name")
    assert window.commit(deeds.change_holder(page.session.record, holder=holder))
    assert page.paper.finished is not None
    assert old is not None
    assert page.paper.finished.pdf == old.pdf
    assert "would say something else now" in page.paper.banner.words.text()
    page.paper.banner.acted.emit()
    assert page.paper.finished.sha256 != old.sha256
    assert "Another Name" in page.paper.finished.words


def test_a_delivery_keeps_the_paper_that_was_delivered(page: NoticesPage, answer: Callable[..., None]) -> None:
    finished = page.paper.finished
    assert finished is not None
    answer(DeliverDialog)
    page.head.next.click()
    assert page.notice is not None
    assert page.notice.paper == finished.sha256
    assert page.session.paper(finished.sha256) == finished.pdf


def test_an_existing_file_is_not_replaced_unasked(
    page: NoticesPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = tmp_path / "there.pdf"
    there.write_bytes(b"mine")
    asked: list[str] = []

    def no(parent: Any, question: str, *words: Any) -> bool:
        asked.append(question)
        return False

    monkeypatch.setattr("ui.dialogs.save_file.ask", no)
    assert page.paper.save_to(tmp_path / "there") is None
    assert asked == ["Replace there.pdf?"]
    assert there.read_bytes() == b"mine"


def test_a_folder_that_cannot_be_written_is_told(
    page: NoticesPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr("ui.dialogs.save_file.tell_store_error", lambda parent, error: said.append(error.kind))
    assert page.paper.save_to(tmp_path / "no" / "such" / "folder.pdf") is None
    assert said == ["no_folder"]


def test_a_barred_exercise_is_only_shown_as_a_draft(window: MainWindow) -> None:
    number = draft(window, 50)
    window.go_to("notices", number=number)
    page = window.pages["notices"]
    assert isinstance(page, NoticesPage)
    assert page.paper.is_barred
    assert page.paper.finished is not None
    assert "NOT EXERCISABLE" in page.paper.finished.words
    assert "at least 100" in page.head.reminder.words.text()
    assert not page.head.hint.isVisibleTo(page), "nobody is told to print and send what is barred"
    assert page.deeds.keep_issued(), "a draft across which stands that it is none is not kept"
    assert page.notice is not None
    assert page.notice.paper == ""


def test_a_draft_whose_day_has_passed_does_not_leave_the_program(page: NoticesPage) -> None:
    page.session.set_as_of(date(2003, 12, 1))
    assert not page.paper.is_printable
    assert not page.head.tools["print"].isEnabled()
    assert not page.head.tools["save"].isEnabled()
    assert not page.print_out()
    assert "still a draft" in page.head.reminder.words.text()


def test_the_words_can_be_copied_and_stand_beside(page: NoticesPage) -> None:
    page.head.actions_by_key["copy"].trigger()
    assert "five hundred" in QGuiApplication.clipboard().text()
    assert not page.paper.preview.words.isVisible()
    page.paper.preview.tool("words").click()
    assert page.paper.preview.words.isVisible()
    assert "five hundred" in page.paper.preview.words.toPlainText()


def test_the_letter_to_the_heirs(page: NoticesPage, window: MainWindow) -> None:
    page.letter.click()
    assert page.notice is None
    assert page.head.heading.text() == "Letter to the heirs"
    assert page.paper.finished is not None
    assert "heirs" in page.paper.finished.words.lower()
    assert window.frame.why.title == "", "the panel does not go on explaining a notice"
    page.session.set_as_of(date(2003, 11, 12))
    assert page.head.heading.text() == "Letter to the heirs", "another day shown keeps the letter"
    page.list.select("2003-001")
    assert page.head.heading.text() == "Notice 2003-001"


def test_printing_without_a_printer_says_what_to_do(page: NoticesPage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.dialogs.print_paper.has_printer", lambda: False)
    page.head.tools["print"].click()
    assert page.paper.banner.words.text().startswith("No printer is set up")
    opened: list[Any] = []
    monkeypatch.setattr(
        "ui.pages.notices.paper.QDesktopServices.openUrl", lambda url: opened.append(url.toLocalFile()) or True
    )
    page.paper.banner.acted.emit()
    assert Path(opened[0]).read_bytes() == (page.paper.finished.pdf if page.paper.finished else b"")


def test_printing_at_true_size(page: NoticesPage, tmp_path: Path, qapp: Any) -> None:
    from PySide6.QtPrintSupport import QPrinter

    from ui.dialogs.print_paper import printer_for, put_on

    finished = page.paper.finished
    assert finished is not None
    printer = printer_for("Notice")
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    pages = papers.pages_of(finished.pdf)
    printer.setFromTo(1, 2)
    assert put_on(printer, pages)
    printed = papers.pages_of((tmp_path / "printed.pdf").read_bytes())
    assert len(printed.sizes) == 2, "the pages asked for"
    for had, has in zip(pages.sizes, printed.sizes, strict=False):
        assert has == pytest.approx(had, abs=1)
    one, other = pages.picture(0, 1.0), printed.picture(0, 1.0)
    dark = [
        sum(1 for x in range(0, 612, 3) for y in range(0, 792, 3) if picture.pixelColor(x, y).lightness() < 128)
        for picture in (one, other)
    ]
    assert dark[1] == pytest.approx(dark[0], rel=0.35), "the same ink at the same size"
    pages.close()
    printed.close()


def test_papers_stay_out_of_a_read_only_record(window: MainWindow, tmp_path: Path) -> None:
    draft(window)
    assert window.session is not None
    path = window.session.path
    window.show_session(None)
    assert window.files.open_path(path, read_only=True)
    window.go_to("notices")
    page = window.pages["notices"]
    assert isinstance(page, NoticesPage)
    assert page.paper.finished is not None
    assert page.deeds.keep_issued(), "nothing to keep is no trouble"
    assert not page.head.next.isVisible()
    assert not page.head.tools["details"].isVisible()
    assert not page.head.actions_by_key["cancel"].isVisible()
    assert page.head.tools["print"].isEnabled()
