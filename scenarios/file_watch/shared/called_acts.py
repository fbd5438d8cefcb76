"""A workload with callbacks: the loop calls back when the watch or the writer's socket can be read."""

import asyncio
import os
from collections.abc import Callable
from typing import Protocol, TypeAlias

from evenloop_runner import inotify
from evenloop_runner.kit import Kit
from scenarios.file_watch.shared.notices import MASK, names_in
from scenarios.file_watch.shared.state_trace import StateTrace
from scenarios.file_watch.shared.watched_files import ABSENT, WatchedFile, WatchedFiles, digest_of, snapshot_of
from scenarios.file_watch.shared.writer_wire import (
    ACTED,
    BYE,
    DONE,
    GO,
    SETTLED,
    STATE,
    FrameCutter,
    open_socket,
    sender,
)


class Closes(Protocol):
    """What can be closed."""

    def close(self) -> None:
        """Stop."""


Watches: TypeAlias = "Callable[[WatchedFiles, Callable[[bytes], None]], Closes]"
"""Arms a watch of these files or of their directory. It gives the name in each notice, empty when anything may have changed."""


class DirectoryNotices:
    """Gives the names in the notices of the directory."""

    def __init__(self, files: WatchedFiles, noticed: Callable[[bytes], None]) -> None:
        self._noticed = noticed
        self._loop = asyncio.get_running_loop()
        self._watch = inotify.Watch(files.directory, MASK)
        self._loop.add_reader(self._watch.fileno(), self._came)

    def close(self) -> None:
        """Stop watching."""
        self._loop.remove_reader(self._watch.fileno())
        self._watch.close()

    def _came(self) -> None:
        for name in names_in(self._watch):
            self._noticed(name)


class CalledActs:
    """Watches the directory and tells the writer what it sees."""

    def __init__(self, kit: Kit, names: list[bytes], watches: Watches = DirectoryNotices) -> None:
        """`names` are the files that the writer writes, by key."""
        self._kit = kit
        self._trace = StateTrace(kit)
        self._loop = asyncio.get_running_loop()
        self._writer = open_socket(kit)
        self._send = sender(self._writer.send)
        self._frames = FrameCutter()
        self._settled = 0
        self._done: asyncio.Future[int] | None = None
        directory = os.path.join(os.fsencode(kit.directory), b"watched")
        self._files = snapshot_of(kit, directory, names, ABSENT)
        self._watch = watches(self._files, self._noticed)
        self._loop.add_reader(self._writer, self._answered)

    def round(self) -> asyncio.Future[int]:
        """Ask for the first act; the future is done when the writer is."""
        self._trace.begin_round()
        self._settled = 0
        self._done = self._loop.create_future()
        self._send(GO, 0, 0)
        return self._done

    def close(self) -> None:
        """Take leave of the writer and of the watch."""
        self._watch.close()
        self._loop.remove_reader(self._writer)
        self._send(BYE, 0, 0)
        self._writer.close()

    def _noticed(self, name: bytes) -> None:
        # Without a name the queue has overflowed: anything may have changed.
        for each in [name] if name else {*self._files.names(), *os.listdir(self._files.directory)}:
            # Editors save to a file of a hidden name first, which is nobody's business.
            if not each.startswith(b"."):
                self._examine(self._files.named(each))

    def _examine(self, file: WatchedFile) -> None:
        before, digest = file.digest, digest_of(self._kit, file.path, ABSENT)
        if digest == before:
            return
        file.digest = digest
        file.held_at = self._kit.now()
        if self._trace.changed(file, before):
            self._send(STATE, file.key, digest)

    def _answered(self) -> None:
        data = self._writer.recv(4096)
        if not data:
            self._lost_the_writer()
            return
        for kind, key, act in self._frames.cut(data):
            self._answer(kind, key, act)

    def _answer(self, kind: int, key: int, act: int) -> None:
        if self._done is None:
            return
        if kind == DONE:
            self._done.set_result(self._settled)
            self._done = None
        elif kind == SETTLED:
            self._settle(key, act)
        elif kind == ACTED:
            self._send(GO, 0, 0)

    def _settle(self, key: int, act: int) -> None:
        file = self._files.with_key(key)
        self._settled += 1
        self._trace.settled(file, act)
        self._kit.sample(file.held_at)

    def _lost_the_writer(self) -> None:
        self._loop.remove_reader(self._writer)
        if self._done is not None:
            self._done.set_exception(ConnectionError("the writer went away"))
            self._done = None
