"""The slices of a workload: one for each token, timed by wall clock and CPU, into columns that are there beforehand."""

from array import array
from collections.abc import Awaitable, Callable, Generator
from time import process_time_ns
from typing import NamedTuple

from evenloop_runner.failure import WorkloadError
from evenloop_runner.generators import drive
from evenloop_runner.token_file import TokenFile


class Slices(NamedTuple):
    """What was run: rows, all operations, and the columns as the bytes of the sidecar."""

    rows: int
    operations: int
    columns: tuple[bytes, bytes, bytes, bytes, bytes]


async def run_slices(
    slice_of: Callable[[int], object], capacity: int, tokens: TokenFile, now: Callable[[], int]
) -> Slices:
    """Run slices until the token 0.

    The clock is read next to the slice on both sides and the CPU outside of that, because a reading of the CPU costs
    more than one of the clock: so the wall time is that of the slice alone, and the CPU time has two readings of the
    clock in it.
    """
    # Filled, so that no slice is the first to touch a page.
    starts, ends, cpu_starts, cpu_ends = (array("d", [0.0]) * capacity for _ in range(4))
    asked = array("I", [0]) * capacity
    rows = done = 0
    while operations := tokens.next():
        if rows == capacity:
            raise WorkloadError("too-many-slices", f"a token after the last of {capacity} slices")
        cpu_start = process_time_ns()
        start = now()
        result = slice_of(operations)
        if isinstance(result, Generator):
            await drive(result)
        elif isinstance(result, Awaitable):
            await result
        end = now()
        cpu_ends[rows] = process_time_ns()
        cpu_starts[rows] = cpu_start
        starts[rows] = start
        ends[rows] = end
        asked[rows] = operations
        rows += 1
        done += operations
        tokens.done()
    starts_bytes, ends_bytes, cpu_starts_bytes, cpu_ends_bytes, asked_bytes = (
        column[:rows].tobytes() for column in (starts, ends, cpu_starts, cpu_ends, asked)
    )
    return Slices(rows, done, (starts_bytes, ends_bytes, cpu_starts_bytes, cpu_ends_bytes, asked_bytes))
