"""timers.clock with trio: a loop that awaits ``trio.sleep``."""

import trio

from evenloop_runner.kit import Kit, Params
from scenarios.timers.clock.stamped_timers import StampedTimers


class TimersByWitness:
    """Sleeps once for each timer."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._stamped = StampedTimers(params, kit)

    async def round(self) -> int:
        """Enact one pass; the answer is the number of timers."""
        stamped = self._stamped
        for timer in range(stamped.timers):
            await trio.sleep(stamped.arm(timer))
            stamped.fired()
        stamped.end()
        return stamped.timers

    def close(self) -> None:
        """Close the pipes."""
        self._stamped.close()


def open(params: Params, kit: Kit) -> TimersByWitness:
    """Make the workload."""
    return TimersByWitness(params, kit)
