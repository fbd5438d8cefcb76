"""What the scenarios of file_watch share, bare: a notice is followed by a read, and what the file holds goes to the writer."""

import asyncio
import os
import struct
from collections.abc import Callable
from zlib import crc32

from place import Place

from evenloop_runner import inotify

FRAME = struct.Struct("<III")
_STATE = 2
_MASK = inotify.MODIFY | inotify.CREATE | inotify.DELETE | inotify.MOVED_FROM | inotify.MOVED_TO


async def open_watching(
    names: list[bytes], place: Place
) -> tuple[asyncio.StreamReader, Callable[[int, int, int], None]]:
    """The writer's stream, and how to send it a frame."""
    if place.writer is None:
        raise ValueError("nobody writes the files")
    reader, writer = await asyncio.open_connection(place.writer.host, place.writer.port)
    directory = os.fsencode(place.directory)
    digests = {name: _digest(os.path.join(directory, name)) for name in names}
    keys = {name: key for key, name in enumerate(names)}
    watch = inotify.Watch(directory, _MASK)

    def send(kind: int, a: int, b: int) -> None:
        writer.write(FRAME.pack(kind, a, b))

    async def follow() -> None:
        came = asyncio.Event()
        asyncio.get_running_loop().add_reader(watch.fileno(), came.set)
        while await came.wait():
            came.clear()
            for name in dict.fromkeys(notice.name for notice in watch.read()):
                if name in keys:
                    examine(name)

    def examine(name: bytes) -> None:
        digest = _digest(os.path.join(directory, name))
        if digest != digests[name]:
            digests[name] = digest
            send(_STATE, keys[name], digest)

    _running.add(asyncio.create_task(follow()))
    return reader, send


# The loop itself keeps only a weak reference to a task.
_running: set[asyncio.Task[None]] = set()


def _digest(path: bytes) -> int:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        digest = 0
        while data := os.read(descriptor, 65536):
            digest = crc32(data, digest)
        return digest
    finally:
        os.close(descriptor)
