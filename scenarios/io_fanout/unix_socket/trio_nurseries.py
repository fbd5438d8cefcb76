"""io_fanout.unix_socket with trio: an echo over socket streams, and three trials with socket files."""

import errno
import os
import socket
import struct

import trio

from evenloop_runner.kit import Kit, Params, TcpEndpoint, UnixEndpoint
from scenarios.io_fanout.shared.trio_sockets import Server, echo, receive_exactly, receive_rest

_HEADER = struct.Struct("<8sII")
# The number of the failure "connection refused".
_REFUSED = 2
# The bytes of two servers at one path.
_FIRST = 1
_SECOND = 2


class UnixSocket:
    """A server, its clients, and a few more servers that come and go."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._kit = kit
        self._connections = params.integer("connections")
        self._messages = params.integer("messages")
        self._bytes = params.integer("bytes")
        if self._bytes < _HEADER.size:
            raise ValueError("a message needs 16 bytes for its header")
        self._nonce = bytes.fromhex(kit.nonce)
        self._filling = (self._nonce * self._bytes)[: self._bytes - _HEADER.size]
        self._path = os.path.join(kit.directory, "echo.sock")
        self._server: Server | None = None

    async def listen(self) -> None:
        """Say where."""
        self._server = Server([await _listener_at(self._path, self._connections)], echo)
        self._kit.listening("server", UnixEndpoint(self._path))

    async def round(self) -> int:
        """Enact one pass; the answer is the number of round trips."""
        streams = [await self._connect() for _ in range(self._connections)]
        async with trio.open_nursery() as nursery:
            for key, stream in enumerate(streams):
                nursery.start_soon(self._exchange, key, stream)
        await self._try_files()
        await self._try_living(self._connections + 1)
        return self._connections * self._messages

    def close(self) -> None:
        """Listen no more."""
        if self._server is not None:
            self._server.close()

    async def _connect(self) -> trio.SocketStream:
        # In traced rounds the harness stands in between, on TCP.
        peer = self._kit.endpoint("peer")
        if isinstance(peer, TcpEndpoint):
            return await trio.open_tcp_stream(peer.host, peer.port)
        return await trio.open_unix_socket(self._path)

    async def _exchange(self, key: int, stream: trio.SocketStream) -> None:
        kit = self._kit
        reply = kit.kinds["reply"]
        kit.emit(kit.kinds["open"], key, 0, 0)
        for message in range(self._messages):
            async with trio.open_nursery() as nursery:
                # Beside each other: a great message does not fit into the buffers, and comes back before it has left.
                nursery.start_soon(stream.send_all, _HEADER.pack(self._nonce, key, message) + self._filling)
                kit.emit(reply, key, message, kit.crc32(await receive_exactly(stream, self._bytes)))
        await stream.send_eof()
        rest = await receive_rest(stream)
        await stream.aclose()
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
        async with trio.open_nursery() as nursery:
            first = _Visitor(await _listener_at(path), _FIRST, nursery)
            standing = await trio.open_unix_socket(path)
            listener = await _listen_at(path)
            second = None if listener is None else _Visitor(listener, _SECOND, nursery)
            kit.emit(kit.kinds["over_living"], key, 0, int(second is not None))
            kit.emit(kit.kinds["reached"], key, 0, await _ask_at(path))
            kit.emit(kit.kinds["stood"], key + 1, 0, await _ask(standing))
            await first.close()
            kit.emit(kit.kinds["reached"], key, 1, await _ask_at(path))
            if second is not None:
                await second.close()
        kit.emit(kit.kinds["left"], key + 2, 0, int(_remove(path)))


async def _listener_at(path: str, backlog: int = 128) -> trio.SocketListener:
    sock = trio.socket.socket(trio.socket.AF_UNIX)
    try:
        await sock.bind(path)
    except OSError:
        sock.close()
        raise
    sock.listen(backlog)
    return trio.SocketListener(sock)


class _Visitor:
    """A server that comes and goes. It answers everybody with one byte."""

    def __init__(self, listener: trio.SocketListener, byte: int, nursery: trio.Nursery) -> None:
        self._listener = listener
        self._byte = byte
        self._nursery = nursery
        self._scope = trio.CancelScope()
        self._closed = trio.Event()
        nursery.start_soon(self._serve)

    async def close(self) -> None:
        """Listen no more; whoever is there already is answered all the same."""
        self._scope.cancel()
        await self._closed.wait()

    async def _serve(self) -> None:
        with self._scope:
            await trio.serve_listeners(self._answer, [self._listener], handler_nursery=self._nursery)
        self._closed.set()

    async def _answer(self, stream: trio.SocketStream) -> None:
        await stream.receive_some(1)
        await stream.send_all(bytes([self._byte]))


async def _listen_at(path: str) -> trio.SocketListener | None:
    try:
        return await _listener_at(path)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            return None
        raise


async def _ask_at(path: str) -> int:
    """Give the byte of whoever answers there; 0: nobody."""
    try:
        stream = await trio.open_unix_socket(path)
    except OSError:
        return 0
    return await _ask(stream)


async def _ask(stream: trio.SocketStream) -> int:
    async with stream:
        try:
            await stream.send_all(b"?")
            answer = await receive_rest(stream)
        except trio.BrokenResourceError:
            return 0
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
        stream = await trio.open_unix_socket(path)
    except ConnectionRefusedError:
        return _REFUSED
    except OSError as error:
        return 1000 + (error.errno or 0)
    await stream.aclose()
    return 0


async def _can_listen(path: str) -> bool:
    listener = await _listen_at(path)
    if listener is not None:
        await listener.aclose()
    return listener is not None


async def open(params: Params, kit: Kit) -> UnixSocket:
    """Listen."""
    workload = UnixSocket(params, kit)
    await workload.listen()
    return workload
