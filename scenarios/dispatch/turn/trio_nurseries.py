"""dispatch.turn with trio: a checkpoint for a turn, awaiting a coroutine for a step."""

from collections.abc import Callable

from trio.lowlevel import checkpoint

from evenloop_runner.kit import Kit, Params
from evenloop_runner.trio_tasks import lasting
from scenarios.dispatch.turn.hop_chain import HopChain


class Turn:
    """Hops by awaiting."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._chain = HopChain(params, kit, _soon)
        self._run = self._turns if self._chain.level == "turn" else self._steps

    async def round(self) -> int:
        """Enact one pass; the answer is the number of hops."""
        hops = self._chain.begin_round()
        await self._run()
        return hops

    async def slice(self, operations: int) -> None:
        """Do so many hops."""
        self._chain.begin_slice(operations)
        await self._run()

    async def _turns(self) -> None:
        hop = self._chain.hop
        while True:
            await checkpoint()
            if not hop():
                return

    async def _steps(self) -> None:
        chain = self._chain
        state = chain.state
        for hops in chain.stretches():
            for _ in range(hops):
                state = await _step(state)
            chain.arrive(hops, state)

    async def close(self) -> None:
        """Nothing is open between rounds."""


def _soon(callback: Callable[..., object], *args: object) -> None:
    async def call() -> None:
        callback(*args)

    lasting().start_soon(call)


async def _step(state: int) -> int:
    return (state * 1664525 + 1013904223) & 0xFFFFFFFF


def open(params: Params, kit: Kit) -> Turn:
    """Make the workload."""
    return Turn(params, kit)
