"""A workload with callbacks: the loop calls back when the watch or the writer's socket can be read."""

import asyncio
import os
from collections.abc import Callable
from typing import Protocol, TypeAlias

from evenloop_runner.kit import Kit
from scenarios.file_watch.shared.called_notices import DirectoryNotices
from scenarios.file_watch.shared.called_writer import CalledWriter
from scenarios.file_watch.shared.state_trace import StateTrace
from scenarios.file_watch.shared.watched_files import ABSENT, WatchedFile, WatchedFiles, digest_of, snapshot_of
from scenarios.file_watch.shared.writer_wire import ACTED, DONE, GO, SETTLED, STATE


class Closes(Protocol):
    """What can be closed."""

    def close(self) -> None:
        """Stop."""


Watches: TypeAlias = "Callable[[WatchedFiles, Callable[[bytes], None]], Closes]"
"""Arms a watch of these files or of their directory. It gives the name in each notice, empty when anything may have changed."""


class CalledActs:
    """Watches the directory and tells the writer what it sees."""

    def __init__(self, kit: Kit, names: list[bytes], watches: Watches = DirectoryNotices) -> None:
        """`names` are the files that the writer writes, by key."""
        self._kit = kit
        self._trace = StateTrace(kit)
        self._writer = CalledWriter(kit, self._answered)
        self._settled = 0
        directory = os.path.join(os.fsencode(kit.directory), b"watched")
        self._files = snapshot_of(kit, directory, names, ABSENT)
        self._watch = watches(self._files, self._noticed)

    def round(self) -> asyncio.Future[int]:
        """Ask for the first act; the future is done when the writer is."""
        self._trace.begin_round()
        self._settled = 0
        return self._writer.begin()

    def close(self) -> None:
        """Take leave of the writer and of the watch."""
        self._watch.close()
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
            self._writer.send(STATE, file.key, digest)

    def _answered(self, kind: int, key: int, act: int) -> None:
        if kind == DONE:
            self._writer.end(self._settled)
        elif kind == SETTLED:
            self._settle(key, act)
        elif kind == ACTED:
            self._writer.send(GO, 0, 0)

    def _settle(self, key: int, act: int) -> None:
        file = self._files.with_key(key)
        self._settled += 1
        self._trace.settled(file, act)
        self._kit.sample(file.held_at)
