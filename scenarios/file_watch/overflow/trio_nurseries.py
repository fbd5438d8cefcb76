"""file_watch.overflow with trio: notices that nobody comes to for a while, because the thread is busy."""

import os

import trio

from evenloop_runner.kit import Kit, Params
from scenarios.file_watch.shared.directory_watch import Watching
from scenarios.file_watch.shared.state_trace import StateTrace
from scenarios.file_watch.shared.trio_notices import DirectoryWatch
from scenarios.file_watch.shared.trio_wire import Frames
from scenarios.file_watch.shared.watched_files import ABSENT, snapshot_of
from scenarios.file_watch.shared.writer_wire import ACTED, DONE, GO, SETTLED

# What is written behind the flood, and after it: the only files whose contents change.
_NAMES = [b"last.txt", b"later.txt"]
# A flood takes some tens of milliseconds.
_LONGEST_STALL_NS = 4_000_000_000


class Overflow:
    """Watches the directory and tells the writer what it sees."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit
        self._frames = Frames(kit)
        self._stirred = trio.Event()
        directory = os.path.join(os.fsencode(kit.directory), b"watched")
        self._files = snapshot_of(kit, directory, _NAMES, ABSENT)
        self._trace = StateTrace(kit)
        self._watch = DirectoryWatch(Watching(kit, self._files, self._trace, self._frames.send, noticed=self._noticed))

    async def round(self) -> int:
        """One flood, met by a loop that does not turn while it comes."""
        self._trace.begin_round()
        self._stirred = trio.Event()
        self._frames.send(GO, 0, 0)
        self._stall()
        # The writer has said that the flood is over; there is room in the queue again when the first notices were taken.
        await self._frames.next()
        await self._stirred.wait()
        self._frames.send(GO, 0, 0)
        while True:
            kind, key, act = await self._frames.next()
            if kind == DONE:
                return 1
            if kind == ACTED:
                self._frames.send(GO, 0, 0)
            if kind == SETTLED:
                self._settle(key, act)

    def close(self) -> None:
        """Take leave of the watch and of the writer."""
        self._watch.close()
        self._frames.close()

    def _stall(self) -> None:
        # Keeps the thread busy, as a long computation would, until the flood is over.
        over = os.path.join(self._kit.directory, f"flooded{self._kit.round}")
        latest = self._kit.now() + _LONGEST_STALL_NS
        while not os.path.exists(over):
            if self._kit.now() > latest:
                raise TimeoutError("the flood never ended")

    def _noticed(self, name: bytes) -> None:
        self._stirred.set()
        if not name:
            self._kit.emit(self._kit.kinds["overflow"], 0, 0, 0)

    def _settle(self, key: int, act: int) -> None:
        file = self._files.with_key(key)
        if key == 0:
            self._kit.emit(self._kit.kinds["repaired"], key, act, file.digest)
        else:
            self._trace.settled(file, act)


def open(_params: Params, kit: Kit) -> Overflow:
    """Connect to the writer and arm the watch."""
    return Overflow(kit)
