"""timers.deadlines, blocking: the deadlines sorted, the thread asleep until each. A thread waits for one thing only."""

import time

from evenloop_runner.kit import Kit, Params
from scenarios.timers.deadlines.schedule import Schedule


class Deadlines:
    """Waits for one timer after the other."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._kit = kit
        self._schedule = Schedule(params, kit)

    def round(self) -> int:
        """Enact one pass; the answer is the number of timers."""
        schedule = self._schedule
        self._emit_arms()
        base_ns = self._kit.now()
        for timer in sorted(schedule.order, key=schedule.delay_us):
            due_ns = base_ns + schedule.delay_us(timer) * 1000
            time.sleep(max(0, due_ns - self._kit.now()) / 1e9)
            self._fire(timer, due_ns)
        return len(schedule.order)

    def _emit_arms(self) -> None:
        kit = self._kit
        for timer in self._schedule.order:
            kit.emit(kit.kinds["arm"], 0, timer, self._schedule.delay_us(timer))

    def _fire(self, timer: int, due_ns: int) -> None:
        kit = self._kit
        kit.sample(kit.now() - due_ns)
        kit.emit(kit.kinds["fire"], 1, timer, self._schedule.delay_us(timer))

    async def close(self) -> None:
        """Nothing is open between rounds."""


def open(params: Params, kit: Kit) -> Deadlines:
    """Make the workload."""
    return Deadlines(params, kit)
