"""A disk whose power may fail: played from a log of changes, it gives every state it could be found in afterwards.

What was written and not yet synced may be there or not, in any subset, torn at 512 bytes. A name that was made, moved
or removed may be so or not until its folder was synced.
"""

from __future__ import annotations

import random
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

SECTOR = 512
WRITE, SYNC, TRUNCATE, UNLINK, RENAME, LINK, CREATE, MARK = range(1, 9)
_HEAD = struct.Struct("<5q")


@dataclass(frozen=True)
class Event:
    """One change: what, to which file, with which other name, where, and with which bytes."""

    op: int
    path: str
    other: str
    offset: int
    data: bytes


def read_log(log: Path) -> list[Event]:
    """The events of a log, up to where it was cut off."""
    raw, at, found = log.read_bytes(), 0, []
    while at + _HEAD.size <= len(raw):
        op, first, second, offset, length = _HEAD.unpack_from(raw, at)
        at += _HEAD.size
        path = raw[at : at + first].decode()
        other = raw[at + first : at + first + second].decode()
        data = raw[at + first + second : at + first + second + length]
        at += first + second + length
        found.append(Event(op, path, other, offset, data))
    return found


@dataclass
class _Node:
    """A file: what is surely on the disk, and what was written since, in order."""

    safe: bytearray = field(default_factory=bytearray)
    waiting: list[tuple[int, bytes | None]] = field(default_factory=list)  # None: cut to that length


class Disk:
    """The files of one folder as the log goes on."""

    def __init__(self, folder: str, start: dict[str, bytes]) -> None:
        self._folder = folder
        self._nodes = {number: _Node(bytearray(data)) for number, data in enumerate(start.values())}
        self._now = dict(zip(start, self._nodes, strict=True))  # as the program sees the names
        self._safe = dict(self._now)  # as they are surely on the disk
        self._waiting: list[tuple[str, str, int]] = []  # names not synced: (act, name, node)
        self.acknowledged = 0

    def play(self, event: Event) -> None:
        """Let one change happen."""
        if event.op == MARK:
            self.acknowledged = event.offset
        elif event.op in (WRITE, TRUNCATE):
            node = self._nodes[self._now[event.path]]
            node.waiting.append((event.offset, event.data if event.op == WRITE else None))
        elif event.op == SYNC:
            self._sync(event.path)
        elif event.op == CREATE:
            number = len(self._nodes)
            self._nodes[number] = _Node()
            self._name(event.path, number)
        elif event.op == UNLINK:
            self._unname(event.path)
        elif event.op == RENAME:
            number = self._now[event.path]
            self._waiting.append(("move", f"{event.path}\0{event.other}", number))
            del self._now[event.path]
            self._now[event.other] = number
        elif event.op == LINK:
            self._name(event.other, self._now[event.path])

    def _name(self, path: str, number: int) -> None:
        self._now[path] = number
        self._waiting.append(("name", path, number))

    def _unname(self, path: str) -> None:
        self._waiting.append(("unname", path, self._now.pop(path)))

    def _sync(self, path: str) -> None:
        if path in self._now:
            node = self._nodes[self._now[path]]
            for offset, data in node.waiting:
                _apply(node.safe, offset, data)
            node.waiting.clear()
            return
        # A folder: the names directly in it.
        still = []
        for act, name, number in self._waiting:
            if any(str(Path(one).parent) == path for one in name.split("\0")):
                _act(self._safe, act, name, number)
            else:
                still.append((act, name, number))
        self._waiting = still

    def after_power_cut(self, chance: random.Random) -> dict[str, bytes]:
        """One state this disk may be found in."""
        names = dict(self._safe)
        keep = chance.choice((0.0, 0.5, 0.5, 0.9, 1.0))
        for act, name, number in self._waiting:
            if chance.random() < keep:
                _act(names, act, name, number)
        return {name: self._content(self._nodes[number], chance) for name, number in names.items()}

    def _content(self, node: _Node, chance: random.Random) -> bytes:
        content = bytearray(node.safe)
        keep = chance.choice((0.0, 0.3, 0.5, 0.7, 0.95, 1.0))
        torn = chance.random() < 0.5
        for offset, data in node.waiting:
            if chance.random() >= keep:
                continue
            if data is None or not torn:
                _apply(content, offset, data)
                continue
            for at in range(0, len(data), SECTOR):
                if chance.random() < 0.7:
                    _apply(content, offset + at, data[at : at + SECTOR])
        return bytes(content)


def _apply(content: bytearray, offset: int, data: bytes | None) -> None:
    if data is None:
        del content[offset:]
        content.extend(bytes(offset - len(content)))
        return
    if len(content) < offset:
        content.extend(bytes(offset - len(content)))
    content[offset : offset + len(data)] = data


def _act(names: dict[str, int], act: str, name: str, number: int) -> None:
    if act == "name":
        names[name] = number
    elif act == "unname":
        names.pop(name, None)
    else:
        old, new = name.split("\0")
        names.pop(old, None)
        names[new] = number


def files_in(folder: Path) -> dict[str, bytes]:
    """All files below a folder, by their whole names."""
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def put(files: dict[str, bytes], was: Path, folder: Path) -> None:
    """Write a state of a disk that was seen at `was` into an empty folder."""
    for name, content in files.items():
        path = folder / Path(name).relative_to(was)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


State = tuple[int, dict[str, bytes]]


def states(events: list[Event], disk: Disk, chance: random.Random, count: int) -> Iterator[State]:
    """`count` states after power cuts at random moments: how much was acknowledged by then, and the files."""
    moments = sorted(chance.randrange(len(events) + 1) for _ in range(count))
    played = 0
    for moment in moments:
        while played < moment:
            disk.play(events[played])
            played += 1
        yield disk.acknowledged, disk.after_power_cut(chance)
