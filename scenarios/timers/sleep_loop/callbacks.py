"""timers.sleep_loop with callbacks: each ``call_later`` callback arms the next."""

import asyncio

from evenloop_runner.kit import Kit, Params


class SleepLoop:
    """Sleeps ``ticks`` times for ``period_ms``, one after the other."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._kit = kit
        self._period_ms = params.integer("periodMs")
        self._ticks = params.integer("ticks")
        self._loop = asyncio.get_running_loop()

    def round(self) -> asyncio.Future[int]:
        """Enact one pass; the answer is the number of ticks."""
        done: asyncio.Future[int] = self._loop.create_future()
        self._arm(0, done)
        return done

    def _arm(self, tick: int, done: asyncio.Future[int]) -> None:
        if tick == self._ticks:
            done.set_result(tick)
            return
        kit = self._kit
        armed_at = kit.now()
        kit.emit(kit.kinds["arm"], 0, tick, self._period_ms * 1000)
        self._loop.call_later(self._period_ms / 1000, self._fire, tick, armed_at, done)

    def _fire(self, tick: int, armed_at: int, done: asyncio.Future[int]) -> None:
        kit = self._kit
        period_us = self._period_ms * 1000
        kit.emit(kit.kinds["fire"], 0, tick, period_us)
        kit.sample(kit.now() - armed_at - period_us * 1000)
        self._arm(tick + 1, done)

    async def close(self) -> None:
        """Nothing is open between rounds."""


def open(params: Params, kit: Kit) -> SleepLoop:
    """Make the workload."""
    return SleepLoop(params, kit)
