"""example.ticks with coroutines: a loop that awaits ``asyncio.sleep``."""

import asyncio

from evenloop_runner.kit import Kit, Params


class _Ticks:
    def __init__(self, params: Params, kit: Kit) -> None:
        self._period_ms = params.integer("periodMs")
        self._ticks = params.integer("ticks")
        self._arm, self._fire = kit.kinds["arm"], kit.kinds["fire"]
        self._kit = kit

    async def round(self) -> int:
        """Do one complete round; the answer is the number of its operations."""
        kit = self._kit
        for tick in range(self._ticks):
            kit.emit(self._arm, 0, tick, self._period_ms * 1000)
            armed_at = kit.now()
            await asyncio.sleep(self._period_ms / 1000)
            woken_at = kit.now()
            kit.emit(self._fire, 0, tick, self._period_ms * 1000)
            kit.sample(woken_at - armed_at - self._period_ms * 1_000_000)
        return self._ticks

    def close(self) -> None:
        """Nothing is left open after a round."""


def open(params: Params, kit: Kit) -> _Ticks:  # the name that the runner looks for
    """Make the workload."""
    return _Ticks(params, kit)
