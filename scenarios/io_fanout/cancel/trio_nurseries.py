"""io_fanout.cancel with trio: cancel scopes around a nursery, with deadlines, and ``finally`` with a shield."""

import trio

from evenloop_runner.kit import Kit, Params
from evenloop_runner.trio_tasks import turn
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
        together, overdue = trio.CancelScope(), trio.CancelScope()
        async with trio.open_nursery() as guard:
            # Whoever sleeps on in spite of all wakes up before this is over.
            guard.start_soon(trio.sleep, (self._sleep_ms + 4) / 1000)
            async with trio.open_nursery() as nursery:
                nursery.start_soon(self._group, together, 0, self._sleep_ms)
                for key in keys_of(1, self._units):
                    nursery.start_soon(self._timed_out, key)
                nursery.start_soon(self._group, overdue, 3, 1)
                for key in keys_of(4, self._units):
                    nursery.start_soon(self._at_deadline, key)
                # One turn, in which the tasks begin, and another one for those of the groups.
                for _ in range(2):
                    await turn()
                for key in keys_of(2, self._units):
                    nursery.start_soon(self._spared, key)
                block(kit)
                cancelled_ns = kit.now()
                overdue.cancel()
                together.cancel()
            kit.sample(kit.now() - cancelled_ns)
        return WAYS * self._units

    def close(self) -> None:
        """Nothing is open between rounds."""

    async def _group(self, scope: trio.CancelScope, way: int, delay_ms: int) -> None:
        """Run units such that who cancels the scope cancels them all, and waits for them."""
        with scope:
            async with trio.open_nursery() as nursery:
                for key in keys_of(way, self._units):
                    nursery.start_soon(self._told, key, delay_ms)

    async def _unit(self, key: int, delay_ms: int, timeout_ms: int | None) -> None:
        """Sleep until cancelled or timed out, and tidy up, whatever happens."""
        kit = self._kit
        # Before the timeout begins to run: it must not end sooner than it says, counted from here.
        kit.emit(kit.kinds["begin"], key, key, (timeout_ms or 0) * 1000)
        try:
            if timeout_ms is None:
                await trio.sleep(delay_ms / 1000)
            else:
                with trio.fail_after(timeout_ms / 1000):
                    await trio.sleep(delay_ms / 1000)
            if timeout_ms != delay_ms:
                kit.emit(kit.kinds["worked"], key, key, 0)
        finally:
            # Who is cancelled stays so: without a shield no clean-up can wait.
            with trio.CancelScope(shield=True):
                await trio.lowlevel.checkpoint()
            kit.emit(kit.kinds["cleanup"], key, key, 0)

    async def _told(self, key: int, delay_ms: int) -> None:
        kit = self._kit
        try:
            await self._unit(key, delay_ms, None)
        except trio.Cancelled:
            kit.emit(kit.kinds["ended"], key, key, CANCELLED)
            raise
        kit.emit(kit.kinds["ended"], key, key, 0)

    async def _timed_out(self, key: int) -> None:
        kit = self._kit
        try:
            await self._unit(key, LONG_MS, self._timeout_ms)
        except trio.TooSlowError:
            kit.emit(kit.kinds["ended"], key, key, TIMED_OUT)
        else:
            kit.emit(kit.kinds["ended"], key, key, 0)

    async def _spared(self, key: int) -> None:
        """Cancel a task before its first step: it begins all the same, and gets as far as its first checkpoint."""
        kit = self._kit
        async with trio.open_nursery() as nursery:
            nursery.start_soon(self._after_checkpoint, key)
            nursery.cancel_scope.cancel()
        kit.emit(kit.kinds["spared"], key, key, NEVER_BEGUN if nursery.cancel_scope.cancelled_caught else 0)

    async def _after_checkpoint(self, key: int) -> None:
        await trio.lowlevel.checkpoint()
        await self._unit(key, self._sleep_ms, None)

    async def _at_deadline(self, key: int) -> None:
        kit = self._kit
        try:
            await self._unit(key, self._timeout_ms, self._timeout_ms)
        except trio.TooSlowError:
            kit.emit(kit.kinds["raced"], key, key, 2)
        else:
            kit.emit(kit.kinds["raced"], key, key, 1)
        kit.emit(kit.kinds["ended"], key, key, AT_DEADLINE)


def open(params: Params, kit: Kit) -> Cancel:
    """Make the workload."""
    return Cancel(params, kit)
