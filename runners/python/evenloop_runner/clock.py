"""The clock of this runner: integer nanoseconds since its start, on a clock that other processes share."""

import sys
from collections.abc import Callable
from itertools import pairwise
from time import monotonic_ns
from typing import NamedTuple

_READS = 2000


class ClockFacts(NamedTuple):
    """What `ready` says of the clock."""

    name: str
    resolution_ns: int
    epoch_ns: str | None


def make_clock() -> tuple[Callable[[], int], ClockFacts]:
    """Make `now`, which counts from this call, and what there is to say of it."""
    epoch = monotonic_ns()

    def now() -> int:
        return monotonic_ns() - epoch

    # Elsewhere the monotonic clock of Python and those of other runtimes are different clocks.
    shared = sys.platform == "linux"
    name = "CLOCK_MONOTONIC" if shared else "time.monotonic_ns"
    return now, ClockFacts(name, _smallest_step_ns(), str(epoch) if shared else None)


def _smallest_step_ns() -> int:
    reads = [monotonic_ns() for _ in range(_READS)]
    return min((b - a for a, b in pairwise(reads) if b > a), default=1)
