"""timers.sleep_loop with callbacks: each ``call_later`` callback arms the next."""

import asyncio

from evenloop_runner.kit import Kit, Params


class SleepLoop:
    """Sleeps ``ticks`` times for ``period_ms``, one after the other."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._kit = kit
        self._now, self._emit, self._sample = kit.now, kit.emit, kit.sample
        self._arm_kind, self._fire_kind = kit.kinds["arm"], kit.kinds["fire"]
        self._period_ms = params.integer("periodMs")
        self._period_us = self._period_ms * 1000
        self._period_ns = self._period_ms * 1_000_000
        self._ticks = params.integer("ticks")
        self._loop = asyncio.get_running_loop()

    def round(self) -> asyncio.Future[int]:
        """Enact one pass; the answer is the number of ticks."""
        done: asyncio.Future[int] = self._loop.create_future()
        self._arm(0, self._now(), done)
        return done

    def _arm(self, tick: int, armed_at: int, done: asyncio.Future[int]) -> None:
        if tick == self._ticks:
            done.set_result(tick)
            return
        if self._kit.traced:
            self._emit(self._arm_kind, 0, tick, self._period_us)
        self._loop.call_later(self._period_ms / 1000, self._fire, tick, armed_at, done)

    def _fire(self, tick: int, armed_at: int, done: asyncio.Future[int]) -> None:
        woken_at = self._now()
        self._emit(self._fire_kind, 0, tick, self._period_us)
        self._sample(woken_at - armed_at - self._period_ns)
        self._arm(tick + 1, woken_at, done)

    async def close(self) -> None:
        """Nothing is open between rounds."""


def open(params: Params, kit: Kit) -> SleepLoop:
    """Make the workload."""
    return SleepLoop(params, kit)
