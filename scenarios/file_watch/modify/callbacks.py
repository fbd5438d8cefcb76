"""file_watch.modify with callbacks: the loop calls back when the watch or the writer's socket can be read."""

import asyncio
import os
import socket
import struct

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


class Modify:
    """Watches the directory and tells the writer what it sees."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._kit = kit
        kinds = kit.kinds
        self._modified_kind, self._settled_kind, self._stray_kind = kinds["modified"], kinds["settled"], kinds["stray"]
        self._loop = asyncio.get_running_loop()
        self._directory = os.fsencode(kit.directory)
        self._writer = _connect(kit)
        self._rest = b""
        self._modified = 0
        self._settled = 0
        self._done: asyncio.Future[int] | None = None
        self._own_file = os.open(os.path.join(self._directory, _OWN), os.O_CREAT | os.O_WRONLY)
        self._own_writes = 0
        self._own_content = bytearray(params.integer("bytes"))
        self._left = 0
        self._sliced: asyncio.Future[None] | None = None
        self._files = _snapshot(kit, self._directory, params.integer("files"))
        self._own = self._file(_OWN)
        self._edited = [self._file(_name_of(key)) for key in range(params.integer("files"))]
        self._watch = inotify.Watch(kit.directory, _MASK)
        self._loop.add_reader(self._watch.fileno(), self._noticed)
        self._loop.add_reader(self._writer, self._answered)

    def round(self) -> asyncio.Future[int]:
        """Ask for the first edit; the future is done when the writer is."""
        self._modified = 0
        self._settled = 0
        self._done = self._loop.create_future()
        self._send(_GO, 0, 0)
        return self._done

    def slice(self, operations: int) -> asyncio.Future[None]:
        """Write the own file so many times, each time after the last write was noticed."""
        self._left = operations
        self._sliced = self._loop.create_future()
        self._write_own()
        return self._sliced

    def close(self) -> None:
        """Take leave of the writer and of the watch."""
        self._loop.remove_reader(self._watch.fileno())
        self._loop.remove_reader(self._writer)
        self._watch.close()
        self._send(_BYE, 0, 0)
        self._writer.close()
        os.close(self._own_file)

    def _noticed(self) -> None:
        # Notices of one turn that name the same file need one look at it.
        for name in dict.fromkeys(notice.name for notice in self._watch.read()):
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
            self._own_changed()
        elif self._done is not None:
            self._report(file)

    def _report(self, file: _File) -> None:
        kit = self._kit
        if file.key == _STRAY_KEY:
            kit.emit(self._stray_kind, _STRAY_KEY, 0, file.digest)
            return
        kit.emit(self._modified_kind, file.key, self._modified, file.digest)
        self._modified += 1
        self._send(_STATE, file.key, file.digest)

    def _answered(self) -> None:
        data = self._writer.recv(4096)
        if not data:
            self._lost_the_writer()
            return
        frames = self._rest + data
        whole = len(frames) - len(frames) % _FRAME.size
        for kind, key, edit in _FRAME.iter_unpack(frames[:whole]):
            self._answer(kind, key, edit)
        self._rest = frames[whole:]

    def _answer(self, kind: int, key: int, edit: int) -> None:
        if self._done is None:
            return
        if kind == _DONE:
            self._done.set_result(self._settled)
            self._done = None
            return
        if kind == _SETTLED:
            self._settle(key, edit)
        self._send(_GO, 0, 0)

    def _settle(self, key: int, edit: int) -> None:
        file = self._edited[key]
        self._settled += 1
        self._kit.emit(self._settled_kind, key, edit, file.digest)
        self._kit.sample(file.held_at)

    def _lost_the_writer(self) -> None:
        self._loop.remove_reader(self._writer)
        if self._done is not None:
            self._done.set_exception(ConnectionError("the writer went away"))
            self._done = None

    def _own_changed(self) -> None:
        self._left -= 1
        if self._left > 0:
            self._write_own()
        elif self._sliced is not None:
            self._sliced.set_result(None)

    def _write_own(self) -> None:
        # One call to the system and so one notice: nothing is left over when the slice ends.
        self._own_writes += 1
        _OWN_NUMBER.pack_into(self._own_content, 0, self._own_writes)
        os.pwrite(self._own_file, self._own_content, 0)

    def _send(self, kind: int, a: int, b: int) -> None:
        # A frame always fits: the writer answers before the next one is due.
        self._writer.send(_FRAME.pack(kind, a, b))


def open(params: Params, kit: Kit) -> Modify:
    """Connect to the writer and arm the watch."""
    return Modify(params, kit)


def _connect(kit: Kit) -> socket.socket:
    endpoint = kit.endpoint("writer")
    if not isinstance(endpoint, TcpEndpoint):
        raise ValueError('file_watch.modify needs the TCP endpoint "writer"')
    writer = socket.create_connection((endpoint.host, endpoint.port))
    writer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    writer.setblocking(False)
    return writer


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
