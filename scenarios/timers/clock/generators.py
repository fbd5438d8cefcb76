"""timers.clock with generators: a loop that yields one sleep at a time, the coroutines of before async."""

from evenloop_runner.generators import Sleep, Steps
from evenloop_runner.kit import Kit, Params
from scenarios.timers.clock.stamped_timers import StampedTimers


class TimersByWitness:
    """Sleeps once for each timer."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._stamped = StampedTimers(params, kit)

    def round(self) -> Steps[int]:
        """Enact one pass; the answer is the number of timers."""
        stamped = self._stamped
        for timer in range(stamped.timers):
            yield Sleep(stamped.arm(timer))
            stamped.fired()
        stamped.end()
        return stamped.timers

    def close(self) -> None:
        """Close the pipes."""
        self._stamped.close()


def open(params: Params, kit: Kit) -> TimersByWitness:
    """Make the workload."""
    return TimersByWitness(params, kit)
