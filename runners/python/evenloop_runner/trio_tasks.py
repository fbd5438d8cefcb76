"""For workloads of trio: the nursery of tasks that outlive a round, such as a server that accepts, and a turn of the loop."""

from collections.abc import Callable

import trio

_NURSERY: trio.lowlevel.RunVar[trio.Nursery] = trio.lowlevel.RunVar("evenloop_runner.trio_tasks")


def lasting() -> trio.Nursery:
    """Give the nursery. A task that fails in it ends the round that is under way, or the next one, as failed."""
    return _NURSERY.get()


async def turn() -> None:
    """Let everything run that is ready now.

    One checkpoint does not: trio runs what is ready in one turn in any order, this task among the rest.
    """
    await trio.lowlevel.checkpoint()
    await trio.lowlevel.checkpoint()


async def hold_lasting_tasks(
    stray: Callable[[BaseException], None], task_status: trio.TaskStatus[None] = trio.TASK_STATUS_IGNORED
) -> None:
    """Keep the nursery open until one of its tasks fails, and tell of that."""
    try:
        async with trio.open_nursery() as nursery:
            _NURSERY.set(nursery)
            task_status.started()
            await trio.sleep_forever()
    except ExceptionGroup as failed:
        stray(failed)
