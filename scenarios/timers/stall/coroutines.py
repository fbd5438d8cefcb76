"""timers.stall with coroutines: a coroutine awaits each timer, all gathered.

A coroutine begins only when the loop turns, and this loop is blocked: so the timers are armed as futures before.
"""

import asyncio
from collections.abc import Callable

from evenloop_runner.kit import Kit, Params
from scenarios.timers.stall.stalled_loop import StalledLoop


class Stall:
    """Blocks the loop until all its timers are overdue."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._stalled = StalledLoop(params, kit)
        self._loop = asyncio.get_running_loop()

    async def round(self) -> int:
        """Enact one pass; the answer is the number of timers."""
        timers: list[asyncio.Task[None]] = []

        def arm(delay: float, record: Callable[[], None]) -> None:
            timers.append(self._timer(delay, record))

        def disarm(_armed: list[None]) -> None:
            for timer in timers:
                timer.cancel()
            timers.clear()

        self._stalled.enact(arm, disarm)
        await asyncio.gather(*timers)
        return len(timers)

    def _timer(self, delay: float, record: Callable[[], None]) -> asyncio.Task[None]:
        due: asyncio.Future[None] = self._loop.create_future()
        self._loop.call_later(delay, due.set_result, None)
        return asyncio.create_task(self._record_when(due, record))

    async def _record_when(self, due: asyncio.Future[None], record: Callable[[], None]) -> None:
        await due
        record()

    async def close(self) -> None:
        """Nothing is open between rounds."""


def open(params: Params, kit: Kit) -> Stall:
    """Make the workload."""
    return Stall(params, kit)
