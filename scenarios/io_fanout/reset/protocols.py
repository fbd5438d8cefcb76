"""io_fanout.reset with protocols: ``connection_lost`` gets the failure, or nothing after a clean end."""

import asyncio
import struct
from collections.abc import Callable
from typing import cast

from evenloop_runner.kit import Kit, Params
from scenarios.io_fanout.reset.failure_number import RESET, failure_number
from scenarios.io_fanout.shared.sockets import Gate, Listening, announce, tcp_endpoint

# Key and number of a message.
_HEADER = struct.Struct("<II")


class _Connection(asyncio.Protocol):
    def __init__(self, kit: Kit, size: int, nobody: int, closed: Callable[[], None]) -> None:
        self._kit = kit
        self._bytes = size
        self._nobody = nobody
        self._on_closed = closed
        self._rest = bytearray()
        self._key: int | None = None
        self._failure = 0
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        self._rest += data
        while len(self._rest) >= self._bytes:
            message = bytes(self._rest[: self._bytes])
            del self._rest[: self._bytes]
            self._answer(message)

    def eof_received(self) -> bool:
        # False: there is nothing to say any more, and the transport closes itself.
        kit = self._kit
        if self._rest:
            kit.emit(kit.kinds["truncated"], self._nobody if self._key is None else self._key, 0, len(self._rest))
        self._over(RESET if self._rest else 0)
        return False

    def connection_lost(self, exc: Exception | None) -> None:
        kit = self._kit
        if exc is not None:
            self._over(failure_number(exc))
        if self._key is None:
            kit.emit(kit.kinds["stranger"], self._nobody, 0, self._failure)
        else:
            kit.emit(kit.kinds["close"], self._key, 0, 0)
        self._on_closed()

    def _over(self, failure: int) -> None:
        self._failure = failure
        if self._key is not None:
            self._kit.emit(self._kit.kinds["failed" if failure else "end"], self._key, 0, failure)

    def _answer(self, message: bytes) -> None:
        kit, transport = self._kit, self._transport
        assert transport is not None
        said, number = _HEADER.unpack_from(message)
        if self._key is None:
            kit.emit(kit.kinds["open"], said, 0, 0)
        self._key = said
        kit.emit(kit.kinds["message"], said, number, kit.crc32(message))
        transport.write(message)


class Reset(Listening):
    """A server for clients that do not all end as they should."""

    def __init__(self, params: Params, kit: Kit) -> None:
        super().__init__(kit)
        self._connections = params.integer("connections")
        self._strangers = params.integer("strangers")
        self._refusals = params.integer("refusals")
        self._bytes = params.integer("bytes")
        if self._bytes < _HEADER.size:
            raise ValueError("a message needs 8 bytes for its header")
        self._loop = asyncio.get_running_loop()
        self._left = 0
        self._done: asyncio.Future[None] = self._loop.create_future()

    async def listen(self) -> None:
        """Say where."""
        self._server = await self._loop.create_server(
            lambda: _Connection(self._kit, self._bytes, self._connections, self._one_less),
            "127.0.0.1",
            0,
            backlog=self._connections + self._strangers,
        )
        announce(self._server, self._kit)

    async def round(self) -> int:
        """Enact one pass; the answer is the number of connections, the refused ones among them."""
        # The connection to the peers counts as one more.
        self._left = self._connections + self._strangers + 1
        self._done = self._loop.create_future()
        peer = tcp_endpoint(self._kit, "peer")
        await self._loop.create_connection(lambda: Gate(self._one_less), peer.host, peer.port)
        await asyncio.gather(*[self._be_refused(attempt) for attempt in range(self._refusals)])
        await self._done
        return self._connections + self._strangers + self._refusals

    async def _be_refused(self, attempt: int) -> None:
        kit = self._kit
        nobody = tcp_endpoint(kit, "nobody")
        failure = 0
        try:
            transport, _ = await self._loop.create_connection(asyncio.Protocol, nobody.host, nobody.port)
        except OSError as error:
            failure = failure_number(error)
        else:
            transport.close()
        kit.emit(kit.kinds["refused"], self._connections + 1, attempt, failure)

    def _one_less(self) -> None:
        self._left -= 1
        if self._left == 0:
            self._done.set_result(None)


async def open(params: Params, kit: Kit) -> Reset:
    """Listen."""
    workload = Reset(params, kit)
    await workload.listen()
    return workload
