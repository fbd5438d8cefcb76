"""What all styles of timers.deadlines share: the order of arming, and how long each timer has."""

from evenloop_runner.kit import Kit, Params
from evenloop_runner.payload import shuffled, split_mix32

SMALLEST_GAP_MS = 4
"""Two delays that are closer than this could be exchanged by a loop that works as it should."""


def schedule_of(params: Params, kit: Kit) -> list[tuple[int, int]]:
    """Give the timers in the order in which they are armed: number by deadline, and delay in microseconds."""
    first_ms = params.integer("firstMs")
    gap_ms = params.integer("gapMs")
    if gap_ms < SMALLEST_GAP_MS:
        raise ValueError(f"gapMs must be at least {SMALLEST_GAP_MS}")
    order = shuffled(range(params.integer("count")), split_mix32(kit.seed))
    return [(timer, (first_ms + timer * gap_ms) * 1000) for timer in order]
