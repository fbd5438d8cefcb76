"""io_fanout.tcp_echo with callbacks: plain sockets, and a loop that calls back when one can be read."""

import asyncio
import os
import socket
import struct
from collections.abc import Callable

from evenloop_runner.kit import Kit, Params, TcpEndpoint

_HEADER = struct.Struct("<8sII")
# Room for all connections of a round at once: whoever finds none tries again after a second.
_BACKLOG = 1024
_READ_BYTES = 65536


class _Sender:
    """Sends on a socket that never blocks; what does not fit follows when the loop says that there is room."""

    def __init__(self, sock: socket.socket) -> None:
        self._loop = asyncio.get_running_loop()
        self._sock = sock
        self._waiting = bytearray()

    def send(self, data: bytes) -> None:
        if self._waiting:
            self._waiting += data
            return
        sent = _send_some(self._sock, data)
        if sent < len(data):
            self._waiting += data[sent:]
            self._loop.add_writer(self._sock, self._flush)

    def _flush(self) -> None:
        del self._waiting[: _send_some(self._sock, self._waiting)]
        if not self._waiting:
            self._loop.remove_writer(self._sock)


class _Echo:
    """Writes back what it reads. What is buffered is bounded by what the clients have under way."""

    def __init__(self, sock: socket.socket) -> None:
        self._loop = asyncio.get_running_loop()
        self._sock = sock
        self._send = _Sender(sock).send
        self._loop.add_reader(sock, self._came)

    def _came(self) -> None:
        try:
            data = self._sock.recv(_READ_BYTES)
        except BlockingIOError:
            return
        except ConnectionError:
            data = b""  # The client at the other end sees the same error and reports it.
        if data:
            self._send(data)
            return
        self._loop.remove_reader(self._sock)
        self._loop.remove_writer(self._sock)
        self._sock.close()


class _Client:
    """Sends its next message when a reply is complete."""

    def __init__(self, kit: Kit, key: int, params: Params, sock: socket.socket) -> None:
        self._kit = kit
        self._now, self._sample, self._emit, self._crc32 = kit.now, kit.sample, kit.emit, kit.crc32
        self._loop = asyncio.get_running_loop()
        self._sock = sock
        self._send_bytes = _Sender(sock).send
        self._reply_kind = kit.kinds["reply"]
        self._key = key
        self._size = params.integer("bytes")
        self._pipeline = params.integer("pipeline")
        self._nonce = bytes.fromhex(kit.nonce)
        self._filling = _filling(self._nonce, self._size)
        self._sent_at = [0] * self._pipeline
        self._wanted = 0
        self._sent = 0
        self._received = 0
        self._digest = 0
        self._total = 0
        self._when_answered: Callable[[], None] = _nothing
        self._when_closed: Callable[[], None] = _nothing
        self.answered = 0
        kit.emit(kit.kinds["open"], key, 0, 0)
        self._loop.add_reader(sock, self._came)

    def exchange(self, count: int, answered: Callable[[], None]) -> None:
        """Send so many more messages and call back after the last reply."""
        self._when_answered = answered
        self._wanted += count
        while self._sent < self._wanted and self._sent - self.answered < self._pipeline:
            self._send(self._now())
        if count == 0:
            answered()

    def play(self, count: int, closed: Callable[[], None]) -> None:
        """Send so many messages, end, and call back when the connection is closed."""
        self.exchange(count, lambda: self.end(closed))

    def end(self, closed: Callable[[], None]) -> None:
        """Say that no more will come, and call back when the server has nothing more either."""
        self._when_closed = closed
        self._sock.shutdown(socket.SHUT_WR)

    def drop(self) -> None:
        """End without a word: outside of rounds nothing is recorded."""
        self._loop.remove_reader(self._sock)
        self._sock.close()

    def _came(self) -> None:
        """Take a piece of the stream: part of a reply, or the end of one and the beginning of the next."""
        try:
            data = self._sock.recv(_READ_BYTES)
        except BlockingIOError:
            return
        if not data:
            self._ended()
            return
        length = len(data)
        self._total += length
        if self._received == 0 and length == self._size:
            self._replied(self._crc32(data))
            return
        at = 0
        while at < length:
            part = data[at : at + self._size - self._received]
            self._digest = self._crc32(part, self._digest)
            self._received += len(part)
            at += len(part)
            if self._received == self._size:
                digest = self._digest
                self._received = self._digest = 0
                self._replied(digest)

    def _send(self, at: int) -> None:
        message = self._sent
        self._sent_at[message % self._pipeline] = at
        self._sent = message + 1
        self._send_bytes(_HEADER.pack(self._nonce, self._key, message) + self._filling)

    def _replied(self, digest: int) -> None:
        message = self.answered
        # One reading ends this round trip and begins the next.
        at = self._now()
        latency_ns = at - self._sent_at[message % self._pipeline]
        self.answered = message + 1
        if self._sent < self._wanted:
            self._send(at)
        self._sample(latency_ns)
        self._emit(self._reply_kind, self._key, message, digest)
        if self.answered == self._wanted:
            self._when_answered()

    def _ended(self) -> None:
        kit = self._kit
        kit.emit(kit.kinds["end"], self._key, 0, 0)
        self._loop.remove_reader(self._sock)
        self._loop.remove_writer(self._sock)
        self._sock.close()
        kit.emit(kit.kinds["close"], self._key, 0, self._total)
        if self.answered < self._wanted:
            self._when_answered = _nothing
        self._when_closed()


class TcpEcho:
    """A server and its clients in one loop."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._params = params
        self._kit = kit
        self._loop = asyncio.get_running_loop()
        self._connections = params.integer("connections")
        self._messages = params.integer("messages")
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=_BACKLOG)
        self._listener.setblocking(False)
        self._loop.add_reader(self._listener, self._accept)
        host, port = self._listener.getsockname()
        self._endpoint = TcpEndpoint(host, port)
        kit.listening("server", self._endpoint)
        self._standing: list[_Client] = []

    def round(self) -> asyncio.Future[int]:
        """Connect all, then start all; the future is done when the last is closed."""
        done: asyncio.Future[int] = self._loop.create_future()

        def play(clients: list[_Client]) -> None:
            closed = _count_down(len(clients), lambda: done.set_result(sum(client.answered for client in clients)))
            for client in clients:
                client.play(self._messages, closed)

        self._connect_all(self._kit.endpoint("peer") or self._endpoint, play, done)
        return done

    def slice(self, operations: int) -> asyncio.Future[None]:
        """Spread the operations over connections that stay open from slice to slice."""
        done: asyncio.Future[None] = self._loop.create_future()

        def exchange(clients: list[_Client]) -> None:
            self._standing = clients
            answered = _count_down(len(clients), lambda: done.set_result(None))
            for key, client in enumerate(clients):
                client.exchange((operations + key) // len(clients), answered)

        if self._standing:
            exchange(self._standing)
        else:
            self._connect_all(self._endpoint, exchange, done)
        return done

    def close(self) -> None:
        """End the standing connections and the server."""
        for client in self._standing:
            client.drop()
        self._loop.remove_reader(self._listener)
        self._listener.close()

    def _accept(self) -> None:
        try:
            while True:
                sock, _ = self._listener.accept()
                _prepare(sock)
                _Echo(sock)
        except BlockingIOError:
            return

    def _connect_all(
        self,
        server: object,
        opened: Callable[[list[_Client]], None],
        failed: "asyncio.Future[int] | asyncio.Future[None]",
    ) -> None:
        if not isinstance(server, TcpEndpoint):
            raise TypeError("io_fanout.tcp_echo needs a TCP endpoint")
        clients: dict[int, _Client] = {}

        def connected(key: int, sock: socket.socket) -> None:
            self._loop.remove_writer(sock)
            error = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
            if error and not failed.done():
                failed.set_exception(OSError(error, os.strerror(error)))
            if error:
                return
            clients[key] = _Client(self._kit, key, self._params, sock)
            if len(clients) == self._connections:
                opened([clients[key] for key in range(self._connections)])

        for key in range(self._connections):
            sock = socket.socket()
            _prepare(sock)
            sock.connect_ex((server.host, server.port))
            self._loop.add_writer(sock, connected, key, sock)


def open(params: Params, kit: Kit) -> TcpEcho:
    """Listen."""
    if params.integer("bytes") < _HEADER.size:
        raise ValueError("a message needs 16 bytes for its header")
    if params.integer("pipeline") < 1:
        raise ValueError("at least one message must be under way")
    return TcpEcho(params, kit)


def _prepare(sock: socket.socket) -> None:
    sock.setblocking(False)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def _send_some(sock: socket.socket, data: bytes | bytearray) -> int:
    try:
        return sock.send(data)
    except BlockingIOError:
        return 0


def _count_down(count: int, done: Callable[[], None]) -> Callable[[], None]:
    """Call back when called so many times."""
    left = count

    def step() -> None:
        nonlocal left
        left -= 1
        if left == 0:
            done()

    return step


def _nothing() -> None:
    pass


def _filling(nonce: bytes, size: int) -> bytes:
    """What follows the header of nonce, connection and message: the nonce over and over."""
    length = size - _HEADER.size
    return (nonce * (length // len(nonce) + 1))[:length]
