"""Mutants of a small source: which there are, where they stand, and that each differs from it in one place."""

from __future__ import annotations

import types
from typing import Any

import pytest

from tests.mutation.mutants import mutants

SOURCE = '''
LIMIT = 3


def below(a, b=2):
    """Whether 1 is 1."""
    if a < b:
        return a + 1
    return None


class Codes:
    kind: str = "plain_code"

    def given(self):
        return [
            one
            for one in ("a sentence, free", "code")
            if one
        ]
'''


def loaded(source_of: Any) -> dict[str, Any]:
    names: dict[str, Any] = {"__name__": "mutated"}
    exec(source_of, names)
    return names


def test_every_place_is_changed_in_each_of_its_ways():
    assert [(one.line, one.says, one.function) for one in mutants(SOURCE)] == [
        (2, "3  ->  4", None),
        (5, "2  ->  3", None),
        (7, "a < b  ->  a <= b", "below"),
        (7, "a < b  ->  a >= b", "below"),
        (8, "return a + 1  ->  return None", "below"),
        (8, "a + 1  ->  a - 1", "below"),
        (8, "1  ->  2", "below"),
        (13, "'plain_code'  ->  'plain_codeX'", None),
        (
            16,
            "return [one for one in ('a sentence, free', 'code') if one]  ->  return None",
            "Codes.given",
        ),
        (
            18,
            " for one in ('a sentence, free', 'code') if one  ->   for one in ('a sentence, free', 'code') if True",
            "Codes.given",
        ),
        (18, "'code'  ->  'codeX'", "Codes.given"),
    ]


def test_a_place_stands_in_its_statement():
    lines = {one.lines for one in mutants(SOURCE) if one.function == "Codes.given"}
    assert lines == {(16, 20)}
    assert {one.lines for one in mutants(SOURCE) if one.line == 7} == {(7, 7)}


def test_the_code_of_a_mutant_is_the_changed_module():
    found = list(mutants(SOURCE))
    results = []
    for one in found:
        names = loaded(one.code("mutated"))
        results.append((names["LIMIT"], names["below"](1), names["below"](2), names["Codes"]().given()))
    same = (3, 2, None, ["a sentence, free", "code"])
    assert results[0] == (4, *same[1:])
    assert results[2][2] == 3
    assert results[3][1:3] == (None, 3)
    assert results[4][1] is None
    assert results[5][1] == 0
    assert results[8][3] is None
    assert results[10][3] == ["a sentence, free", "codeX"]


@pytest.mark.parametrize("name", ["below", "given"])
def test_an_unchanged_module_has_the_same_functions(name):
    """The name of a function is how its changed code is found in the changed module."""
    codes = [one for one in compile(SOURCE, "mutated", "exec").co_consts if isinstance(one, types.CodeType)]
    nested = [inner for one in codes for inner in one.co_consts if isinstance(inner, types.CodeType)]
    assert [one.co_qualname for one in (*codes, *nested) if one.co_name == name] == [
        "below" if name == "below" else "Codes.given"
    ]
