"""io_fanout.shutdown with protocols: connections answer from callbacks; the server has none, so a task waits for it."""

import asyncio
from collections.abc import Callable
from typing import cast

from evenloop_runner.kit import Kit, Params
from scenarios.io_fanout.shared.sockets import Gate, tcp_endpoint
from scenarios.io_fanout.shutdown.ways import KEY_BYTES, Ledger, Traffic, Way, port_of, traffic_of, way_of


class _Connection(asyncio.Protocol):
    def __init__(self, course: "_Round") -> None:
        self._round = course
        self._kit = course.kit
        self._rest = bytearray()
        self._came = 0
        self._key = 0
        self._number = 0
        self._is_intruder = False
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._is_intruder = not self._round.ledger.accepted()
        if self._is_intruder:
            transport.close()

    def data_received(self, data: bytes) -> None:
        before = self._came
        self._came += len(data)
        self._rest += data
        _, size = self._round.traffic
        half = self._round.traffic.half
        if before < KEY_BYTES <= self._came:
            self._key = int.from_bytes(self._rest[:KEY_BYTES], "little")
            self._kit.emit(self._kit.kinds["open"], self._key, 0, 0)
        if before < half <= self._came and way_of(self._key) is Way.HALF_ASKED:
            self._round.is_in_place()
        while len(self._rest) >= size:
            self._answer(bytes(self._rest[:size]), self._number)
            self._number += 1
            del self._rest[:size]

    def eof_received(self) -> None:
        if self._is_intruder:
            return
        self._kit.emit(self._kit.kinds["end"], self._key, 0, 0)
        # Nothing more is to be said, so the transport may close.
        self._round.ledger.over += 1
        self._round.has_spoken(self._key)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._is_intruder:
            return
        self._round.has_spoken(self._key)
        self._kit.emit(self._kit.kinds["close"], self._key, 0, 0 if exc is None else 1)
        self._round.done()

    def cut(self) -> None:
        """Drop the connection of a client that says nothing."""
        self._kit.emit(self._kit.kinds["cut"], self._key, 0, 0)
        self._round.ledger.over += 1
        assert self._transport is not None
        self._transport.abort()

    def _answer(self, request: bytes, number: int) -> None:
        kit, half, transport = self._kit, self._round.traffic.half, self._transport
        assert transport is not None
        way = way_of(self._key)
        kit.emit(kit.kinds["request"], self._key, number, kit.crc32(request))
        transport.write(request[:half])

        def finish() -> None:
            transport.write(request[half:])
            kit.emit(kit.kinds["answered"], self._key, number, len(request))

        if way is Way.ANSWERING:
            self._round.held.append(finish)
        else:
            finish()
        if way is Way.SILENT:
            self._round.silent.append(self)
        if way is not Way.HALF_ASKED and number == 0:
            self._round.is_in_place()


class _Round:
    """One server from its first connection to its last."""

    def __init__(self, kit: Kit, traffic: Traffic) -> None:
        self.kit = kit
        self.traffic = traffic
        self.ledger = Ledger(kit, traffic)
        self.held: list[Callable[[], None]] = []
        self.silent: list[_Connection] = []
        self._through: set[int] = set()
        self._loop = asyncio.get_running_loop()
        self._done: asyncio.Future[None] = self._loop.create_future()
        self._in_place = 0
        # Connections, the server and the harness's clients.
        self._left = traffic.connections + 2
        self._server: asyncio.Server | None = None
        self._peer: asyncio.Transport | None = None
        self._waiting: asyncio.Task[None] | None = None

    async def play(self) -> None:
        """Listen; what follows is told by callbacks."""
        self._server = await self._loop.create_server(
            lambda: _Connection(self), "127.0.0.1", 0, backlog=self.traffic.connections
        )
        peer = tcp_endpoint(self.kit, "peer")
        self._peer, _ = await self._loop.create_connection(lambda: Gate(self.done), peer.host, peer.port)
        self._peer.write(port_of(self._server))
        await self._done

    def is_in_place(self) -> None:
        """Close the server when the last client is where it has to be."""
        self._in_place += 1
        if self._in_place < self.traffic.connections:
            return
        assert self._server is not None
        self.ledger.told_to_close()
        self._server.close()
        self._waiting = self._loop.create_task(self._wait_closed(self._server))
        # A server that waits for nobody has said so before the clients go on.
        self._loop.call_soon(self._loop.call_soon, self._go_on)

    def has_spoken(self, key: int) -> None:
        """Cut the silent ones when all others are through, however that came."""
        if way_of(key) is Way.SILENT or key in self._through:
            return
        self._through.add(key)
        if len(self._through) == self.traffic.talking:
            for connection in self.silent:
                connection.cut()

    def done(self) -> None:
        """Count who is through."""
        self._left -= 1
        if self._left == 0:
            self._done.set_result(None)

    async def _wait_closed(self, server: asyncio.Server) -> None:
        await server.wait_closed()
        self.ledger.closed()
        self.done()

    def _go_on(self) -> None:
        assert self._peer is not None
        self._peer.write(b"!")
        for finish in self.held:
            finish()


class Shutdown:
    """A server that comes and goes with each round."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._kit = kit
        self._traffic = traffic_of(params)

    async def round(self) -> int:
        """Enact one pass; the answer is the number of connections."""
        await _Round(self._kit, self._traffic).play()
        return self._traffic.connections

    def close(self) -> None:
        """Nothing lives longer than a round."""


async def open(params: Params, kit: Kit) -> Shutdown:
    """Check the parameters."""
    return Shutdown(params, kit)
