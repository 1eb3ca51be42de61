"""A record of a few deeds, open, for every test that wants one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from models.store import Store, create
from tests.store.makers import NOW, add_grant, approve, first_change


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the record of a test lies."""
    return tmp_path / "Options.strikebook"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    """A record with a grant under an approved plan: three deeds."""
    with create(path, first_change(), NOW) as made:
        made.append(approve(made.record), NOW)
        made.append(add_grant(made.record), NOW)
        yield made
