"""timers.extremes with trio: each delay is a sleep in a task, and the end of the window cancels the nursery."""

import math

import trio

from evenloop_runner.kit import Kit, Params
from evenloop_runner.trio_tasks import turn

DELAYS_MS = (0, -1, 1, 7.5, 2**31, math.inf, math.nan)
PHASES = ((6,), (0, 1, 2, 3, 4, 5))
"""The last one is asked for first and alone, as in the other styles."""
SMALLEST_WINDOW_MS = 12
_SENSIBLE_MS = 1000


class Extremes:
    """Sleeps for all delays, and gives up at the end of the window."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._kit = kit
        self._window_ms = params.integer("windowMs")
        if self._window_ms < SMALLEST_WINDOW_MS:
            raise ValueError(f"windowMs must be at least {SMALLEST_WINDOW_MS}")

    async def round(self) -> int:
        """Enact one pass; the answer is the number of timers."""
        for phase in PHASES:
            async with trio.open_nursery() as nursery:
                for timer in phase:
                    nursery.start_soon(self._timer, timer)
                # A task begins in the next turn: only then is its timer armed, and the window behind them all.
                await turn()
                await trio.sleep(self._window_ms / 1000)
                # After a stall all are overdue at once, and go on in any order.
                await turn()
                nursery.cancel_scope.cancel()
        return len(DELAYS_MS)

    async def _timer(self, timer: int) -> None:
        self._record("ask", timer)
        try:
            await trio.sleep(DELAYS_MS[timer] / 1000)
        except trio.Cancelled:
            self._record("pending", timer)
            raise
        except ValueError:
            self._record("refuse", timer)
        else:
            self._record("fire", timer)

    def _record(self, kind: str, timer: int) -> None:
        delay_ms = DELAYS_MS[timer]
        whole_us = int(delay_ms) * 1000 if 0 < delay_ms < _SENSIBLE_MS else 0
        self._kit.emit(self._kit.kinds[kind], timer, timer, whole_us)

    async def close(self) -> None:
        """Nothing is open between rounds."""


def open(params: Params, kit: Kit) -> Extremes:
    """Make the workload."""
    return Extremes(params, kit)
