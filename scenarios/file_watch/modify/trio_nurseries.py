"""file_watch.modify with trio: a task that waits for notices, and a round that awaits the answers."""

import os

import trio

from evenloop_runner import inotify
from evenloop_runner.kit import Kit, Params
from scenarios.file_watch.modify.own_file import OWN, OwnFile
from scenarios.file_watch.shared.state_trace import StateTrace
from scenarios.file_watch.shared.trio_notices import NoticeTask, names_of_notices
from scenarios.file_watch.shared.trio_wire import Frames
from scenarios.file_watch.shared.watched_files import EMPTY, WatchedFile, digest_of, note_names, snapshot_of
from scenarios.file_watch.shared.writer_wire import DONE, GO, SETTLED, STATE


class Modify:
    """Watches the directory and tells the writer what it sees."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._kit = kit
        self._trace = StateTrace(kit)
        self._frames = Frames(kit)
        directory = os.fsencode(kit.directory)
        self._running = False
        self._own_file = OwnFile(directory, params.integer("bytes"))
        self._own_changed = trio.Event()
        self._files = snapshot_of(kit, directory, note_names(params.integer("files")), EMPTY)
        self._own = self._files.named(OWN)
        self._watch = NoticeTask(directory, self._look)

    async def round(self) -> int:
        """Ask for one edit after the other; each is over when the writer has seen its state."""
        kit = self._kit
        self._running = True
        self._trace.begin_round()
        settled = 0
        while True:
            self._frames.send(GO, 0, 0)
            kind, key, edit = await self._frames.next()
            if kind == DONE:
                self._running = False
                return settled
            if kind == SETTLED:
                file = self._files.with_key(key)
                settled += 1
                self._trace.settled(file, edit)
                kit.sample(file.held_at)

    async def slice(self, operations: int) -> None:
        """Write the own file so many times, each time after the last write was noticed."""
        for _ in range(operations):
            self._own_changed = trio.Event()
            self._own_file.write()
            await self._own_changed.wait()

    def close(self) -> None:
        """Take leave of the watch and of the writer."""
        self._watch.close()
        self._frames.close()
        self._own_file.close()

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
        if file is self._own:
            self._own_changed.set()
        elif self._running and self._trace.changed(file, before):
            self._frames.send(STATE, file.key, digest)


def open(params: Params, kit: Kit) -> Modify:
    """Connect to the writer and arm the watch."""
    return Modify(params, kit)
