"""io_fanout.tcp_echo with callbacks: plain sockets, and a loop that calls back when one can be read."""

import asyncio
import os
import socket
from collections.abc import Callable

from evenloop_runner.kit import Kit, Params
from scenarios.io_fanout.tcp_echo.conversation import Conversation, nothing
from scenarios.io_fanout.tcp_echo.traffic import READ_BYTES, check, listener, prepare, tcp_of


class _Sender:
    """Sends on a socket that never blocks; what does not fit follows when the loop says that there is room."""

    def __init__(self, sock: socket.socket) -> None:
        self._loop = asyncio.get_running_loop()
        self._sock = sock
        self._waiting = bytearray()

    def write(self, data: bytes) -> None:
        if self._waiting:
            self._waiting += data
            return
        sent = _send_some(self._sock, data)
        if sent < len(data):
            self._waiting += data[sent:]
            self._loop.add_writer(self._sock.fileno(), self._flush)

    def _flush(self) -> None:
        del self._waiting[: _send_some(self._sock, self._waiting)]
        if not self._waiting:
            self._loop.remove_writer(self._sock.fileno())


class _Echo:
    """Writes back what it reads. What is buffered is bounded by what the clients have under way."""

    def __init__(self, sock: socket.socket) -> None:
        self._loop = asyncio.get_running_loop()
        self._sock = sock
        self._write = _Sender(sock).write
        self._loop.add_reader(sock.fileno(), self._came)

    def _came(self) -> None:
        try:
            data = self._sock.recv(READ_BYTES)
        except BlockingIOError:
            return
        except ConnectionError:
            data = b""  # The client at the other end sees the same error and reports it.
        if data:
            self._write(data)
            return
        self._loop.remove_reader(self._sock.fileno())
        self._loop.remove_writer(self._sock.fileno())
        self._sock.close()


class _Client(Conversation):
    """The conversation is fed by the loop, which calls back when there is something to read."""

    def __init__(self, kit: Kit, key: int, params: Params, sock: socket.socket) -> None:
        super().__init__(kit, key, params)
        self._loop = asyncio.get_running_loop()
        self._sock = sock
        self._writer = _Sender(sock)
        self._when_closed: Callable[[], None] = nothing
        kit.emit(kit.kinds["open"], key, 0, 0)
        self._loop.add_reader(sock.fileno(), self._came)

    def play(self, count: int, closed: Callable[[], None]) -> None:
        """Send so many messages, end, and call back when the connection is closed."""
        self.ask(count, lambda: self.end(closed))

    def end(self, closed: Callable[[], None]) -> None:
        """Say that no more will come, and call back when the server has nothing more either."""
        self._when_closed = closed
        self._sock.shutdown(socket.SHUT_WR)

    def drop(self) -> None:
        """End without a word: outside of rounds nothing is recorded."""
        self._loop.remove_reader(self._sock.fileno())
        self._sock.close()

    def _came(self) -> None:
        try:
            data = self._sock.recv(READ_BYTES)
        except BlockingIOError:
            return
        if data:
            self.data_received(data)
        else:
            self._ended()

    def _ended(self) -> None:
        kit = self._kit
        kit.emit(kit.kinds["end"], self._key, 0, 0)
        self._loop.remove_reader(self._sock.fileno())
        self._loop.remove_writer(self._sock.fileno())
        self._sock.close()
        kit.emit(kit.kinds["close"], self._key, 0, self._total)
        if self.answered < self._wanted:
            self._when_answered = nothing
        self._when_closed()


class TcpEcho:
    """A server and its clients in one loop."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._params = params
        self._kit = kit
        self._loop = asyncio.get_running_loop()
        self._connections = params.integer("connections")
        self._messages = params.integer("messages")
        self._listener, self._endpoint = listener(kit)
        self._loop.add_reader(self._listener.fileno(), self._accept)
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
                client.ask((operations + key) // len(clients), answered)

        if self._standing:
            exchange(self._standing)
        else:
            self._connect_all(self._endpoint, exchange, done)
        return done

    def close(self) -> None:
        """End the standing connections and the server."""
        for client in self._standing:
            client.drop()
        self._loop.remove_reader(self._listener.fileno())
        self._listener.close()

    def _accept(self) -> None:
        try:
            while True:
                sock, _ = self._listener.accept()
                prepare(sock)
                _Echo(sock)
        except BlockingIOError:
            return

    def _connect_all(
        self,
        server: object,
        opened: Callable[[list[_Client]], None],
        failed: "asyncio.Future[int] | asyncio.Future[None]",
    ) -> None:
        peer = tcp_of(server)
        clients: dict[int, _Client] = {}

        def connected(key: int, sock: socket.socket) -> None:
            self._loop.remove_writer(sock.fileno())
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
            prepare(sock)
            sock.connect_ex((peer.host, peer.port))
            self._loop.add_writer(sock.fileno(), connected, key, sock)


def open(params: Params, kit: Kit) -> TcpEcho:
    """Listen."""
    check(params)
    return TcpEcho(params, kit)


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
