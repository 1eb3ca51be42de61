"""Import and export: the whole record as JSON, every table for a spreadsheet, and the Open Cap Format."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget

from models.errors import Refusal, StoreError
from models.record.change import Change
from ui import text
from ui.dialogs.save_file import ask_and_save
from ui.errors import tell_store_error
from ui.pages.record.section import Section
from ui.session.papers import save_pdf
from ui.widgets.beside import Beside
from ui.widgets.busy import while_busy
from ui.widgets.card import Card, column
from ui.widgets.edits import Choice
from ui.widgets.field import text_of
from ui.widgets.flow import flow
from ui.widgets.labels import button, hairline, label

if TYPE_CHECKING:
    from models.exchange.tables import Table

EVERY = "*"
MOST = 64 * 1024 * 1024  # bytes of a file that is imported


class _Way(NamedTuple):
    """A way out or in: what it is, a sentence about it, and the button."""

    title: str
    says: str
    verb: str
    icon: str


_CSV = _Way(
    "Tables as CSV",
    "One table, or all of them in a ZIP file; prices in the form that can be pasted back.",
    "Save CSV",
    "table-2",
)
_OUT = (
    _Way(
        "The whole record",
        "One JSON file with every fact; it can be imported again. The pages of papers stay in the record.",
        "Save JSON",
        "file-json",
    ),
    _Way(
        "Every table in one spreadsheet",
        "An Excel workbook: positions, grants, vesting, deadlines, notices, prices, shares owned, events.",
        "Save spreadsheet",
        "file-spreadsheet",
    ),
    _CSV,
    _Way(
        "A summary to read",
        "Plain text for an adviser or for paper: what is held, what can be done, which days matter.",
        "Save text",
        "file-text",
    ),
    _Way(
        "Open Cap Format",
        "Grants, vesting terms and exercises as JSON files in a ZIP; what has no equal there is named.",
        "Save ZIP",
        "file-output",
    ),
)
_IN = (
    _Way(
        "A record from JSON",
        "Replaces everything in this record by what the file says.",
        "Choose a file",
        "file-json",
    ),
    _Way(
        "Prices from a table",
        "Pasted cells, CSV or Excel with headings such as date, last, high, low, bid.",
        "From a table",
        "file-spreadsheet",
    ),
    _Way(
        "Grants from the Open Cap Format",
        "Adds one holder's options from a package a company gives out.",
        "Choose a file",
        "file-input",
    ),
)


class ExchangeSection(Section):
    """One card for what goes out, one for what comes in; each way with a sentence and one button."""

    key = "exchange"
    scrolls = True

    def build(self) -> None:
        from models.exchange.tables import TABLES

        self.which = Choice([(EVERY, "Every table"), *((name, text.capital(name)) for name in TABLES)], "positions")
        self.which.setAccessibleName("Table to export")
        self.export = Card("Export", "Files you can read elsewhere; the record itself stays as it is.")
        slots = (self._on_json, self._on_sheet, self._on_csv, self._on_summary, self._on_ocf)
        out = [self._way(self.export, *way) for way in zip(_OUT, slots, strict=True)]
        self.json, self.sheet, self.csv, self.summary, self.ocf = out
        self.load = Card("Import", "A backup is made first, and Undo takes an import back as a whole.")
        loads = (self._on_load_json, self._on_load_prices, self._on_load_ocf)
        ways = [self._way(self.load, *way) for way in zip(_IN, loads, strict=True)]
        self.load_json, self.load_prices, self.load_ocf = ways
        self._widen([*out, *ways])
        for card in (self.export, self.load):
            card.body.addStretch(1)
        self.body.addLayout(flow(self.export, self.load, is_even=True, least=420))
        self.body.addStretch(1)
        self.writes(self.load_json, self.load_prices, self.load_ocf)

    def _way(self, card: Card, way: _Way, slot: Callable[[], None]) -> QPushButton:
        if card.body.count():
            card.add(hairline())
        made = button(f"{way.verb}\N{HORIZONTAL ELLIPSIS}", "", way.icon)
        made.setAccessibleName(f"{way.title}: {way.verb}")
        made.clicked.connect(slot)
        words = QWidget()
        words.setLayout(column(label(way.title, "strong"), label(way.says, "caption", "muted", wraps=True), spacing=2))
        beside = (self.which,) if way is _CSV else ()
        card.add(Beside(words, *beside, made, share=0.4))
        return made

    def _widen(self, buttons: Sequence[QPushButton]) -> None:
        """Make them equally wide, as wide as the one with the longest words."""
        for one in buttons:
            one.ensurePolished()
        widest = max(one.sizeHint().width() for one in buttons)
        for one in buttons:
            one.setMinimumWidth(widest)

    def focus_on(self, **focus: Any) -> None:
        (self.load_json if focus.get("part") == "import" else self.json).setFocus()

    def copy(self) -> str:
        from models.exchange.summary import summary_text

        return summary_text(self.session.record, self.session.as_of)

    # ------------------------------------------------------------------ out

    @Slot()
    def _on_json(self) -> None:
        from models.exchange.record_json import record_bytes

        record = self.session.record
        data = while_busy(self, "Writing the record\N{HORIZONTAL ELLIPSIS}", lambda: record_bytes(record))
        if data is not None:
            self._save("Save the record", f"{self._stem}.json", "JSON (*.json)", data)

    @Slot()
    def _on_sheet(self) -> None:
        from models.exchange.spreadsheet import workbook_bytes
        from models.exchange.tables import all_tables

        record, on, now = self.session.record, self.session.as_of, self.session.now()

        def make() -> bytes:
            return workbook_bytes([one for one in all_tables(record, on) if one.rows], now)

        data = while_busy(self, "Making the spreadsheet\N{HORIZONTAL ELLIPSIS}", make)
        if data is not None:
            self._save("Save the spreadsheet", f"{self._stem}.xlsx", "Excel workbook (*.xlsx)", data)

    @Slot()
    def _on_csv(self) -> None:
        from models.exchange.tables import all_tables, csv_bytes, table

        name = str(self.which.value())
        if name == EVERY:
            data = csv_zip(all_tables(self.session.record, self.session.as_of))
            self._save("Save every table", f"{self._stem} tables.zip", "ZIP (*.zip)", data)
            return
        data = csv_bytes(table(self.session.record, name, self.session.as_of))
        self._save(f"Save the table {name}", f"{self._stem} {name}.csv", "CSV (*.csv)", data)

    @Slot()
    def _on_summary(self) -> None:
        self._save("Save the summary", f"{self._stem}.txt", "Text (*.txt)", self.copy().encode())

    @Slot()
    def _on_ocf(self) -> None:
        from models.exchange.ocf import ocf_zip

        data, left_out = ocf_zip(self.session.record)
        if self._save("Save Open Cap Format files", f"{self._stem} OCF.zip", "ZIP (*.zip)", data) and left_out:
            self.page.tell("accent", f"Not in the file: {' '.join(left_out)}")

    @property
    def _stem(self) -> str:
        return self.session.path.stem

    def _save(self, title: str, name: str, kinds: str, data: bytes) -> bool:
        saved = ask_and_save(self, title, name, kinds, data, save_pdf)
        if saved is not None:
            self.host.say(f"Saved {saved.name}. It is not encrypted: keep it where only you can read it.")
        return saved is not None

    # ------------------------------------------------------------------ in

    @Slot()
    def _on_load_json(self) -> None:
        from models.exchange.record_json import read_record_bytes
        from models.record.deeds.whole import replace_record

        data = self._choose("Import a record", "JSON (*.json)")
        if data is None:
            return

        record = self.session.record

        def make() -> Change:
            other = read_record_bytes(data)
            return replace_record(record, other=other, title="Import a record in the place of this one")

        self._bring_in(make)

    @Slot()
    def _on_load_prices(self) -> None:
        from ui.dialogs.record.paste import PasteDialog
        from ui.dialogs.record.stock import default_plan

        record = self.session.record
        self.commit(lambda: PasteDialog.ask(self, record, default_plan(record)))

    @Slot()
    def _on_load_ocf(self) -> None:
        from models.exchange.ocf import read_package
        from ui.dialogs.record.ocf import OcfDialog

        data = self._choose("Import from the Open Cap Format", "Open Cap Format (*.zip *.json)")
        if data is None:
            return
        try:
            imported = OcfDialog.ask(self, self.session.record, read_package(data))
        except Refusal as refused:
            self.page.tell("bad", text_of(refused))
            return
        if imported is None:
            return
        if self._bring_in(lambda: imported.change(self.session.record)) and imported.left_out:
            self.page.tell("accent", f"Left out: {' '.join(imported.left_out)}")

    def _choose(self, title: str, kinds: str) -> bytes | None:
        name, _ = QFileDialog.getOpenFileName(self, title, "", kinds)
        if not name:
            return None
        path = Path(name)
        try:
            if path.stat().st_size > MOST:
                self.page.tell("bad", f"{path.name} is larger than 64 MB; no such file is.")
                return None
            return path.read_bytes()
        except OSError as error:
            self.page.tell("bad", f"{path.name} cannot be read: {error.strerror}. Choose another file.")
            return None

    def _bring_in(self, make: Callable[[], Change]) -> bool:
        """Make the deed, back up what is there, then commit it."""
        from ui.session.files import back_up

        try:
            change = while_busy(self, "Reading the file\N{HORIZONTAL ELLIPSIS}", make)
        except Refusal as refused:
            nothing = refused.code == "nothing_changed"
            self.page.tell("accent" if nothing else "bad", _place(refused))
            return False
        if change is None:
            return False
        try:
            back_up(self.session, self.host.backup_folders(), "before import")
        except StoreError as error:
            tell_store_error(self, error)
            return False
        return self.commit(lambda: change)


def csv_zip(tables: Iterable[Table]) -> bytes:
    """Every table with anything in it as a CSV file, in one ZIP file."""
    import io
    import zipfile

    from models.exchange.tables import csv_bytes

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in tables:
            if one.rows:
                archive.writestr(f"{one.name}.csv", csv_bytes(one))
    return out.getvalue()


def _place(refused: Refusal) -> str:
    """A refusal with the place in the file it speaks of."""
    if refused.code == "nothing_changed":
        return "The file says what the record says already; nothing was changed."
    where = f"{refused.field}: " if refused.field and refused.field != "file" else ""
    return f"Nothing was imported. {where}{text_of(refused)}"
