"""What all styles of timers.cancel share: which timer goes which way, and how long each has."""

from evenloop_runner.kit import Params

WAYS = ("keep", "before", "double", "itself", "sibling")
MOST_OF_EACH = 1000
SMALLEST_GAP_MS = 4
_LATER = {"blocker": 1, "overdue": 2, "end": 4}


class Ways:
    """Timers are numbered in the order in which they are armed.

    Whoever must be due before another is armed before it: then a pause of the process in between can only widen the gap.
    """

    __slots__ = ("_blocker", "_delay_ms", "_each", "_gap_ms", "count", "overdue_ms")

    def __init__(self, params: Params) -> None:
        self._each = params.integer("each")
        self._delay_ms = params.integer("delayMs")
        self._gap_ms = params.integer("gapMs")
        if not 1 <= self._each <= MOST_OF_EACH:
            raise ValueError(f"each must be 1 to {MOST_OF_EACH}")
        if self._gap_ms < SMALLEST_GAP_MS:
            raise ValueError(f"gapMs must be at least {SMALLEST_GAP_MS}")
        self._blocker = len(WAYS) * self._each
        self.count = self._blocker + self._each + 2
        self.overdue_ms = self._delay_ms + 2 * self._gap_ms

    def way_of(self, timer: int) -> str:
        """One of the six ways, ``blocker`` or ``end``."""
        if timer < self._blocker:
            return WAYS[timer // self._each]
        if timer == self._blocker:
            return "blocker"
        return "overdue" if timer <= self._blocker + self._each else "end"

    def delay_ms(self, timer: int) -> int:
        """How long the timer has."""
        return self._delay_ms + self._gap_ms * _LATER.get(self.way_of(timer), 0)

    def of(self, way: str) -> range:
        """Give the timers of one of the six ways."""
        first = self._blocker + 1 if way == "overdue" else WAYS.index(way) * self._each
        return range(first, first + self._each)

    def sibling_of(self, timer: int) -> int:
        """Give the timer that this one cancels when it fires: one of the same delay, armed later."""
        return timer + WAYS.index("sibling") * self._each
