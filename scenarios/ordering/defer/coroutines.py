"""ordering.defer with coroutines: a new task for each turn and step, tasks that await one future for reactions."""

import asyncio

from evenloop_runner.kit import Kit, Params
from scenarios.ordering.defer.batch import REACTION, STEP, TURN, Batch


class Deferral:
    """Defers by tasks. A task begins in a turn of its own: it has no smaller step."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._batch = Batch(params, kit)
        self._settled: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        # The loop itself keeps no task alive.
        self._tasks: set[asyncio.Task[None]] = set()

    async def round(self) -> int:
        """Enact one pass; the answer is the number of callbacks."""
        batch = self._batch
        self._settled = asyncio.get_running_loop().create_future()
        done = batch.begin(self._put_off)
        for callback in range(batch.count):
            batch.defer(REACTION, callback)
        # A task waits for nothing before it has begun: one turn for all of them.
        await asyncio.sleep(0)
        for callback in range(batch.count):
            batch.defer(TURN, callback)
            batch.defer(STEP, callback)
        self._settled.set_result(None)
        batch.armed()
        return await done

    def _put_off(self, key: int, callback: int) -> None:
        task = asyncio.create_task(self._react(callback) if key == REACTION else self._run(key, callback))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _run(self, key: int, callback: int) -> None:
        self._batch.callback(key, callback)

    async def _react(self, callback: int) -> None:
        await self._settled
        self._batch.callback(REACTION, callback)

    async def close(self) -> None:
        """Nothing is open between rounds."""


def open(params: Params, kit: Kit) -> Deferral:
    """Make the workload."""
    return Deferral(params, kit)
