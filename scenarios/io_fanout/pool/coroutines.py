"""io_fanout.pool with coroutines: ``to_thread``, for the slow calls and for the small file."""

import asyncio

from evenloop_runner.kit import Kit, Params
from scenarios.io_fanout.pool.phases import LOOK_S, PoolPhase, phases_of, read_slow, read_small
from scenarios.io_fanout.shared.sockets import call_peers


class Pool:
    """Slow calls and a small file in the default executor."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._kit = kit
        self._phases = phases_of(params, kit)

    async def round(self) -> int:
        """Enact one pass; the answer is the number of calls."""
        for phase in self._phases:
            await self._play(phase)
        return sum(phase.slow + 1 for phase in self._phases)

    def close(self) -> None:
        """Nothing is open between rounds."""

    async def _play(self, phase: PoolPhase) -> None:
        calls = [asyncio.create_task(self._slow(phase, number)) for number in range(phase.slow)]
        reading = asyncio.create_task(self._read(phase))
        for _ in range(phase.looks):
            if not reading.done():
                await asyncio.sleep(LOOK_S)
        self._kit.emit(phase.freed_kind, phase.key, 0, phase.slow)
        await call_peers(self._kit)
        await asyncio.gather(*calls, reading)

    async def _slow(self, phase: PoolPhase, number: int) -> None:
        content = await asyncio.to_thread(read_slow, self._kit, number)
        self._kit.emit(self._kit.kinds["slow"], 2 + phase.key, number, self._kit.crc32(content))

    async def _read(self, phase: PoolPhase) -> None:
        content = await asyncio.to_thread(read_small, self._kit)
        self._kit.emit(phase.read_kind, phase.key, 0, self._kit.crc32(content))


async def open(params: Params, kit: Kit) -> Pool:
    """Nothing is opened before a round."""
    return Pool(params, kit)
