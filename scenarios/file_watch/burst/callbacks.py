"""file_watch.burst with callbacks: the loop calls back when the watch or the writer's socket can be read."""

import asyncio
import os

from evenloop_runner.kit import Kit, Params
from scenarios.file_watch.shared.called_notices import DirectoryNotices
from scenarios.file_watch.shared.called_writer import CalledWriter
from scenarios.file_watch.shared.state_trace import StateTrace
from scenarios.file_watch.shared.watched_files import EMPTY, WatchedFile, digest_of, names_of, snapshot_of
from scenarios.file_watch.shared.writer_wire import DONE, SETTLED, STATE


class Burst:
    """Watches the directory and tells the writer what it sees."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._kit = kit
        self._trace = StateTrace(kit)
        directory = os.fsencode(kit.directory)
        self._writer = CalledWriter(kit, self._answered)
        self._began_at = 0
        # When the last of the final states was first held.
        self._held_at = 0
        self._files = snapshot_of(kit, directory, names_of(params.integer("files"), str), EMPTY)
        self._watch = DirectoryNotices(self._files, self._noticed)

    def round(self) -> asyncio.Future[int]:
        """Ask for the burst; the future is done when the writer is."""
        self._trace.begin_round()
        self._held_at = 0
        self._began_at = self._kit.now()
        return self._writer.begin()

    def close(self) -> None:
        """Take leave of the writer and of the watch."""
        self._watch.close()
        self._writer.close()

    def _noticed(self, name: bytes) -> None:
        # Without a name the queue has overflowed: anything may have changed.
        for file in [self._files.named(name)] if name else self._files.all():
            self._examine(file)

    def _examine(self, file: WatchedFile) -> None:
        before, digest = file.digest, digest_of(self._kit, file.path, EMPTY)
        if digest == before:
            return
        file.digest = digest
        file.held_at = self._kit.now()
        if self._writer.running and self._trace.changed(file, before):
            self._writer.send(STATE, file.key, digest)

    def _answered(self, kind: int, a: int, b: int) -> None:
        if kind == SETTLED:
            self._settle(a, b)
        if kind == DONE:
            self._kit.sample(self._held_at - self._began_at)
            self._writer.end(a)

    def _settle(self, key: int, edit: int) -> None:
        file = self._files.with_key(key)
        self._held_at = max(self._held_at, file.held_at)
        self._trace.settled(file, edit)


def open(params: Params, kit: Kit) -> Burst:
    """Connect to the writer and arm the watch."""
    return Burst(params, kit)
