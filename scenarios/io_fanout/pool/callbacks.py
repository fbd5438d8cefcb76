"""io_fanout.pool with callbacks: ``run_in_executor`` and what its futures call back."""

import asyncio
from typing import Any

from evenloop_runner.kit import Kit, Params
from scenarios.io_fanout.pool.phases import LOOK_S, PoolPhase, phases_of, read_slow, read_small
from scenarios.io_fanout.shared.sockets import Gate, tcp_endpoint


class Pool:
    """Slow calls and a small file in the default executor."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._kit = kit
        self._phases = phases_of(params, kit)
        self._loop = asyncio.get_running_loop()
        self._left = 0
        self._over: asyncio.Future[None] = self._loop.create_future()
        self._knocking: asyncio.Task[object] | None = None

    async def round(self) -> int:
        """Enact one pass; the answer is the number of calls."""
        for phase in self._phases:
            self._over = self._loop.create_future()
            self._begin(phase)
            await self._over
        return sum(phase.slow + 1 for phase in self._phases)

    def close(self) -> None:
        """Nothing is open between rounds."""

    def _begin(self, phase: PoolPhase) -> None:
        # The slow calls, the small file, and the harness.
        self._left = phase.slow + 2
        for number in range(phase.slow):
            self._call_slow(phase, number)
        reading = self._loop.run_in_executor(None, read_small, self._kit)
        reading.add_done_callback(lambda done: self._came(phase.read_kind, phase.key, 0, done))
        self._look(phase, reading, 0)

    def _call_slow(self, phase: PoolPhase, number: int) -> None:
        call = self._loop.run_in_executor(None, read_slow, self._kit, number)
        call.add_done_callback(lambda done: self._came(self._kit.kinds["slow"], 2 + phase.key, number, done))

    def _came(self, kind: int, key: int, number: int, done: asyncio.Future[bytes]) -> None:
        if (error := done.exception()) is not None:
            self._fail(error)
            return
        self._kit.emit(kind, key, number, self._kit.crc32(done.result()))
        self._one_less()

    def _fail(self, error: BaseException) -> None:
        if not self._over.done():
            self._over.set_exception(error)

    def _knocked(self, knocking: asyncio.Task[Any]) -> None:
        if not knocking.cancelled() and (error := knocking.exception()) is not None:
            self._fail(error)

    def _look(self, phase: PoolPhase, reading: asyncio.Future[bytes], nth: int) -> None:
        if nth < phase.looks and not reading.done():
            self._loop.call_later(LOOK_S, self._look, phase, reading, nth + 1)
            return
        self._kit.emit(phase.freed_kind, phase.key, 0, phase.slow)
        peer = tcp_endpoint(self._kit, "peer")
        knocking = self._loop.create_connection(lambda: Gate(self._one_less), peer.host, peer.port)
        self._knocking = self._loop.create_task(knocking)
        self._knocking.add_done_callback(self._knocked)

    def _one_less(self) -> None:
        self._left -= 1
        if self._left == 0 and not self._over.done():
            self._over.set_result(None)


async def open(params: Params, kit: Kit) -> Pool:
    """Nothing is opened before a round."""
    return Pool(params, kit)
