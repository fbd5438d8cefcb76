"""What all styles of timers.deadlines share: the order of arming, and how long each timer has."""

from evenloop_runner.kit import Kit, Params
from evenloop_runner.payload import shuffled, split_mix32

SMALLEST_GAP_MS = 4
"""Two delays that are closer than this could be exchanged by a loop that works as it should."""


class Schedule:
    """Timers in the order in which they are armed. A timer's number is its place by deadline."""

    __slots__ = ("_first_ms", "_gap_ms", "order")

    def __init__(self, params: Params, kit: Kit) -> None:
        self._first_ms = params.integer("firstMs")
        self._gap_ms = params.integer("gapMs")
        if self._gap_ms < SMALLEST_GAP_MS:
            raise ValueError(f"gapMs must be at least {SMALLEST_GAP_MS}")
        self.order = shuffled(range(params.integer("count")), split_mix32(kit.seed))

    def delay_us(self, timer: int) -> int:
        """How long after the arming the timer is due, in microseconds."""
        return (self._first_ms + timer * self._gap_ms) * 1000
