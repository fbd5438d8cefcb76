"""timers.mass with callbacks: one ``call_later`` a timer, the last callback ends the wave."""

import asyncio
from collections.abc import Callable

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
        done: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._wave(self._count, lambda: done.set_result(self._count))
        return done

    def slice(self, operations: int) -> asyncio.Future[None]:
        """Arm so many timers, wave by wave."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waves(operations, lambda: done.set_result(None))
        return done

    def _waves(self, left: int, done: Callable[[], None]) -> None:
        if left == 0:
            done()
            return
        size = _at_once(left, self._count)
        self._wave(size, lambda: self._waves(left - size, done))

    def _wave(self, size: int, done: Callable[[], None]) -> None:
        loop = asyncio.get_running_loop()
        kit = self._kit
        self._left = size
        for timer in range(size):
            delay_ms = 1 + timer % self._spread_ms
            if kit.traced:
                kit.emit(kit.kinds["arm"], 0, timer, delay_ms * 1000)
            loop.call_later(delay_ms / 1000, self._fire, timer, delay_ms, done)

    def _fire(self, timer: int, delay_ms: int, done: Callable[[], None]) -> None:
        self._emit(self._fire_kind, 0, timer, delay_ms * 1000)
        self._left -= 1
        if self._left == 0:
            done()

    async def close(self) -> None:
        """Nothing is open between rounds."""


def _at_once(left: int, count: int) -> int:
    """As many as in a round, and what would be left alone goes with the last of them."""
    return left if left < 2 * count else count


def open(params: Params, kit: Kit) -> Mass:
    """Make the workload."""
    return Mass(params, kit)
