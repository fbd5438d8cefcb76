"""The seam of file notices: what an inotify watch reads."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from time import monotonic
from typing import Any

from evenloop_mutants.moment import Moment, Patch
from evenloop_runner import inotify
from evenloop_runner.inotify import Notice, Watch
from evenloop_runner.payload import shuffled

# What is read now; without calling it the notices stay where they are, and the watch stays readable.
_Read = Callable[[], list[Notice]]
_Relay = Callable[[_Read], list[Notice]]


def install(patch: Patch, moment: Moment) -> None:
    """Replace what a watch reads."""
    relay_of = _relay_maker(patch, moment)
    if relay_of is None:
        return
    real_init, real_read = Watch.__init__, Watch.read
    relays: dict[int, _Relay] = {}

    def patched_init(self: Watch, directory: str | bytes, *args: Any) -> None:  # noqa: ANN401 - as the real one
        real_init(self, directory, *args)
        relays[self.fileno()] = relay_of(os.fsencode(directory))

    def patched_read(self: Watch) -> list[Notice]:
        relay = relays.get(self.fileno())
        late = patch.act == "late-watch" and moment.active
        if relay is None or not (moment.acts or late):
            return real_read(self)
        return relay(lambda: real_read(self))

    Watch.__init__ = patched_init  # type: ignore[assignment, method-assign]  # the seam
    Watch.read = patched_read  # type: ignore[method-assign]  # the seam


def _relay_maker(  # noqa: PLR0911 - one a patch
    patch: Patch, moment: Moment
) -> Callable[[bytes], _Relay] | None:
    """None for patches of other seams."""
    match patch.act:
        case "late-watch":
            return lambda _directory: _late(patch.number("ms") / 1000)
        case "leading-edge":
            return lambda _directory: _leading_edge(patch.number("ms") / 1000)
        case "follow-inode":
            return _follow_inode
        case "lose-new-name":
            return _lose_new_name
        case "poll":
            polling = _polling_child if patch.flag("child") else _polling
            return lambda directory: polling(directory, patch.number("ms") / 1000, moment)
        case "repeat-notices":
            return lambda _directory: (
                lambda read: [notice for notice in read() for _ in range(1 + int(3 * moment.chance()))]
            )
        case "split-renames":
            return lambda _directory: lambda read: [part for notice in read() for part in _split(notice)]
        case "merge-notices":
            return lambda _directory: _merging(patch.number("ms") / 1000, moment)
        case "ghost-notices":
            return lambda directory: _ghosts(directory, moment)
    return None


def _split(notice: Notice) -> list[Notice]:
    """What is renamed seems to go under one name and to come, and be written, under the other."""
    mask, _, name = notice
    if mask & inotify.MOVED_FROM:
        return [Notice(inotify.DELETE, 0, name)]
    if mask & inotify.MOVED_TO:
        return [Notice(inotify.CREATE, 0, name), Notice(inotify.CLOSE_WRITE, 0, name)]
    return [notice]


def _late(delay: float) -> _Relay:
    """What came before the watch would have been armed is lost."""
    armed = monotonic() + delay

    def relay(read: _Read) -> list[Notice]:
        notices = read()
        return notices if monotonic() > armed else []

    return relay


def _leading_edge(span: float) -> _Relay:
    passed: dict[bytes, float] = {}

    def passes(notice: Notice) -> bool:
        now = monotonic()
        if now - passed.get(notice.name, now - 2 * span) < span:
            return False
        passed[notice.name] = now
        return True

    return lambda read: [notice for notice in read() if passes(notice)]


def _follow_inode(directory: bytes) -> _Relay:
    """Files are known by the numbers that they had when they were first seen."""
    inodes = {entry.name: entry.inode() for entry in os.scandir(directory)}

    def is_same(name: bytes) -> bool:
        inode = _inode_of(directory, name)
        if name not in inodes and inode != 0:
            inodes[name] = inode
        return inodes.get(name, inode) == inode

    return lambda read: [notice for notice in read() if is_same(notice.name)]


def _lose_new_name(directory: bytes) -> _Relay:
    names: dict[int, bytes] = {}
    lost: set[bytes] = set()

    def is_kept(name: bytes) -> bool:
        inode = _inode_of(directory, name)
        if inode != 0 and not name.startswith(b".") and names.setdefault(inode, name) != name:
            lost.add(name)
        return name not in lost

    return lambda read: [notice for notice in read() if is_kept(notice.name)]


def _inode_of(directory: bytes, name: bytes) -> int:
    """Give 0 where there is no such file."""
    try:
        return os.stat(os.path.join(directory, name)).st_ino
    except OSError:
        return 0


def _polling(directory: bytes, every: float, moment: Moment) -> _Relay:
    def look() -> None:
        for entry in os.scandir(directory):
            entry.stat()
        asyncio.get_running_loop().call_later(every, look)

    if moment.active:
        asyncio.get_running_loop().call_later(every, look)
    return lambda read: read()


def _polling_child(directory: bytes, every: float, moment: Moment) -> _Relay:
    """Have a child look, which ends when its parent does: by its standard input."""
    if moment.active:
        command = [sys.executable, "-S", "-c", _LOOK, os.fsdecode(directory), str(every)]
        _children.append(
            subprocess.Popen(  # noqa: S603 - the own interpreter
                command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
        )
    return lambda read: read()


_LOOK = """
import os, select, sys
while not select.select([sys.stdin], [], [], float(sys.argv[2]))[0]:
    os.listdir(sys.argv[1])
"""
_children: list[subprocess.Popen[bytes]] = []


def _merging(span: float, moment: Moment) -> _Relay:
    since: float | None = None

    def relay(read: _Read) -> list[Notice]:
        nonlocal since
        since = since or monotonic()
        if monotonic() - since < span:
            return []
        since = None
        last: Iterable[Notice] = {notice.name: notice for notice in read()}.values()
        return shuffled(list(last), moment.draw)

    return relay


def _ghosts(directory: bytes, moment: Moment) -> _Relay:
    names = os.listdir(directory)

    def ghost() -> Notice:
        return Notice(inotify.ATTRIB, 0, names[int(len(names) * moment.chance())])

    return lambda read: [seen for notice in read() for seen in (notice, ghost())]
