"""Notices: where each exercise stands, from the draft to the certificate, with its paper beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from models.errors import Refusal, StoreError
from models.facts.notice import Notice
from models.record import deeds
from models.record.change import Change
from models.record.checks import Check, checks
from ui import text, theme
from ui.errors import tell_store_error
from ui.pages.base import Page
from ui.pages.notices import stages
from ui.pages.notices.head import NoticeHead
from ui.pages.notices.listing import NoticeList
from ui.pages.notices.paper import HOLDER_FIELDS, REISSUE, PaperPane
from ui.pages.notices.stages import Row
from ui.pages.remedies import remedy_of
from ui.session.papers import paper_entry
from ui.widgets.card import row
from ui.widgets.empty import EmptyState
from ui.widgets.field import text_of
from ui.widgets.labels import button
from ui.widgets.scrolled import scrolled

LETTER = "&Letter to the heirs"


class NoticesPage(Page):
    """`focus_on(number=)` shows a notice, `focus_on(letter=True)` the letter to the heirs."""

    key = "notices"
    collections = ("notices", "holder", "grants", "events", "prices", "lots", "plans", "tax", "papers")
    scrolls = False
    widest = 0

    def build(self) -> None:
        self._is_letter = False
        self._found: dict[int, Check] = {}
        self.list = NoticeList()
        self.head = NoticeHead()
        self.paper = PaperPane(self.session)
        self.letter = button(LETTER, "quiet", "users")
        self.letter.setCheckable(True)
        self.empty = EmptyState(
            "mail",
            "No notices yet",
            "An exercise begins with a written notice to the company. Plan one on the Exercise page, and it stands "
            "here from the draft to the certificate.",
            "Plan an exercise",
        )
        self.other_letter = button(LETTER, "quiet", "users")
        self._assemble()
        self._deeds: dict[str, Callable[[], None]] = {
            "next": self._go_on,
            "details": self._change_details,
            "print": self._print,
            "save": self._save,
            "outside": self._open_outside,
            "exercise": self._change_exercise,
            "mail": self._note_mailing,
            "back": self._step_back,
            "cancel": self._cancel,
            "reissue": self._reissue,
            "copy": self._copy_words,
            "remedy": self._mend_reminder,
        }
        self.head.asked.connect(self._on_asked_for)
        self.list.chosen.connect(self._on_chosen)
        self.list.cancel_asked.connect(self._on_cancel)
        self.paper.mend_asked.connect(self._on_mend)
        self.empty.acted.connect(self._on_empty)
        self.letter.clicked.connect(self._on_letter)
        self.other_letter.clicked.connect(self._on_letter)

    def refresh(self, change: Change | None) -> None:
        rows = self._rows()
        is_letter = self._is_letter
        self._show_panes(bool(rows), is_letter)
        self.list.show_rows(rows)
        if is_letter:
            self._on_letter()

    def focus_on(self, **focus: Any) -> None:
        if "number" in focus:
            self._is_letter = False
            self.list.show_rows(self._rows(), focus["number"])
            self.head.next.setFocus()
        elif focus.get("letter"):
            self._on_letter()

    def explain(self) -> None:
        """How the figures of a draft come about, or what the stage of a notice means."""
        notice = self.notice
        if notice is not None:
            title = f"Notice {notice.number}: {stages.what(notice)}"
            self.host.show_why(stages.because(self.session.record, notice), title)

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
        if self.paper.finished is None or not self.paper.is_printable:
            return False
        self._print()
        return True

    @property
    def notice(self) -> Notice | None:
        """The notice shown; None where it is the letter, or there is none."""
        if self._is_letter:
            return None
        return next((one.notice for one in self.list.rows if one.notice.number == self.list.number), None)

    # ------------------------------------------------------------------ what is shown

    def _assemble(self) -> None:
        inside = QWidget()
        inside.setProperty("plain", "true")
        self.right = scrolled(inside)  # where the window is too low for the preview, the whole can be scrolled
        right = QVBoxLayout(inside)
        right.setContentsMargins(theme.GAP.large, 0, theme.GAP.huge, 0)
        right.setSpacing(theme.GAP.medium)
        right.addWidget(self.head)
        right.addWidget(self.paper, 1)
        self.left = QWidget()
        left = QVBoxLayout(self.left)
        left.setContentsMargins(theme.GAP.huge - theme.GAP.tiny, 0, 0, theme.GAP.small)
        left.addWidget(self.list, 1)
        left.addLayout(row(self.letter, None))
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(self.left)
        self.split.addWidget(self.right)
        self.split.setStretchFactor(1, 1)
        self.split.setSizes([250, 700])
        self.nothing = QWidget()
        nothing = QVBoxLayout(self.nothing)
        nothing.addWidget(self.empty)
        nothing.addLayout(row(None, self.other_letter, None))
        nothing.addStretch(1)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        self.body.addWidget(self.nothing, 1)
        self.body.addWidget(self.split, 1)

    def _show_panes(self, has_notices: bool, is_letter: bool) -> None:
        self.nothing.setVisible(not has_notices and not is_letter)
        self.split.setVisible(has_notices or is_letter)
        self.left.setVisible(has_notices)

    def _rows(self) -> list[Row]:
        """Notices under way first, the newest at the top."""
        self._found = {}
        for check in reversed(checks(self.session.record, self.session.as_of)):
            if check.collection == "notices" and check.serial is not None:
                self._found[check.serial] = check
        rows = [
            Row(serial, notice, self._found[serial].says if serial in self._found else "")
            for serial, notice in self.session.record.shelf("notices").items()
        ]
        return sorted(rows, key=lambda one: (one.is_under_way, one.notice.prepared_on, one.serial), reverse=True)

    def _check(self, notice: Notice) -> Check | None:
        serial, _ = deeds.find_notice(self.session.record, notice.number)
        return self._found.get(serial)

    def _show_paper_state(self, notice: Notice | None) -> None:
        finished = self.paper.finished
        is_kept = notice is not None and notice.state == "draft" and finished is not None and finished.is_kept
        self.head.show_paper(finished is not None, self.paper.is_printable, is_kept)

    # ------------------------------------------------------------------ deeds

    def _step(self, change: Change | None, kept: tuple[bytes, ...] = ()) -> None:
        """Commit a step, with the bytes of a paper it keeps, and put the cursor on the next one."""
        if change is None:
            return
        if kept:
            if not self._commit_kept(change, kept):
                return
        elif not self.try_commit(change):
            return
        self.tell("bad", "")
        if self.head.next.isVisible():
            self.head.next.setFocus()

    def _commit_kept(self, change: Change, kept: tuple[bytes, ...]) -> bool:
        try:
            self.session.commit(change, kept=kept)
        except StoreError as error:
            tell_store_error(self, error)
            return False
        except Refusal as refused:
            self.tell("bad", text_of(refused))
            return False
        self.host.say(f"Done: {change.title}.")
        return True

    def _try(self, make: Callable[[], Change]) -> None:
        try:
            change = make()
        except Refusal as refused:
            self.tell("bad", text_of(refused))
            return
        self._step(change)

    def _is_to_be_kept(self, notice: Notice) -> bool:
        """Whether the paper shown is one that the record should keep once it leaves the program."""
        finished = self.paper.finished
        if finished is None or finished.is_kept or self.paper.is_barred or not self.paper.is_printable:
            return False
        return notice.state == "draft" and not self.session.is_read_only

    def _keep_issued(self) -> bool:
        """Keep the paper about to leave the program, so that the very same can be had again; False on trouble."""
        notice, finished = self.notice, self.paper.finished
        if notice is None or finished is None or not self._is_to_be_kept(notice):
            return True
        entry = paper_entry(self.session, finished, notice)
        change = deeds.issue_paper(self.session.record, number=notice.number, paper=entry)
        return self._commit_kept(change, (finished.pdf,))

    def _with_paper(self, notice: Notice, change: Change) -> tuple[Change, tuple[bytes, ...]]:
        """A delivery that also keeps the paper that was delivered, where it was not kept yet: one deed."""
        finished = self.paper.finished
        if finished is None or not self._is_to_be_kept(notice):
            return change, ()
        entry = paper_entry(self.session, finished, notice)
        kept = deeds.issue_paper(self.session.record, number=notice.number, paper=entry)
        edits = [
            replace(edit, after=replace(edit.after, paper=finished.sha256)) if edit.collection == "notices" else edit
            for edit in change.edits
        ]
        edits += [edit for edit in kept.edits if edit.collection == "papers"]
        return Change(change.title, tuple(edits)), (finished.pdf,)

    def _go_on(self) -> None:
        from ui.pages.notices import life_dialogs

        notice = self.notice
        dialogs = {
            "draft": life_dialogs.DeliverDialog,
            "delivered": life_dialogs.PayDialog,
            "paid": life_dialogs.CertificateDialog,
        }
        if notice is None or notice.state not in dialogs:
            return
        change = dialogs[notice.state].ask(self, self.session.record, notice, self.session.as_of)
        if change is not None and notice.state == "draft":
            self._step(*self._with_paper(notice, change))
        else:
            self._step(change)

    def _change_details(self) -> None:
        from ui.pages.notices.draft_dialog import DraftDialog

        if self.notice is not None:
            self._step(DraftDialog.ask(self, self.session.record, self.notice))

    def _note_mailing(self) -> None:
        from ui.pages.notices.life_dialogs import MailDialog

        if self.notice is not None:
            self._step(MailDialog.ask(self, self.session.record, self.notice, self.session.as_of))

    def _step_back(self) -> None:
        if self.notice is not None:
            number = self.notice.number
            self._try(lambda: deeds.step_back(self.session.record, number=number))

    def _cancel(self) -> None:
        notice = self.notice
        if notice is not None and notice.state == "draft":
            day = max(self.session.as_of, notice.prepared_on)
            self._try(lambda: deeds.cancel_draft(self.session.record, number=notice.number, cancelled_on=day))

    def _change_exercise(self) -> None:
        if self.notice is not None:
            self.host.go_to("exercise", notice=self.notice.number)

    def _reissue(self) -> None:
        """Let go of the paper issued before: the draft is shown, printed and saved as the record stands now."""
        notice = self.notice
        if notice is not None and notice.state == "draft":
            serial, _ = deeds.find_notice(self.session.record, notice.number)
            edit = self.session.record.replacing("notices", serial, replace(notice, paper=""))
            self._step(Change(f"Issue the paper of notice {notice.number} anew", (edit,)))

    def _print(self) -> None:
        if self.paper.can_print() and self._keep_issued() and self.paper.print_out():
            self.host.say("Sent to the printer.")

    def _save(self) -> None:
        path = self.paper.save()
        if path is not None and self._keep_issued():
            self.host.say(f"Saved as {path.name}.")

    def _open_outside(self) -> None:
        if self._keep_issued() and not self.paper.open_outside():
            self.tell("warn", "No program on this computer opens PDF files. Save the PDF and open it elsewhere.")

    def _copy_words(self) -> None:
        self.paper.copy_text()
        self.host.say("The words of the paper are on the clipboard.")

    def _mend_reminder(self) -> None:
        check = self._check(self.notice) if self.notice is not None else None
        deed = check.deed if check is not None else ""
        if deed in {"deliver_notice", "mark_paid", "receive_certificate"}:
            self._go_on()
        elif deed == "change_draft":
            self._change_exercise()
        elif deed == "cancel_draft":
            self._cancel()
        elif check is not None:
            remedy = remedy_of(self.session.record, check)
            self.host.go_to(remedy.page, **remedy.focus)

    def _ask_holder(self) -> None:
        from ui.dialogs.new_record import HolderDialog

        holder = HolderDialog.ask(self, self.session.record.holder)
        if holder is not None and holder != self.session.record.holder:
            self.try_commit(deeds.change_holder(self.session.record, holder=holder))

    # ------------------------------------------------------------------ slots

    @Slot(str)
    def _on_asked_for(self, key: str) -> None:
        self._deeds[key]()

    @Slot()
    def _on_cancel(self) -> None:
        self._cancel()

    @Slot(str)
    def _on_chosen(self, number: str) -> None:
        if not number:
            return
        self._is_letter = False
        self.letter.setChecked(False)
        notice = self.notice
        if notice is not None:
            self.head.show_notice(notice, self._check(notice), not self.session.is_read_only)
            self.paper.show_notice(notice)
            self._show_paper_state(notice)
            if self.isVisible():
                self.explain()

    @Slot()
    def _on_letter(self) -> None:
        self._is_letter = True
        self.list.let_go()
        self.letter.setChecked(True)
        self._show_panes(bool(self.list.rows), is_letter=True)
        self.head.show_letter(f"Your options as of {text.day(self.session.as_of)}, and what an estate must do by when")
        self.paper.show_letter()
        self._show_paper_state(None)

    @Slot(str)
    def _on_mend(self, field: str) -> None:
        if field in HOLDER_FIELDS:
            self._ask_holder()
        elif field.startswith("plan."):
            self.host.go_to("plan")
        elif field == "grants":
            self.host.go_to("grants")
        elif field == "shares":
            self._change_exercise()
        elif field == REISSUE:
            self._reissue()
        else:
            self._change_details()

    @Slot()
    def _on_empty(self) -> None:
        self.host.go_to("exercise")
