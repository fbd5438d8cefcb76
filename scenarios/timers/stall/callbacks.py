"""timers.stall with callbacks: ``call_later`` for each timer, the last callback ends the round."""

import asyncio
from collections.abc import Callable

from evenloop_runner.kit import Kit, Params
from scenarios.timers.stall.stalled_loop import StalledLoop


class Stall:
    """Blocks the loop until all its timers are overdue."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._stalled = StalledLoop(params, kit)
        self._loop = asyncio.get_running_loop()
        self._left = 0

    def round(self) -> asyncio.Future[int]:
        """Enact one pass; the answer is the number of timers."""
        done: asyncio.Future[int] = self._loop.create_future()
        self._left = self._stalled.timers
        self._stalled.enact(lambda delay, record: self._arm(delay, record, done), _cancel)
        return done

    def _arm(self, delay: float, record: Callable[[], None], done: asyncio.Future[int]) -> asyncio.TimerHandle:
        return self._loop.call_later(delay, self._fire, record, done)

    def _fire(self, record: Callable[[], None], done: asyncio.Future[int]) -> None:
        record()
        self._left -= 1
        if self._left == 0:
            done.set_result(self._stalled.timers)

    async def close(self) -> None:
        """Nothing is open between rounds."""


def _cancel(handles: list[asyncio.TimerHandle]) -> None:
    for handle in handles:
        handle.cancel()


def open(params: Params, kit: Kit) -> Stall:
    """Make the workload."""
    return Stall(params, kit)
