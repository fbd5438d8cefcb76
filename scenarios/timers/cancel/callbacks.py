"""timers.cancel with callbacks: ``call_later`` and ``cancel`` of its handle; the last callback ends the round."""

import asyncio
import time

from evenloop_runner.kit import Kit, Params
from scenarios.timers.cancel.ways import Ways


class Cancel:
    """Arms all timers in one turn of the loop and cancels most of them."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._kit = kit
        self._ways = Ways(params)
        self._handles: list[asyncio.TimerHandle] = []
        self._overdue_at = 0

    def round(self) -> asyncio.Future[int]:
        """Enact one pass; the answer is the number of timers."""
        loop = asyncio.get_running_loop()
        done: asyncio.Future[int] = loop.create_future()
        ways = self._ways
        self._handles = [self._arm(loop, timer, done) for timer in range(ways.count)]
        self._overdue_at = self._kit.now() + (ways.overdue_ms + 1) * 1_000_000
        for timer in ways.of("before"):
            self._stop(timer)
        for turn in range(2):
            for timer in ways.of("double"):
                self._stop(timer, turn)
        return done

    def _arm(self, loop: asyncio.AbstractEventLoop, timer: int, done: asyncio.Future[int]) -> asyncio.TimerHandle:
        delay_ms = self._ways.delay_ms(timer)
        self._kit.emit(self._kit.kinds["arm"], timer, timer, delay_ms * 1000)
        return loop.call_later(delay_ms / 1000, self._fire, timer, done)

    def _fire(self, timer: int, done: asyncio.Future[int]) -> None:
        ways = self._ways
        self._kit.emit(self._kit.kinds["fire"], timer, timer, ways.delay_ms(timer) * 1000)
        match ways.way_of(timer):
            case "keep":
                self._stop(ways.sibling_of(timer))
            case "itself":
                self._stop(timer)
            case "blocker":
                time.sleep(max(0, self._overdue_at - self._kit.now()) / 1e9)
                for overdue in ways.of("overdue"):
                    self._stop(overdue)
            case "end":
                done.set_result(ways.count)

    def _stop(self, timer: int, turn: int = 0) -> None:
        self._handles[timer].cancel()
        self._kit.emit(self._kit.kinds["cancel"], timer, timer, turn)

    async def close(self) -> None:
        """Nothing is open between rounds."""


def open(params: Params, kit: Kit) -> Cancel:
    """Make the workload."""
    return Cancel(params, kit)
