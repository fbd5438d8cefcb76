"""file_watch.decoys with coroutines: an async iterator of notices in a task of its own, and a round that awaits the answers."""

import asyncio
import os
from collections.abc import AsyncIterator

from evenloop_runner import inotify
from evenloop_runner.kit import Kit, Params, TcpEndpoint
from scenarios.file_watch.shared.writer_wire import ACTED, BYE, DONE, FRAME, GO, SETTLED, STATE

_STRAY_KEY = 0xFFFF_FFFF
# Where the digest of a content would stand.
_ABSENT = 0xFFFF_FFFF
# What libuv asks for, too: without the notice for a closed file, which would have each write read twice.
_MASK = inotify.MODIFY | inotify.ATTRIB | inotify.CREATE | inotify.DELETE | inotify.MOVED_FROM | inotify.MOVED_TO


class _File:
    """A file of the directory. The key is `_STRAY_KEY` for all that nobody touches."""

    __slots__ = ("digest", "held_at", "key", "path")

    def __init__(self, path: bytes, key: int, digest: int) -> None:
        self.path = path
        self.key = key
        self.digest = digest
        self.held_at = 0


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


class Decoys:
    """Watches the directory and tells the writer what it sees."""

    def __init__(self, params: Params, kit: Kit, streams: tuple[asyncio.StreamReader, asyncio.StreamWriter]) -> None:
        self._kit = kit
        self._reader, self._writer = streams
        self._directory = os.path.join(os.fsencode(kit.directory), b"watched")
        self._changes = 0
        self._files = _snapshot(kit, self._directory, params.integer("files"))
        self._notices = _Notices(self._directory)
        self._watching = asyncio.create_task(self._watch_on())

    async def round(self) -> int:
        """Ask for one act after the other; each is over when the writer has seen all of its states."""
        kit = self._kit
        self._changes = 0
        settled = 0
        self._send(GO, 0, 0)
        while True:
            kind, key, act = FRAME.unpack(await self._reader.readexactly(FRAME.size))
            if kind == DONE:
                return settled
            if kind == ACTED:
                self._send(GO, 0, 0)
            if kind == SETTLED:
                file = self._file(_name_of(key))
                settled += 1
                kit.emit(kit.kinds["settled"], key, act, file.digest)
                kit.sample(file.held_at)

    async def close(self) -> None:
        """Take leave of the writer and of the watch."""
        self._watching.cancel()
        self._notices.close()
        self._send(BYE, 0, 0)
        self._writer.close()

    async def _watch_on(self) -> None:
        async for names in self._notices:
            for name in names:
                self._noticed(name)

    def _noticed(self, name: bytes) -> None:
        # Without a name the queue has overflowed: anything may have changed.
        for each in [name] if name else {*self._files, *os.listdir(self._directory)}:
            self._examine(self._file(each))

    def _file(self, name: bytes) -> _File:
        known = self._files.get(name)
        if known is None:
            known = self._files[name] = _File(os.path.join(self._directory, name), _STRAY_KEY, _ABSENT)
        return known

    def _examine(self, file: _File) -> None:
        # A notice says that something happened; whether anything is different, only the content says.
        kit, digest = self._kit, _state(self._kit, file.path)
        if digest == file.digest:
            return
        file.digest = digest
        file.held_at = kit.now()
        if file.key == _STRAY_KEY:
            kit.emit(kit.kinds["stray"], _STRAY_KEY, 0, digest)
            return
        kit.emit(kit.kinds["modified"], file.key, self._changes, digest)
        self._changes += 1
        self._send(STATE, file.key, digest)

    def _send(self, kind: int, a: int, b: int) -> None:
        # No drain: the writer answers before the next frame is due, so hardly anything is ever buffered.
        self._writer.write(FRAME.pack(kind, a, b))


async def open(params: Params, kit: Kit) -> Decoys:
    """Connect to the writer and arm the watch."""
    endpoint = kit.endpoint("writer")
    if not isinstance(endpoint, TcpEndpoint):
        raise ValueError('file_watch.decoys needs the TCP endpoint "writer"')
    return Decoys(params, kit, await asyncio.open_connection(endpoint.host, endpoint.port))


def _name_of(key: int) -> bytes:
    return f"note{key}.txt".encode()


def _snapshot(kit: Kit, directory: bytes, files: int) -> dict[bytes, _File]:
    """Read every file before the watch is armed: those that are written, and those that only look like them."""
    keys = {_name_of(key): key for key in range(files)}
    found: dict[bytes, _File] = {}
    for name in os.listdir(directory):
        path = os.path.join(directory, name)
        found[name] = _File(path, keys.get(name, _STRAY_KEY), _state(kit, path))
    return found


def _state(kit: Kit, path: bytes) -> int:
    """Read a file and give its digest. A short file that was just written does not keep the loop waiting."""
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except OSError:
        return _ABSENT
    try:
        digest = 0
        while data := os.read(descriptor, 65536):
            digest = kit.crc32(data, digest)
        return digest
    finally:
        os.close(descriptor)
