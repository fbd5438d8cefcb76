"""The cases of dispatch.context in which each runtime has its own answer, by version."""

import asyncio
import sys
import threading
from collections.abc import AsyncIterator

from scenarios.dispatch.context.cases import CHANGED, CONTEXT, See
from scenarios.dispatch.context.common import Case, armed


async def callee(see: See) -> None:
    """What an awaited coroutine changes."""

    async def changed() -> None:
        await asyncio.sleep(0)
        CONTEXT.set(CHANGED)
        see("inside")

    await changed()
    see("after")


async def leak(see: See) -> None:
    """What a task changes in its first step, before it waits for anything."""

    async def changed_at_once() -> None:
        CONTEXT.set(CHANGED)
        await asyncio.sleep(0)
        see("inside")

    begun = asyncio.create_task(changed_at_once())
    see("creator")
    await begun
    see("after")


async def asyncgen(see: See) -> None:
    """A task goes on with an asynchronous generator that another one has begun."""

    async def stepping() -> AsyncIterator[None]:
        await asyncio.sleep(0)
        see("first")
        yield
        await asyncio.sleep(0)
        see("second")

    steps = stepping()
    await anext(steps)

    async def go_on() -> None:
        CONTEXT.set(CHANGED - 1)
        await anext(steps, None)

    await asyncio.create_task(go_on())


async def leave(see: See) -> None:
    """What was set is taken back."""
    token = CONTEXT.set(CHANGED)
    see("inside")
    CONTEXT.reset(token)
    see("after")


async def error(see: See) -> None:
    """Who is told of an error that a callback throws."""
    loop = asyncio.get_running_loop()
    kept = loop.get_exception_handler()
    told: asyncio.Future[None] = loop.create_future()

    def handle(_loop: asyncio.AbstractEventLoop, _context: dict[str, object]) -> None:
        see("inside")
        told.set_result(None)

    def fail() -> None:
        raise RuntimeError("for the handler")

    loop.set_exception_handler(handle)
    try:
        loop.call_soon(fail)
        await told
    finally:
        loop.set_exception_handler(kept)


async def function(see: See) -> None:
    """What the thread pool runs: bare, and by `to_thread`."""
    await asyncio.get_running_loop().run_in_executor(None, see, "first")
    await asyncio.to_thread(see, "second")
    see("after")


async def threadsafe(see: See) -> None:
    """Another thread has it called."""
    loop = asyncio.get_running_loop()
    await armed(
        see,
        lambda run: threading.Thread(target=loop.call_soon_threadsafe, args=(run,)).start(),
    )


async def eager(see: See) -> None:
    """An eager task changes it while it is made."""

    async def changed() -> None:
        CONTEXT.set(CHANGED)
        see("inside")

    if sys.version_info >= (3, 12):
        task = asyncio.Task(changed(), loop=asyncio.get_running_loop(), eager_start=True)
        see("creator")
        await task


OWN_CASES: dict[str, Case] = {
    "callee": callee,
    "leak": leak,
    "asyncgen": asyncgen,
    "exit": leave,
    "error": error,
    "function": function,
    "threadsafe": threadsafe,
}
if sys.version_info >= (3, 12):
    OWN_CASES["eager"] = eager
