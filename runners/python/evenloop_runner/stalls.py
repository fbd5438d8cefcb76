"""Blocks the loop while a round runs, where the harness asks for it: promises must hold on a loop that stalls."""

from collections.abc import Callable, Sequence
from typing import TypeAlias

from evenloop_runner.messages import Stall

Later: TypeAlias = Callable[[float, Callable[[], None]], Callable[[], object]]
"""Calls back after so many seconds, by a timer of the loop; the answer takes that back."""

_NS_PER_MS = 1_000_000


class Stalls:
    """Stalls one after the other, by timers of the loop, until all are over or `end` is called."""

    __slots__ = ("_cancel", "_later", "_now", "_rest", "made")

    def __init__(self, stalls: Sequence[Stall], now: Callable[[], int], later: Later) -> None:
        self._rest = list(reversed(stalls))
        self._now = now
        self._later = later
        self._cancel: Callable[[], object] | None = None
        self.made = 0
        self._arm()

    def end(self) -> int:
        """Make no more; the answer is how many there were."""
        self._rest.clear()
        if self._cancel is not None:
            self._cancel()
        return self.made

    def _arm(self) -> None:
        if self._rest:
            self._cancel = self._later(self._rest[-1].after_ms / 1000, self._stall)

    def _stall(self) -> None:
        now = self._now
        until_ns = now() + self._rest.pop().for_ms * _NS_PER_MS
        self.made += 1
        while now() < until_ns:
            pass
        self._arm()
