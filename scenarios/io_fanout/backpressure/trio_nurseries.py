"""io_fanout.backpressure with trio: a loop that reads and awaits ``send_all``, which holds nothing back."""

import trio

from evenloop_runner.kit import Kit, Params
from scenarios.io_fanout.shared.sockets import unix_path
from scenarios.io_fanout.shared.trio_sockets import receive_rest


class Backpressure:
    """A relay between two Unix sockets."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._kit = kit
        self._megabytes = params.integer("megabytes")

    async def round(self) -> int:
        """Enact one pass; the answer is the number of MiB."""
        kit = self._kit
        sink = await trio.open_unix_socket(unix_path(kit, "sink"))
        source = await trio.open_unix_socket(unix_path(kit, "source"))
        digest = total = most = 0
        async for data in source:
            digest = kit.crc32(data, digest)
            total += len(data)
            # What is in hand is all that can wait.
            most = max(most, len(data))
            await sink.send_all(data)
        kit.emit(kit.kinds["end"], 0, 0, digest)
        await source.aclose()
        await sink.send_eof()
        await receive_rest(sink)
        await sink.aclose()
        kit.emit(kit.kinds["peak"], 0, 0, most)
        kit.emit(kit.kinds["close"], 0, 0, total)
        return self._megabytes

    def close(self) -> None:
        """Nothing is open between rounds."""


async def open(params: Params, kit: Kit) -> Backpressure:
    """Make the workload."""
    return Backpressure(params, kit)
