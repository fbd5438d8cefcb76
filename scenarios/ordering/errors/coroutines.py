"""ordering.errors with coroutines: tasks that throw, each heard by the one who started it."""

import asyncio
from collections.abc import Coroutine

from evenloop_runner.kit import Kit, Params
from scenarios.ordering.errors.trial import END_SECONDS, TIMER, TIMER_SECONDS, TURN, Trial


class Errors:
    """Supervises its tasks."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._trial = Trial(params, kit)
        # The loop itself keeps no task alive.
        self._tasks: set[asyncio.Task[None]] = set()

    async def round(self) -> int:
        """Enact one pass; the answer is the number of callbacks."""
        for ident in self._trial.idents(TIMER):
            self._supervise(self._timer(ident))
        for ident in self._trial.idents(TURN):
            self._supervise(self._turn(ident))
        # A task arms its timer when it begins, and the end is armed after all of them.
        await asyncio.sleep(0)
        await asyncio.sleep(END_SECONDS)
        # After a stall all timers are overdue at once: a turn for the tasks to go on, one for those who hear of them.
        for _ in range(3):
            await asyncio.sleep(0)
        return await self._trial.finish()

    def _supervise(self, unit: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(unit)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        error = task.exception()
        if error is not None:
            self._trial.handle(error)

    async def _turn(self, ident: int) -> None:
        self._trial.run(TURN, ident)

    async def _timer(self, ident: int) -> None:
        await asyncio.sleep(TIMER_SECONDS)
        self._trial.run(TIMER, ident)

    async def close(self) -> None:
        """Nothing is open between rounds."""


def open(params: Params, kit: Kit) -> Errors:
    """Make the workload."""
    return Errors(params, kit)
