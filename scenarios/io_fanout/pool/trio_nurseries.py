"""io_fanout.pool with trio: ``to_thread.run_sync``, for the slow calls and for the small file."""

import trio

from evenloop_runner.kit import Kit, Params
from evenloop_runner.trio_tasks import turn
from scenarios.io_fanout.pool.phases import LOOK_S, PoolPhase, phases_of, read_slow, read_small
from scenarios.io_fanout.shared.trio_sockets import call_peers


class Pool:
    """Slow calls and a small file under the default limiter."""

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
        done = trio.Event()
        async with trio.open_nursery() as nursery:
            for number in range(phase.slow):
                nursery.start_soon(self._slow, phase, number)
            # A nursery starts its tasks in an order of its own: the small file is read behind the slow calls.
            await turn()
            nursery.start_soon(self._read, phase, done)
            for _ in range(phase.looks):
                if not done.is_set():
                    await trio.sleep(LOOK_S)
            self._kit.emit(phase.freed_kind, phase.key, 0, phase.slow)
            await call_peers(self._kit)

    async def _slow(self, phase: PoolPhase, number: int) -> None:
        content = await trio.to_thread.run_sync(read_slow, self._kit, number)
        self._kit.emit(self._kit.kinds["slow"], 2 + phase.key, number, self._kit.crc32(content))

    async def _read(self, phase: PoolPhase, done: trio.Event) -> None:
        content = await trio.to_thread.run_sync(read_small, self._kit)
        self._kit.emit(phase.read_kind, phase.key, 0, self._kit.crc32(content))
        done.set()


def open(params: Params, kit: Kit) -> Pool:
    """Nothing is opened before a round."""
    return Pool(params, kit)
