"""ordering.round_robin with trio: tasks of one nursery, with a checkpoint before each step."""

import trio

from evenloop_runner.kit import Kit, Params
from scenarios.ordering.round_robin.turns import Turns


class RoundRobin:
    """Yields by checkpoints."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._turns = Turns(params, kit)

    async def round(self) -> int:
        """Enact one pass; the answer is the number of switches."""
        turns = self._turns
        async with trio.open_nursery() as nursery:
            for index in range(turns.coroutines):
                nursery.start_soon(self._task, index)
        return turns.coroutines * turns.rounds

    async def _task(self, index: int) -> None:
        turns = self._turns
        turns.start(index)
        for turn in range(turns.rounds):
            await trio.lowlevel.checkpoint()
            turns.step(turn, index)

    async def close(self) -> None:
        """Nothing is open between rounds."""


def open(params: Params, kit: Kit) -> RoundRobin:
    """Make the workload."""
    return RoundRobin(params, kit)
