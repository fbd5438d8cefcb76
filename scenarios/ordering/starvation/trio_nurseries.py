"""ordering.starvation with trio: loops of checkpoints against one task that sleeps. There is no smaller step."""

import trio

from evenloop_runner.kit import Kit, Params
from scenarios.ordering.starvation.chain import CHAINS, Chain


class Starvation:
    """Runs one chain after the other."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._chain = Chain(params, kit)

    async def round(self) -> int:
        """Enact one pass; the answer is the number of timers."""
        for timer in range(self._chain.timers):
            for key in range(CHAINS):
                self._chain.arm(key, timer)
                async with trio.open_nursery() as nursery:
                    nursery.start_soon(self._timer)
                    nursery.start_soon(self._turns)
        return CHAINS * self._chain.timers

    async def _timer(self) -> None:
        await trio.sleep(self._chain.delay_seconds)
        self._chain.fire()

    async def _turns(self) -> None:
        hop = self._chain.hop
        while True:
            await trio.lowlevel.checkpoint()
            if not hop():
                return

    async def close(self) -> None:
        """Nothing is open between rounds."""


def open(params: Params, kit: Kit) -> Starvation:
    """Make the workload."""
    return Starvation(params, kit)
