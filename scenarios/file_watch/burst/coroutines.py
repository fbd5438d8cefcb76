"""file_watch.burst with coroutines: an async iterator of notices in a task of its own, and a round that awaits the answers."""

import asyncio
import os

from evenloop_runner.kit import Kit, Params
from scenarios.file_watch.shared.notices import Notices
from scenarios.file_watch.shared.state_trace import StateTrace
from scenarios.file_watch.shared.watched_files import EMPTY, WatchedFile, digest_of, names_of, snapshot_of
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


class Burst:
    """Watches the directory and tells the writer what it sees."""

    def __init__(self, params: Params, kit: Kit, streams: Streams) -> None:
        self._kit = kit
        self._trace = StateTrace(kit)
        self._reader, self._writer = streams
        self._send = sender(self._writer.write)
        directory = os.fsencode(kit.directory)
        self._running = False
        self._files = snapshot_of(kit, directory, names_of(params.integer("files"), str), EMPTY)
        self._notices = Notices(directory)
        self._watching = asyncio.create_task(self._watch_on())

    async def round(self) -> int:
        """Ask for the burst and wait until the writer has seen the last state of each file."""
        kit = self._kit
        self._running = True
        self._trace.begin_round()
        # When the last of the final states was first held.
        held_at = 0
        began_at = kit.now()
        self._send(GO, 0, 0)
        while True:
            kind, a, b = unpack_frame(await self._reader.readexactly(FRAME_BYTES))
            if kind == SETTLED:
                file = self._files.with_key(a)
                held_at = max(held_at, file.held_at)
                self._trace.settled(file, b)
            if kind == DONE:
                self._running = False
                kit.sample(held_at - began_at)
                return int(a)

    async def close(self) -> None:
        """Take leave of the writer and of the watch."""
        self._watching.cancel()
        self._notices.close()
        self._send(BYE, 0, 0)
        self._writer.close()

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
        if self._running and self._trace.changed(file, before):
            self._send(STATE, file.key, digest)


async def open(params: Params, kit: Kit) -> Burst:
    """Connect to the writer and arm the watch."""
    return Burst(params, kit, await open_streams(kit))
