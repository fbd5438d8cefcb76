"""io_fanout.tcp_echo with coroutines: streams that are read with `await` on both sides."""

import asyncio

from evenloop_runner.kit import Kit, Params, TcpEndpoint
from scenarios.io_fanout.shared.sockets import announce, echo
from scenarios.io_fanout.tcp_echo.traffic import BACKLOG, check, filling, pack_header, tcp_of


class _Client:
    """Sends its next message when a reply is complete."""

    def __init__(
        self, kit: Kit, key: int, params: Params, streams: tuple[asyncio.StreamReader, asyncio.StreamWriter]
    ) -> None:
        self._kit = kit
        self._reader, self._writer = streams
        self._key = key
        self._size = params.integer("bytes")
        self._pipeline = params.integer("pipeline")
        self._nonce = bytes.fromhex(kit.nonce)
        self._filling = filling(self._nonce, self._size)
        self._total = 0
        self.answered = 0
        kit.emit(kit.kinds["open"], key, 0, 0)

    async def exchange(self, count: int) -> None:
        """Send so many more messages; done after the last reply."""
        kit = self._kit
        now, sample, emit, crc32 = kit.now, kit.sample, kit.emit, kit.crc32
        reply, key, size, pipeline = kit.kinds["reply"], self._key, self._size, self._pipeline
        readexactly, write, message = self._reader.readexactly, self._writer.write, self._message
        sent_at = [0] * pipeline
        first, last = self.answered, self.answered + count
        # No drain: what is under way is bounded by the pipeline, and the reply is waited for anyway.
        for number in range(first, min(first + pipeline, last)):
            sent_at[number % pipeline] = now()
            write(message(number))
        for number in range(first, last):
            data = await readexactly(size)
            # One reading ends this round trip and begins the next.
            at = now()
            latency_ns = at - sent_at[number % pipeline]
            if number + pipeline < last:
                sent_at[number % pipeline] = at
                write(message(number + pipeline))
            sample(latency_ns)
            emit(reply, key, number, crc32(data))
            self._total += len(data)
        self.answered = last

    async def end(self) -> None:
        """Say that no more will come, and wait until the server has nothing more either."""
        self._writer.write_eof()
        self._total += len(await self._reader.read())
        self._kit.emit(self._kit.kinds["end"], self._key, 0, 0)
        self._writer.close()
        await self._writer.wait_closed()
        self._kit.emit(self._kit.kinds["close"], self._key, 0, self._total)

    def drop(self) -> None:
        """End without a word: outside of rounds nothing is recorded."""
        self._writer.close()

    def _message(self, number: int) -> bytes:
        return pack_header(self._nonce, self._key, number) + self._filling


class TcpEcho:
    """A server and its clients in one loop."""

    def __init__(self, params: Params, kit: Kit, server: asyncio.Server, endpoint: TcpEndpoint) -> None:
        self._params = params
        self._kit = kit
        self._messages = params.integer("messages")
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
        await client.end()

    async def _connect_all(self, server: object) -> list[_Client]:
        peer = tcp_of(server)
        connections = range(self._params.integer("connections"))
        return await asyncio.gather(*[self._connect(peer, key) for key in connections])

    async def _connect(self, server: TcpEndpoint, key: int) -> _Client:
        return _Client(self._kit, key, self._params, await asyncio.open_connection(server.host, server.port))


async def open(params: Params, kit: Kit) -> TcpEcho:
    """Listen."""
    check(params)
    server = await asyncio.start_server(echo, "127.0.0.1", 0, backlog=BACKLOG)
    return TcpEcho(params, kit, server, announce(server, kit))
