"""timers.nested with callbacks: each ``call_later`` callback arms the next ones; the last to fire ends the round."""

import asyncio

from evenloop_runner.kit import Kit, Params


class Nested:
    """A tree of timers; each arms its children when it fires."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._kit = kit
        self._loop = asyncio.get_running_loop()
        self._depth = params.integer("depth")
        self._branches = params.integer("branches")
        self._delay_ms = params.integer("delayMs")
        self._armed = self._fired = 0

    def round(self) -> asyncio.Future[int]:
        """Enact one pass; the answer is the number of timers."""
        done: asyncio.Future[int] = self._loop.create_future()
        self._armed = self._fired = 0
        self._arm_children(0, 0, done)
        return done

    def _arm_children(self, node: int, level: int, done: asyncio.Future[int]) -> None:
        if level == self._depth:
            return
        first = node * self._branches + 1
        for child in range(first, first + self._branches):
            self._armed += 1
            self._kit.emit(self._kit.kinds["arm"], node, child, self._delay_ms * 1000)
            self._loop.call_later(self._delay_ms / 1000, self._fire, child, level, done)

    def _fire(self, node: int, level: int, done: asyncio.Future[int]) -> None:
        self._fired += 1
        self._kit.emit(self._kit.kinds["fire"], node, node, self._delay_ms * 1000)
        self._arm_children(node, level + 1, done)
        if self._fired == self._armed:
            done.set_result(self._fired)

    async def close(self) -> None:
        """Nothing is open between rounds."""


def open(params: Params, kit: Kit) -> Nested:
    """Make the workload."""
    return Nested(params, kit)
