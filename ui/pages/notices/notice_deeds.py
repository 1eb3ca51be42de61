"""What can be done with the notice shown: each step of its life, and what becomes of its paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from models.errors import Refusal, StoreError
from models.facts.notice import Notice
from models.record import deeds
from models.record.change import Change
from ui.errors import tell_store_error
from ui.pages.notices.paper import HOLDER_FIELDS, REISSUE
from ui.pages.remedies import remedy_of
from ui.session.papers import paper_entry
from ui.widgets.field import text_of

if TYPE_CHECKING:
    from ui.pages.notices.page import NoticesPage


class NoticeDeeds:
    """Acts on the notice of a page; `do(key)` is what its head asks for, `mend(field)` what its paper lacks."""

    def __init__(self, page: NoticesPage) -> None:
        self._page = page
        self._by_key: dict[str, Callable[[], None]] = {
            "next": self.go_on,
            "details": self.change_details,
            "print": self.print,
            "save": self.save,
            "outside": self.open_outside,
            "exercise": self.change_exercise,
            "mail": self.note_mailing,
            "back": self.step_back,
            "cancel": self.cancel,
            "reissue": self.reissue,
            "copy": self.copy_words,
            "remedy": self.mend_reminder,
        }

    def do(self, key: str) -> None:
        """Do what a button, or an entry of the menu, stands for."""
        self._by_key[key]()

    def mend(self, field: str) -> None:
        """Lead to where a field that the paper lacks can be filled in."""
        if field in HOLDER_FIELDS:
            self.ask_holder()
        elif field.startswith("plan."):
            self._page.host.go_to("plan")
        elif field == "grants":
            self._page.host.go_to("grants")
        elif field == "shares":
            self.change_exercise()
        elif field == REISSUE:
            self.reissue()
        else:
            self.change_details()

    def go_on(self) -> None:
        """The next step in the life of the notice: delivered, paid, certificate received."""
        from ui.pages.notices import life_dialogs

        notice = self._page.notice
        dialogs = {
            "draft": life_dialogs.DeliverDialog,
            "delivered": life_dialogs.PayDialog,
            "paid": life_dialogs.CertificateDialog,
        }
        if notice is None or notice.state not in dialogs:
            return
        change = dialogs[notice.state].ask(self._page, self._page.session.record, notice, self._page.session.as_of)
        if change is not None and notice.state == "draft":
            self._step(*self._with_paper(notice, change))
        else:
            self._step(change)

    def change_details(self) -> None:
        """What the draft says besides the exercise itself."""
        from ui.pages.notices.draft_dialog import DraftDialog

        if self._page.notice is not None:
            self._step(DraftDialog.ask(self._page, self._page.session.record, self._page.notice))

    def note_mailing(self) -> None:
        """When the draft went into the mail."""
        from ui.pages.notices.life_dialogs import MailDialog

        if self._page.notice is not None:
            self._step(
                MailDialog.ask(self._page, self._page.session.record, self._page.notice, self._page.session.as_of)
            )

    def step_back(self) -> None:
        """Take the last step back."""
        if self._page.notice is not None:
            number = self._page.notice.number
            self._try(lambda: deeds.step_back(self._page.session.record, number=number))

    def cancel(self) -> None:
        """Cancel a draft: nothing was exercised."""
        notice = self._page.notice
        if notice is not None and notice.state == "draft":
            day = max(self._page.session.as_of, notice.prepared_on)
            self._try(lambda: deeds.cancel_draft(self._page.session.record, number=notice.number, cancelled_on=day))

    def change_exercise(self) -> None:
        """Change shares or payment where they are chosen."""
        if self._page.notice is not None:
            self._page.host.go_to("exercise", notice=self._page.notice.number)

    def reissue(self) -> None:
        """Let go of the paper issued before: the draft is shown, printed and saved as the record stands now."""
        notice = self._page.notice
        if notice is not None and notice.state == "draft":
            serial, _ = deeds.find_notice(self._page.session.record, notice.number)
            edit = self._page.session.record.replacing("notices", serial, replace(notice, paper=""))
            self._step(Change(f"Issue the paper of notice {notice.number} anew", (edit,)))

    def print(self) -> None:
        """Print the paper by the system's dialog."""
        if self._page.paper.can_print() and self.keep_issued() and self._page.paper.print_out():
            self._page.host.say("Sent to the printer.")

    def save(self) -> None:
        """Save the paper as a PDF."""
        path = self._page.paper.save()
        if path is not None and self.keep_issued():
            self._page.host.say(f"Saved as {path.name}.")

    def open_outside(self) -> None:
        """Show the paper in the system's viewer."""
        if self.keep_issued() and not self._page.paper.open_outside():
            self._page.tell("warn", "No program on this computer opens PDF files. Save the PDF and open it elsewhere.")

    def copy_words(self) -> None:
        """Put the words of the paper on the clipboard."""
        self._page.paper.copy_text()
        self._page.host.say("The words of the paper are on the clipboard.")

    def mend_reminder(self) -> None:
        """Do what the reminder above the paper asks for."""
        check = self._page.check(self._page.notice) if self._page.notice is not None else None
        deed = check.deed if check is not None else ""
        if deed in {"deliver_notice", "mark_paid", "receive_certificate"}:
            self.go_on()
        elif deed == "change_draft":
            self.change_exercise()
        elif deed == "cancel_draft":
            self.cancel()
        elif check is not None:
            remedy = remedy_of(self._page.session.record, check)
            self._page.host.go_to(remedy.page, **remedy.focus)

    def ask_holder(self) -> None:
        """Ask for the name and address that the paper lacks."""
        from ui.dialogs.new_record import HolderDialog

        holder = HolderDialog.ask(self._page, self._page.session.record.holder)
        if holder is not None and holder != self._page.session.record.holder:
            self._page.try_commit(deeds.change_holder(self._page.session.record, holder=holder))

    def keep_issued(self) -> bool:
        """Keep the paper about to leave the program, so that the very same can be had again; False on trouble."""
        notice, finished = self._page.notice, self._page.paper.finished
        if notice is None or finished is None or not self._is_to_be_kept(notice):
            return True
        entry = paper_entry(self._page.session, finished, notice)
        change = deeds.issue_paper(self._page.session.record, number=notice.number, paper=entry)
        return self._commit_kept(change, (finished.pdf,))

    # ------------------------------------------------------------------ private

    def _step(self, change: Change | None, kept: tuple[bytes, ...] = ()) -> None:
        """Commit a step, with the bytes of a paper it keeps, and put the cursor on the next one."""
        if change is None:
            return
        if kept:
            if not self._commit_kept(change, kept):
                return
        elif not self._page.try_commit(change):
            return
        self._page.tell("bad", "")
        if self._page.head.next.isVisible():
            self._page.head.next.setFocus()

    def _commit_kept(self, change: Change, kept: tuple[bytes, ...]) -> bool:
        try:
            self._page.session.commit(change, kept=kept)
        except StoreError as error:
            tell_store_error(self._page, error)
            return False
        except Refusal as refused:
            self._page.tell("bad", text_of(refused))
            return False
        self._page.host.say(f"Done: {change.title}.")
        return True

    def _try(self, make: Callable[[], Change]) -> None:
        try:
            change = make()
        except Refusal as refused:
            self._page.tell("bad", text_of(refused))
            return
        self._step(change)

    def _is_to_be_kept(self, notice: Notice) -> bool:
        """Whether the paper shown is one that the record should keep once it leaves the program."""
        finished = self._page.paper.finished
        if finished is None or finished.is_kept or self._page.paper.is_barred or not self._page.paper.is_printable:
            return False
        return notice.state == "draft" and not self._page.session.is_read_only

    def _with_paper(self, notice: Notice, change: Change) -> tuple[Change, tuple[bytes, ...]]:
        """A delivery that also keeps the paper that was delivered, where it was not kept yet: one deed."""
        finished = self._page.paper.finished
        if finished is None or not self._is_to_be_kept(notice):
            return change, ()
        entry = paper_entry(self._page.session, finished, notice)
        kept = deeds.issue_paper(self._page.session.record, number=notice.number, paper=entry)
        edits = [
            replace(edit, after=replace(edit.after, paper=finished.sha256)) if edit.collection == "notices" else edit
            for edit in change.edits
        ]
        edits += [edit for edit in kept.edits if edit.collection == "papers"]
        return Change(change.title, tuple(edits)), (finished.pdf,)
