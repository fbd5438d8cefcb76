"""timers.deadlines, blocking: the deadlines sorted, the thread asleep until each. A thread waits for one thing only."""

import time

from evenloop_runner.kit import Kit, Params
from scenarios.timers.deadlines.schedule import schedule_of


class Deadlines:
    """Waits for one timer after the other."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._kit = kit
        self._now, self._emit, self._sample = kit.now, kit.emit, kit.sample
        self._fire_kind = kit.kinds["fire"]
        self._timers = schedule_of(params, kit)

    def round(self) -> int:
        """Enact one pass; the answer is the number of timers."""
        if self._kit.traced:
            self._emit_arms()
        base_ns = self._now()
        for timer, delay_us in sorted(self._timers):
            due_ns = base_ns + delay_us * 1000
            time.sleep(max(0, due_ns - self._now()) / 1e9)
            self._fire(timer, delay_us, due_ns)
        return len(self._timers)

    def _emit_arms(self) -> None:
        kit = self._kit
        for timer, delay_us in self._timers:
            kit.emit(kit.kinds["arm"], 0, timer, delay_us)

    def _fire(self, timer: int, delay_us: int, due_ns: int) -> None:
        self._sample(self._now() - due_ns)
        self._emit(self._fire_kind, 1, timer, delay_us)

    async def close(self) -> None:
        """Nothing is open between rounds."""


def open(params: Params, kit: Kit) -> Deadlines:
    """Make the workload."""
    return Deadlines(params, kit)
