"""SHA-256 with and without OpenSSL: the same hashes, short and long, few and many."""

from __future__ import annotations

import hashlib

import pytest

from models.store.chain import GENESIS, Row, link
from models.store.digest import sha256, sha256_of_many
from models.store.journal import good_rows


@pytest.mark.parametrize("length", [0, 1, 55, 64, 4_095, 16_383, 16_384, 200_001])
def test_hashes_are_those_of_the_standard_library(length: int) -> None:
    data = bytes(at * 7 % 256 for at in range(length))
    assert sha256(data) == hashlib.sha256(data).digest()
    for count in (1, 1_999, 2_000, 100_000):
        assert sha256_of_many(count)(data) == sha256(data)


@pytest.mark.parametrize("count", [3, 2_500])
def test_a_chain_of_any_length_ends_where_it_was_changed(count: int) -> None:
    rows, before = [], GENESIS
    for serial in range(1, count + 1):
        said = (serial, "2003-11-10T09:30:00-08:00", f"Deed {serial} Ω", "[]", "[]", None)
        before = link(before, *said)
        rows.append(Row(*said, before))
    assert good_rows(rows) == count
    rows[-2] = rows[-2]._replace(title="Another deed")
    assert good_rows(rows) == count - 2
