"""SHA-256 without OpenSSL: the same hashes, short and long."""

from __future__ import annotations

import hashlib

import pytest

from models.store.digest import sha256


@pytest.mark.parametrize("length", [0, 1, 55, 64, 4_095, 16_383, 16_384, 200_001])
def test_hashes_are_those_of_the_standard_library(length: int) -> None:
    data = bytes(at * 7 % 256 for at in range(length))
    assert sha256(data) == hashlib.sha256(data).digest()
