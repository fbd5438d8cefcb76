"""io_fanout.tcp_echo with protocols: transports call what a protocol defines."""

import asyncio
import struct

from evenloop_runner.kit import Kit, Params, TcpEndpoint

_HEADER = struct.Struct("<8sII")
# Room for all connections of a round at once: whoever finds none tries again after a second.
_BACKLOG = 1024


class _Echo(asyncio.Protocol):
    """Writes back what it reads. What is buffered is bounded by what the clients have under way."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._write = transport.write

    def data_received(self, data: bytes) -> None:
        self._write(data)


class _Client(asyncio.Protocol):
    """Sends its next message when a reply is complete."""

    def __init__(self, kit: Kit, key: int, size: int, pipeline: int) -> None:
        loop = asyncio.get_running_loop()
        self._kit = kit
        self._now, self._sample, self._emit, self._crc32 = kit.now, kit.sample, kit.emit, kit.crc32
        self._reply_kind = kit.kinds["reply"]
        self._key = key
        self._size = size
        self._pipeline = pipeline
        self._nonce = bytes.fromhex(kit.nonce)
        self._filling = _filling(self._nonce, size)
        self._sent_at = [0] * pipeline
        self._wanted = 0
        self._sent = 0
        self._received = 0
        self._digest = 0
        self._total = 0
        self._all_answered: asyncio.Future[None] = loop.create_future()
        self.closed: asyncio.Future[None] = loop.create_future()
        self.answered = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._kit.emit(self._kit.kinds["open"], self._key, 0, 0)

    def exchange(self, count: int) -> asyncio.Future[None]:
        """Send so many more messages; the future is done after the last reply."""
        self._all_answered = asyncio.get_running_loop().create_future()
        self._wanted += count
        while self._sent < self._wanted and self._sent - self.answered < self._pipeline:
            self._send(self._now())
        if count == 0:
            self._all_answered.set_result(None)
        return self._all_answered

    def end(self) -> None:
        self._transport.write_eof()

    def drop(self) -> None:
        """End without a word: outside of rounds nothing is recorded."""
        self._transport.set_protocol(asyncio.Protocol())
        self._transport.close()

    def data_received(self, data: bytes) -> None:
        """Take a piece of the stream: part of a reply, or the end of one and the beginning of the next."""
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

    def eof_received(self) -> None:
        self._kit.emit(self._kit.kinds["end"], self._key, 0, 0)

    def connection_lost(self, exc: Exception | None) -> None:
        self._kit.emit(self._kit.kinds["close"], self._key, 0, self._total)
        if not self._all_answered.done():
            self._all_answered.set_exception(exc or ConnectionError(f"connection {self._key} ended early"))
        self.closed.set_result(None)

    def _send(self, at: int) -> None:
        message = self._sent
        self._sent_at[message % self._pipeline] = at
        self._sent = message + 1
        self._transport.write(_HEADER.pack(self._nonce, self._key, message) + self._filling)

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
            self._all_answered.set_result(None)


class TcpEcho:
    """A server and its clients in one loop."""

    def __init__(self, params: Params, kit: Kit, server: asyncio.Server, endpoint: TcpEndpoint) -> None:
        self._kit = kit
        self._connections = params.integer("connections")
        self._messages = params.integer("messages")
        self._size = params.integer("bytes")
        self._pipeline = params.integer("pipeline")
        self._server = server
        self._endpoint = endpoint
        self._standing: list[_Client] = []

    async def round(self) -> int:
        """Connect all, then start all; done when the last is closed."""
        clients = await self._connect_all(self._kit.endpoint("peer") or self._endpoint)
        await asyncio.gather(*[self._play(client) for client in clients])
        return sum(client.answered for client in clients)

    async def slice(self, operations: int) -> None:
        """Spread the operations over connections that stay open from slice to slice."""
        if not self._standing:
            self._standing = await self._connect_all(self._endpoint)
        count = len(self._standing)
        await asyncio.gather(
            *[client.exchange((operations + key) // count) for key, client in enumerate(self._standing)]
        )

    def close(self) -> None:
        """End the standing connections and the server."""
        for client in self._standing:
            client.drop()
        self._server.close()

    async def _play(self, client: _Client) -> None:
        await client.exchange(self._messages)
        client.end()
        await client.closed

    async def _connect_all(self, server: object) -> list[_Client]:
        if not isinstance(server, TcpEndpoint):
            raise TypeError("io_fanout.tcp_echo needs a TCP endpoint")
        return await asyncio.gather(*[self._connect(server, key) for key in range(self._connections)])

    async def _connect(self, server: TcpEndpoint, key: int) -> _Client:
        client = _Client(self._kit, key, self._size, self._pipeline)
        await asyncio.get_running_loop().create_connection(lambda: client, server.host, server.port)
        return client


async def open(params: Params, kit: Kit) -> TcpEcho:
    """Listen."""
    _check(params)
    server = await asyncio.get_running_loop().create_server(_Echo, "127.0.0.1", 0, backlog=_BACKLOG)
    host, port = server.sockets[0].getsockname()
    endpoint = TcpEndpoint(host, port)
    kit.listening("server", endpoint)
    return TcpEcho(params, kit, server, endpoint)


def _check(params: Params) -> None:
    if params.integer("bytes") < _HEADER.size:
        raise ValueError("a message needs 16 bytes for its header")
    if params.integer("pipeline") < 1:
        raise ValueError("at least one message must be under way")


def _filling(nonce: bytes, size: int) -> bytes:
    """What follows the header of nonce, connection and message: the nonce over and over."""
    length = size - _HEADER.size
    return (nonce * (length // len(nonce) + 1))[:length]
