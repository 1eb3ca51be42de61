"""A change to the record: titled edits, each with what stood before and after, so that it has an inverse."""

from __future__ import annotations

from typing import Any

from models.values.frozen import dataclass


@dataclass(frozen=True)
class Edit:
    """One fact put in, replaced or taken out of a collection; `serial` keeps its place for ever.

    `before` None adds, `after` None removes.
    """

    collection: str
    serial: int
    before: Any
    after: Any

    def inverse(self) -> Edit:
        """The edit that undoes this one."""
        return Edit(self.collection, self.serial, self.after, self.before)


@dataclass(frozen=True)
class Change:
    """One deed of the user: `title` in words ("Record exercise of 500 shares of NQ-1") and its edits."""

    title: str
    edits: tuple[Edit, ...]

    def inverse(self, title: str | None = None) -> Change:
        """The change that undoes this one."""
        edits = tuple(edit.inverse() for edit in reversed(self.edits))
        return Change(title or f"Undo: {self.title[:1].lower()}{self.title[1:]}", edits)

    def concerns(self, *collections: str) -> bool:
        """Whether any edit is in one of `collections`."""
        return any(edit.collection in collections for edit in self.edits)
