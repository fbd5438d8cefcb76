"""What all styles of io_fanout.cancel share: the ways to an end, their names in the trace, and the block in the middle."""

from evenloop_runner.kit import Kit

# What `ended` and `spared` say.
CANCELLED = 1
TIMED_OUT = 2
NEVER_BEGUN = 3
AT_DEADLINE = 4
WAYS = 5
LONG_MS = 2000
"""Longer than any stall: what is timed out could not have come first, whatever the order in which overdue timers run."""
_BLOCK_NS = 2_500_000


def keys_of(way: int, units: int) -> range:
    """Give the units that go this way."""
    return range(way, WAYS * units, WAYS)


def block(kit: Kit) -> None:
    """Hold the loop, so that sleeps are over of which nobody has been told."""
    now = kit.now
    due_ns = now() + _BLOCK_NS
    while now() < due_ns:
        pass
