"""What was checked in a record's file, each check with its outcome in words: for the page that shows its health."""

from __future__ import annotations

from models.errors import StoreError
from models.store.files import others_may_read
from models.store.store import Store
from models.values.frozen import dataclass


@dataclass(frozen=True)
class FileCheck:
    """One check: what was looked at, whether it is well, and a sentence with the figures."""

    name: str
    is_good: bool
    says: str


def file_checks(store: Store) -> tuple[FileCheck, ...]:
    """Make every check on the file now and tell what came of each; what cannot be read ends the list."""
    try:
        found = store.verify()
    except StoreError as error:
        return (FileCheck("The file", False, str(error)),)
    deeds, papers = len(found.rows), found.papers or 0
    checks = [
        FileCheck("Tables", True, "Every table, index and trigger is as this program makes it."),
        FileCheck("Pages", True, "SQLite finds every page, index, constraint and reference sound."),
        FileCheck("History", True, f"{_count(deeds, 'entry', 'entries')}, each with a check sum that holds."),
        FileCheck("Papers", True, f"{_count(papers, 'paper', 'papers')}, each unchanged."),
    ]
    objection = store.objection()
    rules = "The facts agree with the plan's rules." if objection is None else f"{objection}"
    checks.append(FileCheck("Rules", objection is None, rules))
    if not store.read_only:
        open_to_all = others_may_read(store.path)
        says = "Other users of this computer may read it." if open_to_all else "Only you may read it."
        checks.append(FileCheck("Privacy", not open_to_all, says))
    return tuple(checks)


def _count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"
