"""timers.deadlines with coroutines: a coroutine for each timer, all gathered."""

import asyncio

from evenloop_runner.kit import Kit, Params
from scenarios.timers.deadlines.schedule import Schedule


class Deadlines:
    """Arms all timers in one turn of the loop."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._kit = kit
        self._schedule = Schedule(params, kit)

    async def round(self) -> int:
        """Enact one pass; the answer is the number of timers."""
        self._emit_arms()
        base_ns = self._kit.now()
        timers = [self._timer(timer, base_ns + self._schedule.delay_us(timer) * 1000) for timer in self._schedule.order]
        await asyncio.gather(*timers)
        return len(timers)

    def _emit_arms(self) -> None:
        kit = self._kit
        for timer in self._schedule.order:
            kit.emit(kit.kinds["arm"], 0, timer, self._schedule.delay_us(timer))

    async def _timer(self, timer: int, due_ns: int) -> None:
        await asyncio.sleep((due_ns - self._kit.now()) / 1e9)
        kit = self._kit
        kit.sample(kit.now() - due_ns)
        kit.emit(kit.kinds["fire"], 1, timer, self._schedule.delay_us(timer))

    async def close(self) -> None:
        """Nothing is open between rounds."""


def open(params: Params, kit: Kit) -> Deadlines:
    """Make the workload."""
    return Deadlines(params, kit)
