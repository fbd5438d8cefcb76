"""file_watch.lifecycle with callbacks: the loop calls back when the watch or the writer's socket can be read."""

import asyncio
import os
import socket
import struct

from evenloop_runner import inotify
from evenloop_runner.kit import Kit, Params, TcpEndpoint

_FRAME = struct.Struct("<III")
_GO, _STATE, _BYE = 1, 2, 3
_SETTLED, _DONE, _ACTED = 1, 3, 4
_STRAY_KEY = 0xFFFF_FFFF
# Where the digest of a content would stand.
_ABSENT = 0xFFFF_FFFF
# What libuv asks for, too: without the notice for a closed file, which would have each write read twice.
_MASK = inotify.MODIFY | inotify.CREATE | inotify.DELETE | inotify.MOVED_FROM | inotify.MOVED_TO


class _File:
    """A file of the directory, there or not. The key is `_STRAY_KEY` for all that nobody touches."""

    __slots__ = ("digest", "held_at", "key", "path")

    def __init__(self, path: bytes, key: int, digest: int) -> None:
        self.path = path
        self.key = key
        self.digest = digest
        self.held_at = 0


class Lifecycle:
    """Watches the directory and tells the writer what it sees."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._kit = kit
        self._loop = asyncio.get_running_loop()
        self._directory = os.path.join(os.fsencode(kit.directory), b"watched")
        self._writer = _connect(kit)
        self._rest = b""
        self._changes = 0
        self._settled = 0
        self._done: asyncio.Future[int] | None = None
        self._files = _snapshot(kit, self._directory, 2 * params.integer("pairs"))
        self._watch = inotify.Watch(self._directory, _MASK)
        self._loop.add_reader(self._watch.fileno(), self._noticed)
        self._loop.add_reader(self._writer, self._answered)

    def round(self) -> asyncio.Future[int]:
        """Ask for the first act; the future is done when the writer is."""
        self._changes = 0
        self._settled = 0
        self._done = self._loop.create_future()
        self._send(_GO, 0, 0)
        return self._done

    def close(self) -> None:
        """Take leave of the writer and of the watch."""
        self._loop.remove_reader(self._watch.fileno())
        self._loop.remove_reader(self._writer)
        self._watch.close()
        self._send(_BYE, 0, 0)
        self._writer.close()

    def _noticed(self) -> None:
        # Notices of one turn that name the same file need one look at it.
        for name in dict.fromkeys(notice.name for notice in self._watch.read()):
            # Without a name the queue has overflowed: anything may have changed.
            for each in [name] if name else {*self._files, *os.listdir(self._directory)}:
                # Editors save to a file of a hidden name first, which is nobody's business.
                if not each.startswith(b"."):
                    self._examine(self._file(each))

    def _file(self, name: bytes) -> _File:
        known = self._files.get(name)
        if known is None:
            known = self._files[name] = _File(os.path.join(self._directory, name), _STRAY_KEY, _ABSENT)
        return known

    def _examine(self, file: _File) -> None:
        kit, before, digest = self._kit, file.digest, _state(self._kit, file.path)
        if digest == before:
            return
        file.digest = digest
        file.held_at = kit.now()
        if file.key == _STRAY_KEY:
            kit.emit(kit.kinds["stray"], _STRAY_KEY, 0, digest)
            return
        kind = "created" if before == _ABSENT else "removed" if digest == _ABSENT else "modified"
        kit.emit(kit.kinds[kind], file.key, self._changes, digest)
        self._changes += 1
        self._send(_STATE, file.key, digest)

    def _answered(self) -> None:
        data = self._writer.recv(4096)
        if not data:
            self._lost_the_writer()
            return
        frames = self._rest + data
        whole = len(frames) - len(frames) % _FRAME.size
        for kind, key, act in _FRAME.iter_unpack(frames[:whole]):
            self._answer(kind, key, act)
        self._rest = frames[whole:]

    def _answer(self, kind: int, key: int, act: int) -> None:
        if self._done is None:
            return
        if kind == _DONE:
            self._done.set_result(self._settled)
            self._done = None
        elif kind == _SETTLED:
            self._settle(key, act)
        elif kind == _ACTED:
            self._send(_GO, 0, 0)

    def _settle(self, key: int, act: int) -> None:
        file = self._file(_name_of(key))
        self._settled += 1
        self._kit.emit(self._kit.kinds["settled"], key, act, file.digest)
        self._kit.sample(file.held_at)

    def _lost_the_writer(self) -> None:
        self._loop.remove_reader(self._writer)
        if self._done is not None:
            self._done.set_exception(ConnectionError("the writer went away"))
            self._done = None

    def _send(self, kind: int, a: int, b: int) -> None:
        # A frame always fits: the writer answers before the next one is due.
        self._writer.send(_FRAME.pack(kind, a, b))


def open(params: Params, kit: Kit) -> Lifecycle:
    """Connect to the writer and arm the watch."""
    return Lifecycle(params, kit)


def _connect(kit: Kit) -> socket.socket:
    endpoint = kit.endpoint("writer")
    if not isinstance(endpoint, TcpEndpoint):
        raise ValueError('file_watch.lifecycle needs the TCP endpoint "writer"')
    writer = socket.create_connection((endpoint.host, endpoint.port))
    writer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    writer.setblocking(False)
    return writer


def _name_of(key: int) -> bytes:
    return f"item{key}.txt".encode()


def _snapshot(kit: Kit, directory: bytes, files: int) -> dict[bytes, _File]:
    """What there is before the watch is armed, and what there may be later."""
    known = {_name_of(key): _File(os.path.join(directory, _name_of(key)), key, _ABSENT) for key in range(files)}
    for name in os.listdir(directory):
        path = os.path.join(directory, name)
        known.setdefault(name, _File(path, _STRAY_KEY, _ABSENT)).digest = _state(kit, path)
    return known


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
