"""file_watch.burst with trio: a task that waits for notices, and a round that awaits the answers."""

import os

from evenloop_runner import inotify
from evenloop_runner.kit import Kit, Params
from scenarios.file_watch.shared.state_trace import StateTrace
from scenarios.file_watch.shared.trio_notices import NoticeTask, names_of_notices
from scenarios.file_watch.shared.trio_wire import Frames
from scenarios.file_watch.shared.watched_files import EMPTY, WatchedFile, digest_of, names_of, snapshot_of
from scenarios.file_watch.shared.writer_wire import DONE, GO, SETTLED, STATE


class Burst:
    """Watches the directory and tells the writer what it sees."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._kit = kit
        self._trace = StateTrace(kit)
        self._frames = Frames(kit)
        directory = os.fsencode(kit.directory)
        self._running = False
        self._files = snapshot_of(kit, directory, names_of(params.integer("files"), str), EMPTY)
        self._watch = NoticeTask(directory, self._look)

    async def round(self) -> int:
        """Ask for the burst and wait until the writer has seen the last state of each file."""
        kit = self._kit
        self._running = True
        self._trace.begin_round()
        # When the last of the final states was first held.
        held_at = 0
        began_at = kit.now()
        self._frames.send(GO, 0, 0)
        while True:
            kind, a, b = await self._frames.next()
            if kind == SETTLED:
                file = self._files.with_key(a)
                held_at = max(held_at, file.held_at)
                self._trace.settled(file, b)
            if kind == DONE:
                self._running = False
                kit.sample(held_at - began_at)
                return int(a)

    def close(self) -> None:
        """Take leave of the watch and of the writer."""
        self._watch.close()
        self._frames.close()

    def _look(self, notices: list[inotify.Notice]) -> None:
        for name in names_of_notices(notices):
            # Without a name the queue has overflowed: anything may have changed.
            for file in [self._files.named(name)] if name else self._files.all():
                self._examine(file)

    def _examine(self, file: WatchedFile) -> None:
        before, digest = file.digest, digest_of(self._kit, file.path, EMPTY)
        if digest == before:
            return
        file.digest = digest
        file.held_at = self._kit.now()
        if self._running and self._trace.changed(file, before):
            self._frames.send(STATE, file.key, digest)


def open(params: Params, kit: Kit) -> Burst:
    """Connect to the writer and arm the watch."""
    return Burst(params, kit)
