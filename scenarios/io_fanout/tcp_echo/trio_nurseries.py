"""io_fanout.tcp_echo with trio: socket streams, and a nursery for all clients."""

import trio

from evenloop_runner.kit import Kit, Params, TcpEndpoint
from scenarios.io_fanout.shared.trio_sockets import Server, echo, receive_exactly, receive_rest, serve_tcp
from scenarios.io_fanout.tcp_echo.traffic import BACKLOG, check, filling, pack_header, tcp_of


class _Client:
    """Sends its next message when a reply is complete."""

    def __init__(self, kit: Kit, key: int, params: Params, stream: trio.SocketStream) -> None:
        self._kit = kit
        self._stream = stream
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
        stream, send_all, message = self._stream, self._stream.send_all, self._message
        sent_at = [0] * pipeline
        first, last = self.answered, self.answered + count
        for number in range(first, min(first + pipeline, last)):
            sent_at[number % pipeline] = now()
            await send_all(message(number))
        for number in range(first, last):
            data = await receive_exactly(stream, size)
            # One reading ends this round trip and begins the next.
            at = now()
            latency_ns = at - sent_at[number % pipeline]
            if number + pipeline < last:
                sent_at[number % pipeline] = at
                await send_all(message(number + pipeline))
            sample(latency_ns)
            emit(reply, key, number, crc32(data))
            self._total += len(data)
        self.answered = last

    async def end(self) -> None:
        """Say that no more will come, and wait until the server has nothing more either."""
        await self._stream.send_eof()
        self._total += len(await receive_rest(self._stream))
        self._kit.emit(self._kit.kinds["end"], self._key, 0, 0)
        await self._stream.aclose()
        self._kit.emit(self._kit.kinds["close"], self._key, 0, self._total)

    def drop(self) -> None:
        """End without a word: outside of rounds nothing is recorded."""
        self._stream.socket.close()

    def _message(self, number: int) -> bytes:
        return pack_header(self._nonce, self._key, number) + self._filling


class TcpEcho:
    """A server and its clients in one loop."""

    def __init__(self, params: Params, kit: Kit, server: Server, endpoint: TcpEndpoint) -> None:
        self._params = params
        self._kit = kit
        self._messages = params.integer("messages")
        self._server = server
        self._endpoint = endpoint
        self._standing: list[_Client] = []

    async def round(self) -> int:
        """Connect all, then start all; done when the last is closed."""
        clients = await self._connect_all(self._kit.endpoint("peer") or self._endpoint)
        async with trio.open_nursery() as nursery:
            for client in clients:
                nursery.start_soon(self._play, client)
        return sum(client.answered for client in clients)

    async def slice(self, operations: int) -> None:
        """Spread the operations over connections that stay open from slice to slice."""
        if not self._standing:
            self._standing = await self._connect_all(self._endpoint)
        count = len(self._standing)
        async with trio.open_nursery() as nursery:
            for key, client in enumerate(self._standing):
                nursery.start_soon(client.exchange, (operations + key) // count)

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
        clients: list[_Client] = []
        async with trio.open_nursery() as nursery:
            for key in range(self._params.integer("connections")):
                nursery.start_soon(self._connect, peer, key, clients)
        return clients

    async def _connect(self, server: TcpEndpoint, key: int, clients: list[_Client]) -> None:
        stream = await trio.open_tcp_stream(server.host, server.port)
        clients.append(_Client(self._kit, key, self._params, stream))


async def open(params: Params, kit: Kit) -> TcpEcho:
    """Listen."""
    check(params)
    return TcpEcho(params, kit, *await serve_tcp(kit, echo, BACKLOG))
