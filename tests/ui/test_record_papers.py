"""Record: papers kept inside the record, through the real door on a real file."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QDialog, QFileDialog

from models.exchange.record_json import record_bytes
from models.record.record import Record
from models.record.sample import first_change
from ui.dialogs.record.paper import PaperDialog
from ui.pages.record.papers import size_words

PDF = b"%PDF-1.4\n%a letter\n%%EOF\n"


@pytest.fixture
def page(window):
    window.go_to("record")
    return window.pages["record"]


def accept(monkeypatch, kind):
    def run(dialog):
        dialog._on_accepted()
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(kind, "exec", run)


def test_a_paper_is_kept_opened_from_a_private_copy_and_removed(page, tmp_path, monkeypatch):
    letter = tmp_path / "letter.sh"  # its bytes say what it is, not its name
    letter.write_bytes(PDF)
    papers = page.show_section("papers")
    accept(monkeypatch, PaperDialog)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(letter), ""))
    papers.add.click()
    (paper,) = page.session.record.papers
    assert page.session.paper(paper.sha256) == PDF
    opened: list[Path] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(Path(url.toLocalFile())) or True)
    papers.table.selectRow(0)
    papers.open.click()
    (copy,) = opened
    assert copy.suffix == ".pdf"
    assert copy.read_bytes() == PDF
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert stat.S_IMODE(copy.parent.stat().st_mode) == 0o700
    papers.remove.click()
    assert not page.session.record.papers


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"#!/bin/sh\nrm", "neither a PDF"), (b"", "is empty"), (b"%PDF-" + b"0" * (20 * 1024 * 1024), "at most 20 MB")],
    ids=["a program", "nothing", "too large"],
)
def test_what_is_no_paper_is_refused(page, tmp_path, data, words):
    path = tmp_path / "paper.pdf"
    path.write_bytes(data)
    papers = page.show_section("papers")
    assert not papers.keep_file(path)
    assert words in page._banner.words.text()
    assert not page.session.record.papers


def test_a_paper_that_is_gone_is_told(page, tmp_path):
    assert not page.show_section("papers").keep_file(tmp_path / "nowhere.pdf")
    assert "cannot be read" in page._banner.words.text()


def test_sizes_in_words():
    assert [size_words(size) for size in (1, 1000, 1024, 1048575, 1048576)] == [
        "1 byte",
        "1,000 bytes",
        "1 KB",
        "1,024 KB",
        "1.0 MB",
    ]


def test_a_dropped_scan_is_kept_and_a_dropped_record_is_not(page, tmp_path, monkeypatch):
    accept(monkeypatch, PaperDialog)
    letter = tmp_path / "letter.pdf"
    letter.write_bytes(PDF)
    papers = page.show_section("papers")

    def drop(path):
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path))])
        copy, none = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
        entered = QDragEnterEvent(QPoint(5, 5), copy, data, Qt.MouseButton.LeftButton, none)
        entered.ignore()
        papers.dragEnterEvent(entered)
        if entered.isAccepted():
            papers.dropEvent(QDropEvent(QPointF(5, 5), copy, data, Qt.MouseButton.LeftButton, none))
        return entered.isAccepted()

    assert drop(letter)
    assert [paper.name for paper in page.session.record.papers] == ["letter.pdf"]
    assert not drop(page.session.path)


def test_papers_of_an_imported_record_are_listed_and_said_to_be_elsewhere(page, window, tmp_path, monkeypatch):
    letter = tmp_path / "letter.pdf"
    letter.write_bytes(PDF)
    accept(monkeypatch, PaperDialog)
    assert page.show_section("papers").keep_file(letter)
    (tmp_path / "out.json").write_bytes(record_bytes(page.session.record))
    window.files.create(tmp_path / "other.strikebook", first_change(Record(), "Make a record"))
    window.go_to("record")
    page = window.pages["record"]
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(tmp_path / "out.json"), ""))
    page.show_section("exchange").load_json.click()
    papers = page.show_section("papers")
    papers.table.selectRow(0)
    assert papers.table.current_row().paper.name == "letter.pdf"
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _: pytest.fail("nothing to open"))
    papers.open.click()
    assert "not kept in it" in page._banner.words.text()
    papers.save.click()
    assert "not kept in it" in page._banner.words.text()
