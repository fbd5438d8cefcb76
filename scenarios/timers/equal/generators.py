"""timers.equal with generators: a generator for each timer, all joined."""

from evenloop_runner.generators import Join, Sleep, Steps
from evenloop_runner.kit import Kit, Params


class Equal:
    """Arms all timers in one turn of the loop, with one delay."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._kit = kit
        self._count = params.integer("count")
        self._delay_ms = params.integer("delayMs")

    def round(self) -> Steps[int]:
        """Enact one pass; the answer is the number of timers."""
        yield Join([self._timer(timer) for timer in range(self._count)])
        return self._count

    def _timer(self, timer: int) -> Steps[None]:
        kit = self._kit
        kit.emit(kit.kinds["arm"], 0, timer, self._delay_ms * 1000)
        yield Sleep(self._delay_ms / 1000)
        kit.emit(kit.kinds["fire"], 1, timer, self._delay_ms * 1000)

    async def close(self) -> None:
        """Nothing is open between rounds."""


def open(params: Params, kit: Kit) -> Equal:
    """Make the workload."""
    return Equal(params, kit)
