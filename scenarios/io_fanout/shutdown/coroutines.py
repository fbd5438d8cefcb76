"""io_fanout.shutdown with coroutines: a handler of streams for each connection, and ``wait_closed`` for the server."""

import asyncio

from evenloop_runner.kit import Kit, Params
from scenarios.io_fanout.shared.sockets import tcp_endpoint
from scenarios.io_fanout.shutdown.ways import KEY_BYTES, Ledger, Traffic, Way, port_of, traffic_of, way_of


class _Round:
    """One server from its first connection to its last."""

    def __init__(self, kit: Kit, traffic: Traffic) -> None:
        self._kit = kit
        self._traffic = traffic
        self._ledger = Ledger(kit, traffic)
        self._in_place = asyncio.Semaphore(0)
        self._may_finish = asyncio.Event()
        self._others_over = asyncio.Event()
        self._silent: dict[int, asyncio.StreamWriter] = {}
        self._closed = asyncio.Semaphore(0)
        self._through = 0

    async def play(self) -> None:
        """Listen, close in the midst of all conversations, and wait for everybody."""
        connections = self._traffic.connections
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0, backlog=connections)
        peer = tcp_endpoint(self._kit, "peer")
        reader, writer = await asyncio.open_connection(peer.host, peer.port)
        writer.write(port_of(server))
        for _ in range(connections):
            await self._in_place.acquire()
        self._ledger.told_to_close()
        server.close()
        waiting = asyncio.create_task(self._wait_closed(server))
        # A server that waits for nobody has said so before the clients go on.
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        writer.write(b"!")
        self._may_finish.set()
        await self._others_over.wait()
        for key, silent in self._silent.items():
            self._cut(key, silent)
        for _ in range(connections):
            await self._closed.acquire()
        await waiting
        await reader.read()
        writer.close()

    async def _wait_closed(self, server: asyncio.Server) -> None:
        await server.wait_closed()
        self._ledger.closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        kit = self._kit
        if not self._ledger.accepted():
            writer.close()
            return
        key = int.from_bytes(await reader.readexactly(KEY_BYTES), "little")
        kit.emit(kit.kinds["open"], key, 0, 0)
        await self._converse(key, reader, writer)
        if not writer.is_closing():
            kit.emit(kit.kinds["end"], key, 0, 0)
            self._ledger.over += 1
            writer.close()
        # The silent ones are cut when all others are through, however that came.
        self._through += way_of(key) is not Way.SILENT
        if self._through == self._traffic.talking:
            self._others_over.set()
        try:
            await writer.wait_closed()
        except OSError:
            kit.emit(kit.kinds["close"], key, 0, 1)
        else:
            kit.emit(kit.kinds["close"], key, 0, 0)
        self._closed.release()

    async def _converse(self, key: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer until the client ends, or its connection is cut."""
        kit, (_, size), half = self._kit, self._traffic, self._traffic.half
        way = way_of(key)
        beginning = key.to_bytes(KEY_BYTES, "little")
        try:
            for number in range(2 if way is Way.IDLE else 1):
                request = beginning + await reader.readexactly(half - len(beginning))
                if way is Way.HALF_ASKED:
                    self._in_place.release()
                request += await reader.readexactly(size - half)
                kit.emit(kit.kinds["request"], key, number, kit.crc32(request))
                writer.write(request[:half])
                if way is Way.ANSWERING:
                    self._in_place.release()
                    await self._may_finish.wait()
                writer.write(request[half:])
                kit.emit(kit.kinds["answered"], key, number, size)
                beginning = b""
                if way is Way.SILENT:
                    self._silent[key] = writer
                if way in {Way.IDLE, Way.SILENT} and number == 0:
                    self._in_place.release()
            await reader.read()
        except (OSError, asyncio.IncompleteReadError):
            writer.close()

    def _cut(self, key: int, writer: asyncio.StreamWriter) -> None:
        self._kit.emit(self._kit.kinds["cut"], key, 0, 0)
        self._ledger.over += 1
        writer.transport.abort()


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
