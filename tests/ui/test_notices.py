"""The page Notices through the real door: the life of a notice, its paper, the letter to the heirs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from models.errors import Refusal
from models.facts.notice import Notice
from models.facts.payment import Cash, Payment, Swap
from models.record import deeds
from ui.main_window import MainWindow
from ui.pages.notices import NoticesPage
from ui.pages.notices.draft_dialog import DraftDialog
from ui.pages.notices.life_dialogs import CertificateDialog, DeliverDialog, MailDialog, PayDialog
from ui.session import papers

from .mnemonics import doubled_mnemonics

DAY = date(2003, 11, 10)


def _draft(window: MainWindow, shares: int = 500, payment: Payment | None = None, day: date = DAY) -> str:
    assert window.session is not None
    record = window.session.record
    number = deeds.next_number(record, 2003)
    notice = Notice(number, "NQ-1", DAY, day, shares, payment or Cash())
    assert window.commit(deeds.prepare_notice(record, notice=notice))
    return number


@pytest.fixture
def page(window: MainWindow) -> NoticesPage:
    """The page with one draft: 500 shares of NQ-1 in cash."""
    number = _draft(window)
    window.go_to("notices", number=number)
    shown = window.pages["notices"]
    assert isinstance(shown, NoticesPage)
    return shown


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Dialogs of a kind are filled by a function and accepted by their button."""

    def prepare(kind: type[Any], fill: Callable[[Any], None] = lambda dialog: None) -> None:
        def run(self: Any) -> int:
            fill(self)
            self.verb.click()
            return int(self.result())

        monkeypatch.setattr(kind, "exec", run)

    return prepare


def _exercisable(page: NoticesPage) -> int:
    position = page.session.record.ledger.position("NQ-1", page.session.as_of)
    assert position is not None
    return position.counts.exercisable


def test_a_draft_stands_with_its_paper(page: NoticesPage) -> None:
    assert page.notice is not None
    assert page.notice.number == "2003-001"
    assert page.head.heading.text() == "Notice 2003-001"
    assert [stage.state for stage in page.head.track.stages] == ["done", "next", "ahead", "ahead"]
    finished = page.paper.finished
    assert finished is not None
    assert finished.sha256 == sha256(finished.pdf).hexdigest()
    assert "five hundred" in finished.words
    assert page.paper.preview.view.count >= 2
    assert not page.paper.preview.view._image(0).isNull()


def test_the_whole_life_and_back(
    page: NoticesPage, window: MainWindow, answer: Callable[..., None], qtbot: QtBot
) -> None:
    before = page.session.record
    assert _exercisable(page) == 1200
    answer(DeliverDialog, lambda d: d._how.set_value("in_person"))
    page.head.next.click()
    assert _exercisable(page) == 700, "the exercise counts from the day it was received"
    assert page.notice is not None
    assert (page.notice.state, page.notice.delivery) == ("delivered", "in_person")
    answer(PayDialog)
    page.head.track.stop("paid").click()
    answer(CertificateDialog, lambda d: d._number.set_value("C-77"))
    page.head.next.click()
    assert page.notice.state == "certificate_received"
    assert not page.head.next.isVisible()
    owned = page.session.record.ledger.lots("focus-2002", DAY)
    assert (owned[-1].shares, owned[-1].acquired) == (500, DAY)
    assert [stage.state for stage in page.head.track.stages] == ["done"] * 4
    for _ in range(3):
        page.head.actions_by_key["back"].trigger()
    assert page.notice.state == "draft"
    assert _exercisable(page) == 1200
    assert page.session.record.lots == before.lots
    for _ in range(3):
        window.menus.actions["undo"].trigger()
    assert page.notice.state == "certificate_received", "each step back is a deed that can be undone"


def test_undo_takes_a_delivery_back(page: NoticesPage, window: MainWindow, answer: Callable[..., None]) -> None:
    answer(DeliverDialog)
    page.head.next.click()
    assert _exercisable(page) == 700
    window.menus.actions["undo"].trigger()
    assert _exercisable(page) == 1200
    assert page.notice is not None
    assert page.notice.state == "draft"


def test_a_wrong_day_is_refused_in_the_dialog(page: NoticesPage) -> None:
    notice = page.notice
    assert notice is not None
    dialog = DeliverDialog(page, page.session.record, notice, DAY)
    dialog._received.set_value(date(2003, 11, 9))
    dialog.verb.click()
    assert dialog.result() != QDialog.DialogCode.Accepted
    field = dialog.form.field("received_on")
    assert field.is_refused
    assert "prepared on" in field.line.text()
    dialog._received.set_value(date(2012, 12, 20))
    dialog.verb.click()
    assert field.is_refused, "the option has expired by then"
    dialog.deleteLater()


def test_a_swap_moves_lots_as_the_rules_say(window: MainWindow, answer: Callable[..., None]) -> None:
    number = _draft(window, 500, Swap())
    window.go_to("notices", number=number)
    page = window.pages["notices"]
    assert isinstance(page, NoticesPage)
    answer(DeliverDialog)
    page.head.next.click()
    lots = {lot.id: lot.shares for lot in page.session.record.ledger.lots("focus-2002", DAY)}
    assert lots["L-1"] == 400 - 222
    answer(PayDialog)
    page.head.next.click()
    answer(CertificateDialog)
    page.head.next.click()
    owned = page.session.record.ledger.lots("focus-2002", DAY)
    assert sum(lot.shares for lot in owned) == 400 + 250 + 540 - 222 + 500


def test_the_mailing_is_noted(page: NoticesPage, answer: Callable[..., None]) -> None:
    answer(MailDialog, lambda d: d._tracking.set_value("9400 1000"))
    page.head.actions_by_key["mail"].trigger()
    assert page.notice is not None
    assert (page.notice.mailed_on, page.notice.tracking, page.notice.state) == (DAY, "9400 1000", "draft")
    assert page.head.track.stages[0].detail == "mailed Nov 10, 2003"


def test_cancel_by_delete_and_take_it_back(page: NoticesPage, qtbot: QtBot) -> None:
    page.list.setFocus()
    qtbot.keyClick(page.list, Qt.Key.Key_Delete)
    assert page.notice is not None
    assert page.notice.state == "cancelled"
    assert [stage.key for stage in page.head.track.stages] == ["draft", "cancelled"]
    page.head.actions_by_key["back"].trigger()
    assert page.notice.state == "draft"


def test_details_are_changed_and_printed(page: NoticesPage, answer: Callable[..., None]) -> None:
    def fill(dialog: Any) -> None:
        dialog._capacity.set_value("guardian")
        dialog._signer_name.set_value("Ann Other")
        dialog._proof.set_value("Letters of guardianship")
        dialog._joint.set_value("Bea Holder")
        dialog.form.field("registration.deliver_to").edit.setPlainText("Bank\n1 Vault Road")
        dialog._representations.setChecked(True)

    answer(DraftDialog, fill)
    page.head.tools["details"].click()
    notice, finished = page.notice, page.paper.finished
    assert notice is not None
    assert finished is not None
    assert (notice.signer.capacity, notice.signer.name) == ("guardian", "Ann Other")
    assert notice.registration.deliver_to == ("Bank", "1 Vault Road")
    for words in ("Ann Other", "Bea Holder", "1 Vault Road", "Investment representations".upper()):
        assert words.lower() in finished.words.lower()


def test_a_detail_that_cannot_be_taken_is_refused_at_its_field(page: NoticesPage) -> None:
    notice = page.notice
    assert notice is not None
    dialog = DraftDialog(page, page.session.record, notice)
    dialog._capacity.set_value("heir")
    dialog.show()
    dialog.verb.click()
    assert dialog.form.field("signer.name").line.text() != ""
    dialog._signer_name.set_value("Ann Other")
    dialog.form.field("send_to").edit.setPlainText("x" * 300)  # type: ignore[attr-defined]
    dialog.verb.click()
    assert dialog.form.field("send_to").is_refused
    dialog.close()


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
    assert page._keep_issued()
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

    assert page._keep_issued()
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
    number = _draft(window, 50)
    window.go_to("notices", number=number)
    page = window.pages["notices"]
    assert isinstance(page, NoticesPage)
    assert page.paper.is_barred
    assert page.paper.finished is not None
    assert "NOT EXERCISABLE" in page.paper.finished.words
    assert "at least 100" in page.head.reminder.words.text()
    assert page._keep_issued(), "a draft across which stands that it is none is not kept"
    assert page.notice is not None
    assert page.notice.paper == ""


def test_a_draft_whose_day_has_passed_does_not_leave_the_program(page: NoticesPage) -> None:
    page.session.set_as_of(date(2003, 12, 1))
    assert not page.paper.is_printable
    assert not page.head.tools["print"].isEnabled()
    assert not page.head.tools["save"].isEnabled()
    assert not page.print_out()
    assert "still a draft" in page.head.reminder.words.text()


def test_a_missing_name_is_asked_for(page: NoticesPage, window: MainWindow) -> None:
    from models.facts.holder import Holder

    assert window.commit(deeds.change_holder(page.session.record, holder=Holder("", ("1 Road",))))
    assert page.paper.finished is None
    assert page.paper.banner.words.text().startswith("Enter the holder's name")
    assert not page.head.tools["print"].isEnabled()
    assert page.paper.nothing.isVisible()


def test_reminders_while_one_is_under_way(page: NoticesPage, answer: Callable[..., None]) -> None:
    answer(DeliverDialog)
    page.head.next.click()
    assert not page.head.reminder.isVisible()
    page.session.set_as_of(date(2003, 11, 25))
    assert page.head.reminder.isVisible()
    assert "no payment is noted" in page.head.reminder.words.text()
    assert page.list.rows[0].trouble
    answer(PayDialog)
    page.head.reminder.acted.emit()
    assert page.notice is not None
    assert page.notice.state == "paid"


def test_several_notices_open_at_once(page: NoticesPage, window: MainWindow, qtbot: QtBot) -> None:
    _draft(window, 200)
    third = _draft(window, 300)
    assert [row.notice.number for row in page.list.rows] == ["2003-003", "2003-002", "2003-001"]
    assert page.notice is not None
    assert page.notice.number == "2003-001", "what is looked at stays when another is prepared"
    page.list.setFocus()
    qtbot.keyClick(page.list, Qt.Key.Key_Home)
    assert page.notice.number == third
    assert "three hundred" in (page.paper.finished.words if page.paper.finished else "")
    assert page.find_words("500 shares")
    assert page.notice.number == "2003-001"
    page.list.setFocus()
    qtbot.keyClick(page.list, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    rows = QGuiApplication.clipboard().text().splitlines()
    assert len(rows) == 4
    assert rows[1].split("\t")[:3] == ["2003-003", "NQ-1", "300"]


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
    page.session.set_as_of(date(2003, 11, 12))
    assert page.head.heading.text() == "Letter to the heirs", "another day shown keeps the letter"
    page.list.select("2003-001")
    assert page.head.heading.text() == "Notice 2003-001"


def test_no_notices_yet(window: MainWindow) -> None:
    window.go_to("notices")
    page = window.pages["notices"]
    assert isinstance(page, NoticesPage)
    assert page.empty.isVisible()
    assert not page.split.isVisible()
    page.other_letter.click()
    assert page.paper.finished is not None
    page._is_letter = False
    page.empty.acted.emit()
    assert window.here == "exercise"


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
    _draft(window)
    assert window.session is not None
    path = window.session.path
    window.show_session(None)
    assert window.files.open_path(path, read_only=True)
    window.go_to("notices")
    page = window.pages["notices"]
    assert isinstance(page, NoticesPage)
    assert page.paper.finished is not None
    assert page._keep_issued(), "nothing to keep is no trouble"
    assert not page.head.next.isVisible()
    assert not page.head.tools["details"].isVisible()
    assert not page.head.actions_by_key["cancel"].isVisible()
    assert page.head.tools["print"].isEnabled()


def test_reopened_everything_is_found_again(page: NoticesPage, window: MainWindow, answer: Callable[..., None]) -> None:
    answer(DeliverDialog)
    page.head.next.click()
    finished = page.paper.finished
    assert finished is not None
    path = page.session.path
    window.show_session(None)
    assert window.files.open_path(path)
    window.go_to("notices")
    again = window.pages["notices"]
    assert isinstance(again, NoticesPage)
    assert again.notice is not None
    assert (again.notice.number, again.notice.state) == ("2003-001", "delivered")
    assert again.paper.finished is not None
    assert again.paper.finished.pdf == finished.pdf


def test_a_refusal_of_a_step_stands_on_the_page(page: NoticesPage, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> Any:
        raise Refusal("first_stage", "it is a draft; cancel it", "number")

    monkeypatch.setattr("ui.pages.notices.page.deeds.step_back", refuse)
    page._step_back()
    assert page._banner is not None
    assert page._banner.words.text() == "It is a draft; cancel it."


def test_no_two_things_share_a_mnemonic(page: NoticesPage, window: MainWindow, answer: Callable[..., None]) -> None:
    for dialog in (DeliverDialog, PayDialog, CertificateDialog):
        assert doubled_mnemonics(window) == []
        answer(dialog)
        page.head.next.click()
    assert doubled_mnemonics(window) == []
