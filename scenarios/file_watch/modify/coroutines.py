"""file_watch.modify with coroutines: an async iterator of notices in a task of its own, and a round that awaits the answers."""

import asyncio
import os
import struct
from collections.abc import AsyncIterator

from evenloop_runner import inotify
from evenloop_runner.kit import Kit, Params, TcpEndpoint

_FRAME = struct.Struct("<III")
# What it begins with, so that no two contents are the same.
_OWN_NUMBER = struct.Struct("<I")
_GO, _STATE, _BYE = 1, 2, 3
_SETTLED, _DONE = 1, 3
_STRAY_KEY = 0xFFFF_FFFF
# The workload's own file, which it writes itself in slices.
_OWN = b"own"
# What libuv asks for, too: without the notice for a closed file, which would have each write read twice.
_MASK = inotify.MODIFY | inotify.CREATE | inotify.DELETE | inotify.MOVED_FROM | inotify.MOVED_TO


class _File:
    """A file of the directory. The key is `_STRAY_KEY` for all but the edited ones."""

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


class Modify:
    """Watches the directory and tells the writer what it sees."""

    def __init__(self, params: Params, kit: Kit, streams: tuple[asyncio.StreamReader, asyncio.StreamWriter]) -> None:
        self._kit = kit
        kinds = kit.kinds
        self._modified_kind, self._settled_kind, self._stray_kind = kinds["modified"], kinds["settled"], kinds["stray"]
        self._reader, self._writer = streams
        self._directory = os.fsencode(kit.directory)
        self._running = False
        self._modified = 0
        self._own_file = os.open(os.path.join(self._directory, _OWN), os.O_CREAT | os.O_WRONLY)
        self._own_writes = 0
        self._own_content = bytearray(params.integer("bytes"))
        self._own_changed = asyncio.Event()
        self._files = _snapshot(kit, self._directory, params.integer("files"))
        self._own = self._file(_OWN)
        self._edited = [self._file(_name_of(key)) for key in range(params.integer("files"))]
        self._notices = _Notices(kit.directory)
        self._watching = asyncio.create_task(self._watch_on())

    async def round(self) -> int:
        """Ask for one edit after the other; each is over when the writer has seen its state."""
        kit = self._kit
        self._running = True
        self._modified = 0
        settled = 0
        while True:
            self._send(_GO, 0, 0)
            kind, key, edit = _FRAME.unpack(await self._reader.readexactly(_FRAME.size))
            if kind == _DONE:
                self._running = False
                return settled
            if kind == _SETTLED:
                file = self._edited[key]
                settled += 1
                kit.emit(self._settled_kind, key, edit, file.digest)
                kit.sample(file.held_at)

    async def slice(self, operations: int) -> None:
        """Write the own file so many times, each time after the last write was noticed."""
        for _ in range(operations):
            self._own_changed.clear()
            self._own_writes += 1
            # One call to the system and so one notice: nothing is left over when the slice ends.
            _OWN_NUMBER.pack_into(self._own_content, 0, self._own_writes)
            os.pwrite(self._own_file, self._own_content, 0)
            await self._own_changed.wait()

    async def close(self) -> None:
        """Take leave of the writer and of the watch."""
        self._watching.cancel()
        self._notices.close()
        self._send(_BYE, 0, 0)
        self._writer.close()
        os.close(self._own_file)

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
        if file is self._own:
            self._own_changed.set()
        elif self._running:
            self._report(file)

    def _report(self, file: _File) -> None:
        kit = self._kit
        if file.key == _STRAY_KEY:
            kit.emit(self._stray_kind, _STRAY_KEY, 0, file.digest)
            return
        kit.emit(self._modified_kind, file.key, self._modified, file.digest)
        self._modified += 1
        self._send(_STATE, file.key, file.digest)

    def _send(self, kind: int, a: int, b: int) -> None:
        # No drain: the writer answers before the next frame is due, so hardly anything is ever buffered.
        self._writer.write(_FRAME.pack(kind, a, b))


async def open(params: Params, kit: Kit) -> Modify:
    """Connect to the writer and arm the watch."""
    endpoint = kit.endpoint("writer")
    if not isinstance(endpoint, TcpEndpoint):
        raise ValueError('file_watch.modify needs the TCP endpoint "writer"')
    return Modify(params, kit, await asyncio.open_connection(endpoint.host, endpoint.port))


def _name_of(key: int) -> bytes:
    return f"note{key}.txt".encode()


def _snapshot(kit: Kit, directory: bytes, files: int) -> dict[bytes, _File]:
    """Read every file before the watch is armed: the edited ones, the decoys and the own one."""
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
