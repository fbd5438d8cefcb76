"""io_fanout.half_close with coroutines: streams stay half open by themselves, so a handler reads to the end and answers."""

import asyncio

from evenloop_runner.kit import Kit, Params
from scenarios.io_fanout.half_close.held_loop import HeldLoop
from scenarios.io_fanout.shared.sockets import READ_BYTES, Listening, announce, call_peers

_KEY_BYTES = 4


class HalfClose(Listening):
    """A server that answers after the end of the request."""

    def __init__(self, params: Params, kit: Kit) -> None:
        super().__init__(kit)
        self._connections = params.integer("connections")
        self._held = HeldLoop(params, kit)
        self._closed = 0
        self._all_closed = asyncio.Event()

    async def listen(self) -> None:
        """Say where."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, backlog=self._connections)
        announce(self._server, self._kit)

    async def round(self) -> int:
        """Enact one pass; the answer is the number of connections."""
        self._closed = 0
        self._held.begin_round()
        self._all_closed.clear()
        await asyncio.gather(call_peers(self._kit), self._all_closed.wait())
        return self._closed

    def close(self) -> None:
        """Listen no more."""
        super().close()
        self._held.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        kit = self._kit
        head = await reader.readexactly(_KEY_BYTES)
        key = int.from_bytes(head, "little")
        kit.emit(kit.kinds["open"], key, 0, 0)
        request = bytearray(head)
        self._held.grew(0, len(head))
        while data := await reader.read(READ_BYTES):
            request += data
            self._held.grew(len(request) - len(data), len(request))
        kit.emit(kit.kinds["end"], key, 0, kit.crc32(request))
        writer.write(request)
        kit.emit(kit.kinds["reply"], key, 0, len(request))
        writer.close()
        try:
            await writer.wait_closed()
        except OSError:
            kit.emit(kit.kinds["close"], key, 0, 1)
        else:
            kit.emit(kit.kinds["close"], key, 0, 0)
        self._closed += 1
        if self._closed == self._connections:
            self._all_closed.set()


async def open(params: Params, kit: Kit) -> HalfClose:
    """Listen."""
    workload = HalfClose(params, kit)
    await workload.listen()
    return workload
