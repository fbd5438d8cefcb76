"""timers.deadlines with callbacks: ``call_at`` for each timer, the last callback ends the round."""

import asyncio

from evenloop_runner.kit import Kit, Params
from scenarios.timers.deadlines.schedule import Schedule


class Deadlines:
    """Arms all timers in one turn of the loop."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._kit = kit
        self._schedule = Schedule(params, kit)
        self._left = 0

    def round(self) -> asyncio.Future[int]:
        """Enact one pass; the answer is the number of timers."""
        loop = asyncio.get_running_loop()
        done: asyncio.Future[int] = loop.create_future()
        self._emit_arms()
        self._left = len(self._schedule.order)
        base_ns = self._kit.now()
        base = loop.time()
        for timer in self._schedule.order:
            delay_us = self._schedule.delay_us(timer)
            loop.call_at(base + delay_us / 1e6, self._fire, timer, base_ns + delay_us * 1000, done)
        return done

    def _emit_arms(self) -> None:
        kit = self._kit
        for timer in self._schedule.order:
            kit.emit(kit.kinds["arm"], 0, timer, self._schedule.delay_us(timer))

    def _fire(self, timer: int, due_ns: int, done: asyncio.Future[int]) -> None:
        kit = self._kit
        kit.sample(kit.now() - due_ns)
        kit.emit(kit.kinds["fire"], 1, timer, self._schedule.delay_us(timer))
        self._left -= 1
        if self._left == 0:
            done.set_result(len(self._schedule.order))

    async def close(self) -> None:
        """Nothing is open between rounds."""


def open(params: Params, kit: Kit) -> Deadlines:
    """Make the workload."""
    return Deadlines(params, kit)
