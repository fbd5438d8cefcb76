"""What all styles of timers.stall share: which timers are armed in which order, and a loop that is blocked in between."""

import time
from collections.abc import Callable
from functools import partial

from evenloop_runner.kit import Kit, Params

FEWEST_TIMERS = 2
SMALLEST_GAP_MS = 4


class StalledLoop:
    """A round of it."""

    __slots__ = ("_count", "_first_ms", "_gap_ms", "_kit", "_order", "timers")

    def __init__(self, params: Params, kit: Kit) -> None:
        self._kit = kit
        self._count = params.integer("count")
        self._first_ms = params.integer("firstMs")
        self._gap_ms = params.integer("gapMs")
        if self._count < FEWEST_TIMERS:
            raise ValueError(f"count must be at least {FEWEST_TIMERS}")
        if self._gap_ms < SMALLEST_GAP_MS:
            raise ValueError(f"gapMs must be at least {SMALLEST_GAP_MS}")
        self._order = [0, *range(self._count - 1, 0, -1)]
        self.timers = self._count + 1

    def enact(self, arm: Callable[[float, Callable[[], None]], None]) -> None:
        """Arm all timers, block the loop, arm the late one, and block again until all are overdue.

        ``arm`` is called with the delay in seconds and with what the timer has to record.
        """
        kit, count = self._kit, self._count
        for timer in self._order:
            kit.emit(kit.kinds["arm"], 0, timer, self._due_us(timer))
        base = kit.now()
        delays = []
        for timer in self._order:
            delay = self._due_us(timer) / 1e6 - (kit.now() - base) / 1e9
            arm(delay, partial(kit.emit, kit.kinds["fire"], 1, timer, self._due_us(timer)))
            delays.append(delay)
        # For exactly as long as the first one, however long the arming of that took.
        late = delays[0]
        self._block_until(base + self._due_us(count) * 1000 - late * 1e9)
        kit.emit(kit.kinds["arm_late"], 2, count - 1, self._due_us(count))
        arm(late, partial(kit.emit, kit.kinds["fire_late"], 2, count - 1, self._due_us(count)))
        self._block_until(kit.now() + late * 1e9 + self._gap_ms * 1e6)

    def _due_us(self, timer: int) -> int:
        return (self._first_ms + timer * self._gap_ms) * 1000

    def _block_until(self, time_ns: float) -> None:
        time.sleep(max(0.0, time_ns - self._kit.now()) / 1e9)
