"""io_fanout.tcp_echo with protocols: transports call what a protocol defines."""

import asyncio
from typing import cast

from evenloop_runner.kit import Kit, Params, TcpEndpoint
from scenarios.io_fanout.shared.sockets import announce
from scenarios.io_fanout.tcp_echo.conversation import Conversation
from scenarios.io_fanout.tcp_echo.traffic import BACKLOG, check, tcp_of


class _Echo(asyncio.Protocol):
    """Writes back what it reads. What is buffered is bounded by what the clients have under way."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # The transports of other loops are no subclasses of it.
        self._write = cast("asyncio.Transport", transport).write

    def data_received(self, data: bytes) -> None:
        self._write(data)


class _Client(Conversation, asyncio.Protocol):
    """The conversation is fed by the transport."""

    def __init__(self, kit: Kit, key: int, params: Params) -> None:
        super().__init__(kit, key, params)
        loop = asyncio.get_running_loop()
        self._all_answered: asyncio.Future[None] = loop.create_future()
        self.closed: asyncio.Future[None] = loop.create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = self._writer = cast("asyncio.Transport", transport)
        self._kit.emit(self._kit.kinds["open"], self._key, 0, 0)

    def exchange(self, count: int) -> asyncio.Future[None]:
        """Send so many more messages; the future is done after the last reply."""
        self._all_answered = asyncio.get_running_loop().create_future()
        self.ask(count, lambda: self._all_answered.set_result(None))
        return self._all_answered

    def end(self) -> None:
        self._transport.write_eof()

    def drop(self) -> None:
        """End without a word: outside of rounds nothing is recorded."""
        self._transport.set_protocol(asyncio.Protocol())
        self._transport.close()

    def eof_received(self) -> None:
        self._kit.emit(self._kit.kinds["end"], self._key, 0, 0)

    def connection_lost(self, exc: Exception | None) -> None:
        self._kit.emit(self._kit.kinds["close"], self._key, 0, self._total)
        if not self._all_answered.done():
            self._all_answered.set_exception(exc or ConnectionError(f"connection {self._key} ended early"))
        self.closed.set_result(None)


class TcpEcho:
    """A server and its clients in one loop."""

    def __init__(self, params: Params, kit: Kit, server: asyncio.Server, endpoint: TcpEndpoint) -> None:
        self._kit = kit
        self._connections = params.integer("connections")
        self._messages = params.integer("messages")
        self._params = params
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
        peer = tcp_of(server)
        return await asyncio.gather(*[self._connect(peer, key) for key in range(self._connections)])

    async def _connect(self, server: TcpEndpoint, key: int) -> _Client:
        client = _Client(self._kit, key, self._params)
        await asyncio.get_running_loop().create_connection(lambda: client, server.host, server.port)
        return client


async def open(params: Params, kit: Kit) -> TcpEcho:
    """Listen."""
    check(params)
    server = await asyncio.get_running_loop().create_server(_Echo, "127.0.0.1", 0, backlog=BACKLOG)
    return TcpEcho(params, kit, server, announce(server, kit))
