"""file_watch.modify with callbacks: the loop calls back when the watch or the writer's socket can be read."""

import asyncio
import os

from evenloop_runner.kit import Kit, Params
from scenarios.file_watch.modify.own_file import OWN, OwnFile
from scenarios.file_watch.shared.called_notices import DirectoryNotices
from scenarios.file_watch.shared.called_writer import CalledWriter
from scenarios.file_watch.shared.state_trace import StateTrace
from scenarios.file_watch.shared.watched_files import EMPTY, WatchedFile, digest_of, note_names, snapshot_of
from scenarios.file_watch.shared.writer_wire import DONE, GO, SETTLED, STATE


class Modify:
    """Watches the directory and tells the writer what it sees."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._kit = kit
        self._trace = StateTrace(kit)
        directory = os.fsencode(kit.directory)
        self._writer = CalledWriter(kit, self._answered)
        self._settled = 0
        self._own_file = OwnFile(directory, params.integer("bytes"))
        self._left = 0
        self._sliced: asyncio.Future[None] | None = None
        self._files = snapshot_of(kit, directory, note_names(params.integer("files")), EMPTY)
        self._own = self._files.named(OWN)
        self._watch = DirectoryNotices(self._files, self._noticed)

    def round(self) -> asyncio.Future[int]:
        """Ask for the first edit; the future is done when the writer is."""
        self._trace.begin_round()
        self._settled = 0
        return self._writer.begin()

    def slice(self, operations: int) -> asyncio.Future[None]:
        """Write the own file so many times, each time after the last write was noticed."""
        self._left = operations
        self._sliced = asyncio.get_running_loop().create_future()
        self._own_file.write()
        return self._sliced

    def close(self) -> None:
        """Take leave of the writer and of the watch."""
        self._watch.close()
        self._writer.close()
        self._own_file.close()

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
        if file is self._own:
            self._own_changed()
        elif self._writer.running and self._trace.changed(file, before):
            self._writer.send(STATE, file.key, digest)

    def _answered(self, kind: int, key: int, edit: int) -> None:
        if kind == DONE:
            self._writer.end(self._settled)
            return
        if kind == SETTLED:
            self._settle(key, edit)
        self._writer.send(GO, 0, 0)

    def _settle(self, key: int, edit: int) -> None:
        file = self._files.with_key(key)
        self._settled += 1
        self._trace.settled(file, edit)
        self._kit.sample(file.held_at)

    def _own_changed(self) -> None:
        self._left -= 1
        if self._left > 0:
            self._own_file.write()
        elif self._sliced is not None:
            self._sliced.set_result(None)


def open(params: Params, kit: Kit) -> Modify:
    """Connect to the writer and arm the watch."""
    return Modify(params, kit)
