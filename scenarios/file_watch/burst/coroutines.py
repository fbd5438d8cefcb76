"""file_watch.burst with coroutines: an async iterator of notices in a task of its own, and a round that awaits the answers."""

import asyncio
import os
import struct
from collections.abc import AsyncIterator

from evenloop_runner import inotify
from evenloop_runner.kit import Kit, Params, TcpEndpoint

_FRAME = struct.Struct("<III")
_GO, _STATE, _BYE = 1, 2, 3
_SETTLED, _DONE = 1, 3
_STRAY_KEY = 0xFFFF_FFFF
# What libuv asks for, too: without the notice for a closed file, which would have each write read twice.
_MASK = inotify.MODIFY | inotify.CREATE | inotify.DELETE | inotify.MOVED_FROM | inotify.MOVED_TO


class _File:
    """A file of the directory. The key is `_STRAY_KEY` for all but those that are written."""

    __slots__ = ("digest", "held_at", "key", "path")

    def __init__(self, path: bytes, key: int, digest: int) -> None:
        self.path = path
        self.key = key
        self.digest = digest
        self.held_at = 0


class _Notices:
    """The notices of a directory as an async iterator: each step gives the names that came since the last one."""

    def __init__(self, directory: str) -> None:
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


class Burst:
    """Watches the directory and tells the writer what it sees."""

    def __init__(self, params: Params, kit: Kit, streams: tuple[asyncio.StreamReader, asyncio.StreamWriter]) -> None:
        self._kit = kit
        self._reader, self._writer = streams
        self._directory = os.fsencode(kit.directory)
        self._running = False
        self._modified = 0
        self._files = _snapshot(kit, self._directory, params.integer("files"))
        self._notices = _Notices(kit.directory)
        self._watching = asyncio.create_task(self._watch_on())

    async def round(self) -> int:
        """Ask for the burst and wait until the writer has seen the last state of each file."""
        kit = self._kit
        self._running = True
        self._modified = 0
        # When the last of the final states was first held.
        held_at = 0
        began_at = kit.now()
        self._send(_GO, 0, 0)
        while True:
            kind, a, b = _FRAME.unpack(await self._reader.readexactly(_FRAME.size))
            if kind == _SETTLED:
                file = self._file(_name_of(a))
                held_at = max(held_at, file.held_at)
                kit.emit(kit.kinds["settled"], a, b, file.digest)
            if kind == _DONE:
                self._running = False
                kit.sample(held_at - began_at)
                return int(a)

    async def close(self) -> None:
        """Take leave of the writer and of the watch."""
        self._watching.cancel()
        self._notices.close()
        self._send(_BYE, 0, 0)
        self._writer.close()

    async def _watch_on(self) -> None:
        async for names in self._notices:
            for name in names:
                # Without a name the queue has overflowed: anything may have changed.
                for file in [self._file(name)] if name else list(self._files.values()):
                    self._examine(file)

    def _file(self, name: bytes) -> _File:
        known = self._files.get(name)
        if known is None:
            known = self._files[name] = _File(os.path.join(self._directory, name), _STRAY_KEY, 0)
        return known

    def _examine(self, file: _File) -> None:
        digest = _digest(self._kit, file.path)
        if digest == file.digest:
            return
        file.digest = digest
        file.held_at = self._kit.now()
        if self._running:
            self._report(file)

    def _report(self, file: _File) -> None:
        kit = self._kit
        if file.key == _STRAY_KEY:
            kit.emit(kit.kinds["stray"], _STRAY_KEY, 0, file.digest)
            return
        kit.emit(kit.kinds["modified"], file.key, self._modified, file.digest)
        self._modified += 1
        self._send(_STATE, file.key, file.digest)

    def _send(self, kind: int, a: int, b: int) -> None:
        # No drain: frames are few and short beside what a socket buffers.
        self._writer.write(_FRAME.pack(kind, a, b))


async def open(params: Params, kit: Kit) -> Burst:
    """Connect to the writer and arm the watch."""
    endpoint = kit.endpoint("writer")
    if not isinstance(endpoint, TcpEndpoint):
        raise ValueError('file_watch.burst needs the TCP endpoint "writer"')
    return Burst(params, kit, await asyncio.open_connection(endpoint.host, endpoint.port))


def _name_of(key: int) -> bytes:
    return str(key).encode()


def _snapshot(kit: Kit, directory: bytes, files: int) -> dict[bytes, _File]:
    """Read every file before the watch is armed: those that are written, and whatever else is there."""
    keys = {_name_of(key): key for key in range(files)}
    found: dict[bytes, _File] = {}
    for entry in os.scandir(directory):
        if entry.is_file():
            found[entry.name] = _File(entry.path, keys.get(entry.name, _STRAY_KEY), _digest(kit, entry.path))
    return found


def _digest(kit: Kit, path: bytes) -> int:
    """Read a file and give its digest. A short file that was just written does not keep the loop waiting."""
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except OSError:
        return 0  # A file that cannot be read holds nothing.
    try:
        digest = 0
        while data := os.read(descriptor, 65536):
            digest = kit.crc32(data, digest)
        return digest
    finally:
        os.close(descriptor)
