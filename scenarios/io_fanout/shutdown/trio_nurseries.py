"""io_fanout.shutdown with trio: connections in a nursery of their own, and a scope around what listens."""

import trio

from evenloop_runner.kit import Kit, Params
from evenloop_runner.trio_tasks import turn
from scenarios.io_fanout.shared.sockets import tcp_endpoint
from scenarios.io_fanout.shared.trio_sockets import ShortReadError, receive_exactly, receive_rest
from scenarios.io_fanout.shutdown.ways import KEY_BYTES, Ledger, Traffic, Way, traffic_of, way_of


class _Round:
    """One server from its first connection to its last."""

    def __init__(self, kit: Kit, traffic: Traffic) -> None:
        self._kit = kit
        self._traffic = traffic
        self._ledger = Ledger(kit, traffic)
        self._listening = trio.CancelScope()
        self._in_place = trio.Semaphore(0)
        self._may_finish = trio.Event()
        self._others_over = trio.Event()
        self._silent: dict[int, trio.SocketStream] = {}
        self._through = 0

    async def play(self) -> None:
        """Listen, close in the midst of all conversations, and wait for everybody."""
        connections = self._traffic.connections
        listeners = await trio.open_tcp_listeners(0, host="127.0.0.1", backlog=connections)
        port: int = listeners[0].socket.getsockname()[1]
        peer = tcp_endpoint(self._kit, "peer")
        async with await trio.open_tcp_stream(peer.host, peer.port) as stream:
            await stream.send_all(port.to_bytes(2, "little"))
            async with trio.open_nursery() as nursery:
                nursery.start_soon(self._listen, listeners)
                for _ in range(connections):
                    await self._in_place.acquire()
                self._ledger.told_to_close()
                self._listening.cancel()
                # A server that waits for nobody has said so before the clients go on.
                for _ in range(2):
                    await turn()
                await stream.send_all(b"!")
                self._may_finish.set()
                await self._others_over.wait()
                for key, silent in self._silent.items():
                    self._cut(key, silent)
            await receive_rest(stream)

    async def _listen(self, listeners: list[trio.SocketListener]) -> None:
        """Closed is who has left the nursery of the connections."""
        async with trio.open_nursery() as nursery:
            with self._listening:
                await trio.serve_listeners(self._serve, listeners, handler_nursery=nursery)
        self._ledger.closed()

    async def _serve(self, stream: trio.SocketStream) -> None:
        kit = self._kit
        if not self._ledger.accepted():
            return
        key = int.from_bytes(await receive_exactly(stream, KEY_BYTES), "little")
        kit.emit(kit.kinds["open"], key, 0, 0)
        if await self._converse(key, stream):
            kit.emit(kit.kinds["end"], key, 0, 0)
            self._ledger.over += 1
        # The silent ones are cut when all others are through, however that came.
        self._through += way_of(key) is not Way.SILENT
        if self._through == self._traffic.talking:
            self._others_over.set()
        await stream.aclose()
        kit.emit(kit.kinds["close"], key, 0, 0)

    async def _converse(self, key: int, stream: trio.SocketStream) -> bool:
        """Answer until the client ends; false where its connection is cut."""
        kit, (_, size), half = self._kit, self._traffic, self._traffic.half
        way = way_of(key)
        beginning = key.to_bytes(KEY_BYTES, "little")
        try:
            for number in range(2 if way is Way.IDLE else 1):
                request = beginning + await receive_exactly(stream, half - len(beginning))
                if way is Way.HALF_ASKED:
                    self._in_place.release()
                request += await receive_exactly(stream, size - half)
                kit.emit(kit.kinds["request"], key, number, kit.crc32(request))
                await stream.send_all(request[:half])
                if way is Way.ANSWERING:
                    self._in_place.release()
                    await self._may_finish.wait()
                await stream.send_all(request[half:])
                kit.emit(kit.kinds["answered"], key, number, size)
                beginning = b""
                if way is Way.SILENT:
                    self._silent[key] = stream
                if way in {Way.IDLE, Way.SILENT} and number == 0:
                    self._in_place.release()
            await receive_rest(stream)
        except (trio.BrokenResourceError, trio.ClosedResourceError, ShortReadError):
            return False
        return True

    def _cut(self, key: int, stream: trio.SocketStream) -> None:
        self._kit.emit(self._kit.kinds["cut"], key, 0, 0)
        self._ledger.over += 1
        stream.socket.close()


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


def open(params: Params, kit: Kit) -> Shutdown:
    """Check the parameters."""
    return Shutdown(params, kit)
