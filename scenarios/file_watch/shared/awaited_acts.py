"""A workload with coroutines: it asks the writer for one act after the other, and each is over when its states were seen."""

import os
from collections.abc import Callable
from typing import NamedTuple, Protocol

from evenloop_runner.kit import Kit
from scenarios.file_watch.shared.directory_watch import DirectoryWatch, Watching
from scenarios.file_watch.shared.notices import MASK
from scenarios.file_watch.shared.state_trace import StateTrace
from scenarios.file_watch.shared.watched_files import ABSENT, snapshot_of
from scenarios.file_watch.shared.writer_wire import (
    ACTED,
    BYE,
    DONE,
    FRAME_BYTES,
    GO,
    SETTLED,
    Streams,
    open_streams,
    sender,
    unpack_frame,
)


class Closes(Protocol):
    """What can be closed."""

    def close(self) -> None:
        """Stop."""


class Acts(NamedTuple):
    """What differs between scenarios."""

    names: list[bytes]
    """The files that the writer writes, by key."""
    mask: int = MASK
    skip_hidden: bool = False
    """Editors save to a file of a hidden name first, which is nobody's business."""
    operations: int | None = None
    """What a round counts, where that is not the acts."""
    watch: Callable[[Watching], Closes] = DirectoryWatch
    """Arms the watch."""


class AwaitedActs:
    """Watches the directory and tells the writer what it sees."""

    def __init__(self, kit: Kit, acts: Acts, streams: Streams) -> None:
        self._kit = kit
        self._operations = acts.operations
        self._reader, self._writer = streams
        self._send = sender(self._writer.write)
        directory = os.path.join(os.fsencode(kit.directory), b"watched")
        self._files = snapshot_of(kit, directory, acts.names, ABSENT)
        self._trace = StateTrace(kit)
        watching = Watching(kit, self._files, self._trace, self._send, acts.mask, acts.skip_hidden)
        self._watch = acts.watch(watching)

    async def round(self) -> int:
        """Ask for one act after the other; each is over when the writer has seen all of its states."""
        self._trace.begin_round()
        settled = 0
        self._send(GO, 0, 0)
        while True:
            kind, key, act = unpack_frame(await self._reader.readexactly(FRAME_BYTES))
            if kind == DONE:
                return settled if self._operations is None else self._operations
            if kind == ACTED:
                self._send(GO, 0, 0)
            if kind == SETTLED:
                file = self._files.with_key(key)
                settled += 1
                self._trace.settled(file, act)
                self._kit.sample(file.held_at)

    async def close(self) -> None:
        """Take leave of the writer and of the watch."""
        self._watch.close()
        self._send(BYE, 0, 0)
        self._writer.close()


async def open_acts(kit: Kit, acts: Acts) -> AwaitedActs:
    """Connect to the writer and arm the watch."""
    return AwaitedActs(kit, acts, await open_streams(kit))
