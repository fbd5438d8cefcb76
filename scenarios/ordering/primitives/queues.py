"""The cases of ordering.primitives about queues, and how they are shut down."""

import asyncio
import sys
from functools import partial

from scenarios.ordering.primitives.waiting import begin, turns, wait
from scenarios.ordering.shared.says import Case, Say


async def queue_order(say: Say) -> None:
    """Who began to wait first is served first."""
    queue: asyncio.Queue[int] = asyncio.Queue()
    waiting = [begin(say, name, queue.get) for name in "abc"]
    await turns()
    for item in range(3):
        queue.put_nowait(item)
    say("=on")
    await asyncio.gather(*waiting)


async def queue_bound(say: Say) -> None:
    """Who puts in waits while the queue is full, first come, first served."""
    queue: asyncio.Queue[int] = asyncio.Queue(2)
    waiting = [begin(say, name, partial(queue.put, item)) for item, name in enumerate("abcd")]
    await turns(2)
    say(f"#{queue.qsize()}")
    for _ in range(4):
        say(f"#{await queue.get()}")
        await turns(2)
    await asyncio.gather(*waiting)


async def _drained(say: Say, queue: asyncio.Queue[int]) -> None:
    for item in (1, 2, 0):
        queue.put_nowait(item)
    for _ in range(3):
        say(f"#{await queue.get()}")


async def queue_lifo(say: Say) -> None:
    """Last in, first out."""
    await _drained(say, asyncio.LifoQueue())


async def queue_priority(say: Say) -> None:
    """The least first."""
    await _drained(say, asyncio.PriorityQueue())


async def queue_cancel(say: Say) -> None:
    """Who is cancelled while it waits is passed over."""
    queue: asyncio.Queue[int] = asyncio.Queue()
    waiting = [begin(say, name, queue.get) for name in "ab"]
    await turns()
    waiting[0].cancel()
    await turns(2)
    queue.put_nowait(0)
    await asyncio.gather(*waiting)
    say(f"#{queue.qsize()}")


async def queue_served(say: Say) -> None:
    """Who is cancelled in the turn in which it is served passes the item on."""
    queue: asyncio.Queue[int] = asyncio.Queue()
    waiting = [begin(say, name, queue.get) for name in "ab"]
    await turns()
    queue.put_nowait(0)
    waiting[0].cancel()
    await asyncio.gather(*waiting)
    say(f"#{queue.qsize()}")


async def queue_join(say: Say) -> None:
    """Who joins waits until each item is done, not only taken."""
    queue: asyncio.Queue[int] = asyncio.Queue()
    for item in range(2):
        queue.put_nowait(item)
    joining = begin(say, "a", queue.join)
    for _ in range(2):
        say(f"#{await queue.get()}")
        await turns(2)
        queue.task_done()
        say("=on")
    await joining

    async def done_once_more() -> None:
        queue.task_done()

    await wait(say, "b", done_once_more)


async def shutdown(say: Say) -> None:
    """What is in it is still handed out; then, and to who wants to put in, it is refused."""
    if sys.version_info >= (3, 13):
        queue: asyncio.Queue[int] = asyncio.Queue(2)
        for item in range(2):
            queue.put_nowait(item)
        putting = begin(say, "a", lambda: queue.put(2))
        await turns()
        queue.shutdown()
        say("=on")
        await putting
        for name in "bcd":
            await wait(say, name, queue.get)


async def shutdown_now(say: Say) -> None:
    """What is in it is dropped, and who joins is released."""
    if sys.version_info >= (3, 13):
        queue: asyncio.Queue[int] = asyncio.Queue()
        waiting = begin(say, "a", queue.get)
        await turns()
        empty: asyncio.Queue[int] = asyncio.Queue()
        empty.put_nowait(0)
        joining = begin(say, "b", empty.join)
        await turns()
        queue.shutdown(immediate=True)
        empty.shutdown(immediate=True)
        say("=on")
        await asyncio.gather(waiting, joining)
        await wait(say, "c", empty.get)
        say(f"#{empty.qsize()}")


QUEUES: dict[str, Case] = {
    "queue_order": queue_order,
    "queue_bound": queue_bound,
    "queue_lifo": queue_lifo,
    "queue_priority": queue_priority,
    "queue_cancel": queue_cancel,
    "queue_served": queue_served,
    "queue_join": queue_join,
}
SHUTDOWNS: dict[str, Case] = {"shutdown": shutdown, "shutdown_now": shutdown_now}
"""From 3.13 on."""
