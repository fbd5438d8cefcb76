"""timers.mass with callbacks: one ``call_later`` a timer, the last callback ends the wave."""

import asyncio

from evenloop_runner.kit import Kit, Params


class Mass:
    """Arms all timers of a wave at once."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._kit = kit
        self._emit = kit.emit
        self._fire_kind = kit.kinds["fire"]
        self._count = params.integer("count")
        self._spread_ms = params.integer("spreadMs")
        self._left = 0

    def round(self) -> asyncio.Future[int]:
        """Enact one pass; the answer is the number of timers."""
        return self._wave(self._count)

    def slice(self, operations: int) -> asyncio.Future[int]:
        """One wave of so many timers."""
        return self._wave(operations)

    def _wave(self, size: int) -> asyncio.Future[int]:
        loop = asyncio.get_running_loop()
        kit = self._kit
        done: asyncio.Future[int] = loop.create_future()
        self._left = size
        for timer in range(size):
            delay_ms = 1 + timer % self._spread_ms
            if kit.traced:
                kit.emit(kit.kinds["arm"], 0, timer, delay_ms * 1000)
            loop.call_later(delay_ms / 1000, self._fire, timer, delay_ms, size, done)
        return done

    def _fire(self, timer: int, delay_ms: int, size: int, done: asyncio.Future[int]) -> None:
        self._emit(self._fire_kind, 0, timer, delay_ms * 1000)
        self._left -= 1
        if self._left == 0:
            done.set_result(size)

    async def close(self) -> None:
        """Nothing is open between rounds."""


def open(params: Params, kit: Kit) -> Mass:
    """Make the workload."""
    return Mass(params, kit)
