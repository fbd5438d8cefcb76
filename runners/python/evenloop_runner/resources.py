"""What a window cost: processor time, context switches, memory, and the scheduler's times of all threads."""

import os
import resource
import sys
from time import process_time_ns
from typing import NamedTuple

_TASKS = "/proc/self/task"
# Linux counts kibibytes, macOS bytes.
_RESIDENT_UNIT = 1 if sys.platform == "darwin" else 1024


class Reading(NamedTuple):
    """The counters of this process at one moment."""

    cpu_ns: int
    user_seconds: float
    system_seconds: float
    voluntary: int
    involuntary: int
    threads: dict[str, tuple[int, int]] | None


class Resources(NamedTuple):
    """The difference of two readings, and the largest resident size so far."""

    user_cpu_ns: int
    system_cpu_ns: int
    voluntary_switches: int
    involuntary_switches: int
    peak_resident_bytes: int
    run_ns: int | None
    wait_ns: int | None


def read_before() -> Reading:
    """Read the counters, the processor time last: what reading costs stays out of the window."""
    threads = _threads()
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return _reading(process_time_ns(), usage, threads)


def read_after() -> Reading:
    """Read the counters, the processor time first."""
    cpu_ns = process_time_ns()
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return _reading(cpu_ns, usage, _threads())


def difference(before: Reading, after: Reading) -> Resources:
    """What was used between the two."""
    total_ns = max(after.cpu_ns - before.cpu_ns, 0)
    user = max(after.user_seconds - before.user_seconds, 0.0)
    system = max(after.system_seconds - before.system_seconds, 0.0)
    # The total is exact to the nanosecond; how it is split is known only in the kernel's coarser accounting.
    user_ns = round(total_ns * user / (user + system)) if user + system > 0 else total_ns
    run_ns, wait_ns = _thread_difference(before.threads, after.threads)
    return Resources(
        user_cpu_ns=user_ns,
        system_cpu_ns=total_ns - user_ns,
        voluntary_switches=max(after.voluntary - before.voluntary, 0),
        involuntary_switches=max(after.involuntary - before.involuntary, 0),
        peak_resident_bytes=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _RESIDENT_UNIT,
        run_ns=run_ns,
        wait_ns=wait_ns,
    )


def _reading(cpu_ns: int, usage: resource.struct_rusage, threads: dict[str, tuple[int, int]] | None) -> Reading:
    return Reading(cpu_ns, usage.ru_utime, usage.ru_stime, usage.ru_nvcsw, usage.ru_nivcsw, threads)


def _threads() -> dict[str, tuple[int, int]] | None:
    """Run and wait ns of each thread, or None where the kernel does not report it."""
    try:
        return {task: _schedstat(task) for task in os.listdir(_TASKS)}
    except (OSError, ValueError):
        return None


def _schedstat(task: str) -> tuple[int, int]:
    fd = os.open(f"{_TASKS}/{task}/schedstat", os.O_RDONLY | os.O_CLOEXEC)
    try:
        run, wait, _slices = os.read(fd, 200).split()
    finally:
        os.close(fd)
    return int(run), int(wait)


def _thread_difference(
    before: dict[str, tuple[int, int]] | None, after: dict[str, tuple[int, int]] | None
) -> tuple[int | None, int | None]:
    if before is None or after is None:
        return None, None
    run = sum(now - before.get(task, (0, 0))[0] for task, (now, _wait) in after.items())
    wait = sum(now - before.get(task, (0, 0))[1] for task, (_run, now) in after.items())
    return max(run, 0), max(wait, 0)
