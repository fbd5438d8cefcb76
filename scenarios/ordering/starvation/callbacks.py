"""ordering.starvation with callbacks: chains of ``call_soon`` against ``call_later``. It has no smaller step than a turn."""

import asyncio

from evenloop_runner.kit import Kit, Params
from scenarios.ordering.starvation.chain import CHAINS, Chain


class Starvation:
    """Runs one chain after the other."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._chain = Chain(params, kit)
        self._loop = asyncio.get_running_loop()
        self._over: asyncio.Future[None] = self._loop.create_future()
        self._left = 0

    async def round(self) -> int:
        """Enact one pass; the answer is the number of timers."""
        for timer in range(self._chain.timers):
            for key in range(CHAINS):
                await self._run(key, timer)
        return CHAINS * self._chain.timers

    def _run(self, key: int, timer: int) -> asyncio.Future[None]:
        self._over = self._loop.create_future()
        self._left = 2
        self._chain.arm(key, timer)
        self._loop.call_later(self._chain.delay_seconds, self._fire)
        self._loop.call_soon(self._hop)
        return self._over

    def _fire(self) -> None:
        self._chain.fire()
        self._ended()

    def _hop(self) -> None:
        if self._chain.hop():
            self._loop.call_soon(self._hop)
        else:
            self._ended()

    def _ended(self) -> None:
        self._left -= 1
        if self._left == 0:
            self._over.set_result(None)

    async def close(self) -> None:
        """Nothing is open between rounds."""


def open(params: Params, kit: Kit) -> Starvation:
    """Make the workload."""
    return Starvation(params, kit)
