"""ordering.round_robin with callbacks: chains of ``call_soon``, one for each would-be coroutine."""

import asyncio

from evenloop_runner.kit import Kit, Params
from scenarios.ordering.round_robin.turns import Turns


class RoundRobin:
    """Yields by deferring what comes next."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._turns = Turns(params, kit)
        self._loop = asyncio.get_running_loop()
        self._done: asyncio.Future[int] = self._loop.create_future()
        self._left = 0

    def round(self) -> asyncio.Future[int]:
        """Enact one pass; the answer is the number of switches."""
        self._done = self._loop.create_future()
        self._left = self._turns.coroutines
        for index in range(self._turns.coroutines):
            self._turns.start(index)
            self._loop.call_soon(self._go_on, index, 0)
        return self._done

    def _go_on(self, index: int, turn: int) -> None:
        turns = self._turns
        turns.step(turn, index)
        if turn + 1 < turns.rounds:
            self._loop.call_soon(self._go_on, index, turn + 1)
            return
        self._left -= 1
        if self._left == 0:
            self._done.set_result(turns.coroutines * turns.rounds)

    async def close(self) -> None:
        """Nothing is open between rounds."""


def open(params: Params, kit: Kit) -> RoundRobin:
    """Make the workload."""
    return RoundRobin(params, kit)
