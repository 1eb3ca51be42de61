"""Power cuts: a workflow's writes are recorded, and the disk is found in any state it may have been left in."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

from models.errors import StoreError
from tests.harness._base import NAME, rows_of
from tests.harness._disk import Disk, Event, files_in, put, read_log, states
from tests.harness._server import Outcome, Server, Templates, server
from tests.harness._shim import Mode
from tests.harness._workflows import WORKFLOWS
from tests.harness.registry import Result, Run, harness


def recorded(
    name: str, templates: Templates, running: Server, folder: Path, synchronous: str = ""
) -> tuple[Path, list[Event], Outcome]:
    """Where a workflow ran, the changes it made, and what it said."""
    log = folder / "log"
    log.unlink(missing_ok=True)
    case = templates.fresh(name)
    outcome = running.run(name, case, log=log, synchronous=synchronous)
    assert outcome.said[-1]["what"] == "end", outcome.said
    return case, read_log(log), outcome


def images(run: Run, count: int, synchronous: str, names: list[str]) -> tuple[int, list[str], dict[str, int]]:
    """Try `count` images over some workflows: how many were tried, what was wrong, and facts."""
    chance = random.Random(run.seed)
    failures: list[str] = []
    facts = {"with a journal left": 0, "not the last state": 0}
    tried = 0
    place = run.folder / "image"
    with server() as running:
        templates = Templates(run.folder)
        for name in names:
            case, events, outcome = recorded(name, templates, running, run.folder, synchronous)
            disk = Disk(str(case), _start(templates, name, case))
            for acknowledged, files in states(events, disk, chance, -(-count // len(names))):
                tried += 1
                shutil.rmtree(place, ignore_errors=True)
                place.mkdir()
                put(files, case, place)
                facts["with a journal left"] += any(path.endswith("-journal") for path in files)
                said = _moved(outcome.said[:acknowledged], case, place)
                facts["not the last state"] += acknowledged < len(outcome.said)
                wrong = WORKFLOWS[name].check(place, templates.of(name), said)
                failures += [f"{name}, image {tried}: {one}" for one in wrong[:1]]
    return tried, failures, facts


def _start(templates: Templates, name: str, case: Path) -> dict[str, bytes]:
    """What was on the disk before, under the names of the case."""
    template = templates.of(name)
    return {str(case / Path(path).relative_to(template)): data for path, data in files_in(template).items()}


def _moved(said: list[dict[str, object]], case: Path, place: Path) -> list[dict[str, object]]:
    """What was said, with the image's place for the case's."""
    moved = []
    for one in said:
        paths = one.get("paths")
        there = [str(place / Path(path).relative_to(case)) for path in paths] if isinstance(paths, list) else None
        moved.append(one if there is None else {**one, "paths": there})
    return moved


@harness("power cuts", small=1_500, full=100_000, unit="images", batch=10_000)
def power_cuts(run: Run) -> Result:
    """Any subset of unsynced writes, torn at 512 bytes, at any moment: 0 acknowledged changes lost, 0 records torn."""
    tried, failures, facts = images(run, run.n, "", list(WORKFLOWS))
    control = 0
    share = max(100, run.n // 20)
    for setting in ("FULL", "OFF"):
        done, lost, _ = images(Run(share, run.seed, run.folder), share, setting, ["exercise", "import"])
        control += bool(lost)
        facts[f"lost with {setting}"] = len(lost)
        facts[f"images with {setting}"] = done
    return Result(tried, tuple(failures), control_done=2, control_caught=control, facts=facts)


@harness("crash during recovery", small=300, full=10_000, unit="pairs", batch=1_000)
def crash_during_recovery(run: Run) -> Result:
    """A power cut or kill while the record recovers from the first one: nothing acknowledged is lost."""
    chance = random.Random(run.seed)
    failures: list[str] = []
    facts = {"recoveries that wrote": 0, "killed": 0}
    tried = 0
    first, second = run.folder / "first", run.folder / "second"
    names = ["exercise", "import", "keep a paper", "split"]
    with server() as running:
        templates = Templates(run.folder)
        while tried < run.n:
            name = names[tried % len(names)]
            case, events, outcome = recorded(name, templates, running, run.folder)
            disk = Disk(str(case), _start(templates, name, case))
            for acknowledged, files in list(states(events, disk, chance, 25)):
                if not any(path.endswith("-journal") for path in files) or tried >= run.n:
                    continue
                said = outcome.said[:acknowledged]
                for wrong in _twice(running, files, case, (first, second), chance, facts, (name, templates, said)):
                    tried += 1
                    if wrong:
                        failures.append(f"{name}, pair {tried}: {wrong}")
    return Result(tried, tuple(failures), facts=facts, control_done=1, control_caught=_control(run.folder, templates))


def _twice(
    running: Server,
    files: dict[str, bytes],
    case: Path,
    places: tuple[Path, Path],
    chance: random.Random,
    facts: dict[str, int],
    known: tuple[str, Templates, list[dict[str, object]]],
) -> list[str]:
    """Recover from `files` under a recorder, cut the power again a few times, and kill it once; an answer for each."""
    name, templates, said = known
    first, second = places
    log = first.parent / "recovery-log"
    log.unlink(missing_ok=True)
    _lay_out(files, case, first)
    running.run("look", first, log=log)
    events = read_log(log)
    facts["recoveries that wrote"] += len(events) > 1
    disk = Disk(str(first), {str(first / Path(path).relative_to(case)): data for path, data in files.items()})
    answers = []
    for _, again in states(events, disk, chance, 5):
        _lay_out(again, first, second)
        answers.append("; ".join(WORKFLOWS[name].check(second, templates.of(name), said)[:1]))
    _lay_out(files, case, first)
    mode = chance.choice((Mode.KILL_BEFORE, Mode.KILL_AFTER, Mode.KILL_HALFWAY))
    outcome = running.run("look", first, at=chance.randint(1, max(1, len(events))), mode=mode)
    facts["killed"] += outcome.ended == "killed"
    answers.append("; ".join(WORKFLOWS[name].check(first, templates.of(name), said)[:1]))
    return answers


def _lay_out(files: dict[str, bytes], was: Path, place: Path) -> None:
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    put(files, was, place)


def _control(folder: Path, templates: Templates) -> int:
    """A record whose journal is thrown away in the middle of a commit must be noticed as damaged."""
    case = folder / "control"
    shutil.copytree(templates.of("exercise"), case)
    path = case / NAME
    content = bytearray(path.read_bytes())
    content[4096 : 4096 + 512] = bytes(512)  # as after half a commit
    path.write_bytes(content)
    try:
        rows_of(path)
    except StoreError:
        return 1
    return 0
