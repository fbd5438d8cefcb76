"""What all styles of timers.stall share: which timers are armed in which order, and a loop that is blocked in between."""

import time
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from evenloop_runner.kit import Kit, Params

FEWEST_TIMERS = 2
SMALLEST_GAP_MS = 4
# As in timers.deadlines: a longer arming may have exchanged deadlines that no loop exchanged.
LONGEST_ARMING_NS = 2_000_000
MOST_ARMINGS = 10
_Armed = TypeVar("_Armed")


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
        self.timers = self._count + 2

    def enact(
        self, arm: Callable[[float, Callable[[], None]], _Armed], disarm: Callable[[list[_Armed]], object]
    ) -> None:
        """Arm all timers, block the loop, arm the late one, block again until all are overdue, and arm the last one.

        ``arm`` is called with the delay in seconds and with what the timer has to record; ``disarm`` takes all of
        them back, for an arming in which the process was paused.
        """
        kit, count = self._kit, self._count
        for timer in self._order:
            kit.emit(kit.kinds["arm"], 0, timer, self._due_us(timer))
        base, delays, armed = self._arm_all(arm)
        armings = 1
        while kit.now() - base > LONGEST_ARMING_NS and armings < MOST_ARMINGS:
            disarm(armed)
            base, delays, armed = self._arm_all(arm)
            armings += 1
        # For exactly as long as the first one, however long the arming of that took.
        late = delays[0]
        self._block_until(base + self._due_us(count) * 1000 - late * 1e9)
        kit.emit(kit.kinds["arm_late"], 2, count - 1, self._due_us(count))
        arm(late, partial(kit.emit, kit.kinds["fire_late"], 2, count - 1, self._due_us(count)))
        self._block_until(kit.now() + late * 1e9 + self._gap_ms * 1e6)
        # By a clock that was read when the callback began, this one is overdue already.
        kit.emit(kit.kinds["arm_last"], 3, 0, self._gap_ms * 1000)
        arm(self._gap_ms / 1000, partial(kit.emit, kit.kinds["fire_last"], 3, 0, self._gap_ms * 1000))

    def _arm_all(self, arm: Callable[[float, Callable[[], None]], _Armed]) -> tuple[int, list[float], list[_Armed]]:
        kit = self._kit
        base = kit.now()
        delays: list[float] = []
        armed: list[_Armed] = []
        for timer in self._order:
            delays.append(self._due_us(timer) / 1e6 - (kit.now() - base) / 1e9)
            armed.append(arm(delays[-1], partial(kit.emit, kit.kinds["fire"], 1, timer, self._due_us(timer))))
        return base, delays, armed

    def _due_us(self, timer: int) -> int:
        return (self._first_ms + timer * self._gap_ms) * 1000

    def _block_until(self, time_ns: float) -> None:
        time.sleep(max(0.0, time_ns - self._kit.now()) / 1e9)
