"""ordering.defer with callbacks: ``call_soon`` for turns and steps, done-callbacks of a future for reactions."""

import asyncio

from evenloop_runner.kit import Kit, Params
from scenarios.ordering.defer.batch import CLASSES, REACTION, Batch


class Deferral:
    """Defers by callbacks of the loop. It has no smaller step than a turn."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._batch = Batch(params, kit)
        self._loop = asyncio.get_running_loop()
        self._settled: asyncio.Future[None] = self._loop.create_future()

    def round(self) -> asyncio.Future[int]:
        """Enact one pass; the answer is the number of callbacks."""
        batch = self._batch
        self._settled = self._loop.create_future()
        done = batch.begin(self._put_off)
        for callback in range(batch.count):
            for key in range(CLASSES):
                batch.defer(key, callback)
        self._settled.set_result(None)
        batch.armed()
        return done

    def _put_off(self, key: int, callback: int) -> None:
        if key == REACTION:
            self._settled.add_done_callback(lambda _: self._batch.callback(key, callback))
        else:
            self._loop.call_soon(self._batch.callback, key, callback)

    async def close(self) -> None:
        """Nothing is open between rounds."""


def open(params: Params, kit: Kit) -> Deferral:
    """Make the workload."""
    return Deferral(params, kit)
