"""timers.clock with callbacks: each ``call_later`` callback arms the next timer."""

import asyncio

from evenloop_runner.kit import Kit, Params
from scenarios.timers.clock.stamped_timers import StampedTimers


class TimersByWitness:
    """Arms one timer after the other."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._stamped = StampedTimers(params, kit)
        self._loop = asyncio.get_running_loop()

    def round(self) -> asyncio.Future[int]:
        """Enact one pass; the answer is the number of timers."""
        done: asyncio.Future[int] = self._loop.create_future()
        self._arm(0, done)
        return done

    def _arm(self, timer: int, done: asyncio.Future[int]) -> None:
        if timer == self._stamped.timers:
            self._stamped.end()
            done.set_result(timer)
            return
        self._loop.call_later(self._stamped.arm(timer), self._fire, timer, done)

    def _fire(self, timer: int, done: asyncio.Future[int]) -> None:
        self._stamped.fired()
        self._arm(timer + 1, done)

    def close(self) -> None:
        """Close the pipes."""
        self._stamped.close()


def open(params: Params, kit: Kit) -> TimersByWitness:
    """Make the workload."""
    return TimersByWitness(params, kit)
