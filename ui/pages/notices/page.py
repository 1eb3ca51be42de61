"""Notices: where each exercise stands, from the draft to the certificate, with its paper beside it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from models.facts.notice import Notice
from models.record import deeds
from models.record.change import Change
from models.record.checks import Check, checks
from ui import text, theme
from ui.pages.base import Page
from ui.pages.notices import stages
from ui.pages.notices.head import NoticeHead
from ui.pages.notices.listing import NoticeList
from ui.pages.notices.notice_deeds import NoticeDeeds
from ui.pages.notices.paper import PaperPane
from ui.pages.notices.stages import Row
from ui.widgets.card import row
from ui.widgets.empty import EmptyState
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
        self.deeds = NoticeDeeds(self)
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
        self.deeds.print()
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

    def check(self, notice: Notice) -> Check | None:
        """The most urgent thing to mind about a notice."""
        serial, _ = deeds.find_notice(self.session.record, notice.number)
        return self._found.get(serial)

    def _show_paper_state(self, notice: Notice | None) -> None:
        finished = self.paper.finished
        is_kept = notice is not None and notice.state == "draft" and finished is not None and finished.is_kept
        self.head.show_paper(finished is not None, self.paper.is_printable, is_kept)

    # ------------------------------------------------------------------ slots

    @Slot(str)
    def _on_asked_for(self, key: str) -> None:
        self.deeds.do(key)

    @Slot()
    def _on_cancel(self) -> None:
        self.deeds.cancel()

    @Slot(str)
    def _on_chosen(self, number: str) -> None:
        if not number:
            return
        self._is_letter = False
        self.letter.setChecked(False)
        notice = self.notice
        if notice is not None:
            self.head.show_notice(notice, self.check(notice), not self.session.is_read_only)
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
        self.host.show_why(None, "")  # what stood there explained a notice

    @Slot(str)
    def _on_mend(self, field: str) -> None:
        self.deeds.mend(field)

    @Slot()
    def _on_empty(self) -> None:
        self.host.go_to("exercise")
