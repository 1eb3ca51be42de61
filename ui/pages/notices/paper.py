"""The paper of the notice shown: previewed, issued, printed, saved, opened and copied."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QTemporaryDir, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from models.errors import Refusal, StoreError
from models.facts.notice import Notice
from ui import theme
from ui.dialogs.save_file import ask_and_save, save_to
from ui.errors import tell_store_error
from ui.session import Session
from ui.session.papers import Finished, PaperPages, heirs_letter, issue, kept, pages_of, save_pdf
from ui.widgets.banner import Banner
from ui.widgets.empty import EmptyState
from ui.widgets.field import text_of
from ui.widgets.preview import Preview

FILTER = "PDF documents (*.pdf)"
# A paper refused for these reasons can be mended in the details of the draft, or with the holder's name.
HOLDER_FIELDS = ("holder.name", "holder.address")
REISSUE, VIEWER = "reissue", "viewer"


class PaperPane(QWidget):
    """Shows one notice's paper. `mend_asked(field)` when what keeps it from being issued is to be put right."""

    mend_asked = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._folder: QTemporaryDir | None = None
        self._pages: PaperPages | None = None
        self._field = ""
        self.finished: Finished | None = None
        self.is_barred = False
        self.is_printable = True
        self.title = ""
        self.banner = Banner("warn")
        self.banner.acted.connect(self._on_mend)
        self.preview = Preview()
        self.nothing = EmptyState("file-text", "No paper yet", "")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.GAP.small)
        for widget in (self.banner, self.nothing, self.preview):
            layout.addWidget(widget, 0 if widget is self.banner else 1)
        self._show(None)

    def show_notice(self, notice: Notice | None) -> None:
        """Show the paper of a notice: the very one that was issued, else as it would be issued now."""
        self._begin()
        self.title = f"Notice {notice.number}" if notice else ""
        if notice is None:
            self._show(None)
            return
        try:
            self._show(self._kept(notice) or self._issue(notice))
        except Refusal as refused:
            self._field = refused.field
            self._show(None)
            self.banner.show_words("bad", text_of(refused), self._mend_words(refused.field))

    def show_letter(self) -> None:
        """Show the letter to the heirs as of the day shown."""
        self._begin()
        self.title = "Letter to the heirs"
        self.banner.show_words("accent", "For whoever settles your estate. Keep a printed copy with your will.")
        try:
            self._show(heirs_letter(self._session))
        except Refusal as refused:
            self._field = refused.field
            self._show(None)
            self.banner.show_words("bad", text_of(refused), self._mend_words(refused.field))

    # ------------------------------------------------------------------ what can be done with it

    def save(self) -> Path | None:
        """Ask where to save the PDF and save it; None when it was cancelled or could not be."""
        if self.finished is None:
            return None
        return ask_and_save(self, "Save the PDF", f"{self.title}.pdf", FILTER, self.finished.pdf, save_pdf)

    def save_to(self, chosen: Path) -> Path | None:
        """Save to a file the dialog has agreed on; a name it did not see is asked about. None where it failed."""
        if self.finished is None:
            return None
        return save_to(self, chosen, ".pdf", self.finished.pdf, save_pdf)

    def open_outside(self) -> bool:
        """Open the PDF in the system's viewer, from a copy that goes when the program does."""
        if self.finished is None:
            return False
        if self._folder is None:
            self._folder = QTemporaryDir()
        try:
            path = save_pdf(Path(self._folder.path()) / f"{self.title}.pdf", self.finished.pdf, overwrite=True)
        except StoreError as error:
            tell_store_error(self, error)
            return False
        return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    def copy_text(self) -> None:
        """Put the words of the paper on the clipboard."""
        if self.finished is not None:
            QGuiApplication.clipboard().setText(self.finished.words)

    def can_print(self) -> bool:
        """Whether the system knows a printer; what to do instead is said where it does not."""
        from ui.dialogs.print_paper import has_printer

        if has_printer():
            return True
        words = "No printer is set up on this computer. Save the PDF, or open it in a viewer and print it there."
        self.banner.show_words("accent", words, "Open in a viewer")
        self._field = VIEWER
        return False

    def print_out(self) -> bool:
        """Print by the system's dialog; False when it was cancelled."""
        from ui.dialogs.print_paper import print_paper

        return self._pages is not None and print_paper(self, self._pages, self.title)

    # ------------------------------------------------------------------ private

    def _begin(self) -> None:
        self.banner.show_words("warn", "")
        self.is_barred, self.is_printable, self._field = False, True, ""

    def _kept(self, notice: Notice) -> Finished | None:
        """The very paper that was issued; where it would be another one now, that is said of a draft."""
        found = kept(self._session, notice)
        if found is None:
            return None
        try:
            now = issue(self._session, notice)
        except Refusal:
            return found
        if now.sha256 == found.sha256:
            return replace(found, words=now.words)
        if notice.state == "draft":
            self._field = REISSUE
            words = "The record has changed since this paper was issued: it would say something else now."
            self.banner.show_words("warn", words, "Issue it anew")
        return found

    def _issue(self, notice: Notice) -> Finished:
        """The paper as of now; a barred draft is given with its mark across it."""
        try:
            return issue(self._session, notice)
        except Refusal as refused:
            if refused.code not in {"not_exercisable", "past_date"}:
                raise
            # A notice for a day that has passed bears no mark, so it must not leave the program.
            self.is_barred = True
            self.is_printable = refused.code != "past_date"
            return issue(self._session, notice, is_draft=True)

    def _mend_words(self, field: str) -> str:
        if field in HOLDER_FIELDS:
            return "Enter it"
        if field == "grants":
            return "Go to Grants"
        if field.startswith("plan."):
            return "Go to Plan"
        return "Change the details" if field else ""

    def _show(self, finished: Finished | None) -> None:
        if finished is not None and self.finished is not None and finished.sha256 == self.finished.sha256:
            self.finished = finished
            return
        self.finished = finished
        before = self._pages
        self._pages = pages_of(finished.pdf) if finished is not None else None
        self.preview.show_paper(self._pages, finished.words if finished else "")
        if before is not None:
            before.close()
        self.preview.setVisible(finished is not None)
        self.nothing.setVisible(finished is None)

    @Slot()
    def _on_mend(self) -> None:
        if self._field == VIEWER:
            self.open_outside()
        else:
            self.mend_asked.emit(self._field)
