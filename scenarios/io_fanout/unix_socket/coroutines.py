"""io_fanout.unix_socket with coroutines: an echo over streams, and three trials with socket files."""

import asyncio
import errno
import os
import socket
import struct
from collections.abc import Awaitable, Callable

from evenloop_runner.kit import Kit, Params, TcpEndpoint, UnixEndpoint
from evenloop_runner.loops import refuse_without
from scenarios.io_fanout.shared.sockets import Listening, echo

_HEADER = struct.Struct("<8sII")
# The number of the failure "connection refused".
_REFUSED = 2
# The bytes of two servers at one path.
_FIRST = 1
_SECOND = 2

_Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class UnixSocket(Listening):
    """A server, its clients, and a few more servers that come and go."""

    def __init__(self, params: Params, kit: Kit) -> None:
        super().__init__(kit)
        self._connections = params.integer("connections")
        self._messages = params.integer("messages")
        self._bytes = params.integer("bytes")
        if self._bytes < _HEADER.size:
            raise ValueError("a message needs 16 bytes for its header")
        self._nonce = bytes.fromhex(kit.nonce)
        self._filling = (self._nonce * self._bytes)[: self._bytes - _HEADER.size]
        self._path = os.path.join(kit.directory, "echo.sock")

    async def listen(self) -> None:
        """Say where."""
        self._server = await asyncio.start_unix_server(echo, self._path, backlog=self._connections)
        self._kit.listening("server", UnixEndpoint(self._path))

    async def round(self) -> int:
        """Enact one pass; the answer is the number of round trips."""
        streams = await asyncio.gather(*[self._connect() for _ in range(self._connections)])
        await asyncio.gather(*[self._exchange(key, *pair) for key, pair in enumerate(streams)])
        await self._try_files()
        await self._try_living(self._connections + 1)
        return self._connections * self._messages

    async def _connect(self) -> _Streams:
        # In traced rounds the harness stands in between, on TCP.
        peer = self._kit.endpoint("peer")
        if isinstance(peer, TcpEndpoint):
            return await asyncio.open_connection(peer.host, peer.port)
        return await asyncio.open_unix_connection(self._path)

    async def _exchange(self, key: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        kit = self._kit
        reply = kit.kinds["reply"]
        kit.emit(kit.kinds["open"], key, 0, 0)
        for message in range(self._messages):
            writer.write(_HEADER.pack(self._nonce, key, message) + self._filling)
            kit.emit(reply, key, message, kit.crc32(await reader.readexactly(self._bytes)))
        writer.write_eof()
        rest = await reader.read()
        writer.close()
        await writer.wait_closed()
        kit.emit(kit.kinds["end"], key, 0, self._messages * self._bytes + len(rest))

    async def _try_files(self) -> None:
        kit = self._kit
        stale, own = (os.path.join(kit.directory, name) for name in ("stale.sock", "own.sock"))
        _leave_stale(stale)
        kit.emit(kit.kinds["refused"], self._connections, 0, await _knock(stale))
        kit.emit(kit.kinds["over_stale"], self._connections, 0, int(await _can_listen(stale)))
        await _can_listen(own)
        kit.emit(kit.kinds["left"], self._connections, 0, int(_remove(own)))
        _remove(stale)

    async def _try_living(self, key: int) -> None:
        """Two servers at one path: the second one comes while the first one lives."""
        kit = self._kit
        path = os.path.join(kit.directory, "living.sock")
        first = await asyncio.start_unix_server(_answering(_FIRST), path)
        standing = await asyncio.open_unix_connection(path)
        second = await _listen_at(path)
        kit.emit(kit.kinds["over_living"], key, 0, int(second is not None))
        kit.emit(kit.kinds["reached"], key, 0, await _ask_at(path))
        kit.emit(kit.kinds["stood"], key + 1, 0, await _ask(*standing))
        await _close(first)
        kit.emit(kit.kinds["reached"], key, 1, await _ask_at(path))
        if second is not None:
            await _close(second)
        kit.emit(kit.kinds["left"], key + 2, 0, int(_remove(path)))


def _answering(byte: int) -> Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.write(bytes([byte]))
        writer.close()

    return answer


async def _listen_at(path: str) -> asyncio.Server | None:
    try:
        return await asyncio.start_unix_server(_answering(_SECOND), path)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            return None
        raise


async def _close(server: asyncio.Server) -> None:
    server.close()
    await server.wait_closed()


async def _ask_at(path: str) -> int:
    """Give the byte of whoever answers there; 0: nobody."""
    try:
        reader, writer = await asyncio.open_unix_connection(path)
    except OSError:
        return 0
    return await _ask(reader, writer)


async def _ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> int:
    try:
        writer.write(b"?")
        answer = await reader.read()
    except OSError:
        return 0
    writer.close()
    return answer[0] if answer else 0


def _leave_stale(path: str) -> None:
    """Leave what a server leaves that dies: its file."""
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(path)
        server.listen()


def _remove(path: str) -> bool:
    """Tell whether it was there."""
    try:
        os.unlink(path)
    except FileNotFoundError:
        return False
    return True


async def _knock(path: str) -> int:
    """Give the number of the failure; 0 when somebody opened."""
    try:
        _, writer = await asyncio.open_unix_connection(path)
    except ConnectionRefusedError:
        return _REFUSED
    except OSError as error:
        return 1000 + (error.errno or 0)
    writer.close()
    return 0


async def _can_listen(path: str) -> bool:
    server = await _listen_at(path)
    if server is not None:
        await _close(server)
    return server is not None


async def open(params: Params, kit: Kit) -> UnixSocket:
    """Listen."""
    await refuse_without("create_unix_server", asyncio.Protocol)
    workload = UnixSocket(params, kit)
    await workload.listen()
    return workload
