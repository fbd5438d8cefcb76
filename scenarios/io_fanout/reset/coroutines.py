"""io_fanout.reset with coroutines: streams that are read with ``await``, which raises what went wrong."""

import asyncio
import struct

from evenloop_runner.kit import Kit, Params
from scenarios.io_fanout.reset.failure_number import RESET, failure_number
from scenarios.io_fanout.shared.sockets import Listening, announce, call_peers, tcp_endpoint

# Key and number of a message.
_HEADER = struct.Struct("<II")


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
        self._closed = 0
        self._all_closed = asyncio.Event()

    async def listen(self) -> None:
        """Say where."""
        backlog = self._connections + self._strangers
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, backlog=backlog)
        announce(self._server, self._kit)

    async def round(self) -> int:
        """Enact one pass; the answer is the number of connections, the refused ones among them."""
        self._closed = 0
        self._all_closed.clear()
        refused = [self._be_refused(attempt) for attempt in range(self._refusals)]
        await asyncio.gather(call_peers(self._kit), self._all_closed.wait(), *refused)
        return self._closed + self._refusals

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        key, failure = await self._converse(reader, writer)
        writer.close()
        try:
            await writer.wait_closed()
        except OSError as error:
            # The same failure again: reading has told of it already.
            failure = failure or failure_number(error)
        if key is None:
            self._kit.emit(self._kit.kinds["stranger"], self._connections, 0, failure)
        else:
            self._kit.emit(self._kit.kinds["close"], key, 0, 0)
        self._closed += 1
        if self._closed == self._connections + self._strangers:
            self._all_closed.set()

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> tuple[int | None, int]:
        """Answer message by message; the answer is the key, when there was one, and the number of a failure, or 0."""
        kit = self._kit
        key: int | None = None
        failure = 0
        try:
            while True:
                message = await reader.readexactly(self._bytes)
                said, number = _HEADER.unpack_from(message)
                if key is None:
                    kit.emit(kit.kinds["open"], said, 0, 0)
                key = said
                kit.emit(kit.kinds["message"], said, number, kit.crc32(message))
                writer.write(message)
        except asyncio.IncompleteReadError as error:
            failure = RESET if error.partial else 0
            if error.partial:
                kit.emit(kit.kinds["truncated"], self._connections if key is None else key, 0, len(error.partial))
        except OSError as error:
            failure = failure_number(error)
        if key is not None:
            kit.emit(kit.kinds["failed" if failure else "end"], key, 0, failure)
        return key, failure

    async def _be_refused(self, attempt: int) -> None:
        kit = self._kit
        nobody = tcp_endpoint(kit, "nobody")
        try:
            _, writer = await asyncio.open_connection(nobody.host, nobody.port)
        except OSError as error:
            kit.emit(kit.kinds["refused"], self._connections + 1, attempt, failure_number(error))
        else:
            writer.close()
            kit.emit(kit.kinds["refused"], self._connections + 1, attempt, 0)


async def open(params: Params, kit: Kit) -> Reset:
    """Listen."""
    workload = Reset(params, kit)
    await workload.listen()
    return workload
