"""timers.equal with coroutines: a coroutine for each timer, all gathered."""

import asyncio

from evenloop_runner.kit import Kit, Params


class Equal:
    """Arms all timers in one turn of the loop, with one delay."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._kit = kit
        self._count = params.integer("count")
        self._delay_ms = params.integer("delayMs")

    async def round(self) -> int:
        """Enact one pass; the answer is the number of timers."""
        await asyncio.gather(*(self._timer(timer) for timer in range(self._count)))
        return self._count

    async def _timer(self, timer: int) -> None:
        kit = self._kit
        kit.emit(kit.kinds["arm"], 0, timer, self._delay_ms * 1000)
        await asyncio.sleep(self._delay_ms / 1000)
        kit.emit(kit.kinds["fire"], 1, timer, self._delay_ms * 1000)

    async def close(self) -> None:
        """Nothing is open between rounds."""


def open(params: Params, kit: Kit) -> Equal:
    """Make the workload."""
    return Equal(params, kit)
