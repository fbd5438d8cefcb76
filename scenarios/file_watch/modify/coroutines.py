"""file_watch.modify with coroutines: an async iterator of notices in a task of its own, and a round that awaits the answers."""

import asyncio
import os

from evenloop_runner.kit import Kit, Params
from scenarios.file_watch.modify.own_file import OWN, OwnFile
from scenarios.file_watch.shared.notices import Notices
from scenarios.file_watch.shared.state_trace import StateTrace
from scenarios.file_watch.shared.watched_files import EMPTY, WatchedFile, digest_of, note_names, snapshot_of
from scenarios.file_watch.shared.writer_wire import (
    BYE,
    DONE,
    FRAME_BYTES,
    GO,
    SETTLED,
    STATE,
    Streams,
    open_streams,
    sender,
    unpack_frame,
)


class Modify:
    """Watches the directory and tells the writer what it sees."""

    def __init__(self, params: Params, kit: Kit, streams: Streams) -> None:
        self._kit = kit
        self._trace = StateTrace(kit)
        self._reader, self._writer = streams
        self._send = sender(self._writer.write)
        directory = os.fsencode(kit.directory)
        self._running = False
        self._own_file = OwnFile(directory, params.integer("bytes"))
        self._own_changed = asyncio.Event()
        self._files = snapshot_of(kit, directory, note_names(params.integer("files")), EMPTY)
        self._own = self._files.named(OWN)
        self._notices = Notices(directory)
        self._watching = asyncio.create_task(self._watch_on())

    async def round(self) -> int:
        """Ask for one edit after the other; each is over when the writer has seen its state."""
        kit = self._kit
        self._running = True
        self._trace.begin_round()
        settled = 0
        while True:
            self._send(GO, 0, 0)
            kind, key, edit = unpack_frame(await self._reader.readexactly(FRAME_BYTES))
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
            self._own_changed.clear()
            self._own_file.write()
            await self._own_changed.wait()

    async def close(self) -> None:
        """Take leave of the writer and of the watch."""
        self._watching.cancel()
        self._notices.close()
        self._send(BYE, 0, 0)
        self._writer.close()
        self._own_file.close()

    async def _watch_on(self) -> None:
        async for names in self._notices:
            for name in names:
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
            self._send(STATE, file.key, digest)


async def open(params: Params, kit: Kit) -> Modify:
    """Connect to the writer and arm the watch."""
    return Modify(params, kit, await open_streams(kit))
