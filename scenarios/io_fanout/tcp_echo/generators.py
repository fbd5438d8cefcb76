"""io_fanout.tcp_echo with generators: each end of each connection is one, and waits for its socket with a `yield`."""

import asyncio
import os
import socket

from evenloop_runner.generators import Readable, Steps, Writable, drive, join
from evenloop_runner.kit import Kit, Params, TcpEndpoint
from scenarios.io_fanout.tcp_echo.traffic import READ_BYTES, check, filling, listener, pack_header, prepare, tcp_of


def _send(sock: socket.socket, data: bytes) -> Steps[None]:
    """Send all. Most of the time all fits at once, and nothing is waited for."""
    while True:
        try:
            sent = sock.send(data)
        except BlockingIOError:
            sent = 0
        if sent == len(data):
            return
        data = data[sent:]
        yield Writable(sock.fileno())


def _receive(sock: socket.socket) -> Steps[bytes]:
    yield Readable(sock.fileno())
    return sock.recv(READ_BYTES)


def _echo(sock: socket.socket) -> Steps[None]:
    try:
        while data := (yield from _receive(sock)):
            yield from _send(sock, data)
    except ConnectionError:
        pass  # The client at the other end sees the same error and reports it.
    finally:
        sock.close()


class _Client:
    """Sends its next message when a reply is complete."""

    def __init__(self, kit: Kit, key: int, params: Params, sock: socket.socket) -> None:
        self._kit = kit
        self._sock = sock
        self._key = key
        self._size = params.integer("bytes")
        self._pipeline = params.integer("pipeline")
        self._nonce = bytes.fromhex(kit.nonce)
        self._filling = filling(self._nonce, self._size)
        self._sent_at = [0] * self._pipeline
        self._sent = 0
        self._total = 0
        self._rest = b""
        self.answered = 0
        kit.emit(kit.kinds["open"], key, 0, 0)

    def exchange(self, count: int) -> Steps[None]:
        """Send so many more messages; over after the last reply."""
        kit = self._kit
        now, sample, emit, crc32 = kit.now, kit.sample, kit.emit, kit.crc32
        reply, key, sent_at, pipeline = kit.kinds["reply"], self._key, self._sent_at, self._pipeline
        wanted = self.answered + count
        for _ in range(min(pipeline, count)):
            yield from self._send_next(now())
        for message in range(self.answered, wanted):
            data = yield from self._reply()
            # One reading ends this round trip and begins the next.
            at = now()
            latency_ns = at - sent_at[message % pipeline]
            if self._sent < wanted:
                yield from self._send_next(at)
            sample(latency_ns)
            emit(reply, key, message, crc32(data))
            self.answered = message + 1

    def end(self) -> Steps[None]:
        """Say that no more will come, and wait until the server has nothing more either."""
        kit = self._kit
        self._sock.shutdown(socket.SHUT_WR)
        while data := (yield from _receive(self._sock)):
            self._total += len(data)
        kit.emit(kit.kinds["end"], self._key, 0, 0)
        self._sock.close()
        kit.emit(kit.kinds["close"], self._key, 0, self._total)

    def drop(self) -> None:
        """End without a word: outside of rounds nothing is recorded."""
        self._sock.close()

    def _send_next(self, at: int) -> Steps[None]:
        message = self._sent
        self._sent_at[message % self._pipeline] = at
        self._sent = message + 1
        yield from _send(self._sock, pack_header(self._nonce, self._key, message) + self._filling)

    def _reply(self) -> Steps[bytes]:
        """Put one reply together from as many pieces as it came in."""
        data = self._rest
        while len(data) < self._size:
            piece = yield from _receive(self._sock)
            if not piece:
                raise ConnectionError(f"connection {self._key} ended early")
            self._total += len(piece)
            data = data + piece if data else piece
        if len(data) == self._size:
            self._rest = b""
            return data
        self._rest = data[self._size :]
        return data[: self._size]


class TcpEcho:
    """A server and its clients in one loop."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._params = params
        self._kit = kit
        self._connections = params.integer("connections")
        self._messages = params.integer("messages")
        self._listener, self._endpoint = listener(kit)
        self._serving = drive(self._serve())
        self._echoing: set[asyncio.Future[None]] = set()
        self._standing: list[_Client] = []

    def round(self) -> Steps[int]:
        """Connect all, then start all; over when the last is closed."""
        clients = yield from self._connect_all(self._kit.endpoint("peer") or self._endpoint)
        yield from join([self._play(client) for client in clients])
        return sum(client.answered for client in clients)

    def slice(self, operations: int) -> Steps[None]:
        """Spread the operations over connections that stay open from slice to slice."""
        if not self._standing:
            self._standing = yield from self._connect_all(self._endpoint)
        count = len(self._standing)
        yield from join([client.exchange((operations + key) // count) for key, client in enumerate(self._standing)])

    def close(self) -> None:
        """End the standing connections and the server."""
        for client in self._standing:
            client.drop()
        self._serving.cancel()

    def _serve(self) -> Steps[None]:
        with self._listener:
            while True:
                yield Readable(self._listener.fileno())
                sock, _ = self._listener.accept()
                prepare(sock)
                echoing = drive(_echo(sock))
                self._echoing.add(echoing)
                echoing.add_done_callback(self._echoing.discard)

    def _play(self, client: _Client) -> Steps[None]:
        yield from client.exchange(self._messages)
        yield from client.end()

    def _connect_all(self, server: object) -> Steps[list[_Client]]:
        peer = tcp_of(server)
        return (yield from join([self._connect(peer, key) for key in range(self._connections)]))

    def _connect(self, server: TcpEndpoint, key: int) -> Steps[_Client]:
        sock = socket.socket()
        prepare(sock)
        sock.connect_ex((server.host, server.port))
        yield Writable(sock.fileno())
        error = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if error:
            raise OSError(error, os.strerror(error))
        return _Client(self._kit, key, self._params, sock)


def open(params: Params, kit: Kit) -> TcpEcho:
    """Listen."""
    check(params)
    return TcpEcho(params, kit)
