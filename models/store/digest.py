"""SHA-256 for the journal and its seal, without loading OpenSSL for a few hundred bytes.

`hashlib` brings OpenSSL along: 2 ms and 3 MB at every start. Python's own code gives the same hashes and needs neither,
but takes four times as long for each byte, so what is large goes to `hashlib` all the same.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

_LARGE = 1 << 14  # bytes from which loading OpenSSL pays
_MANY = 2000  # small pieces from which it pays


def _own() -> Callable[[bytes], Any]:
    """Python's own SHA-256, under the name it has in this version; `random` of the standard library does the same."""
    try:
        from _sha2 import sha256  # type: ignore[import-not-found]  # from Python 3.12 on
    except ImportError:
        try:
            from _sha256 import sha256  # type: ignore[import-not-found]
        except ImportError:
            from hashlib import sha256
    made: Callable[[bytes], Any] = sha256
    return made


_small = _own()


def sha256(data: bytes) -> bytes:
    """The SHA-256 of some bytes."""
    if len(data) < _LARGE:
        digest: bytes = _small(data).digest()
        return digest
    return _by_openssl()(data)


def sha256_of_many(count: int) -> Callable[[bytes], bytes]:
    """What to call for so many small pieces: the same hashes."""
    return sha256 if count < _MANY else _by_openssl()


def _by_openssl() -> Callable[[bytes], bytes]:
    from hashlib import sha256 as made

    return lambda data: made(data).digest()
