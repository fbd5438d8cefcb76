"""What all styles of timers.deadlines share: the order of arming, and how long each timer has."""

from evenloop_runner.kit import Kit, Params
from evenloop_runner.payload import shuffled, split_mix32

SMALLEST_GAP_MS = 4
"""Two delays that are closer than this could be exchanged by a loop that works as it should."""


LONGEST_ARMING_NS = 2_000_000
"""An arming that took longer than this says nothing about the loop: the process was paused meanwhile."""

MOST_ARMINGS = 10
"""A machine on which none of so many is quick gets the last one."""


def must_arm_again(armings: int, took_ns: int) -> bool:
    """Tell whether an arming is to be taken back and done again with fresh deadlines.

    A timer is armed for what is left, and a pause between reading the clock for that and the loop's own reading makes it
    late by the pause: long enough, and it changes places with the next.
    """
    return took_ns > LONGEST_ARMING_NS and armings < MOST_ARMINGS


def schedule_of(params: Params, kit: Kit) -> list[tuple[int, int]]:
    """Give the timers in the order in which they are armed: number by deadline, and delay in microseconds."""
    first_ms = params.integer("firstMs")
    gap_ms = params.integer("gapMs")
    if gap_ms < SMALLEST_GAP_MS:
        raise ValueError(f"gapMs must be at least {SMALLEST_GAP_MS}")
    order = shuffled(range(params.integer("count")), split_mix32(kit.seed))
    return [(timer, (first_ms + timer * gap_ms) * 1000) for timer in order]
