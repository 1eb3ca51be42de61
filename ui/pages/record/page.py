"""Record: what everything else is figured from, section by section, and what does not add up in it."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget

from models.record.change import Change
from models.record.checks import checks
from ui.dialogs.print_sheet import PrintSheet
from ui.pages.base import Page
from ui.pages.record.section import Section
from ui.pages.record.tabs import SectionTabs

# Key, title, module and class of every section; each is made when it is first visited.
SECTIONS = (
    ("checks", "Checks", "checks", "ChecksSection"),
    ("prices", "Prices", "prices", "PricesSection"),
    ("lots", "Shares owned", "lots", "LotsSection"),
    ("events", "Events", "events", "EventsSection"),
    ("holder", "Holder", "holder", "HolderSection"),
    ("papers", "Papers", "papers", "PapersSection"),
    ("history", "History", "history", "HistorySection"),
    ("backups", "Backups", "backups", "BackupsSection"),
    ("exchange", "Import, export", "exchange", "ExchangeSection"),
)
# Where a fact of each collection is shown.
PLACES = {
    "prices": "prices",
    "lots": "lots",
    "events": "events",
    "holder": "holder",
    "tax": "holder",
    "papers": "papers",
    "import": "exchange",
    "export": "exchange",
}


class RecordPage(Page):
    """Tabs over sections; the first one says what does not add up, and its tab says how much."""

    key = "record"
    scrolls = False

    def build(self) -> None:
        self.sections: dict[str, Section] = {}
        self._stale: set[str] = set()
        self._head = SectionTabs((title for _, title, _, _ in SECTIONS), "Sections of the record")
        self.tabs = self._head.bar
        self.tabs.setCurrentIndex(1)
        self.tabs.currentChanged.connect(self._on_tab)
        for keys, step in (("Ctrl+PgDown", self._on_next), ("Ctrl+PgUp", self._on_previous)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(step)
        self.stack = QStackedWidget()
        self.body.addWidget(self._head)
        self.body.addWidget(self.stack, 1)

    # ------------------------------------------------------------------ what is shown

    @property
    def here(self) -> str:
        """The key of the section shown."""
        return SECTIONS[max(0, self.tabs.currentIndex())][0]

    def refresh(self, change: Change | None) -> None:
        found = checks(self.session.record, self.session.as_of)
        self._head.set_title(0, f"Checks ({len(found)})" if found else "Checks")
        self._stale |= {
            key
            for key, section in self.sections.items()
            if change is None or not section.collections or change.concerns(*section.collections)
        }
        self.show_section(self.here)

    def show_section(self, key: str) -> Section:
        """Show a section; it is made and filled where that has not been done."""
        at = next(at for at, entry in enumerate(SECTIONS) if entry[0] == key)
        if self.tabs.currentIndex() != at:
            self.tabs.setCurrentIndex(at)  # comes back here
            return self.sections[key]
        section = self.sections.get(key)
        if section is None:
            _, title, module, name = SECTIONS[at]
            made: Section = getattr(import_module(f"ui.pages.record.{module}"), name)(self)
            made.setAccessibleName(title)
            self.sections[key] = section = made
            self.stack.addWidget(made)
            self._stale.add(key)
            self.host.arrange(self)
        if key in self._stale:
            self._stale.discard(key)
            section.show_writers()
            section.refresh()
        self.stack.setCurrentWidget(section)
        return section

    def focus_on(self, **focus: Any) -> None:
        place = str(focus.pop("section", "") or focus.get("collection", ""))
        key = PLACES.get(place, place)
        if key not in {entry[0] for entry in SECTIONS}:
            return
        section = self.show_section(key)
        if place in {"import", "export"}:
            focus["part"] = place
        section.focus_on(**focus)

    def copy(self) -> str:
        return self.sections[self.here].copy()

    def find_words(self, words: str) -> bool:
        return self.sections[self.here].find_words(words)

    def printed(self) -> PrintSheet | None:
        return self.sections[self.here].printed(self.tabs.tabText(self.tabs.currentIndex()))

    # ------------------------------------------------------------------ slots

    @Slot()
    def _on_next(self) -> None:
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + 1) % self.tabs.count())

    @Slot()
    def _on_previous(self) -> None:
        self.tabs.setCurrentIndex((self.tabs.currentIndex() - 1) % self.tabs.count())

    @Slot(int)
    def _on_tab(self, _: int) -> None:
        self.tell("bad", "")
        self.host.show_why(None, "")
        self.show_section(self.here)
