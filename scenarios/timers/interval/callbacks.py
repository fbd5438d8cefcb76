"""timers.interval with callbacks: each ``call_later`` callback arms the next for what is left until its point of the grid."""

import asyncio

from evenloop_runner.kit import Kit, Params
from scenarios.timers.interval.grid import Grid


class Interval:
    """Keeps step with a grid of time."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._grid = Grid(params, kit)
        self._loop = asyncio.get_running_loop()

    def round(self) -> asyncio.Future[int]:
        """Enact one pass; the answer is the number of periods."""
        done: asyncio.Future[int] = self._loop.create_future()
        self._arm(self._grid.begin(), done)
        return done

    def _arm(self, point: int, done: asyncio.Future[int]) -> None:
        self._loop.call_later(self._grid.arm(point), self._tick, point, done)

    def _tick(self, point: int, done: asyncio.Future[int]) -> None:
        following = self._grid.tick(point)
        if following is None:
            done.set_result(self._grid.periods)
        else:
            self._arm(following, done)

    async def close(self) -> None:
        """Nothing is open between rounds."""


def open(params: Params, kit: Kit) -> Interval:
    """Make the workload."""
    return Interval(params, kit)
