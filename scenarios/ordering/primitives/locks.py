"""The cases of ordering.primitives about locks, semaphores, events, conditions and barriers."""

import asyncio

from scenarios.ordering.primitives.waiting import begin, turns, wait
from scenarios.ordering.shared.says import Case, Say


async def lock_order(say: Say) -> None:
    """First come, first served; who has just released it and wants it again waits behind the others."""
    lock = asyncio.Lock()
    await lock.acquire()
    waiting = [begin(say, name, lock.acquire) for name in "ab"]
    await turns()
    lock.release()
    again = begin(say, "c", lock.acquire)
    await turns(2)
    for _ in range(2):
        say("=on")
        lock.release()
        await turns(2)
    await asyncio.gather(*waiting, again)


async def lock_served(say: Say) -> None:
    """Who is cancelled in the turn in which it is served passes the lock on."""
    lock = asyncio.Lock()
    await lock.acquire()
    waiting = [begin(say, name, lock.acquire) for name in "ab"]
    await turns()
    lock.release()
    waiting[0].cancel()
    await asyncio.gather(*waiting)


async def semaphore_order(say: Say) -> None:
    """First come, first served."""
    semaphore = asyncio.Semaphore(2)
    waiting = [begin(say, name, semaphore.acquire) for name in "abcd"]
    await turns(2)
    for _ in range(2):
        say("=on")
        semaphore.release()
        await turns(2)
    await asyncio.gather(*waiting)


async def semaphore_late(say: Say) -> None:
    """Who comes when a permit was given back, and others wait already."""
    semaphore = asyncio.Semaphore(1)
    await semaphore.acquire()
    waiting = begin(say, "a", semaphore.acquire)
    await turns()
    semaphore.release()
    say("=pending" if semaphore.locked() else "=on")
    late = begin(say, "b", semaphore.acquire)
    await turns(3)
    semaphore.release()
    await asyncio.gather(waiting, late)


async def semaphore_served(say: Say) -> None:
    """Who is cancelled in the turn in which it is let in passes the permit on."""
    semaphore = asyncio.Semaphore(1)
    await semaphore.acquire()
    waiting = [begin(say, name, semaphore.acquire) for name in "ab"]
    await turns()
    semaphore.release()
    waiting[0].cancel()
    await asyncio.gather(*waiting)


async def bounded_release(say: Say) -> None:
    """One permit more than there are is refused."""
    semaphore = asyncio.BoundedSemaphore(1)

    async def release() -> None:
        semaphore.release()

    await wait(say, "a", release)
    await wait(say, "b", semaphore.acquire)
    await wait(say, "c", release)


async def event_order(say: Say) -> None:
    """All who wait go on in their order, after who sets it; who comes later does not wait."""
    event = asyncio.Event()
    waiting = [begin(say, name, event.wait) for name in "abc"]
    await turns()
    event.set()
    say("=on")
    await asyncio.gather(*waiting)
    await wait(say, "d", event.wait)


async def event_cleared(say: Say) -> None:
    """Set and cleared in one turn: all who waited go on all the same."""
    event = asyncio.Event()
    waiting = [begin(say, name, event.wait) for name in "ab"]
    await turns()
    event.set()
    event.clear()
    await asyncio.gather(*waiting)
    say("=on" if event.is_set() else "=pending")


async def _notified(condition: asyncio.Condition) -> None:
    async with condition:
        await condition.wait()


async def condition_order(say: Say) -> None:
    """As many as are notified go on, first those who came first."""
    condition = asyncio.Condition()
    waiting = [begin(say, name, lambda: _notified(condition)) for name in "abcd"]
    await turns(2)
    async with condition:
        condition.notify(2)
    await turns(5)
    say("=on")
    async with condition:
        condition.notify_all()
    await asyncio.gather(*waiting)


async def condition_served(say: Say) -> None:
    """One is notified and cancelled in the same turn, while another one waits."""
    condition = asyncio.Condition()
    waiting = [begin(say, name, lambda: _notified(condition)) for name in "ab"]
    await turns(2)
    async with condition:
        condition.notify(1)
        waiting[0].cancel()
    await turns(6)
    say("=pending" if not waiting[1].done() else "=on")
    async with condition:
        condition.notify_all()
    await asyncio.gather(*waiting)


async def barrier_order(say: Say) -> None:
    """All go on when the last has come, each with a number of its own, and it can be used again."""
    barrier = asyncio.Barrier(2)
    for names in ("ab", "cd"):
        await asyncio.gather(*(wait(say, name, barrier.wait) for name in names))
        say("=on")


async def barrier_aborted(say: Say) -> None:
    """Who waits is refused, and who comes later, until it is reset."""
    barrier = asyncio.Barrier(2)
    waiting = begin(say, "a", barrier.wait)
    await turns()
    await barrier.abort()
    await waiting
    await wait(say, "b", barrier.wait)
    await barrier.reset()
    await asyncio.gather(*(wait(say, name, barrier.wait) for name in "cd"))


LOCKS: dict[str, Case] = {
    "lock_order": lock_order,
    "lock_served": lock_served,
    "semaphore_order": semaphore_order,
    "semaphore_late": semaphore_late,
    "semaphore_served": semaphore_served,
    "bounded_release": bounded_release,
    "event_order": event_order,
    "event_cleared": event_cleared,
    "condition_order": condition_order,
    "condition_served": condition_served,
    "barrier_order": barrier_order,
    "barrier_aborted": barrier_aborted,
}
