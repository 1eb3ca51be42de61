"""`evaluate`: the engine's answers as JSON, without a window (exit status 0, or 2 with one line on standard error)."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence

from models.errors import Refusal, StoreError
from models.exchange.answers_json import answer
from models.exchange.questions import Question, read_question
from models.exchange.strict_json import MAX_BYTES, parse
from models.facts.facts import Facts
from models.facts.fields import Fields, as_list_of
from models.facts.reading import read_facts
from models.rules.ledger import Ledger
from models.values.collecting import without_collecting

USAGE = "usage: main.py evaluate REQUEST.json|- [--record FILE.strikebook] (see docs/evaluate.md)"


# Written in pieces: a thousand questions about a thousand grants have answers of a gigabyte.
PIECE = 8 * 1024 * 1024


@without_collecting
def answer_text(data: bytes, facts: Facts | None = None) -> str:
    """The answers to a request as JSON text; `facts` are those of a saved record (then it states none).

    Refusal names the place where the request is unusable.
    """
    return "".join(answer_parts(data, facts))


def answer_parts(data: bytes, facts: Facts | None = None) -> Iterator[str]:
    """The same, answered part by part as it is read. Refusal comes at once, before there is any part."""
    fields = Fields(parse(data), "")
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
    return _parts(ledger, questions)


def _parts(ledger: Ledger, questions: Sequence[tuple[str, Question]]) -> Iterator[str]:
    before = '{"answers": ['
    for ask, question in questions:
        yield before + json.dumps(answer(ledger, ask, question), ensure_ascii=False)
        before = ", "
    yield "]}" if questions else before + "]}"


@without_collecting
def main(argv: list[str], read_record: Callable[[str], Facts]) -> int:
    """The command: `argv` after the word evaluate; `read_record` opens a saved record read-only."""
    if argv in (["--help"], ["-h"]):
        print(USAGE)
        return 0
    try:
        request, record = _arguments(argv)
        facts = None if record is None else read_record(record)
        _write(answer_parts(_read(request), facts))
    except (Refusal, StoreError) as trouble:
        print(" ".join(str(trouble).split()), file=sys.stderr)
        return 2
    except RecursionError:
        print("request: is nested far too deeply; a request is at most a few levels deep", file=sys.stderr)
        return 2
    return 0


def _write(parts: Iterator[str]) -> None:
    """The parts on standard output, in pieces of some megabytes: answers of a usual size come whole or not at all."""
    out, held, size = sys.stdout.buffer, list[bytes](), 0
    try:
        for part in parts:
            held.append(part.encode("utf-8"))
            size += len(held[-1])
            if size > PIECE:
                out.write(b"".join(held))
                held, size = [], 0
        out.write(b"".join(held) + b"\n")
        out.flush()
    except OSError as error:
        # What is still in the buffer would be tried again at the end, with a traceback.
        os.dup2(os.open(os.devnull, os.O_WRONLY), out.fileno())
        raise Refusal("unwritable", f"can't be written ({error.strerror})", "standard output") from None


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
