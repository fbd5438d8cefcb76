"""ordering.starvation with coroutines: loops that sleep for no time against one that sleeps. There is no smaller step."""

import asyncio

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
                await asyncio.gather(self._timer(), self._turns())
        return CHAINS * self._chain.timers

    async def _timer(self) -> None:
        await asyncio.sleep(self._chain.delay_seconds)
        self._chain.fire()

    async def _turns(self) -> None:
        hop = self._chain.hop
        while True:
            await asyncio.sleep(0)
            if not hop():
                return

    async def close(self) -> None:
        """Nothing is open between rounds."""


def open(params: Params, kit: Kit) -> Starvation:
    """Make the workload."""
    return Starvation(params, kit)
