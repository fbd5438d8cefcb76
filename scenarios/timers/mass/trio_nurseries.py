"""timers.mass with trio: a task a timer, all in one nursery."""

import trio

from evenloop_runner.kit import Kit, Params


class Mass:
    """Arms all timers of a wave at once."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._kit = kit
        self._emit = kit.emit
        self._fire_kind = kit.kinds["fire"]
        self._count = params.integer("count")
        self._spread_ms = params.integer("spreadMs")

    async def round(self) -> int:
        """Enact one pass; the answer is the number of timers."""
        return await self._wave(self._count)

    async def slice(self, operations: int) -> None:
        """Arm so many timers, wave by wave."""
        while operations > 0:
            operations -= await self._wave(_at_once(operations, self._count))

    async def _wave(self, size: int) -> int:
        async with trio.open_nursery() as nursery:
            for timer in range(size):
                nursery.start_soon(self._timer, timer)
        return size

    async def _timer(self, timer: int) -> None:
        kit = self._kit
        delay_ms = 1 + timer % self._spread_ms
        if kit.traced:
            kit.emit(kit.kinds["arm"], 0, timer, delay_ms * 1000)
        await trio.sleep(delay_ms / 1000)
        self._emit(self._fire_kind, 0, timer, delay_ms * 1000)

    async def close(self) -> None:
        """Nothing is open between rounds."""


def _at_once(left: int, count: int) -> int:
    """As many as in a round, and what would be left alone goes with the last of them."""
    return left if left < 2 * count else count


def open(params: Params, kit: Kit) -> Mass:
    """Make the workload."""
    return Mass(params, kit)
