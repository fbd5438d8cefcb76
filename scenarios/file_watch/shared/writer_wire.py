"""What a workload of file_watch and the harness's writer tell each other: frames of three numbers over one TCP connection."""

import asyncio
import socket
import struct
from collections.abc import Callable, Iterator
from typing import TypeAlias

from evenloop_runner.kit import Kit, TcpEndpoint

_FRAME = struct.Struct("<III")
FRAME_BYTES = _FRAME.size
# By names of their own: CPython binds a method of an imported name anew at every call.
pack_frame = _FRAME.pack
unpack_frame = _FRAME.unpack
unpack_frame_from = _FRAME.unpack_from

# What a workload tells the writer. With `STATE` go the key of a file and the digest of what it holds.
GO, STATE, BYE = 1, 2, 3
# What the writer tells. With `SETTLED` go the key of a file and the number of what was done to it.
SETTLED, DONE, ACTED = 1, 3, 4

Streams: TypeAlias = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def open_streams(kit: Kit) -> Streams:
    """Connect to the writer."""
    endpoint = _endpoint(kit)
    return await asyncio.open_connection(endpoint.host, endpoint.port)


def open_socket(kit: Kit) -> socket.socket:
    """Connect to the writer. The socket does not block any more when that is done."""
    endpoint = _endpoint(kit)
    writer = socket.create_connection((endpoint.host, endpoint.port))
    writer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    writer.setblocking(False)
    return writer


def _endpoint(kit: Kit) -> TcpEndpoint:
    endpoint = kit.endpoint("writer")
    if not isinstance(endpoint, TcpEndpoint):
        raise ValueError('file_watch needs the TCP endpoint "writer"')
    return endpoint


def sender(write: Callable[[bytes], object]) -> Callable[[int, int, int], None]:
    """Give the function that sends a frame, by the `write` of a stream or the `send` of a socket.

    Nothing is drained and nothing sent again: frames are few and short beside what a socket buffers.
    """

    def send(kind: int, a: int, b: int) -> None:
        write(pack_frame(kind, a, b))

    return send


class FrameCutter:
    """Cuts into frames what a socket gives."""

    __slots__ = ("_rest",)

    def __init__(self) -> None:
        self._rest = b""

    def cut(self, data: bytes) -> Iterator[tuple[int, int, int]]:
        """Give the frames that are whole now."""
        frames = self._rest + data
        whole = len(frames) - len(frames) % FRAME_BYTES
        self._rest = frames[whole:]
        return _FRAME.iter_unpack(frames[:whole])
