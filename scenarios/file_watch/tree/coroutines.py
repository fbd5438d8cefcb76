"""file_watch.tree with coroutines: a task for each directory of the tree, begun and ended as directories come and go."""

import asyncio
import os
import struct
from collections.abc import AsyncIterator

from evenloop_runner import inotify
from evenloop_runner.kit import Kit, Params, TcpEndpoint

_FRAME = struct.Struct("<III")
_GO, _STATE, _BYE = 1, 2, 3
_SETTLED, _DONE, _ACTED = 1, 3, 4
_STRAY_KEY = 0xFFFF_FFFF
# Where the digest of a content would stand.
_ABSENT = 0xFFFF_FFFF
# The root of the tree, as all other paths relative to itself.
_ROOT = b""
# What libuv asks for, too: without the notice for a closed file, which would have each write read twice.
_MASK = inotify.MODIFY | inotify.CREATE | inotify.DELETE | inotify.MOVED_FROM | inotify.MOVED_TO


class _File:
    """A file of the tree, there or not. The key is `_STRAY_KEY` for all that nobody touches."""

    __slots__ = ("digest", "held_at", "key")

    def __init__(self, key: int) -> None:
        self.key = key
        self.digest = _ABSENT
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


class Tree:
    """Watches each directory of a tree and tells the writer what it sees."""

    def __init__(self, params: Params, kit: Kit, streams: tuple[asyncio.StreamReader, asyncio.StreamWriter]) -> None:
        self._kit = kit
        self._reader, self._writer = streams
        self._root = os.path.join(os.fsencode(kit.directory), b"watched")
        self._changes = 0
        self._leaves = _leaves(params.integer("branches"), params.integer("depth"))
        self._files = {path: _File(key) for key, path in enumerate(self._leaves)}
        self._watches: dict[bytes, tuple[_Notices, asyncio.Task[None]]] = {}
        # Nothing of what is there already is told.
        self._opening = True
        self._look(_ROOT)
        self._opening = False

    async def round(self) -> int:
        """Ask for one act after the other; each is over when the writer has seen all of its states."""
        kit = self._kit
        self._changes = 0
        settled = 0
        self._send(_GO, 0, 0)
        while True:
            kind, key, act = _FRAME.unpack(await self._reader.readexactly(_FRAME.size))
            if kind == _DONE:
                return settled
            if kind == _ACTED:
                self._send(_GO, 0, 0)
            if kind == _SETTLED:
                file = self._file(self._leaves[key])
                settled += 1
                kit.emit(kit.kinds["settled"], key, act, file.digest)
                kit.sample(file.held_at)

    async def close(self) -> None:
        """Take leave of the writer and of all watches."""
        self._disarm(_ROOT)
        self._send(_BYE, 0, 0)
        self._writer.close()

    async def _watch_on(self, directory: bytes, notices: _Notices) -> None:
        async for names in notices:
            for name in names:
                # Editors save to a file of a hidden name first, which is nobody's business.
                if not name.startswith(b"."):
                    # Without a name the queue has overflowed: anything may have changed.
                    self._look(os.path.join(directory, name) if name else directory)

    def _look(self, path: bytes) -> None:
        """Look at a path and, where it is a directory, at all below it."""
        dirty = {path: None}
        while dirty:
            path, _ = dirty.popitem()
            if os.path.isdir(os.path.join(self._root, path)):
                dirty |= self._arm(path)
            else:
                if path in self._watches:
                    dirty |= self._gone(path)
                self._examine(path)

    def _arm(self, directory: bytes) -> dict[bytes, None]:
        """Watch first and look then, so that nothing falls between; give what is to be looked at.

        A notice about a directory that is watched already means that it was replaced: the old watch is of something
        that is gone.
        """
        dirty = self._gone(directory)
        path = os.path.join(self._root, directory)
        try:
            notices = _Notices(path)
            self._watches[directory] = notices, asyncio.create_task(self._watch_on(directory, notices))
            names = os.listdir(path)
        except FileNotFoundError:
            # Gone again: its parent has a notice of that.
            return dirty
        return dirty | {os.path.join(directory, name): None for name in names if not name.startswith(b".")}

    def _gone(self, directory: bytes) -> dict[bytes, None]:
        """Of what is known below a directory nothing holds any more: give it to be looked at."""
        self._disarm(directory)
        return {path: None for path in self._files if _is_below(path, directory)}

    def _disarm(self, directory: bytes) -> None:
        for path in [path for path in self._watches if path == directory or _is_below(path, directory)]:
            notices, watching = self._watches.pop(path)
            watching.cancel()
            notices.close()

    def _file(self, path: bytes) -> _File:
        known = self._files.get(path)
        if known is None:
            known = self._files[path] = _File(_STRAY_KEY)
        return known

    def _examine(self, path: bytes) -> None:
        kit, file = self._kit, self._file(path)
        before, digest = file.digest, _state(kit, os.path.join(self._root, path))
        if digest == before:
            return
        file.digest = digest
        file.held_at = kit.now()
        if self._opening:
            return
        if file.key == _STRAY_KEY:
            kit.emit(kit.kinds["stray"], _STRAY_KEY, 0, digest)
            return
        kind = "created" if before == _ABSENT else "removed" if digest == _ABSENT else "modified"
        kit.emit(kit.kinds[kind], file.key, self._changes, digest)
        self._changes += 1
        self._send(_STATE, file.key, digest)

    def _send(self, kind: int, a: int, b: int) -> None:
        # No drain: the writer answers before the next frame is due, so hardly anything is ever buffered.
        self._writer.write(_FRAME.pack(kind, a, b))


async def open(params: Params, kit: Kit) -> Tree:
    """Connect to the writer and arm the watches."""
    endpoint = kit.endpoint("writer")
    if not isinstance(endpoint, TcpEndpoint):
        raise ValueError('file_watch.tree needs the TCP endpoint "writer"')
    return Tree(params, kit, await asyncio.open_connection(endpoint.host, endpoint.port))


def _leaves(branches: int, depth: int) -> list[bytes]:
    """By key: of each branch the file at its end, then the one at its beginning."""
    leaves: list[bytes] = []
    for branch in range(branches):
        top = f"branch{branch}".encode()
        leaves += [os.path.join(top, *[b"inner"] * (depth - 1), b"leaf.txt"), os.path.join(top, b"first.txt")]
    return leaves


def _is_below(path: bytes, directory: bytes) -> bool:
    return directory == _ROOT or path.startswith(directory + b"/")


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
    except IsADirectoryError:
        # It came after the look that found none: the notice of that is on its way.
        return _ABSENT
    else:
        return digest
    finally:
        os.close(descriptor)
