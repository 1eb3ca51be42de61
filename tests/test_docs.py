"""The documents: every link and picture leads somewhere, and the example of `evaluate` gives what it says."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from models.exchange.evaluate import answer_text
from tests.harness.registry import all_harnesses

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted(
    [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "tests").rglob("*.md"), *(ROOT / "ui").rglob("*.md")]
)
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`[^`\n]*`")


def _id(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _anchors(path: Path) -> set[str]:
    """What a heading can be pointed at by: its words in small letters, joined by hyphens."""
    plain = _FENCE.sub("", path.read_text(encoding="utf-8"))
    titles = re.findall(r"^#+ (.+)$", plain, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", PAGES, ids=_id)
def test_links_and_pictures_lead_somewhere(page):
    words = _CODE.sub("", _FENCE.sub("", page.read_text(encoding="utf-8")))
    for target in _LINK.findall(words):
        assert not target.startswith(("http:", "//", "/")), f"{target}: neither encrypted nor relative"
        if target.startswith("https:"):
            continue
        name, _, anchor = unquote(target).partition("#")
        file = (page.parent / name).resolve() if name else page
        assert file.is_file(), target
        assert not anchor or anchor in _anchors(file), target


@pytest.mark.parametrize("page", PAGES, ids=_id)
def test_files_named_in_code_type_are_there(page):
    words = _FENCE.sub("", page.read_text(encoding="utf-8"))
    for name in re.findall(r"`((?:docs|models|ui|resources|tests|tools|bench|packaging)/[\w./-]+)`", words):
        assert (ROOT / name).exists() or list(ROOT.glob(name.rstrip("/") + ".*")), name


def test_pictures_of_the_readme_are_of_modest_size():
    pictures = list((ROOT / "docs" / "pictures").glob("*.png"))
    assert pictures
    assert all(path.stat().st_size < 250_000 for path in pictures)


def test_the_example_of_evaluate_gives_what_it_says():
    text = (ROOT / "docs" / "evaluate.md").read_text(encoding="utf-8")
    request, answer = (re.search(rf"```json {kind}\n(.*?)```", text, re.DOTALL) for kind in ("request", "answer"))
    assert request is not None
    assert answer is not None
    free = re.compile(r'("(?:says|message)": )"(?:[^"\\]|\\.)*"')
    given = free.sub(r'\1"…"', answer_text(request[1].encode()))
    assert json.loads(given) == json.loads(answer[1])


def test_every_case_named_in_the_rules_is_there():
    text = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    cases = {case["id"] for case in json.loads((ROOT / "tests/cases/worked.json").read_text(encoding="utf-8"))}
    proofs = [line.rstrip(" |").rsplit("|", 1)[-1] for line in text.splitlines() if line.startswith("|")]
    named = {name for proof in proofs for name in re.findall(r"`([a-z0-9]+(?:-[a-z0-9]+)+)`", proof)}
    assert len(named) > 70
    assert named <= cases, named - cases


def test_every_harness_has_its_line_in_reliability():
    text = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
    for name in all_harnesses():
        family = "field-" if name.startswith("field-") else name
        assert f"| {family}" in text, name
