"""io_fanout.backpressure with protocols: the sink's ``pause_writing`` pauses the source's reading."""

import asyncio
from typing import cast

from evenloop_runner.kit import Kit, Params
from evenloop_runner.loops import refuse_without
from scenarios.io_fanout.shared.sockets import unix_path


class _Sink(asyncio.Protocol):
    def __init__(self, done: "asyncio.Future[None]") -> None:
        self._done = done
        self.transport: asyncio.Transport | None = None
        self.source: asyncio.ReadTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)

    def pause_writing(self) -> None:
        assert self.source is not None
        self.source.pause_reading()

    def resume_writing(self) -> None:
        # The source may be over by now, and then there is nothing to resume.
        if self.source is not None and not self.source.is_closing():
            self.source.resume_reading()

    def connection_lost(self, exc: Exception | None) -> None:
        if exc is None:
            self._done.set_result(None)
        else:
            self._done.set_exception(exc)


class _Source(asyncio.Protocol):
    def __init__(self, kit: Kit, sink: _Sink) -> None:
        self._kit = kit
        self._sink = sink
        self._digest = 0
        self.total = 0
        self.most = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._sink.source = cast("asyncio.ReadTransport", transport)

    def data_received(self, data: bytes) -> None:
        sink = self._sink.transport
        assert sink is not None
        self._digest = self._kit.crc32(data, self._digest)
        self.total += len(data)
        sink.write(data)
        self.most = max(self.most, sink.get_write_buffer_size())

    def eof_received(self) -> None:
        self._kit.emit(self._kit.kinds["end"], 0, 0, self._digest)
        assert self._sink.transport is not None
        self._sink.transport.write_eof()


class Backpressure:
    """A relay between two Unix sockets."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._kit = kit
        self._megabytes = params.integer("megabytes")

    async def round(self) -> int:
        """Enact one pass; the answer is the number of MiB."""
        kit = self._kit
        loop = asyncio.get_running_loop()
        done: asyncio.Future[None] = loop.create_future()
        _, sink = await loop.create_unix_connection(lambda: _Sink(done), unix_path(kit, "sink"))
        _, source = await loop.create_unix_connection(lambda: _Source(kit, sink), unix_path(kit, "source"))
        await done
        kit.emit(kit.kinds["peak"], 0, 0, source.most)
        kit.emit(kit.kinds["close"], 0, 0, source.total)
        return self._megabytes

    def close(self) -> None:
        """Nothing is open between rounds."""


async def open(params: Params, kit: Kit) -> Backpressure:
    """Make the workload."""
    await refuse_without("create_unix_connection", asyncio.Protocol)
    return Backpressure(params, kit)
