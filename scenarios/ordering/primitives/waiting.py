"""What all cases of ordering.primitives share: those who wait, and what they say."""

import asyncio
import sys
from collections.abc import Awaitable, Callable

from scenarios.ordering.shared.says import Say


async def turns(number: int = 1) -> None:
    """Let others run so many times."""
    for _ in range(number):
        await asyncio.sleep(0)


REFUSALS: tuple[type[Exception], ...] = (asyncio.BrokenBarrierError, ValueError, RuntimeError)
if sys.version_info >= (3, 13):
    REFUSALS = (*REFUSALS, asyncio.QueueShutDown)


async def wait(say: Say, name: str, what: Callable[[], Awaitable[object]]) -> None:
    """Say that it waits, and how that ends; a number that it waits for is said, too."""
    say(f"{name}+")
    try:
        got = await what()
    except asyncio.CancelledError:
        say(f"{name}~")
    except REFUSALS:
        say(f"{name}!")
    else:
        say(f"{name}.")
        # `Event.wait` and `Lock.acquire` answer with True.
        if isinstance(got, int) and not isinstance(got, bool):
            say(f"#{got}")


def begin(say: Say, name: str, what: Callable[[], Awaitable[object]]) -> asyncio.Task[None]:
    """Wait in a task."""
    return asyncio.create_task(wait(say, name, what))
