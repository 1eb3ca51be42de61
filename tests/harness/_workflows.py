"""What a holder does to a record, as the harness does it: prepared once, acted under fire, and checked afterwards.

`act` runs in a process that may be killed at any moment; what it acknowledges with `say` must be true for ever after.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from models.errors import StoreError
from models.facts.notice import Notice
from models.notice.files import save as save_pdf
from models.record.change import Change
from models.record.record import Record
from models.store import create, open_record, paper_of
from models.store.backup import back_up, list_backups, restore
from models.store.copying import verify_file
from tests.harness._base import NAME, Said, Say, Workflow, check_deeds, check_record, rows_of, rows_of_template, saying
from tests.harness._upgrading import FIXTURES, upgrading
from tests.store import makers
from tests.store.makers import NOW


def before(folder: Path) -> None:
    """A record with a grant, prices and a lot: what most workflows begin with."""
    with create(folder / NAME, makers.first_change(), NOW) as store:
        store.append(makers.approve(store.record), NOW)
        store.append(makers.add_grant(store.record), NOW)
        store.append(makers.prices(store.record, 10), NOW)


def empty(folder: Path) -> None:
    """Nothing is there before."""


# ---------------------------------------------------------------- deeds


def deeds(*makers_of: Callable[[Record], Change], kept: tuple[bytes, ...] = ()) -> Callable[[Path, Say], None]:
    """Open, do these deeds one after the other (going on after an error, as a user would), close."""

    def act(folder: Path, say: Say) -> None:
        try:
            with open_record(folder / NAME) as store:
                for make in makers_of:
                    saying(store, say, lambda make=make: store.append(make(store.record), NOW, kept=kept))
        except StoreError as error:
            say("not_opened", kind=error.kind, text=str(error))

    return act


def undo_and_redo(folder: Path, say: Say) -> None:
    """Undo two deeds and redo one."""
    try:
        with open_record(folder / NAME) as store:
            saying(store, say, lambda: store.undo(NOW))
            saying(store, say, lambda: store.undo(NOW))
            saying(store, say, lambda: store.redo(NOW))
    except StoreError as error:
        say("not_opened", kind=error.kind, text=str(error))


def see_a_day(folder: Path, say: Say) -> None:
    """The largest day ever seen moves on."""
    try:
        with open_record(folder / NAME) as store:
            day = store.see_day(NOW.date() + timedelta(days=3))
            say("seen", day=str(day))
    except StoreError as error:
        say("refused", serial=0, kind=error.kind, text=str(error))


def check_day(folder: Path, template: Path, said: Said) -> list[str]:
    """The day that was acknowledged is in the file."""
    found = check_deeds(folder, template, said)
    for one in said:
        if one["what"] == "seen" and not found:
            with open_record(folder / NAME) as store:
                if str(store.largest_day_seen) != one["day"]:
                    found.append("the largest day seen was acknowledged and is not in the file")
    return found


PAPER = makers.PDF + bytes(range(256)) * 200


def keep_a_paper(record: Record) -> Change:
    """A paper of some 50 KB."""
    return makers.add_paper(record, paper_of(PAPER, "Option letter", NOW.date()))


def check_paper(folder: Path, template: Path, said: Said) -> list[str]:
    """A paper whose deed is there is there."""
    found = check_deeds(folder, template, said)
    if not found:
        with open_record(folder / NAME) as store:
            found += ["a paper is lost" for paper in store.record.papers if store.paper(paper.sha256) != PAPER]
    return found


def make_a_record(folder: Path, say: Say) -> None:
    """A new record, and its first deeds."""
    try:
        with create(folder / NAME, makers.first_change(), NOW) as store:
            say("saved", serial=1, chain=store._found.seal.chain.hex())
            saying(store, say, lambda: store.append(makers.approve(store.record), NOW))
    except StoreError as error:
        say("refused", serial=1, kind=error.kind, text=str(error))


def check_made(folder: Path, template: Path, said: Said) -> list[str]:
    """There is no file, or a whole one."""
    if (folder / NAME).exists():
        # Whoever was told that it could not be made may find it made all the same, whole: nothing is lost by that.
        loose = [*said, {"what": "refused", "kind": "unsure"}]
        return check_record(folder / NAME, [], loose)
    return ["the record that was acknowledged is not there"] if any(one["what"] == "saved" for one in said) else []


# ---------------------------------------------------------------- files


def with_backups(folder: Path) -> None:
    """A record with twelve backups, so that one more thins them."""
    before(folder)
    with open_record(folder / NAME) as store:
        for at in range(12):
            back_up(store, [folder / "Backups"], NOW + timedelta(minutes=at))
            if at == 5:
                store.append(makers.rename(store.record, "Another Name"), NOW)


def make_a_backup(folder: Path, say: Say) -> None:
    """One deed, then a backup in two folders."""
    try:
        with open_record(folder / NAME) as store:
            saying(store, say, lambda: store.append(makers.rename(store.record, "Third Name"), NOW))
            try:
                made = back_up(store, [folder / "Backups", folder / "Second"], NOW + timedelta(days=1))
            except StoreError as error:
                say("no_backup", kind=error.kind, text=str(error))
            else:
                say("backed_up", paths=[str(path) for path in made.paths])
    except StoreError as error:
        say("not_opened", kind=error.kind, text=str(error))


def check_backups(folder: Path, template: Path, said: Said) -> list[str]:
    """The record is whole, every file called a backup verifies, and the ones acknowledged are there."""
    found = check_deeds(folder, template, said)
    for backup in list_backups([folder / "Backups", folder / "Second"], folder / NAME):
        try:
            verify_file(backup.path)
        except StoreError as error:
            found.append(f"a backup does not verify: {error.kind}")
    had = len(list_backups([template / "Backups"], template / NAME))
    if len(list_backups([folder / "Backups"], folder / NAME)) < min(had, 10):
        found.append("backups that should be kept are gone")
    for one in said:
        if one["what"] == "backed_up":
            found += ["an acknowledged backup is not there" for path in one["paths"] if not Path(path).exists()]
    return found


def restore_one(folder: Path, say: Say) -> None:
    """The oldest backup is put in the record's place."""
    oldest = list_backups([folder / "Backups"], folder / NAME)[-1]
    try:
        kept = restore(folder / NAME, oldest.path, NOW)
        say("restored", kept=str(kept))
    except StoreError as error:
        say("no_restore", kind=error.kind, text=str(error))


def check_restored(folder: Path, template: Path, said: Said) -> list[str]:
    """The old record or the restored one is there, whole; when it is the restored one, the old one is kept."""
    old = rows_of_template(template)
    restored = rows_of(list_backups([template / "Backups"], template / NAME)[-1].path)
    try:
        rows = rows_of(folder / NAME)
    except StoreError as error:
        return [f"it does not open: {error.kind}: {error}"]
    if rows == restored:
        kept = [path for path in folder.glob("*(replaced)*.strikebook") if not path.name.startswith(".")]
        try:
            return [] if any(rows_of(path) == old for path in kept) else ["what was replaced is not kept"]
        except StoreError as error:
            return [f"what was replaced does not open: {error.kind}"]
    if rows != old:
        return ["neither the old record nor the restored one is there"]
    return ["a restore was acknowledged and is not there"] if any(one["what"] == "restored" for one in said) else []


def with_a_copy(folder: Path) -> None:
    """A record and an older copy of it."""
    before(folder)
    with open_record(folder / NAME) as store:
        store.copy_to(folder / "Copy.strikebook")
        store.append(makers.rename(store.record, "Another Name"), NOW)


def copy_over(folder: Path, say: Say) -> None:
    """Save a Copy As over the older copy."""
    try:
        with open_record(folder / NAME) as store:
            store.copy_to(folder / "Copy.strikebook", overwrite=True)
            say("copied")
    except StoreError as error:
        say("refused", serial=0, kind=error.kind, text=str(error))


def check_copy(folder: Path, template: Path, said: Said) -> list[str]:
    """The record is whole, and the copy is the old one or the new one."""
    found = check_deeds(folder, template, said)
    new = rows_of_template(template)
    try:
        rows = rows_of(folder / "Copy.strikebook")
    except StoreError as error:
        return [*found, f"the copy does not open: {error.kind}"]
    if rows not in (new, new[:-1]):
        found.append("the copy is neither the old one nor the new one")
    if rows != new and any(one["what"] == "copied" for one in said):
        found.append("a copy was acknowledged and is not there")
    return found


# ---------------------------------------------------------------- notices

OLD_PDF, NEW_PDF = makers.PDF + b" old" * 20_000, makers.PDF + b" new" * 25_000


def with_a_notice(folder: Path) -> None:
    """A record with a draft, and an older PDF beside it."""
    before(folder)
    (folder / "Notice.pdf").write_bytes(OLD_PDF)
    with open_record(folder / NAME) as store:
        store.append(Change("Prepare notice 2004-001", store.record.adding("notices", _draft())), NOW)


def _draft() -> Notice:
    return Notice("2004-001", "NQ-1", date(2004, 2, 20), date(2004, 3, 1), 500)


def issue_a_notice(folder: Path, say: Say) -> None:
    """The notice's PDF is kept in the record and written over the older file; then the notice is delivered."""
    paper = paper_of(NEW_PDF, "Notice 2004-001", date(2004, 2, 20), "NQ-1")
    issued = replace(_draft(), paper=paper.sha256)

    def issue(record: Record) -> Change:
        edits = (record.replacing("notices", 1, issued), *record.adding("papers", paper))
        return Change("Issue notice 2004-001", edits)

    try:
        with open_record(folder / NAME) as store:
            saying(store, say, lambda: store.append(issue(store.record), NOW, kept=[NEW_PDF]))
            try:
                save_pdf(folder / "Notice.pdf", NEW_PDF, overwrite=True)
            except StoreError as error:
                say("no_pdf", kind=error.kind, text=str(error))
            else:
                say("pdf")
            saying(store, say, lambda: store.append(makers.exercise(store.record), NOW))
    except StoreError as error:
        say("not_opened", kind=error.kind, text=str(error))


def check_notice(folder: Path, template: Path, said: Said) -> list[str]:
    """The record is whole, the issued paper is kept, and the PDF is the old one or the new one."""
    found = check_deeds(folder, template, said)
    if not found:
        with open_record(folder / NAME) as store:
            found += ["the issued paper is lost" for one in store.record.papers if store.paper(one.sha256) != NEW_PDF]
    content = (folder / "Notice.pdf").read_bytes()
    if content not in (OLD_PDF, NEW_PDF):
        found.append("the PDF is neither the old one nor the new one")
    if content != NEW_PDF and any(one["what"] == "pdf" for one in said):
        found.append("a PDF was acknowledged and is not there")
    return found


# ---------------------------------------------------------------- all


def busy_day(folder: Path, say: Say) -> None:
    """Deed after deed of every kind, with backups between: for kills at random moments."""
    try:
        with open_record(folder / NAME) as store:
            for turn in range(1, 6):
                for change in (
                    makers.add_grant(store.record, f"NQ-{turn + 1}", 1200),
                    makers.prices(store.record, 20, date(2005, turn, 1)),
                    makers.rename(store.record, f"Name {turn}"),
                ):
                    saying(store, say, lambda change=change: store.append(change, NOW))
                saying(store, say, lambda: store.undo(NOW))
                back_up(store, [folder / "Backups"], NOW + timedelta(minutes=turn))
                say("backed_up", paths=[])
                saying(store, say, lambda: store.redo(NOW))
                data = PAPER + bytes([turn])
                keep = makers.add_paper(store.record, paper_of(data, f"Letter {turn}", NOW.date()))
                saying(store, say, lambda keep=keep, data=data: store.append(keep, NOW, kept=[data]))
    except StoreError as error:
        say("not_opened", kind=error.kind, text=str(error))


def look(folder: Path, say: Say) -> None:
    """Only open and close: what recovers from a crash. Not among the workflows, for it changes nothing itself."""
    try:
        open_record(folder / NAME).close()
    except StoreError as error:
        say("not_opened", kind=error.kind, text=str(error))


_grant_2 = lambda record: makers.add_grant(record, "NQ-2", 1200)  # noqa: E731 - a deed is a function of a record

WORKFLOWS: dict[str, Workflow] = {
    workflow.name: workflow
    for workflow in (
        Workflow("new record", empty, make_a_record, check_made),
        Workflow("new grant", before, deeds(_grant_2, makers.exercise), check_deeds),
        Workflow("exercise", before, deeds(makers.exercise, makers.split), check_deeds),
        Workflow("import", before, deeds(lambda r: makers.prices(r, 400, date(2005, 1, 3)), makers.split), check_deeds),
        Workflow("service end", before, deeds(makers.service_end, makers.split), check_deeds),
        Workflow("split", before, deeds(makers.split, makers.exercise), check_deeds),
        Workflow("undo and redo", before, undo_and_redo, check_deeds),
        Workflow("keep a paper", before, deeds(keep_a_paper, makers.split, kept=(PAPER,)), check_paper),
        Workflow("notice", with_a_notice, issue_a_notice, check_notice),
        Workflow("see a day", before, see_a_day, check_day),
        Workflow("backup", with_backups, make_a_backup, check_backups),
        Workflow("restore", with_backups, restore_one, check_restored),
        Workflow("copy", with_a_copy, copy_over, check_copy),
        *(upgrading(fixture) for fixture in sorted(FIXTURES.glob("version-*.strikebook"))),
    )
}
# These two are run by name only: they are made of what the others do.
LOOK = Workflow("look", before, look, check_deeds)
BUSY = Workflow("busy day", before, busy_day, check_backups)
EVERY = {**WORKFLOWS, LOOK.name: LOOK, BUSY.name: BUSY}
