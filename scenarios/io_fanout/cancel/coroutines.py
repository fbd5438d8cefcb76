"""io_fanout.cancel with coroutines: tasks in a group that is cancelled as a whole, ``asyncio.timeout``, and ``finally``."""

import asyncio

from evenloop_runner.kit import Kit, Params
from scenarios.io_fanout.cancel.ways import (
    AT_DEADLINE,
    CANCELLED,
    LONG_MS,
    NEVER_BEGUN,
    TIMED_OUT,
    WAYS,
    block,
    keys_of,
)


class Cancel:
    """Cancels units in every way there is."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._kit = kit
        self._units = params.integer("units")
        self._timeout_ms = params.integer("timeoutMs")
        self._sleep_ms = params.integer("sleepMs")

    async def round(self) -> int:
        """Enact one pass; the answer is the number of units."""
        kit = self._kit
        # Whoever sleeps on in spite of all wakes up before this is over.
        guard = asyncio.create_task(asyncio.sleep((self._sleep_ms + 4) / 1000))
        together = asyncio.create_task(self._group(0, self._sleep_ms))
        timed = [asyncio.create_task(self._timed_out(key)) for key in keys_of(1, self._units)]
        overdue = asyncio.create_task(self._group(3, 1))
        racing = [asyncio.create_task(self._at_deadline(key)) for key in keys_of(4, self._units)]
        # One turn, in which the tasks begin, and another one for those of the groups.
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        before = [asyncio.create_task(self._spared(key)) for key in keys_of(2, self._units)]
        block(kit)
        cancelled_ns = kit.now()
        overdue.cancel()
        together.cancel()
        await asyncio.gather(together, overdue, *timed, *racing, *before, return_exceptions=True)
        kit.sample(kit.now() - cancelled_ns)
        await guard
        return WAYS * self._units

    def close(self) -> None:
        """Nothing is open between rounds."""

    async def _group(self, way: int, delay_ms: int) -> None:
        """Run units such that who cancels the group cancels them all, and waits for them."""
        async with asyncio.TaskGroup() as group:
            for key in keys_of(way, self._units):
                group.create_task(self._told(key, delay_ms))

    async def _unit(self, key: int, delay_ms: int, timeout_ms: int | None) -> None:
        """Sleep until cancelled or timed out, and tidy up, whatever happens."""
        kit = self._kit
        # Before the timeout begins to run: it must not end sooner than it says, counted from here.
        kit.emit(kit.kinds["begin"], key, key, (timeout_ms or 0) * 1000)
        try:
            async with asyncio.timeout(None if timeout_ms is None else timeout_ms / 1000):
                await asyncio.sleep(delay_ms / 1000)
            if timeout_ms != delay_ms:
                kit.emit(kit.kinds["worked"], key, key, 0)
        finally:
            await asyncio.sleep(0)
            kit.emit(kit.kinds["cleanup"], key, key, 0)

    async def _told(self, key: int, delay_ms: int) -> None:
        kit = self._kit
        try:
            await self._unit(key, delay_ms, None)
        except asyncio.CancelledError:
            kit.emit(kit.kinds["ended"], key, key, CANCELLED)
            raise
        kit.emit(kit.kinds["ended"], key, key, 0)

    async def _timed_out(self, key: int) -> None:
        kit = self._kit
        try:
            await self._unit(key, LONG_MS, self._timeout_ms)
        except TimeoutError:
            kit.emit(kit.kinds["ended"], key, key, TIMED_OUT)
        else:
            kit.emit(kit.kinds["ended"], key, key, 0)

    async def _spared(self, key: int) -> None:
        """Cancel a task before its first step."""
        kit = self._kit
        task = asyncio.create_task(self._unit(key, self._sleep_ms, None))
        task.cancel()
        try:
            await task
        except asyncio.CancelledError:
            kit.emit(kit.kinds["spared"], key, key, NEVER_BEGUN)
        else:
            kit.emit(kit.kinds["spared"], key, key, 0)

    async def _at_deadline(self, key: int) -> None:
        kit = self._kit
        try:
            await self._unit(key, self._timeout_ms, self._timeout_ms)
        except TimeoutError:
            kit.emit(kit.kinds["raced"], key, key, 2)
        else:
            kit.emit(kit.kinds["raced"], key, key, 1)
        kit.emit(kit.kinds["ended"], key, key, AT_DEADLINE)


def open(params: Params, kit: Kit) -> Cancel:
    """Make the workload."""
    return Cancel(params, kit)
