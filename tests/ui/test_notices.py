"""The page Notices through the real door: the life of a notice from draft to certificate."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from hashlib import sha256
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from models.errors import Refusal
from models.facts.payment import Swap
from models.record import deeds
from ui.main_window import MainWindow
from ui.pages.notices import NoticesPage
from ui.pages.notices.draft_dialog import DraftDialog
from ui.pages.notices.life_dialogs import CertificateDialog, DeliverDialog, MailDialog, PayDialog

from .mnemonics import doubled_mnemonics
from .notices_stage import DAY, answer, draft, exercisable, page

__all__ = ["answer", "page"]  # fixtures


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
    assert exercisable(page) == 1200
    answer(DeliverDialog, lambda d: d._how.set_value("in_person"))
    page.head.next.click()
    assert exercisable(page) == 700, "the exercise counts from the day it was received"
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
    assert exercisable(page) == 1200
    assert page.session.record.lots == before.lots
    for _ in range(3):
        window.menus.actions["undo"].trigger()
    assert page.notice.state == "certificate_received", "each step back is a deed that can be undone"


def test_undo_takes_a_delivery_back(page: NoticesPage, window: MainWindow, answer: Callable[..., None]) -> None:
    answer(DeliverDialog)
    page.head.next.click()
    assert exercisable(page) == 700
    window.menus.actions["undo"].trigger()
    assert exercisable(page) == 1200
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
    number = draft(window, 500, Swap())
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
    draft(window, 200)
    third = draft(window, 300)
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
    page.deeds.step_back()
    assert page._banner is not None
    assert page._banner.words.text() == "It is a draft; cancel it."


def test_no_two_things_share_a_mnemonic(page: NoticesPage, window: MainWindow, answer: Callable[..., None]) -> None:
    for dialog in (DeliverDialog, PayDialog, CertificateDialog):
        assert doubled_mnemonics(window) == []
        answer(dialog)
        page.head.next.click()
    assert doubled_mnemonics(window) == []
