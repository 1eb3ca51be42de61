"""The user guide: its pages hang together, name only what the program has, and are found and shown."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices

from ui.actions import MENUS, Action
from ui.dialogs.guide import GuideWindow, book
from ui.dialogs.guide.markup import to_html
from ui.dialogs.shortcuts import plain as plain_entry
from ui.pages.record.page import SECTIONS
from ui.pages.registry import PAGES

NAMES = sorted(path.name for path in book.folder().glob("*.md"))


def test_the_index_lists_every_page_by_its_title():
    assert set(book.titles()) == set(NAMES)
    for name, title in book.titles().items():
        if name != book.INDEX:
            assert book.page_text(name).startswith(f"# {title}\n"), name


@pytest.mark.parametrize("name", NAMES)
def test_links_and_pictures_lead_somewhere(name):
    text = book.page_text(name)
    for target in re.findall(r"\]\(([^)]+)\)", text):
        assert (book.folder() / target).is_file(), target
        assert target.endswith((".md", ".png"))


@pytest.mark.parametrize("name", NAMES)
def test_every_mark_is_understood(name):
    html = to_html(book.page_text(name))
    words = re.sub(r"<[^>]*>", "", html)
    assert not re.search(r"\*\*|\]\(|^#|`|\|", words, re.MULTILINE), name


@pytest.mark.parametrize("name", NAMES)
def test_menu_entries_named_are_there(name):
    menus = {
        plain_entry(menu.title): {plain_entry(one.words) for one in menu.entries if isinstance(one, Action)}
        for menu in MENUS
    }
    for menu, entry in re.findall(r"\*(File|Edit|View|Help) > ([^*]+)\*", book.page_text(name)):
        assert entry in menus[menu], f"{menu} > {entry}"
    titles = {title for _, title, _, _ in SECTIONS}
    for section in re.findall(r"\*\*Record > ([^*]+)\*\*", book.page_text(name)):
        assert section in titles, section


def test_every_page_of_the_window_has_its_page_of_the_guide():
    assert {entry.key for entry in PAGES} == set(book.OF_PAGE)
    assert set(book.OF_PAGE.values()) <= set(NAMES)


def test_pictures_are_of_modest_size():
    pictures = list((book.folder() / "pictures").glob("*.png"))
    assert pictures
    assert all(path.stat().st_size < 150_000 for path in pictures)


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("death", "death.md"),
        ("Encryption", "privacy.md"),
        ("split", "splits.md"),
        ("swap", "swap.md"),
        ("100 minimum", "minimum.md"),
        ("keyboard", "keyboard.md"),
    ],
)
def test_search_finds_the_page(words, first):
    assert book.search(words)[0].name == first


def test_search_with_no_page_for_all_words_gives_those_with_some():
    assert book.search("death zebra")[0].name == "death.md"
    assert not book.search("zebra")


def test_f1_opens_the_guide_at_the_page_shown(window, qtbot):
    window.go_to("deadlines")
    window.menus.actions["guide"].trigger()
    guide = window.findChild(GuideWindow)
    assert guide is not None
    assert guide.reader.name == "deadlines.md"
    window.go_to("record")
    window.menus.actions["guide"].trigger()
    assert window.findChildren(GuideWindow) == [guide]
    assert guide.reader.name == "record.md"
    guide.back.click()
    assert guide.reader.name == "deadlines.md"
    guide.close()


def test_searching_by_keyboard_shows_the_page(qtbot):
    guide = GuideWindow()
    qtbot.addWidget(guide)
    guide.show()
    qtbot.keyClicks(guide.search, "disability")
    assert guide.listed
    assert guide.listed != list(book.titles())
    qtbot.keyClick(guide.search, Qt.Key.Key_Return)
    assert guide.reader.name == guide.listed[0]
    assert guide.isVisible()
    qtbot.keyClick(guide.search, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(guide.search, "zebra")
    assert not guide.listed
    assert "zebra" in guide.none.text()


def test_links_lead_to_pages_of_the_guide_only(qtbot, monkeypatch):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    guide = GuideWindow()
    qtbot.addWidget(guide)
    guide.show_page("start.md")
    guide.reader.anchorClicked.emit(QUrl("grants.md"))
    assert guide.reader.name == "grants.md"
    for other in ("file:///etc/passwd", "https://example.org", "../decisions.md"):
        guide.reader.anchorClicked.emit(QUrl(other))
        assert guide.reader.name == "grants.md"
    assert not opened
    assert guide.reader.loadResource(2, QUrl("../../README.md")) is None


def test_markup():
    html = to_html("# A & B\n\nSee **bold** and *this* `a*b` [there](start.md).\n\n- one\n  more\n- two\n\n1. first")
    assert "<h1>A &amp; B</h1>" in html
    assert '<b>bold</b> and <i>this</i> <code>a*b</code> <a href="start.md">there</a>' in html
    assert "<ul><li>one more</li><li>two</li></ul>" in html
    assert "<ol><li>first</li></ol>" in html


@pytest.mark.parametrize("words", ["minimum", "option", "value", "paragraph"])
def test_a_line_that_was_found_ends_with_a_whole_word(words):
    for found in book.search(words):
        assert len(found.line) <= 96
        last = found.line.rstrip("\N{HORIZONTAL ELLIPSIS}").split()[-1]
        assert last in book.plain(book.page_text(found.name)).split(), found.line
