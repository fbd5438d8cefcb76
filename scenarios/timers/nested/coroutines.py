"""timers.nested with coroutines: a coroutine that sleeps and then awaits its children."""

import asyncio

from evenloop_runner.kit import Kit, Params


class Nested:
    """A tree of timers; each arms its children when it fires."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._kit = kit
        self._depth = params.integer("depth")
        self._branches = params.integer("branches")
        self._delay_ms = params.integer("delayMs")

    async def round(self) -> int:
        """Enact one pass; the answer is the number of timers."""
        return await self._children(0, 0)

    async def _children(self, node: int, level: int) -> int:
        if level == self._depth:
            return 0
        first = node * self._branches + 1
        timers = [self._timer(node, child, level) for child in range(first, first + self._branches)]
        return sum(await asyncio.gather(*timers))

    async def _timer(self, parent: int, node: int, level: int) -> int:
        kit = self._kit
        kit.emit(kit.kinds["arm"], parent, node, self._delay_ms * 1000)
        await asyncio.sleep(self._delay_ms / 1000)
        kit.emit(kit.kinds["fire"], node, node, self._delay_ms * 1000)
        return 1 + await self._children(node, level + 1)

    async def close(self) -> None:
        """Nothing is open between rounds."""


def open(params: Params, kit: Kit) -> Nested:
    """Make the workload."""
    return Nested(params, kit)
