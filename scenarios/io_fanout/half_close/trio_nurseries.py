"""io_fanout.half_close with trio: a handler reads to the end, answers, and returns, which closes the connection."""

import trio

from evenloop_runner.kit import Kit, Params
from scenarios.io_fanout.half_close.held_loop import HeldLoop
from scenarios.io_fanout.shared.trio_sockets import Server, call_peers, receive_exactly, serve_tcp

_KEY_BYTES = 4


class HalfClose:
    """A server that answers after the end of the request."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._kit = kit
        self._connections = params.integer("connections")
        self._held = HeldLoop(params, kit)
        self._server: Server | None = None
        self._closed = 0
        self._all_closed = trio.Event()

    async def listen(self) -> None:
        """Say where."""
        self._server, _ = await serve_tcp(self._kit, self._serve, self._connections)

    async def round(self) -> int:
        """Enact one pass; the answer is the number of connections."""
        self._closed = 0
        self._held.begin_round()
        self._all_closed = trio.Event()
        await call_peers(self._kit)
        await self._all_closed.wait()
        return self._closed

    def close(self) -> None:
        """Listen no more."""
        if self._server is not None:
            self._server.close()
        self._held.close()

    async def _serve(self, stream: trio.SocketStream) -> None:
        kit = self._kit
        head = await receive_exactly(stream, _KEY_BYTES)
        key = int.from_bytes(head, "little")
        kit.emit(kit.kinds["open"], key, 0, 0)
        request = bytearray(head)
        self._held.grew(0, len(head))
        async for data in stream:
            request += data
            self._held.grew(len(request) - len(data), len(request))
        kit.emit(kit.kinds["end"], key, 0, kit.crc32(request))
        try:
            await stream.send_all(request)
            kit.emit(kit.kinds["reply"], key, 0, len(request))
            await stream.aclose()
        except trio.BrokenResourceError:
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
