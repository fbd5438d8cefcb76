"""timers.cancel with trio: a cancel scope around each timer."""

import time

import trio

from evenloop_runner.kit import Kit, Params
from evenloop_runner.trio_tasks import turn
from scenarios.timers.cancel.ways import Ways


class Cancel:
    """Arms all timers in one turn of the loop and cancels most of them."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._kit = kit
        self._ways = Ways(params)
        self._scopes: list[trio.CancelScope] = []
        self._overdue_at = 0

    async def round(self) -> int:
        """Enact one pass; the answer is the number of timers."""
        kit, ways = self._kit, self._ways
        self._scopes = [trio.CancelScope() for _ in range(ways.count)]
        async with trio.open_nursery() as nursery:
            for timer in range(ways.count):
                kit.emit(kit.kinds["arm"], timer, timer, ways.delay_ms(timer) * 1000)
                # A nursery starts its tasks in an order of its own: the deadlines are those of the order here.
                nursery.start_soon(self._timer, timer, trio.current_time() + ways.delay_ms(timer) / 1000)
            # A task begins in the next turn: only then is its timer armed.
            await turn()
            self._overdue_at = kit.now() + (ways.overdue_ms + 1) * 1_000_000
            for timer in ways.of("before"):
                self._stop(timer)
            for again in range(2):
                for timer in ways.of("double"):
                    self._stop(timer, again)
        return ways.count

    async def _timer(self, timer: int, deadline: float) -> None:
        kit, ways = self._kit, self._ways
        with self._scopes[timer]:
            await trio.sleep_until(deadline)
            kit.emit(kit.kinds["fire"], timer, timer, ways.delay_ms(timer) * 1000)
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
        self._scopes[timer].cancel()
        self._kit.emit(self._kit.kinds["cancel"], timer, timer, turn)

    async def close(self) -> None:
        """Nothing is open between rounds."""


def open(params: Params, kit: Kit) -> Cancel:
    """Make the workload."""
    return Cancel(params, kit)
