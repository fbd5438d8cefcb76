"""timers.cancel with coroutines: a task for each timer, cancelled as tasks are."""

import asyncio
import time

from evenloop_runner.kit import Kit, Params
from scenarios.timers.cancel.ways import Ways


class Cancel:
    """Arms all timers in one turn of the loop and cancels most of them."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._kit = kit
        self._ways = Ways(params)
        self._tasks: list[asyncio.Task[None]] = []
        self._overdue_at = 0

    async def round(self) -> int:
        """Enact one pass; the answer is the number of timers."""
        ways = self._ways
        self._tasks = [asyncio.create_task(self._timer(timer)) for timer in range(ways.count)]
        # A task begins in the next turn: only then is its timer armed.
        await asyncio.sleep(0)
        self._overdue_at = self._kit.now() + (ways.overdue_ms + 1) * 1_000_000
        for timer in ways.of("before"):
            self._stop(timer)
        for turn in range(2):
            for timer in ways.of("double"):
                self._stop(timer, turn)
        for outcome in await asyncio.gather(*self._tasks, return_exceptions=True):
            # Being cancelled is what a timer is here for; anything else is a failure of the workload.
            if isinstance(outcome, BaseException) and not isinstance(outcome, asyncio.CancelledError):
                raise outcome
        return ways.count

    async def _timer(self, timer: int) -> None:
        kit, ways = self._kit, self._ways
        delay_ms = ways.delay_ms(timer)
        kit.emit(kit.kinds["arm"], timer, timer, delay_ms * 1000)
        await asyncio.sleep(delay_ms / 1000)
        kit.emit(kit.kinds["fire"], timer, timer, delay_ms * 1000)
        match ways.way_of(timer):
            case "keep":
                self._stop(ways.sibling_of(timer))
            case "itself":
                self._stop(timer)
            case "blocker":
                self._block_and_stop()

    def _block_and_stop(self) -> None:
        time.sleep(max(0, self._overdue_at - self._kit.now()) / 1e9)
        for overdue in self._ways.of("overdue"):
            self._stop(overdue)

    def _stop(self, timer: int, turn: int = 0) -> None:
        self._tasks[timer].cancel()
        self._kit.emit(self._kit.kinds["cancel"], timer, timer, turn)

    async def close(self) -> None:
        """Nothing is open between rounds."""


def open(params: Params, kit: Kit) -> Cancel:
    """Make the workload."""
    return Cancel(params, kit)
