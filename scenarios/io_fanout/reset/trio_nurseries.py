"""io_fanout.reset with trio: ``BrokenResourceError`` tells of a failure, and its cause of which one."""

import struct

import trio

from evenloop_runner.kit import Kit, Params
from scenarios.io_fanout.reset.failure_number import RESET, failure_number
from scenarios.io_fanout.shared.sockets import tcp_endpoint
from scenarios.io_fanout.shared.trio_sockets import (
    Server,
    ShortReadError,
    call_peers,
    first_cause,
    receive_exactly,
    serve_tcp,
)

# Key and number of a message.
_HEADER = struct.Struct("<II")


class Reset:
    """A server for clients that do not all end as they should."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._kit = kit
        self._connections = params.integer("connections")
        self._strangers = params.integer("strangers")
        self._refusals = params.integer("refusals")
        self._bytes = params.integer("bytes")
        if self._bytes < _HEADER.size:
            raise ValueError("a message needs 8 bytes for its header")
        self._server: Server | None = None
        self._closed = 0
        self._all_closed = trio.Event()

    async def listen(self) -> None:
        """Say where."""
        self._server, _ = await serve_tcp(self._kit, self._serve, self._connections + self._strangers)

    async def round(self) -> int:
        """Enact one pass; the answer is the number of connections, the refused ones among them."""
        self._closed = 0
        self._all_closed = trio.Event()
        async with trio.open_nursery() as nursery:
            nursery.start_soon(call_peers, self._kit)
            for attempt in range(self._refusals):
                nursery.start_soon(self._be_refused, attempt)
            await self._all_closed.wait()
        return self._closed + self._refusals

    def close(self) -> None:
        """Listen no more."""
        if self._server is not None:
            self._server.close()

    async def _serve(self, stream: trio.SocketStream) -> None:
        key, failure = await self._converse(stream)
        await stream.aclose()
        if key is None:
            self._kit.emit(self._kit.kinds["stranger"], self._connections, 0, failure)
        else:
            self._kit.emit(self._kit.kinds["close"], key, 0, 0)
        self._closed += 1
        if self._closed == self._connections + self._strangers:
            self._all_closed.set()

    async def _converse(self, stream: trio.SocketStream) -> tuple[int | None, int]:
        """Answer message by message; the answer is the key, when there was one, and the number of a failure, or 0."""
        kit = self._kit
        key: int | None = None
        failure = 0
        try:
            while True:
                message = await receive_exactly(stream, self._bytes)
                said, number = _HEADER.unpack_from(message)
                if key is None:
                    kit.emit(kit.kinds["open"], said, 0, 0)
                key = said
                kit.emit(kit.kinds["message"], said, number, kit.crc32(message))
                await stream.send_all(message)
        except ShortReadError as error:
            failure = RESET if error.partial else 0
            if error.partial:
                kit.emit(kit.kinds["truncated"], self._connections if key is None else key, 0, len(error.partial))
        except trio.BrokenResourceError as error:
            failure = failure_number(first_cause(error))
        if key is not None:
            kit.emit(kit.kinds["failed" if failure else "end"], key, 0, failure)
        return key, failure

    async def _be_refused(self, attempt: int) -> None:
        kit = self._kit
        nobody = tcp_endpoint(kit, "nobody")
        number = 0
        try:
            stream = await trio.open_tcp_stream(nobody.host, nobody.port)
        except OSError as error:
            number = failure_number(first_cause(error))
        else:
            await stream.aclose()
        kit.emit(kit.kinds["refused"], self._connections + 1, attempt, number)


async def open(params: Params, kit: Kit) -> Reset:
    """Listen."""
    workload = Reset(params, kit)
    await workload.listen()
    return workload
