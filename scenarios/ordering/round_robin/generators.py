"""ordering.round_robin with generators: joined, each yielding ``Soon`` before each step."""

from evenloop_runner.generators import Join, Soon, Steps
from evenloop_runner.kit import Kit, Params
from scenarios.ordering.round_robin.turns import Turns

SOON = Soon()


class RoundRobin:
    """Yields by yielding."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._turns = Turns(params, kit)

    def round(self) -> Steps[int]:
        """Enact one pass; the answer is the number of switches."""
        turns = self._turns
        yield Join([self._coroutine(index) for index in range(turns.coroutines)])
        return turns.coroutines * turns.rounds

    def _coroutine(self, index: int) -> Steps[None]:
        turns = self._turns
        turns.start(index)
        for turn in range(turns.rounds):
            yield SOON
            turns.step(turn, index)

    async def close(self) -> None:
        """Nothing is open between rounds."""


def open(params: Params, kit: Kit) -> RoundRobin:
    """Make the workload."""
    return RoundRobin(params, kit)
