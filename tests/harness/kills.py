"""Kills: at random moments, and before, after and halfway through every call that changes a file."""

from __future__ import annotations

import random
import time
from pathlib import Path

from tests.harness._server import Outcome, Server, Templates, server
from tests.harness._shim import Mode
from tests.harness._workflows import BUSY, EVERY, WORKFLOWS
from tests.harness.registry import Result, Run, harness

KILLS = (Mode.KILL_BEFORE, Mode.KILL_AFTER, Mode.KILL_HALFWAY)


def judged(workflow: str, templates: Templates, case: Path, outcome: Outcome) -> list[str]:
    """What is wrong after a run, in words that say which."""
    found = [one["text"] for one in outcome.said if one["what"] == "crash"]
    if outcome.ended == "hung":
        found.append("it hung")
    found += EVERY[workflow].check(case, templates.of(workflow), outcome.said)
    return found


def calls_of(workflow: str, templates: Templates, running: Server, mode: Mode = Mode.NOTHING) -> int:
    """How many calls a workflow makes when nothing happens to it."""
    case = templates.fresh(workflow)
    outcome = running.run(workflow, case, mode=mode)
    assert outcome.said[-1]["what"] == "end", outcome.said
    assert not judged(workflow, templates, case, outcome)
    return outcome.calls


def choose(points: list[tuple[str, int, Mode, bool]], run: Run) -> list[tuple[str, int, Mode, bool]]:
    """This batch's share of all points: every `n`-th from its seed, all of them over the batches of a full run."""
    if run.n >= len(points):
        return points
    random.Random(1).shuffle(points)
    first = (run.seed - 1) * run.n
    return [points[at % len(points)] for at in range(first, first + run.n)]


@harness("kill at every call", small=400, full=2_500, unit="kills", batch=500)
def at_every_call(run: Run) -> Result:
    """Killed before, after and halfway through each call of each workflow that changes a file: nothing lost or half."""
    failures: list[str] = []
    with server() as running:
        templates = Templates(run.folder)
        counts = {name: calls_of(name, templates, running) for name in WORKFLOWS}
        every = [
            (name, at, mode, False) for name, count in counts.items() for at in range(1, count + 1) for mode in KILLS
        ]
        chosen = choose(list(every), run)
        killed = 0
        for name, at, mode, _ in chosen:
            case = templates.fresh(name)
            outcome = running.run(name, case, at=at, mode=mode)
            killed += outcome.ended == "killed"
            wrong = judged(name, templates, case, outcome)
            failures += [f"{name}, {mode.name} at call {at}: {one}" for one in wrong]
        caught = _control(templates, running)
    facts = {"points in all": len(every) if run.seed == 1 else 0, "really killed": killed}
    return Result(len(chosen), tuple(failures), control_done=1, control_caught=caught, facts=facts)


def _control(templates: Templates, running: Server) -> int:
    """A deed that was acknowledged and then taken out of the file must be noticed."""
    case = templates.fresh("exercise")
    outcome = running.run("exercise", case)
    lost = templates.fresh("exercise")
    return int(bool(judged("exercise", templates, lost, outcome)))


def _pace(name: str, templates: Templates, running: Server) -> tuple[int, float]:
    """How many things a workflow says, and how long it takes from one to the next, in seconds."""
    began = time.monotonic()
    said = len(running.run(name, templates.fresh(name)).said)
    return said, (time.monotonic() - began) / said


@harness("random kills", small=250, full=10_000, unit="kills", batch=500)
def at_random(run: Run) -> Result:
    """Killed at a random moment of a random workflow: 0 acknowledged changes lost, 0 half changes."""
    chance = random.Random(run.seed)
    failures: list[str] = []
    facts = {"runs": 0, "deeds acknowledged": 0}
    killed = 0
    with server() as running:
        templates = Templates(run.folder)
        names = [*WORKFLOWS, *[BUSY.name] * len(WORKFLOWS)]  # half of the kills fall on a day of many deeds
        paces = {name: _pace(name, templates, running) for name in sorted(set(names))}
        while killed < run.n and facts["runs"] < 4 * run.n:
            name = chance.choice(names)
            case = templates.fresh(name)
            said, pace = paces[name]
            first, delay = chance.randrange(said), chance.uniform(0, pace)
            outcome = running.run(name, case, heard_first=first, kill_after=delay)
            facts["runs"] += 1
            killed += outcome.ended == "killed"
            facts["deeds acknowledged"] += sum(one["what"] == "saved" for one in outcome.said)
            failures += [f"{name}, kill {killed}: {wrong}" for wrong in judged(name, templates, case, outcome)]
        caught = _control(templates, running)
    return Result(killed, tuple(failures), control_done=1, control_caught=caught, facts=facts)
