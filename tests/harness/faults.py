"""Faults: a full disk, an I/O error, a short write at each call, once or from then on; and read errors."""

from __future__ import annotations

from tests.harness._server import Outcome, Templates, server
from tests.harness._shim import Mode
from tests.harness._workflows import WORKFLOWS
from tests.harness.kills import calls_of, choose, judged
from tests.harness.registry import Result, Run, harness

# The one place where what is wrong may be blamed on the disk itself.
_ALLOWED = {
    "full", "io", "unsure", "damaged", "read_only", "read_only_folder", "backup_failed", "changed_outside", "moved",
    "locked", "refusal", "missing", "exists", "no_folder", "no_access", "foreign", "empty",
}  # fmt: skip


def _lies(outcome: Outcome) -> list[str]:
    """Words that do not fit: a trouble without a kind of ours, or with the holder's data in it."""
    found = []
    for one in outcome.said:
        if one["what"] in {"refused", "not_opened", "no_backup", "no_restore"}:
            if one["kind"] not in _ALLOWED:
                found.append(f"an unexpected kind of trouble: {one['kind']}: {one['text']}")
            if one["what"] == "not_opened" and "last change" in one["text"]:
                found.append("speaks of a change where there was none")
            if "Sample Holder" in one["text"] or "/dev/shm" in one["text"]:
                found.append("a message holds personal data")
    return found


@harness("faults at every call", small=500, full=5_400, unit="faults", batch=600)
def at_every_call(run: Run) -> Result:
    """Disk full, I/O error, short write at each call, once and sticky: no damage, "saved" and "not saved" are true."""
    failures: list[str] = []
    modes = [(mode, sticky) for mode in (Mode.FAIL_FULL, Mode.FAIL_IO, Mode.SHORT) for sticky in (False, True)]
    reads = [(Mode.FAIL_READ, sticky) for sticky in (False, True)]
    facts = {"points in all": 0, "told as not saved": 0, "told as unsure": 0, "saved all the same": 0}
    with server() as running:
        templates = Templates(run.folder)
        every = []
        for name in WORKFLOWS:
            count = calls_of(name, templates, running)
            read = calls_of(name, templates, running, Mode.FAIL_READ)
            every += [(name, at, mode, sticky) for at in range(1, count + 1) for mode, sticky in modes]
            every += [(name, at, mode, sticky) for at in range(1, read + 1) for mode, sticky in reads]
        chosen = choose(list(every), run)
        for name, at, mode, sticky in chosen:
            case = templates.fresh(name)
            outcome = running.run(name, case, at=at, mode=mode, sticky=sticky)
            kinds = [one["kind"] for one in outcome.said if "kind" in one]
            facts["told as unsure"] += "unsure" in kinds
            facts["told as not saved"] += any(kind != "unsure" for kind in kinds)
            facts["saved all the same"] += not kinds
            wrong = judged(name, templates, case, outcome) + _lies(outcome)
            failures += [f"{name}, {mode.name}{' sticky' if sticky else ''} at call {at}: {one}" for one in wrong]
        caught = _control(templates, running)
    facts["points in all"] = len(every) if run.seed == 1 else 0
    return Result(len(chosen), tuple(failures), control_done=2, control_caught=caught, facts=facts)


def _control(templates: Templates, running: object) -> int:
    """A "saved" that is not in the file, and a "not saved" that is, must both be noticed."""
    check = WORKFLOWS["exercise"].check
    template = templates.of("exercise")
    lie = {"what": "saved", "serial": 5, "chain": "00" * 32}
    first = bool(check(templates.fresh("exercise"), template, [lie, {"what": "end"}]))
    case = templates.fresh("exercise")
    from models.store import open_record
    from tests.harness._base import NAME
    from tests.store import makers

    with open_record(case / NAME) as store:
        store.append(makers.exercise(store.record), makers.NOW)
    second = bool(check(case, template, [{"what": "refused", "serial": 5, "kind": "full"}, {"what": "end"}]))
    return first + second
