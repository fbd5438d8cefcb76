"""dispatch.listeners with coroutines: listeners are coroutine functions, each awaited before the next is called."""

from collections.abc import Awaitable, Callable

from evenloop_runner.kit import Kit, Params
from scenarios.dispatch.listeners.ledger import Ledger


class Listeners:
    """Emits events to listeners."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._ledger = Ledger(params, kit)
        self._listeners = [self._listener(listener) for listener in range(self._ledger.listeners)]

    async def round(self) -> int:
        """Enact one pass; the answer is the number of calls."""
        ledger = self._ledger
        calls = ledger.begin()
        for event in range(ledger.events):
            await self._emit(event)
            ledger.emitted(event)
        return calls

    async def _emit(self, event: int) -> None:
        for listener in self._listeners:
            await listener(event)

    def _listener(self, listener: int) -> Callable[[int], Awaitable[None]]:
        async def heard(event: int) -> None:
            self._ledger.heard(listener, event)

        return heard

    async def close(self) -> None:
        """Nothing is open between rounds."""


def open(params: Params, kit: Kit) -> Listeners:
    """Make the workload."""
    return Listeners(params, kit)
