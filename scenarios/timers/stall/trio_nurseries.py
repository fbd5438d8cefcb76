"""timers.stall with trio: a task for each timer, with a deadline that is set when it is armed.

A task begins only when the loop turns, and this loop is blocked: so each is given the deadline that it has from then on.
"""

from collections.abc import Callable

import trio

from evenloop_runner.kit import Kit, Params
from scenarios.timers.stall.stalled_loop import StalledLoop


class Stall:
    """Blocks the loop until all its timers are overdue."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._stalled = StalledLoop(params, kit)

    async def round(self) -> int:
        """Enact one pass; the answer is the number of timers."""
        async with trio.open_nursery() as nursery:

            def arm(delay: float, record: Callable[[], None]) -> trio.CancelScope:
                scope = trio.CancelScope()
                nursery.start_soon(_record_when, scope, trio.current_time() + delay, record)
                return scope

            def disarm(armed: list[trio.CancelScope]) -> None:
                for scope in armed:
                    scope.cancel()

            self._stalled.enact(arm, disarm)
        return self._stalled.timers

    async def close(self) -> None:
        """Nothing is open between rounds."""


async def _record_when(scope: trio.CancelScope, deadline: float, record: Callable[[], None]) -> None:
    with scope:
        await trio.sleep_until(deadline)
        record()


def open(params: Params, kit: Kit) -> Stall:
    """Make the workload."""
    return Stall(params, kit)
