"""Every page of the rail in order: what it is called and where its class is found when it is first visited."""

from __future__ import annotations

from typing import NamedTuple


class PageEntry(NamedTuple):
    """`key` names the page in go_to, settings and tests; `hint` is the question it answers."""

    key: str
    title: str
    icon: str
    hint: str
    class_name: str

    @property
    def module(self) -> str:
        """The module the class is imported from."""
        return f"ui.pages.{self.key}"


PAGES: tuple[PageEntry, ...] = (
    PageEntry(
        "overview",
        "Overview",
        "layout-dashboard",
        "What can I do today, and what must I not miss?",
        "OverviewPage",
    ),
    PageEntry("grants", "Grants", "award", "What was I granted, and what has vested?", "GrantsPage"),
    PageEntry("exercise", "Exercise", "hand-coins", "What does it cost, how should I pay?", "ExercisePage"),
    PageEntry(
        "what_if",
        "What if",
        "git-branch",
        "What happens if I leave, die, am dismissed, or the company is sold?",
        "WhatIfPage",
    ),
    PageEntry("deadlines", "Deadlines", "calendar-clock", "By when?", "DeadlinesPage"),
    PageEntry("notices", "Notices", "mail", "Where does my exercise stand?", "NoticesPage"),
    PageEntry("record", "Record", "database", "What is this based on?", "RecordPage"),
    PageEntry("plan", "Plan", "scroll-text", "What are the rules?", "PlanPage"),
)


def entry(key: str) -> PageEntry:
    """The entry of a page."""
    return next(one for one in PAGES if one.key == key)


def pages_there() -> tuple[PageEntry, ...]:
    """The pages that can be shown, in the order of the rail."""
    return PAGES
