"""timers.sleep_loop with trio: a loop that awaits ``trio.sleep``."""

import trio

from evenloop_runner.kit import Kit, Params


class SleepLoop:
    """Sleeps ``ticks`` times for ``period_ms``, one after the other."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._kit = kit
        self._arm, self._fire = kit.kinds["arm"], kit.kinds["fire"]
        self._period_ms = params.integer("periodMs")
        self._ticks = params.integer("ticks")

    async def round(self) -> int:
        """Enact one pass; the answer is the number of ticks."""
        kit = self._kit
        now, emit, sample = kit.now, kit.emit, kit.sample
        traced, arm, fire = kit.traced, self._arm, self._fire
        period, period_us, period_ns = self._period_ms / 1000, self._period_ms * 1000, self._period_ms * 1_000_000
        armed_at = now()
        for tick in range(self._ticks):
            if traced:
                emit(arm, 0, tick, period_us)
            await trio.sleep(period)
            woken_at = now()
            emit(fire, 0, tick, period_us)
            sample(woken_at - armed_at - period_ns)
            armed_at = woken_at
        return self._ticks

    async def close(self) -> None:
        """Nothing is open between rounds."""


def open(params: Params, kit: Kit) -> SleepLoop:
    """Make the workload."""
    return SleepLoop(params, kit)
