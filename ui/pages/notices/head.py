"""What stands above the paper: which notice, how far it has come, what comes next, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton, QToolButton, QVBoxLayout, QWidget

from models.facts.notice import Notice
from models.record.checks import Check
from ui import text, theme
from ui.pages.notices import stages
from ui.widgets.banner import Banner
from ui.widgets.beside import Beside
from ui.widgets.card import column
from ui.widgets.flow import flow
from ui.widgets.labels import button, label
from ui.widgets.track import Track

# Buttons: the key of the deed, its words, its icon.
_TOOLS = (
    ("details", "De&tails\N{HORIZONTAL ELLIPSIS}", "pencil"),
    ("print", "&Print\N{HORIZONTAL ELLIPSIS}", "printer"),
    ("save", "&Save PDF\N{HORIZONTAL ELLIPSIS}", "download"),
    ("outside", "&Open", "external-link"),
)
_TIPS = {
    "print": "Print at true size (Ctrl+P)",
    "save": "Save the PDF to a file",
    "outside": "Open the PDF in the viewer of this computer",
}
# The menu behind the dots; None is a line.
_MENU: tuple[tuple[str, str, str] | None, ...] = (
    ("exercise", "Change shares or &payment\N{HORIZONTAL ELLIPSIS}", "hand-coins"),
    ("mail", "Note the &mailing\N{HORIZONTAL ELLIPSIS}", "send"),
    ("back", "Take &back", "undo-2"),
    ("cancel", "&Cancel this notice", "circle-x"),
    None,
    ("reissue", "&Issue the paper anew", "refresh-cw"),
    ("copy", "Copy as &text", "clipboard-copy"),
)
# What the button beside a reminder says, by the deed that mends it.
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


class NoticeHead(QWidget):
    """`asked(key)`: next, details, print, save, outside, exercise, mail, back, cancel, reissue, copy, remedy."""

    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.heading = label("", "title", wraps=True)
        self.under = label("", "body", "muted", wraps=True)
        self.track = Track("Life of the notice")
        self.hint = label("", "caption", "muted", wraps=True)
        self.reminder = Banner("warn")
        self.next = button("", "primary")
        self.tools: dict[str, QPushButton] = {key: button(words, "", icon) for key, words, icon in _TOOLS}
        self.actions_by_key: dict[str, QAction] = {}
        self.more = QToolButton()
        self._make_menu()
        words = QWidget()
        words.setLayout(column(self.heading, self.under, spacing=theme.GAP.hair))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.GAP.medium)
        layout.addWidget(Beside(words, self.next, share=0.4))
        for widget in (self.track, self.hint, self.reminder):
            layout.addWidget(widget)
        layout.addLayout(flow(*self.tools.values(), self.more, spacing=theme.GAP.small))
        self._connect()

    def show_notice(self, notice: Notice, check: Check | None, is_writable: bool) -> None:
        """Show one notice, with the most urgent thing to mind about it, and what may be done with it."""
        self.heading.setText(f"Notice {notice.number}")
        self.under.setText(text.capital(stages.what(notice)))
        self.track.show_stages(stages.stages_of(notice, is_writable))
        # What is barred shall not be printed and sent: the reminder says what to do instead.
        is_barred = check is not None and check.deed == "change_draft"
        self.hint.setText("" if is_barred else stages.HINTS[notice.state])
        verb = stages.VERBS.get(notice.state, "")
        self.next.setText(verb)
        is_draft = notice.state == "draft"
        back = stages.back_words(notice)
        self.actions_by_key["back"].setText(f"Take &back {back}")
        shown = {
            "back": bool(back) and is_writable,
            "exercise": is_draft and is_writable,
            "cancel": is_draft and is_writable,
            "mail": is_draft and is_writable and notice.delivery == "mail" and notice.mailed_on is None,
        }
        for key, is_shown in shown.items():
            self.actions_by_key[key].setVisible(is_shown)
        self._show_parts(has_track=True, has_next=bool(verb) and is_writable, is_draft=is_draft and is_writable)
        if check is None:
            self.reminder.show_words("warn", "")
        else:
            tone = "bad" if check.severity == "urgent" else "warn"
            remedy = _REMEDIES.get(check.deed, "") if is_writable else ""
            self.reminder.show_words(tone, f"{check.says} {check.remedy}", remedy)

    def show_letter(self, under: str) -> None:
        """Show that the letter to the heirs stands below."""
        self.heading.setText("Letter to the heirs")
        self.under.setText(under)
        self.reminder.show_words("warn", "")
        for key in ("back", "exercise", "cancel", "mail"):
            self.actions_by_key[key].setVisible(False)
        self._show_parts(has_track=False, has_next=False, is_draft=False)

    def show_paper(self, has_paper: bool, is_printable: bool, can_reissue: bool) -> None:
        """Say whether there is a paper, and whether it may leave the program."""
        for key in ("print", "save", "outside"):
            self.tools[key].setEnabled(has_paper and is_printable)
            self.tools[key].setToolTip(_TIPS[key] if is_printable else "Its day has passed: change the day first")
        self.actions_by_key["copy"].setEnabled(has_paper)
        self.actions_by_key["reissue"].setVisible(can_reissue)

    def _show_parts(self, has_track: bool, has_next: bool, is_draft: bool) -> None:
        self.track.setVisible(has_track)
        self.hint.setVisible(has_track and bool(self.hint.text()))
        self.next.setVisible(has_next)
        self.tools["details"].setVisible(is_draft)

    def _make_menu(self) -> None:
        menu = QMenu(self)
        for entry in _MENU:
            if entry is None:
                menu.addSeparator()
                continue
            key, words, icon = entry
            action = QAction(theme.icon(icon), words, self)
            action.setData(key)
            menu.addAction(action)
            self.actions_by_key[key] = action
        self.more.setMenu(menu)
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setIcon(theme.icon("ellipsis"))
        self.more.setAccessibleName("More for this notice")
        self.more.setToolTip("More")

    def _connect(self) -> None:
        for key, tool in (*self.tools.items(), ("next", self.next)):
            tool.setProperty("deed", key)
            tool.clicked.connect(self._on_tool)
        for action in self.actions_by_key.values():
            action.triggered.connect(self._on_action)
        self.track.asked.connect(self._on_stage)
        self.reminder.acted.connect(self._on_reminder)

    @Slot()
    def _on_tool(self) -> None:
        sender: QObject = self.sender()
        self.asked.emit(sender.property("deed"))

    @Slot()
    def _on_action(self) -> None:
        sender = self.sender()
        if isinstance(sender, QAction):
            self.asked.emit(sender.data())

    @Slot(str)
    def _on_stage(self, _: str) -> None:
        self.asked.emit("next")

    @Slot()
    def _on_reminder(self) -> None:
        self.asked.emit("remedy")
