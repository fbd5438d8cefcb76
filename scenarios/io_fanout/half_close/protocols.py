"""io_fanout.half_close with protocols: ``eof_received`` answers true, or the transport would close before there is a reply."""

import asyncio
from collections.abc import Callable
from typing import cast

from evenloop_runner.kit import Kit, Params
from scenarios.io_fanout.half_close.held_loop import HeldLoop
from scenarios.io_fanout.shared.sockets import Gate, Listening, announce, tcp_endpoint

_KEY_BYTES = 4


class _Connection(asyncio.Protocol):
    def __init__(self, kit: Kit, held: HeldLoop, closed: Callable[[], None]) -> None:
        self._kit = kit
        self._held = held
        self._on_closed = closed
        self._request = bytearray()
        self._key = 0
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        before = len(self._request)
        self._request += data
        if before < _KEY_BYTES <= len(self._request):
            self._key = int.from_bytes(self._request[:_KEY_BYTES], "little")
            self._kit.emit(self._kit.kinds["open"], self._key, 0, 0)
        self._held.grew(before, len(self._request))

    def eof_received(self) -> bool:
        kit = self._kit
        kit.emit(kit.kinds["end"], self._key, 0, kit.crc32(self._request))
        # As whoever has to ask somebody else for the reply.
        asyncio.get_running_loop().call_soon(self._reply)
        return True

    def connection_lost(self, exc: Exception | None) -> None:
        self._kit.emit(self._kit.kinds["close"], self._key, 0, 0 if exc is None else 1)
        self._on_closed()

    def _reply(self) -> None:
        kit, transport = self._kit, self._transport
        assert transport is not None
        transport.write(self._request)
        kit.emit(kit.kinds["reply"], self._key, 0, len(self._request))
        transport.close()


class HalfClose(Listening):
    """A server that answers after the end of the request."""

    def __init__(self, params: Params, kit: Kit) -> None:
        super().__init__(kit)
        self._connections = params.integer("connections")
        self._held = HeldLoop(params, kit)
        self._loop = asyncio.get_running_loop()
        self._left = 0
        self._done: asyncio.Future[int] = self._loop.create_future()

    async def listen(self) -> None:
        """Say where."""
        self._server = await self._loop.create_server(
            lambda: _Connection(self._kit, self._held, self._one_less), "127.0.0.1", 0, backlog=self._connections
        )
        announce(self._server, self._kit)

    async def round(self) -> int:
        """Enact one pass; the answer is the number of connections."""
        # The connection to the peers counts as one more.
        self._left = self._connections + 1
        self._held.begin_round()
        self._done = self._loop.create_future()
        peer = tcp_endpoint(self._kit, "peer")
        await self._loop.create_connection(lambda: Gate(self._one_less), peer.host, peer.port)
        return await self._done

    def close(self) -> None:
        """Listen no more."""
        super().close()
        self._held.close()

    def _one_less(self) -> None:
        self._left -= 1
        if self._left == 0:
            self._done.set_result(self._connections)


async def open(params: Params, kit: Kit) -> HalfClose:
    """Listen."""
    workload = HalfClose(params, kit)
    await workload.listen()
    return workload
