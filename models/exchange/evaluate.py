"""`evaluate`: the engine's answers as JSON, without a window (exit status 0, or 2 with one line on standard error)."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any

from models.errors import Refusal, StoreError
from models.exchange.answers_json import answer
from models.exchange.questions import read_question
from models.exchange.strict_json import MAX_BYTES, parse
from models.facts.facts import Facts
from models.facts.fields import Fields, as_list_of
from models.facts.reading import read_facts
from models.rules.ledger import Ledger
from models.values.collecting import without_collecting

USAGE = "usage: main.py evaluate REQUEST.json|- [--record FILE.strikebook] (see docs/evaluate.md)"


@without_collecting
def answer_text(data: bytes, facts: Facts | None = None) -> str:
    """The answers to a request as JSON text; `facts` are those of a saved record (then it states none).

    Refusal names the place where the request is unusable.
    """
    return json.dumps(answer_request(parse(data), facts), ensure_ascii=False)


def answer_request(value: object, facts: Facts | None = None) -> dict[str, Any]:
    """The answers to a request that is already plain data."""
    fields = Fields(value, "")
    if facts is None:
        facts = fields.take("record", read_facts)
    elif fields.has("record"):
        raise Refusal("bad_request", "must be left out: the record comes from the file", "record")
    questions = fields.take("questions", lambda item, place: as_list_of(item, place, read_question))
    fields.done()
    ledger = Ledger(facts)
    try:
        ledger.check()
    except Refusal as refusal:
        says = f"{refusal.message}: {refusal.code}"  # the contract: the line ends with the code
        raise Refusal(refusal.code, says, f"record.{refusal.field}") from None
    return {"answers": [answer(ledger, ask, question) for ask, question in questions]}


def main(argv: list[str], read_record: Callable[[str], Facts]) -> int:
    """The command: `argv` after the word evaluate; `read_record` opens a saved record read-only."""
    if argv in (["--help"], ["-h"]):
        print(USAGE)
        return 0
    try:
        request, record = _arguments(argv)
        facts = None if record is None else read_record(record)
        text = answer_text(_read(request), facts)
    except Refusal as refusal:
        print(" ".join(str(refusal).split()), file=sys.stderr)
        return 2
    except StoreError as trouble:
        print(" ".join(str(trouble).split()), file=sys.stderr)
        return 2
    except RecursionError:
        print("request: is nested far too deeply; a request is at most a few levels deep", file=sys.stderr)
        return 2
    sys.stdout.buffer.write(text.encode("utf-8") + b"\n")
    sys.stdout.buffer.flush()
    return 0


def _arguments(argv: list[str]) -> tuple[str, str | None]:
    if len(argv) == 1:
        return argv[0], None
    if len(argv) == 3 and "--record" in argv[:2]:
        at = argv.index("--record")
        return argv[0 if at else 2], argv[at + 1]
    raise Refusal("usage", USAGE)


def _read(request: str) -> bytes:
    """The bytes of the request: one more than allowed at the most, so that a huge file costs nothing."""
    try:
        if request == "-":
            return sys.stdin.buffer.read(MAX_BYTES + 1)
        with open(request, "rb") as file:  # noqa: PTH123 - pathlib alone would cost a tenth of the whole answer
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise Refusal("unreadable", f"can't be read ({error.strerror}); check the name", request) from None
