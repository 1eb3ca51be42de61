"""Dialogs of the frame: they return plain data, refuse in place, and list what is really there."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QSize
from PySide6.QtWidgets import QLabel, QPlainTextEdit
from pytestqt.qtbot import QtBot

from models.facts.event import PlanApproved
from models.facts.holder import Holder
from models.record.record import Record
from ui.dialogs.about import AboutDialog, LicencesDialog
from ui.dialogs.base import FormDialog
from ui.dialogs.grant.dialog import GrantDialog, GrantDraft
from ui.dialogs.licences import PARTS, licence_texts
from ui.dialogs.new_record import HolderDialog, NewRecordDialog
from ui.dialogs.preferences import PreferencesDialog
from ui.dialogs.record.event import EventDialog
from ui.dialogs.record.event_forms import FORMS
from ui.dialogs.record.paste import PasteDialog
from ui.dialogs.restore import RestoreDialog
from ui.dialogs.shortcuts import ShortcutsDialog
from ui.main_window import MainWindow
from ui.main_window.help_deeds import diagnostics
from ui.settings import Settings


def test_a_new_record_holds_what_was_asked(qtbot: QtBot) -> None:
    dialog = NewRecordDialog(None)
    qtbot.addWidget(dialog)
    dialog.verb.click()
    assert dialog.form.field("name").is_refused
    dialog._holder.name.setText("Jane / Holder")
    dialog._holder.address.setPlainText("1 Street\n\n Town \n")
    dialog._approved.setText("12/20/2002")
    made = dialog.result_value()
    record = Record().with_change(made.change)
    assert record.holder == Holder("Jane / Holder", ("1 Street", "Town"))
    assert record.events == (PlanApproved(date(2002, 12, 20), "focus-2002"),)
    assert "/" not in made.file_name


def test_a_wrong_date_keeps_the_dialog_open(qtbot: QtBot) -> None:
    dialog = NewRecordDialog(None)
    qtbot.addWidget(dialog)
    dialog._holder.name.setText("Jane")
    dialog._approved.setText("someday")
    dialog.show()
    dialog.verb.click()
    assert dialog.isVisible()
    assert dialog.form.field("approved").is_refused


def test_an_address_that_cannot_be_printed_is_refused_at_its_field(qtbot: QtBot) -> None:
    dialog = HolderDialog(None, Holder("Jane", ("a",)))
    qtbot.addWidget(dialog)
    dialog._holder.address.setPlainText("x" * 61)
    dialog.show()
    dialog.verb.click()
    assert dialog.form.field("address").is_refused


def test_a_plan_without_approval_asks_for_none(qtbot: QtBot) -> None:
    dialog = NewRecordDialog(None)
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog._approved_field.isVisible()
    dialog._plan.set_value("plain-nso")
    assert not dialog._approved_field.isVisible()


def test_preferences_take_effect_at_once(qtbot: QtBot, settings: Settings) -> None:
    dialog = PreferencesDialog(None, settings)
    qtbot.addWidget(dialog)
    with qtbot.waitSignal(dialog.look_changed):
        dialog.themes.set_value("dark")
    assert settings.theme.get(settings) == "dark"
    with qtbot.waitSignal(dialog.days_changed):
        dialog.mail.set_value(10)
    assert settings.mail_days.get(settings) == 10
    dialog.reopens.click()
    assert settings.reopens.get(settings) is False


def test_shortcuts_list_only_what_is_offered(window: MainWindow, qtbot: QtBot) -> None:
    dialog = ShortcutsDialog(window, frozenset({"undo"}))
    qtbot.addWidget(dialog)
    said = [label.text() for label in dialog.findChildren(QLabel)]
    assert "Undo" in said
    assert "Print" not in said


def test_licences_are_there_in_full(qtbot: QtBot) -> None:
    texts = licence_texts()
    assert all(len(text) > 20 for _, text in texts)
    assert any("SIL Open Font License" in text for _, text in texts)
    titles = [title for title, _ in texts]
    assert {name for name in PARTS if any(title.startswith(f"{name}: ") for title in titles)} >= set(PARTS) - {
        "typing-extensions"
    }, "only for some versions of Python"
    whole_text = dict(texts)
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in whole_text[titles[5]]
    assert "PDFium" in whole_text["pypdfium2: reading papers back and showing them"]
    for dialog in (AboutDialog(None), LicencesDialog(None)):
        qtbot.addWidget(dialog)
        dialog.show()
    whole = LicencesDialog(None)
    qtbot.addWidget(whole)
    edit = whole.findChild(QPlainTextEdit)
    assert edit is not None
    assert "Lucide" in edit.toPlainText()


def test_diagnostics_say_nothing_personal(window: MainWindow) -> None:
    said = diagnostics(window)
    assert "Sample Holder" not in said
    assert "/" not in said.replace("PySide6", "")
    assert "4 grants" in said


@pytest.mark.parametrize("count", [0, 2])
def test_a_backup_is_chosen_from_a_list(qtbot: QtBot, count: int) -> None:
    offered: list[Any] = [(Path(f"{at}"), datetime(2003, 11, 10 + at, tzinfo=UTC), "") for at in range(count)]
    dialog = RestoreDialog(None, "a.strikebook", offered)
    qtbot.addWidget(dialog)
    assert dialog.verb.isEnabled() == bool(count)
    if count:
        assert dialog.result_value() == Path("0")


@pytest.mark.parametrize("kind", sorted(FORMS))
def test_a_dialog_of_an_event_shows_all_that_is_in_it(window: MainWindow, kind: str) -> None:
    assert window.session is not None
    dialog = EventDialog(window, window.session.record, window.session.as_of, kind)
    dialog.fit()
    dialog.show()
    QCoreApplication.processEvents()
    assert not dialog._area.verticalScrollBar().isVisible()
    assert dialog.height() <= dialog.screen().availableSize().height()
    dialog.close()


def test_a_dialog_grows_with_what_it_is_given_and_never_shrinks(window: MainWindow) -> None:
    assert window.session is not None
    record = window.session.record
    dialog = PasteDialog(window, record, "focus-2002")
    dialog.fit()
    dialog.show()
    before = dialog.height()
    dialog.pasted.setPlainText("date\tlast\n11/10/2003\t1,002.75\n2003-11-12\t2.80\n")
    dialog.read()
    QCoreApplication.processEvents()
    grown = dialog.height()
    assert grown > before
    assert not dialog._area.verticalScrollBar().isVisible()
    dialog.pasted.setPlainText("")
    dialog.read()
    assert dialog.height() == grown
    dialog.close()


def test_the_schedule_stands_beside_the_form_where_there_is_room(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = GrantDraft([("focus-2002", "FOCUS")], "NQ-5")
    for wide, is_beside in ((1200, True), (600, False)):
        monkeypatch.setattr(FormDialog, "_room", lambda self, wide=wide: QSize(wide, 640))
        dialog = GrantDialog(window, draft)
        dialog.fit()
        dialog.show()
        QCoreApplication.processEvents()
        assert (not dialog._area.isAncestorOf(dialog.preview)) == is_beside
        assert dialog.width() <= wide
        dialog.close()


def test_about_needs_no_scroll_bar(window: MainWindow) -> None:
    dialog = AboutDialog(window)
    dialog.show()
    QCoreApplication.processEvents()
    assert not dialog._area.verticalScrollBar().isVisible()
    dialog.close()


def test_preferences_let_go_of_the_second_folder(window: MainWindow, tmp_path: Path) -> None:
    dialog = PreferencesDialog(window, window.settings)
    assert not dialog.forget.isVisibleTo(dialog)
    dialog._show_folder(str(tmp_path))
    assert dialog.forget.isVisibleTo(dialog)
    dialog.forget.click()
    assert window.settings.backup_folder.get(window.settings) == ""
    assert not dialog.forget.isVisibleTo(dialog)
    dialog.close()
