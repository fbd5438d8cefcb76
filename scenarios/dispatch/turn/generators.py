"""dispatch.turn with generators: yielding ``Soon`` for a turn, yielding nothing for a step."""

from evenloop_runner.generators import Soon, Steps
from evenloop_runner.kit import Kit, Params
from scenarios.dispatch.turn.hop_chain import HopChain

SOON = Soon()


class Turn:
    """Hops by yielding."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._chain = HopChain(params, kit)
        self._run = self._turns if self._chain.level == "turn" else self._steps

    def round(self) -> Steps[int]:
        """Enact one pass; the answer is the number of hops."""
        hops = self._chain.begin_round()
        yield from self._run()
        return hops

    def slice(self, operations: int) -> Steps[None]:
        """Do so many hops."""
        self._chain.begin_slice(operations)
        yield from self._run()

    def _turns(self) -> Steps[None]:
        hop = self._chain.hop
        yield SOON
        while hop():
            yield SOON

    def _steps(self) -> Steps[None]:
        chain = self._chain
        state = chain.state
        for hops in chain.stretches():
            for _ in range(hops):
                yield None
                state = (state * 1664525 + 1013904223) & 0xFFFFFFFF
            chain.arrive(hops, state)

    async def close(self) -> None:
        """Nothing is open between rounds."""


def open(params: Params, kit: Kit) -> Turn:
    """Make the workload."""
    return Turn(params, kit)
