"""timers.interval with generators: a loop that yields one sleep at a time, until the next point of the grid."""

from evenloop_runner.generators import Sleep, Steps
from evenloop_runner.kit import Kit, Params
from scenarios.timers.interval.grid import Grid


class Interval:
    """Keeps step with a grid of time."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._grid = Grid(params, kit)

    def round(self) -> Steps[int]:
        """Enact one pass; the answer is the number of periods."""
        grid = self._grid
        point: int | None = grid.begin()
        while point is not None:
            yield Sleep(grid.arm(point))
            point = grid.tick(point)
        return grid.periods

    async def close(self) -> None:
        """Nothing is open between rounds."""


def open(params: Params, kit: Kit) -> Interval:
    """Make the workload."""
    return Interval(params, kit)
