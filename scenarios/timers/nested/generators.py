"""timers.nested with generators: a generator that sleeps and then joins its children."""

from evenloop_runner.generators import Sleep, Steps, join
from evenloop_runner.kit import Kit, Params


class Nested:
    """A tree of timers; each arms its children when it fires."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._kit = kit
        self._depth = params.integer("depth")
        self._branches = params.integer("branches")
        self._delay_ms = params.integer("delayMs")

    def round(self) -> Steps[int]:
        """Enact one pass; the answer is the number of timers."""
        return (yield from self._children(0, 0))

    def _children(self, node: int, level: int) -> Steps[int]:
        if level == self._depth:
            return 0
        first = node * self._branches + 1
        timers = [self._timer(node, child, level) for child in range(first, first + self._branches)]
        return sum((yield from join(timers)))

    def _timer(self, parent: int, node: int, level: int) -> Steps[int]:
        kit = self._kit
        kit.emit(kit.kinds["arm"], parent, node, self._delay_ms * 1000)
        yield Sleep(self._delay_ms / 1000)
        kit.emit(kit.kinds["fire"], node, node, self._delay_ms * 1000)
        return 1 + (yield from self._children(node, level + 1))

    async def close(self) -> None:
        """Nothing is open between rounds."""


def open(params: Params, kit: Kit) -> Nested:
    """Make the workload."""
    return Nested(params, kit)
