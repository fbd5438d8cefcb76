"""timers.sleep_loop with generators: a loop that yields one sleep at a time, the coroutines of before async."""

from evenloop_runner.generators import Sleep, Steps
from evenloop_runner.kit import Kit, Params


class SleepLoop:
    """Sleeps ``ticks`` times for ``period_ms``, one after the other."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._kit = kit
        self._period_ms = params.integer("periodMs")
        self._ticks = params.integer("ticks")

    def round(self) -> Steps[int]:
        """Enact one pass; the answer is the number of ticks."""
        for tick in range(self._ticks):
            yield from self._tick(tick)
        return self._ticks

    def _tick(self, tick: int) -> Steps[None]:
        kit = self._kit
        period_us = self._period_ms * 1000
        armed_at = kit.now()
        kit.emit(kit.kinds["arm"], 0, tick, period_us)
        yield Sleep(self._period_ms / 1000)
        kit.emit(kit.kinds["fire"], 0, tick, period_us)
        kit.sample(kit.now() - armed_at - period_us * 1000)

    async def close(self) -> None:
        """Nothing is open between rounds."""


def open(params: Params, kit: Kit) -> SleepLoop:
    """Make the workload."""
    return SleepLoop(params, kit)
