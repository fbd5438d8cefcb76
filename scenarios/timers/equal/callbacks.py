"""timers.equal with callbacks: ``call_later`` for each timer, the last callback ends the round."""

import asyncio

from evenloop_runner.kit import Kit, Params


class Equal:
    """Arms all timers in one turn of the loop, with one delay."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._kit = kit
        self._count = params.integer("count")
        self._delay_ms = params.integer("delayMs")
        self._left = 0

    def round(self) -> asyncio.Future[int]:
        """Enact one pass; the answer is the number of timers."""
        loop = asyncio.get_running_loop()
        done: asyncio.Future[int] = loop.create_future()
        self._left = self._count
        for timer in range(self._count):
            self._kit.emit(self._kit.kinds["arm"], 0, timer, self._delay_ms * 1000)
            loop.call_later(self._delay_ms / 1000, self._fire, timer, done)
        return done

    def _fire(self, timer: int, done: asyncio.Future[int]) -> None:
        self._kit.emit(self._kit.kinds["fire"], 1, timer, self._delay_ms * 1000)
        self._left -= 1
        if self._left == 0:
            done.set_result(self._count)

    async def close(self) -> None:
        """Nothing is open between rounds."""


def open(params: Params, kit: Kit) -> Equal:
    """Make the workload."""
    return Equal(params, kit)
