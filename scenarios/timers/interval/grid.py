"""What all styles of timers.interval share: the grid, the stall, which point comes next, and for how long to wait."""

import time

from evenloop_runner.kit import Kit, Params

_TO_COME, _JUST_NOW, _OVER = range(3)
_FIRST_POINT = 1


class Grid:
    """Points of time, one period apart, from the beginning of the round on.

    There is no interval of the loop's own. By period, a program arms each timer for one period after the last handler began.
    """

    __slots__ = ("_base", "_began", "_by_period", "_kit", "_period_us", "_stall_at", "_stall_ms", "_stalls", "periods")

    def __init__(self, params: Params, kit: Kit) -> None:
        self._kit = kit
        self._period_us = params.integer("periodMs") * 1000
        self._stall_at = params.integer("stallAt")
        self._stall_ms = params.integer("stallMs")
        self.periods = params.integer("periods")
        if not 1 <= self._stall_at < self.periods:
            raise ValueError("stallAt must lie within the grid")
        way = params.text("way")
        if way not in {"grid", "period"}:
            raise ValueError(f"{way} is no way of an interval")
        self._by_period = way == "period"
        self._base = 0
        self._began = 0
        self._stalls = _TO_COME

    def begin(self) -> int:
        """Begin a round. The answer is the first point to arm."""
        self._stalls = _TO_COME
        self._began = 0
        return _FIRST_POINT

    def arm(self, point: int) -> float:
        """Record that the timer is about to be armed for this point; the answer is its delay in seconds.

        Point 0 is when the first one is armed. It is read behind the event, so by the trace nothing seems to be due too late.
        """
        kit, period_ns = self._kit, self._period_us * 1000
        due = self._began + period_ns if self._by_period else point * period_ns
        kit.emit(kit.kinds["arm"], 0, point, due // 1000)
        now = kit.now()
        if point == _FIRST_POINT:
            self._base = now
        return max(0, self._base + due - now) / 1e9

    def tick(self, point: int) -> int | None:
        """Record the tick, and stall when it is time.

        The answer is the next point in the future, by period simply the next one, or None at the end.
        """
        kit = self._kit
        self._began = kit.now() - self._base
        period_ns = self._period_us * 1000
        kit.emit(kit.kinds["tick"], 0, point, self._period_us)
        kit.sample(kit.now() - self._base - point * period_ns)
        self._milestones(point)
        # The stall is over only when a tick has followed it.
        if point >= self.periods and self._stalls == _OVER:
            kit.emit(kit.kinds["end"], 1, 0, self.periods)
            return None
        if self._by_period:
            return point + 1
        # An early tick must not come again, hence the maximum.
        return max(point + 1, (kit.now() - self._base) // period_ns + 1)

    def _milestones(self, point: int) -> None:
        kit = self._kit
        if self._stalls == _JUST_NOW:
            kit.emit(kit.kinds["resume"], 1, 0, self._stall_ms * 1000)
            self._stalls = _OVER
        if self._stalls == _TO_COME and point >= self._stall_at:
            kit.emit(kit.kinds["stall"], 1, 0, self._stall_ms * 1000)
            self._stalls = _JUST_NOW
            time.sleep(self._stall_ms / 1000)
