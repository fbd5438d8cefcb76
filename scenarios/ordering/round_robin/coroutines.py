"""ordering.round_robin with coroutines: gathered, each sleeping for no time before each step."""

import asyncio

from evenloop_runner.kit import Kit, Params
from scenarios.ordering.round_robin.turns import Turns


class RoundRobin:
    """Yields by ``sleep(0)``."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._turns = Turns(params, kit)

    async def round(self) -> int:
        """Enact one pass; the answer is the number of switches."""
        turns = self._turns
        await asyncio.gather(*(self._coroutine(index) for index in range(turns.coroutines)))
        return turns.coroutines * turns.rounds

    async def _coroutine(self, index: int) -> None:
        turns = self._turns
        turns.start(index)
        for turn in range(turns.rounds):
            await asyncio.sleep(0)
            turns.step(turn, index)

    async def close(self) -> None:
        """Nothing is open between rounds."""


def open(params: Params, kit: Kit) -> RoundRobin:
    """Make the workload."""
    return RoundRobin(params, kit)
