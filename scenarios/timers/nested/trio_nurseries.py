"""timers.nested with trio: a task that sleeps and then opens a nursery for its children."""

import trio

from evenloop_runner.kit import Kit, Params


class Nested:
    """A tree of timers; each arms its children when it fires."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._kit = kit
        self._depth = params.integer("depth")
        self._branches = params.integer("branches")
        self._delay_ms = params.integer("delayMs")
        self._fired = 0

    async def round(self) -> int:
        """Enact one pass; the answer is the number of timers."""
        self._fired = 0
        await self._children(0, 0)
        return self._fired

    async def _children(self, node: int, level: int) -> None:
        if level == self._depth:
            return
        first = node * self._branches + 1
        async with trio.open_nursery() as nursery:
            for child in range(first, first + self._branches):
                self._kit.emit(self._kit.kinds["arm"], node, child, self._delay_ms * 1000)
                nursery.start_soon(self._timer, child, level)

    async def _timer(self, node: int, level: int) -> None:
        kit = self._kit
        await trio.sleep(self._delay_ms / 1000)
        kit.emit(kit.kinds["fire"], node, node, self._delay_ms * 1000)
        self._fired += 1
        await self._children(node, level + 1)

    async def close(self) -> None:
        """Nothing is open between rounds."""


def open(params: Params, kit: Kit) -> Nested:
    """Make the workload."""
    return Nested(params, kit)
