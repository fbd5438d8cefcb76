"""file_watch.rewatch with coroutines: tasks over async iterators of notices, cancelled and begun again."""

import asyncio
import errno
import os
import struct
from collections.abc import AsyncIterator

from evenloop_runner import inotify
from evenloop_runner.kit import Kit, Params, TcpEndpoint

_FRAME = struct.Struct("<III")
_GO, _STATE, _BYE = 1, 2, 3
_SETTLED, _DONE, _ACTED = 1, 3, 4
_NOTE = b"note.txt"
_PROBE_KEY = 2
_NOT_FOUND = 2
_ANY_OTHER_REASON = 0xFFFF_FFFF
# What libuv asks for, too: without the notice for a closed file, which would have each write read twice.
_MASK = inotify.MODIFY | inotify.CREATE | inotify.DELETE | inotify.MOVED_FROM | inotify.MOVED_TO


class _Notices:
    """The notices of a directory as an async iterator: each step gives the names that came since the last one."""

    def __init__(self, directory: bytes) -> None:
        self._watch = inotify.Watch(directory, _MASK)
        self._came = asyncio.Event()
        asyncio.get_running_loop().add_reader(self._watch.fileno(), self._came.set)

    def __aiter__(self) -> AsyncIterator[dict[bytes, None]]:
        return self

    async def __anext__(self) -> dict[bytes, None]:
        await self._came.wait()
        self._came.clear()
        # Notices of one turn that name the same file need one look at it.
        return dict.fromkeys(notice.name for notice in self._watch.read())

    def close(self) -> None:
        asyncio.get_running_loop().remove_reader(self._watch.fileno())
        self._watch.close()


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
        self._notices = _Notices(self._directory)
        self._watching = asyncio.create_task(self._watch_on(self._notices))
        self.digest = self._state()

    def close(self) -> None:
        self.is_open = False
        self._watching.cancel()
        self._notices.close()

    async def _watch_on(self, notices: _Notices) -> None:
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
        """Read the file and give its digest. A short file that was just written does not keep the loop waiting."""
        descriptor = os.open(os.path.join(self._directory, _NOTE), os.O_RDONLY)
        try:
            digest = 0
            while data := os.read(descriptor, 65536):
                digest = self._workload.kit.crc32(data, digest)
            return digest
        finally:
            os.close(descriptor)


class Rewatch:
    """Closes and opens a watch, and tells the writer what it sees."""

    def __init__(self, params: Params, kit: Kit, streams: tuple[asyncio.StreamReader, asyncio.StreamWriter]) -> None:
        self.kit = kit
        self._reader, self._writer = streams
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
        self._send(_BYE, 0, 0)
        self._writer.close()

    def changed(self, key: int, digest: int) -> None:
        """Tell that a file has another content."""
        self.kit.emit(self.kit.kinds["modified"], key, self._changes, digest)
        self._changes += 1
        self._send(_STATE, key, digest)

    def late(self) -> None:
        """Tell that a closed watch gave a notice."""
        self.kit.emit(self.kit.kinds["late"], 0, 0, 0)

    async def _turn(self) -> None:
        """Have the writer act, and wait until it has seen that noticed."""
        self._send(_GO, 0, 0)
        while True:
            kind, key, act = _FRAME.unpack(await self._reader.readexactly(_FRAME.size))
            if kind in {_ACTED, _DONE}:
                return
            if kind == _SETTLED:
                watched = self._note if key == 0 else self._other
                self.kit.emit(self.kit.kinds["settled"], key, act, watched.digest)

    def _probe(self, probe: int) -> None:
        kit = self.kit
        try:
            inotify.Watch(os.path.join(kit.directory, f"probe{probe}"), _MASK).close()
        except OSError as error:
            reason = _NOT_FOUND if error.errno == errno.ENOENT else _ANY_OTHER_REASON
            kit.emit(kit.kinds["failed"], _PROBE_KEY, probe, reason)
        else:
            kit.emit(kit.kinds["opened"], _PROBE_KEY, probe, 0)

    def _send(self, kind: int, a: int, b: int) -> None:
        # No drain: the writer answers before the next frame is due, so hardly anything is ever buffered.
        self._writer.write(_FRAME.pack(kind, a, b))


async def open(params: Params, kit: Kit) -> Rewatch:
    """Connect to the writer and arm the watches."""
    endpoint = kit.endpoint("writer")
    if not isinstance(endpoint, TcpEndpoint):
        raise ValueError('file_watch.rewatch needs the TCP endpoint "writer"')
    return Rewatch(params, kit, await asyncio.open_connection(endpoint.host, endpoint.port))
