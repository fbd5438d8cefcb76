"""timers.deadlines with callbacks: ``call_at`` for each timer, the last callback ends the round."""

import asyncio

from evenloop_runner.kit import Kit, Params
from scenarios.timers.deadlines.schedule import must_arm_again, schedule_of


class Deadlines:
    """Arms all timers in one turn of the loop."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._kit = kit
        self._now, self._emit, self._sample = kit.now, kit.emit, kit.sample
        self._fire_kind = kit.kinds["fire"]
        self._timers = schedule_of(params, kit)
        self._left = 0
        self._handles: list[asyncio.TimerHandle] = []

    def round(self) -> asyncio.Future[int]:
        """Enact one pass; the answer is the number of timers."""
        loop = asyncio.get_running_loop()
        done: asyncio.Future[int] = loop.create_future()
        if self._kit.traced:
            self._emit_arms()
        self._left = len(self._timers)
        armings = 1
        while must_arm_again(armings, self._arm_all(loop, done)):
            armings += 1
            for handle in self._handles:
                handle.cancel()
        return done

    def _arm_all(self, loop: asyncio.AbstractEventLoop, done: asyncio.Future[int]) -> int:
        """Arm from a common base; the answer is how many nanoseconds that took."""
        base_ns = self._now()
        base = loop.time()
        self._handles = [
            loop.call_at(base + delay_us / 1e6, self._fire, timer, delay_us, base_ns, done)
            for timer, delay_us in self._timers
        ]
        return self._now() - base_ns

    def _emit_arms(self) -> None:
        kit = self._kit
        for timer, delay_us in self._timers:
            kit.emit(kit.kinds["arm"], 0, timer, delay_us)

    def _fire(self, timer: int, delay_us: int, base_ns: int, done: asyncio.Future[int]) -> None:
        self._sample(self._now() - base_ns - delay_us * 1000)
        self._emit(self._fire_kind, 1, timer, delay_us)
        self._left -= 1
        if self._left == 0:
            done.set_result(len(self._timers))

    async def close(self) -> None:
        """Nothing is open between rounds."""


def open(params: Params, kit: Kit) -> Deadlines:
    """Make the workload."""
    return Deadlines(params, kit)
