"""ordering.signals with coroutines: handlers that put each signal into a queue, and a task that awaits what comes out."""

import asyncio

from evenloop_runner.kit import Kit, Params
from scenarios.ordering.signals.stages import Stages, open_stages


class Signals:
    """Awaits signals in a task of its own."""

    def __init__(self, stages: Stages) -> None:
        self._stages = stages
        self._signals: asyncio.Queue[int] = asyncio.Queue()
        self._listening = asyncio.create_task(self._listen())
        stages.listen(self._signals.put_nowait)

    async def round(self) -> int:
        """Enact one pass; the answer is the number of single signals."""
        return await self._stages.round()

    async def close(self) -> None:
        """Listen no longer."""
        self._listening.cancel()
        self._stages.close()

    async def _listen(self) -> None:
        while True:
            self._stages.heard(await self._signals.get())


async def open(params: Params, kit: Kit) -> Signals:
    """Make the workload."""
    return Signals(await open_stages(params, kit))
