"""The start: a record as argument, the one opened last, a missing one; and nothing imported before it is needed."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.startup import NOT_YET, make_sample, modules_at_first_paint


@pytest.mark.slow
def test_the_first_page_is_painted_without_what_it_does_not_need(tmp_path: Path) -> None:
    there = modules_at_first_paint(make_sample(str(tmp_path)), str(tmp_path))
    assert "ui.pages.overview" in there
    assert not there & set(NOT_YET)
    for later in ("ui.pages.exercise", "ui.tables.view", "ui.dialogs.base", "ui.errors.boxes", "models.notice.pdf"):
        assert later not in there, later
