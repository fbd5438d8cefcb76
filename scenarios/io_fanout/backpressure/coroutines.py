"""io_fanout.backpressure with coroutines: a loop that reads, writes and awaits ``drain``."""

import asyncio

from evenloop_runner.kit import Kit, Params
from evenloop_runner.loops import refuse_without
from scenarios.io_fanout.shared.sockets import READ_BYTES, unix_path


class Backpressure:
    """A relay between two Unix sockets."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._kit = kit
        self._megabytes = params.integer("megabytes")

    async def round(self) -> int:
        """Enact one pass; the answer is the number of MiB."""
        kit = self._kit
        sink_reader, sink = await asyncio.open_unix_connection(unix_path(kit, "sink"))
        source, source_writer = await asyncio.open_unix_connection(unix_path(kit, "source"))
        digest = total = most = 0
        while data := await source.read(READ_BYTES):
            digest = kit.crc32(data, digest)
            total += len(data)
            sink.write(data)
            most = max(most, sink.transport.get_write_buffer_size())
            await sink.drain()
        kit.emit(kit.kinds["end"], 0, 0, digest)
        source_writer.close()
        sink.write_eof()
        await sink_reader.read()
        sink.close()
        await sink.wait_closed()
        kit.emit(kit.kinds["peak"], 0, 0, most)
        kit.emit(kit.kinds["close"], 0, 0, total)
        return self._megabytes

    def close(self) -> None:
        """Nothing is open between rounds."""


async def open(params: Params, kit: Kit) -> Backpressure:
    """Make the workload."""
    await refuse_without("create_unix_connection", asyncio.Protocol)
    return Backpressure(params, kit)
