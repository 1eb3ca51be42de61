"""Notices: where each exercise stands, from the draft to the certificate, with its paper beside it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QSplitter, QToolButton, QVBoxLayout, QWidget

from models.errors import Refusal, StoreError
from models.facts.notice import Notice
from models.record import deeds
from models.record.change import Change
from models.record.checks import Check, checks
from ui import text, theme
from ui.errors import tell_store_error
from ui.pages.base import Page
from ui.pages.notices import stages
from ui.pages.notices.listing import NoticeList
from ui.pages.notices.paper import HOLDER_FIELDS, REISSUE, PaperPane
from ui.pages.notices.stages import Row
from ui.session.papers import paper_entry
from ui.widgets.banner import Banner
from ui.widgets.card import column, row
from ui.widgets.empty import EmptyState
from ui.widgets.field import text_of
from ui.widgets.labels import button, label
from ui.widgets.track import Track

# The menu behind the dots: key of the deed, its words, its icon; None is a line.
_MENU: tuple[tuple[str, str, str] | None, ...] = (
    ("exercise", "Change shares or &payment\N{HORIZONTAL ELLIPSIS}", "hand-coins"),
    ("mail", "Note the &mailing\N{HORIZONTAL ELLIPSIS}", "send"),
    ("back", "Step &back", "undo-2"),
    ("cancel", "&Cancel this notice", "circle-x"),
    None,
    ("reissue", "&Issue the paper anew", "refresh-cw"),
    ("copy", "Copy as &text", "clipboard-copy"),
    None,
    ("letter", "&Letter to the heirs", "users"),
)
_BOTH_PANES = 620  # below this width the list stands above the notice


class NoticesPage(Page):
    """`focus_on(number=)` shows a notice, `focus_on(letter=True)` the letter to the heirs."""

    key = "notices"
    collections = ("notices", "holder", "grants", "events", "prices", "lots", "plans", "tax", "papers")
    scrolls = False
    widest = 0

    def build(self) -> None:
        self._is_letter = False
        self.list = NoticeList()
        self.heading = label("", "title")
        self.under = label("", "body", "muted", wraps=True)
        self.track = Track("Life of the notice")
        self.hint = label("", "caption", "muted", wraps=True)
        self.reminder = Banner("warn")
        self.paper = PaperPane(self.session)
        self.next = button("", "primary")
        self.details = button("&Details\N{HORIZONTAL ELLIPSIS}", "", "pencil")
        self.print = button("&Print\N{HORIZONTAL ELLIPSIS}", "", "printer")
        self.save = button("&Save PDF\N{HORIZONTAL ELLIPSIS}", "", "download")
        self.outside = button("&Open", "", "external-link")
        self.outside.setToolTip("Open the PDF in the viewer of this computer")
        self.more = QToolButton()
        self.empty = EmptyState(
            "mail",
            "No notices yet",
            "An exercise begins with a written notice to the company. Plan one on the Exercise page, and it stands "
            "here from the draft to the certificate.",
            "Plan an exercise",
        )
        self._make_menu()
        self._assemble()
        self._connect()

    def refresh(self, change: Change | None) -> None:
        rows = self._rows()
        is_letter = self._is_letter
        self.empty.setVisible(not rows and not self._is_letter)
        self.split.setVisible(bool(rows) or self._is_letter)
        self.left.setVisible(bool(rows))
        self.list.show_rows(rows)
        if is_letter:
            self._on_letter()

    def focus_on(self, **focus: Any) -> None:
        if "number" in focus:
            self._is_letter = False
            self.list.show_rows(self._rows(), focus["number"])
            self.next.setFocus()
        elif focus.get("letter"):
            self._on_letter()

    def copy(self) -> str:
        return self.list.tsv()

    def find_words(self, words: str) -> bool:
        rows = self.list.rows
        here = next((at for at, one in enumerate(rows) if one.notice.number == self.list.number), -1)
        for step in range(1, len(rows) + 1):
            notice = rows[(here + step) % len(rows)].notice
            if words.casefold() in f"{notice.number} {stages.what(notice)}".casefold():
                return self.list.select(notice.number)
        return False

    def print_out(self) -> bool:
        """Print the paper shown: File > Print on this page."""
        if self.paper.finished is None:
            return False
        self._on_print()
        return True

    @property
    def notice(self) -> Notice | None:
        """The notice shown."""
        row_ = next((one for one in self.list.rows if one.notice.number == self.list.number), None)
        return row_.notice if row_ is not None and not self._is_letter else None

    # ------------------------------------------------------------------ private

    def _make_menu(self) -> None:
        self.menu = QMenu(self)
        self.actions_by_key: dict[str, QAction] = {}
        for entry in _MENU:
            if entry is None:
                self.menu.addSeparator()
                continue
            key, words, icon = entry
            action = QAction(theme.icon(icon), words, self)
            self.menu.addAction(action)
            self.actions_by_key[key] = action
        self.more.setMenu(self.menu)
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setIcon(theme.icon("ellipsis"))
        self.more.setAccessibleName("More deeds on this notice")
        self.more.setToolTip("More")

    def _assemble(self) -> None:
        head = row(column(self.heading, self.under, spacing=theme.GAP.hair), self.next, spacing=theme.GAP.large)
        head.setStretch(0, 1)
        tools = row(self.details, self.print, self.save, self.outside, None, self.more)
        self.right = QWidget()
        right = QVBoxLayout(self.right)
        right.setContentsMargins(theme.GAP.large, 0, theme.GAP.huge, 0)
        right.setSpacing(theme.GAP.medium)
        right.addLayout(head)
        for widget in (self.track, self.hint, self.reminder):
            right.addWidget(widget)
        right.addLayout(tools)
        right.addWidget(self.paper, 1)
        self.left = QWidget()
        left = QVBoxLayout(self.left)
        left.setContentsMargins(theme.GAP.huge - theme.GAP.tiny, 0, 0, 0)
        left.addWidget(self.list)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(self.left)
        self.split.addWidget(self.right)
        self.split.setStretchFactor(1, 1)
        self.split.setSizes([250, 700])
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        self.body.addWidget(self.empty, 1)
        self.body.addWidget(self.split, 1)

    def _connect(self) -> None:
        self.list.chosen.connect(self._on_chosen)
        self.list.cancel_asked.connect(self._on_cancel)
        self.track.asked.connect(self._on_stage)
        self.next.clicked.connect(self._on_next)
        self.details.clicked.connect(self._on_details)
        self.print.clicked.connect(self._on_print)
        self.save.clicked.connect(self._on_save)
        self.outside.clicked.connect(self._on_outside)
        self.empty.acted.connect(self._on_empty)
        self.reminder.acted.connect(self._on_reminder)
        self.paper.mend_asked.connect(self._on_mend)
        slots = {
            "exercise": self._on_exercise,
            "mail": self._on_mail,
            "back": self._on_back,
            "cancel": self._on_cancel,
            "reissue": self._on_reissue,
            "copy": self._on_copy,
            "letter": self._on_letter,
        }
        for key, slot in slots.items():
            self.actions_by_key[key].triggered.connect(slot)

    def _rows(self) -> list[Row]:
        """Notices under way first, the newest at the top."""
        self._found: dict[int, Check] = {}
        for check in reversed(checks(self.session.record, self.session.as_of)):
            if check.collection == "notices" and check.serial is not None:
                self._found[check.serial] = check
        rows = [
            Row(serial, notice, self._found[serial].says if serial in self._found else "")
            for serial, notice in self.session.record.shelf("notices").items()
        ]
        return sorted(rows, key=lambda one: (one.is_under_way, one.notice.prepared_on, one.serial), reverse=True)

    def _show(self, notice: Notice) -> None:
        self.heading.setText(f"Notice {notice.number}")
        self.under.setText(text.capital(stages.what(notice)))
        self.track.show_stages(stages.stages_of(notice))
        self.hint.setText(stages.HINTS[notice.state])
        self._show_reminder(notice)
        verb = stages.VERBS.get(notice.state, "")
        self.next.setText(verb)
        self.next.setVisible(bool(verb))
        is_draft = notice.state == "draft"
        self.details.setVisible(is_draft)
        back = stages.back_words(notice)
        actions = self.actions_by_key
        actions["back"].setVisible(bool(back))
        actions["back"].setText(f"Take &back {back}")
        for key in ("exercise", "mail", "cancel"):
            actions[key].setVisible(is_draft)
        actions["mail"].setVisible(is_draft and notice.delivery == "mail" and notice.mailed_on is None)
        self.paper.show_notice(notice)
        self._show_paper_tools(notice)

    def _show_paper_tools(self, notice: Notice | None) -> None:
        finished = self.paper.finished
        for tool in (self.print, self.save, self.outside):
            tool.setEnabled(finished is not None)
        self.actions_by_key["copy"].setEnabled(finished is not None)
        can_reissue = notice is not None and notice.state == "draft" and finished is not None and finished.is_kept
        self.actions_by_key["reissue"].setVisible(can_reissue)

    def _show_reminder(self, notice: Notice) -> None:
        serial, _ = deeds.find_notice(self.session.record, notice.number)
        check = self._found.get(serial)
        if check is None:
            self.reminder.show_words("warn", "")
            return
        tone = "bad" if check.severity == "urgent" else "warn"
        self.reminder.show_words(tone, f"{check.says} {check.remedy}", _REMEDIES.get(check.deed, ""))

    def _step(self, change: Change | None) -> None:
        if change is not None and self.try_commit(change):
            self.next.setFocus()

    def _keep_issued(self, notice: Notice) -> bool:
        """Keep the paper about to leave the program, so that the very same can be had again; False on trouble."""
        finished = self.paper.finished
        if finished is None or finished.is_kept or self.paper.is_barred:
            return True
        if notice.state != "draft" or self.session.is_read_only:
            return True
        entry = paper_entry(self.session, finished, notice)
        change = deeds.issue_paper(self.session.record, number=notice.number, paper=entry)
        try:
            self.session.commit(change, kept=(finished.pdf,))
        except StoreError as error:
            tell_store_error(self, error)
            return False
        return True

    # ------------------------------------------------------------------ slots

    @Slot(str)
    def _on_chosen(self, number: str) -> None:
        if not number:
            return
        self._is_letter = False
        notice = self.notice
        if notice is not None:
            for widget in (self.track, self.hint):
                widget.setVisible(True)
            self._show(notice)

    @Slot(str)
    def _on_stage(self, _: str) -> None:
        self._on_next()

    @Slot()
    def _on_next(self) -> None:
        from ui.pages.notices import life_dialogs

        notice = self.notice
        if notice is None:
            return
        dialog = {
            "draft": life_dialogs.DeliverDialog,
            "delivered": life_dialogs.PayDialog,
            "paid": life_dialogs.CertificateDialog,
        }[notice.state]
        self._step(dialog.ask(self, self.session.record, notice, self.session.as_of))

    @Slot()
    def _on_details(self) -> None:
        from ui.pages.notices.draft_dialog import DraftDialog

        notice = self.notice
        if notice is not None:
            self._step(DraftDialog.ask(self, self.session.record, notice))

    @Slot()
    def _on_mail(self) -> None:
        from ui.pages.notices.life_dialogs import MailDialog

        notice = self.notice
        if notice is not None:
            self._step(MailDialog.ask(self, self.session.record, notice, self.session.as_of))

    @Slot()
    def _on_back(self) -> None:
        if self.notice is not None:
            self._try(lambda number: deeds.step_back(self.session.record, number=number))

    @Slot()
    def _on_cancel(self) -> None:
        notice = self.notice
        if notice is not None and notice.state == "draft":
            day = max(self.session.as_of, notice.prepared_on)
            self._try(lambda number: deeds.cancel_draft(self.session.record, number=number, cancelled_on=day))

    def _try(self, make: Any) -> None:
        assert self.notice is not None
        try:
            change = make(self.notice.number)
        except Refusal as refused:
            self.tell("bad", text_of(refused))
            return
        self.tell("bad", "")
        self._step(change)

    @Slot()
    def _on_exercise(self) -> None:
        if self.notice is not None:
            self.host.go_to("exercise", notice=self.notice.number)

    @Slot()
    def _on_reissue(self) -> None:
        """Let go of the paper issued before: the draft is shown, printed and saved as the record stands now."""
        from dataclasses import replace

        notice = self.notice
        if notice is None:
            return
        serial, _ = deeds.find_notice(self.session.record, notice.number)
        edit = self.session.record.replacing("notices", serial, replace(notice, paper=""))
        self._step(Change(f"Let the paper of notice {notice.number} be issued anew", (edit,)))

    @Slot()
    def _on_print(self) -> None:
        notice = self.notice
        if notice is not None and not self._keep_issued(notice):
            return
        if self.paper.print_out():
            self.host.say("Sent to the printer.")

    @Slot()
    def _on_save(self) -> None:
        path = self.paper.save()
        if path is not None:
            if self.notice is not None:
                self._keep_issued(self.notice)
            self.host.say(f"Saved as {path.name}.")

    @Slot()
    def _on_outside(self) -> None:
        notice = self.notice
        if notice is not None and not self._keep_issued(notice):
            return
        if not self.paper.open_outside():
            self.tell("warn", "No program on this computer opens PDF files. Save the PDF and open it elsewhere.")

    @Slot()
    def _on_copy(self) -> None:
        self.paper.copy_text()
        self.host.say("The words of the paper are on the clipboard.")

    @Slot()
    def _on_letter(self) -> None:
        self._is_letter = True
        self.empty.setVisible(False)
        self.split.setVisible(True)
        self.left.setVisible(bool(self.list.rows))
        self.heading.setText("Letter to the heirs")
        self.under.setText(f"Your options as of {text.day(self.session.as_of)}, and what an estate must do by when")
        for widget in (self.track, self.hint, self.next, self.details):
            widget.setVisible(False)
        self.reminder.show_words("warn", "")
        self.paper.show_letter()
        self._show_paper_tools(None)

    @Slot()
    def _on_reminder(self) -> None:
        notice = self.notice
        if notice is None:
            return
        serial, _ = deeds.find_notice(self.session.record, notice.number)
        check = self._found.get(serial)
        deed = check.deed if check is not None else ""
        if deed in {"deliver_notice", "mark_paid", "receive_certificate"}:
            self._on_next()
        elif deed == "change_draft":
            self._on_exercise()
        elif deed == "cancel_draft":
            self._on_cancel()
        elif deed:
            self.host.go_to("record")

    @Slot(str)
    def _on_mend(self, field: str) -> None:
        if field in HOLDER_FIELDS:
            self._ask_holder()
        elif field.startswith("plan."):
            self.host.go_to("plan")
        elif field == "shares":
            self._on_exercise()
        elif field == REISSUE:
            self._on_reissue()
        else:
            self._on_details()

    def _ask_holder(self) -> None:
        from ui.dialogs.new_record import HolderDialog

        holder = HolderDialog.ask(self, self.session.record.holder)
        if holder is not None and holder != self.session.record.holder:
            self.try_commit(deeds.change_holder(self.session.record, holder=holder))

    @Slot()
    def _on_empty(self) -> None:
        self.host.go_to("exercise")


_REMEDIES = {
    "deliver_notice": "Mark as delivered",
    "mark_paid": "Mark as paid",
    "receive_certificate": "Enter the certificate",
    "change_draft": "Change the draft",
    "cancel_draft": "Cancel it",
    "record_exercise": "Go to Record",
    "change_price": "Go to Record",
    "add_paper": "Go to Record",
}
