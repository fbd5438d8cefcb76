"""timers.interval with trio: a loop that sleeps until the next point of the grid."""

import trio

from evenloop_runner.kit import Kit, Params
from scenarios.timers.interval.grid import Grid


class Interval:
    """Keeps step with a grid of time."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._grid = Grid(params, kit)

    async def round(self) -> int:
        """Enact one pass; the answer is the number of periods."""
        grid = self._grid
        point: int | None = grid.begin()
        while point is not None:
            await trio.sleep(grid.arm(point))
            point = grid.tick(point)
        return grid.periods

    async def close(self) -> None:
        """Nothing is open between rounds."""


def open(params: Params, kit: Kit) -> Interval:
    """Make the workload."""
    return Interval(params, kit)
