"""file_watch.rewatch with coroutines: tasks over async iterators of notices, cancelled and begun again."""

import asyncio
import errno
import os

from evenloop_runner import inotify
from evenloop_runner.kit import Kit, Params
from scenarios.file_watch.shared.notices import MASK, Notices
from scenarios.file_watch.shared.watched_files import ABSENT, digest_of
from scenarios.file_watch.shared.writer_wire import (
    ACTED,
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

_NOTE = b"note.txt"
_PROBE_KEY = 2
_NOT_FOUND = 2
_ANY_OTHER_REASON = 0xFFFF_FFFF


class _Watched:
    """One file of one directory, and a watch of it that can be closed and opened again."""

    def __init__(self, workload: "Rewatch", key: int, directory: bytes) -> None:
        self._workload = workload
        self._directory = directory
        self.key = key
        self.open()

    def open(self) -> None:
        """Begin to watch: what is there now is no news."""
        self.is_open = True
        self._notices = Notices(self._directory)
        self._watching = asyncio.create_task(self._watch_on(self._notices))
        self.digest = self._state()

    def close(self) -> None:
        self.is_open = False
        self._watching.cancel()
        self._notices.close()

    async def _watch_on(self, notices: Notices) -> None:
        async for names in notices:
            if notices is not self._notices or not self.is_open:
                self._workload.late()
            # Without a name the queue has overflowed: anything may have changed.
            elif _NOTE in names or b"" in names:
                digest = self._state()
                if digest != self.digest:
                    self.digest = digest
                    self._workload.changed(self.key, digest)

    def _state(self) -> int:
        return digest_of(self._workload.kit, os.path.join(self._directory, _NOTE), ABSENT)


class Rewatch:
    """Closes and opens a watch, and tells the writer what it sees."""

    def __init__(self, params: Params, kit: Kit, streams: Streams) -> None:
        self.kit = kit
        self._reader, self._writer = streams
        self._send = sender(self._writer.write)
        self._cycles = params.integer("cycles")
        self._probes = params.integer("probes")
        self._changes = 0
        directory = os.fsencode(kit.directory)
        self._note = _Watched(self, 0, os.path.join(directory, b"watched"))
        self._other = _Watched(self, 1, os.path.join(directory, b"other"))

    async def round(self) -> int:
        """Close and open the watch so many times, then try the paths that may not exist."""
        self._changes = 0
        for _ in range(self._cycles):
            await self._turn()
            self._note.close()
            # What happens now is seen in the other directory alone.
            await self._turn()
            self._note.open()
            await self._turn()
        await self._turn()
        for probe in range(self._probes):
            self._probe(probe)
        return self._cycles

    async def close(self) -> None:
        """Take leave of the writer and of the watches."""
        self._note.close()
        self._other.close()
        self._send(BYE, 0, 0)
        self._writer.close()

    def changed(self, key: int, digest: int) -> None:
        """Tell that a file has another content."""
        self.kit.emit(self.kit.kinds["modified"], key, self._changes, digest)
        self._changes += 1
        self._send(STATE, key, digest)

    def late(self) -> None:
        """Tell that a closed watch gave a notice."""
        self.kit.emit(self.kit.kinds["late"], 0, 0, 0)

    async def _turn(self) -> None:
        """Have the writer act, and wait until it has seen that noticed."""
        self._send(GO, 0, 0)
        while True:
            kind, key, act = unpack_frame(await self._reader.readexactly(FRAME_BYTES))
            if kind in {ACTED, DONE}:
                return
            if kind == SETTLED:
                watched = self._note if key == 0 else self._other
                self.kit.emit(self.kit.kinds["settled"], key, act, watched.digest)

    def _probe(self, probe: int) -> None:
        kit = self.kit
        try:
            inotify.Watch(os.path.join(kit.directory, f"probe{probe}"), MASK).close()
        except OSError as error:
            reason = _NOT_FOUND if error.errno == errno.ENOENT else _ANY_OTHER_REASON
            kit.emit(kit.kinds["failed"], _PROBE_KEY, probe, reason)
        else:
            kit.emit(kit.kinds["opened"], _PROBE_KEY, probe, 0)


async def open(params: Params, kit: Kit) -> Rewatch:
    """Connect to the writer and arm the watches."""
    return Rewatch(params, kit, await open_streams(kit))
