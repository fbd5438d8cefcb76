"""dispatch.turn with callbacks: ``call_soon`` for each hop. It has no smaller step: both levels are turns."""

import asyncio

from evenloop_runner.kit import Kit, Params
from scenarios.dispatch.turn.hop_chain import HopChain


class Turn:
    """Hops by callbacks of the loop."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._chain = HopChain(params, kit)
        self._loop = asyncio.get_running_loop()
        self._call_soon = self._loop.call_soon
        self._done: asyncio.Future[int] = self._loop.create_future()
        self._hops = 0

    def round(self) -> asyncio.Future[int]:
        """Enact one pass; the answer is the number of hops."""
        return self._run(self._chain.begin_round())

    def slice(self, operations: int) -> asyncio.Future[int]:
        """Do so many hops."""
        self._chain.begin_slice(operations)
        return self._run(operations)

    def _run(self, hops: int) -> asyncio.Future[int]:
        self._hops = hops
        self._done = self._loop.create_future()
        self._call_soon(self._hop)
        return self._done

    def _hop(self) -> None:
        if self._chain.hop():
            self._call_soon(self._hop)
        else:
            self._done.set_result(self._hops)

    async def close(self) -> None:
        """Nothing is open between rounds."""


def open(params: Params, kit: Kit) -> Turn:
    """Make the workload."""
    return Turn(params, kit)
