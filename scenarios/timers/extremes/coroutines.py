"""timers.extremes with coroutines: each delay is a sleep in a task that the end of the window cancels."""

import asyncio
import math

from evenloop_runner.kit import Kit, Params

DELAYS_MS = (0, -1, 1, 7.5, 2**31, math.inf, math.nan)
PHASES = ((6,), (0, 1, 2, 3, 4, 5))
"""The last one is asked for first and alone: it may upset whatever else is armed."""
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
            timers = [asyncio.create_task(self._timer(timer)) for timer in phase]
            # A task begins in the next turn: only then is its timer armed, and the window behind them all.
            await asyncio.sleep(0)
            await asyncio.sleep(self._window_ms / 1000)
            for timer in timers:
                timer.cancel()
            await asyncio.gather(*timers)
        return len(DELAYS_MS)

    async def _timer(self, timer: int) -> None:
        self._record("ask", timer)
        try:
            await asyncio.sleep(DELAYS_MS[timer] / 1000)
        except asyncio.CancelledError:
            self._record("pending", timer)
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
