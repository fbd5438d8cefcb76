"""timers.equal with trio: a task for each timer, with deadlines that grow as they are armed."""

import trio

from evenloop_runner.kit import Kit, Params


class Equal:
    """Arms all timers in one turn of the loop, with one delay.

    A nursery starts its tasks in an order of its own: so the deadlines are those of the order in which they were asked for.
    """

    def __init__(self, params: Params, kit: Kit) -> None:
        self._kit = kit
        self._count = params.integer("count")
        self._delay_ms = params.integer("delayMs")

    async def round(self) -> int:
        """Enact one pass; the answer is the number of timers."""
        kit = self._kit
        async with trio.open_nursery() as nursery:
            for timer in range(self._count):
                kit.emit(kit.kinds["arm"], 0, timer, self._delay_ms * 1000)
                nursery.start_soon(self._timer, timer, trio.current_time() + self._delay_ms / 1000)
        return self._count

    async def _timer(self, timer: int, deadline: float) -> None:
        await trio.sleep_until(deadline)
        self._kit.emit(self._kit.kinds["fire"], 1, timer, self._delay_ms * 1000)

    async def close(self) -> None:
        """Nothing is open between rounds."""


def open(params: Params, kit: Kit) -> Equal:
    """Make the workload."""
    return Equal(params, kit)
