"""The cases of dispatch.context in which all runtimes agree. Each runs in a context of its own; others act in another one."""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

from scenarios.dispatch.context.cases import CHANGED, CONTEXT, See, in_other

Case = Callable[[See], Awaitable[None]]


async def armed(see: See, arm: Callable[[Callable[[], None]], object], place: str = "inside") -> None:
    """Answer when what was armed has run."""
    done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def run() -> None:
        see(place)
        done.set_result(None)

    arm(run)
    await done


async def deferred(see: See) -> None:
    """A callback of the loop."""
    await armed(see, asyncio.get_running_loop().call_soon)


async def timer(see: See) -> None:
    """A callback of a timer."""
    await armed(see, lambda run: asyncio.get_running_loop().call_later(0.001, run))


async def awaited(see: See) -> None:
    """Where a coroutine goes on."""
    await asyncio.sleep(0)
    see("after")


async def resolved(see: See) -> None:
    """Somebody else settles what is awaited here."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[None] = loop.create_future()
    in_other(lambda: loop.call_soon(future.set_result, None))
    await future
    see("after")


async def reaction(see: See) -> None:
    """Somebody else adds the callback."""
    settled: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    settled.set_result(None)

    def arm(run: Callable[[], None]) -> None:
        in_other(lambda: settled.add_done_callback(lambda _: run()))

    await armed(see, arm)


async def queue(see: See) -> None:
    """Somebody else puts in what is taken out here."""
    items: asyncio.Queue[int] = asyncio.Queue()
    in_other(lambda: asyncio.get_running_loop().call_soon(items.put_nowait, 0))
    await items.get()
    see("after")


async def pool(see: See) -> None:
    """Where it goes on after work of the thread pool."""
    await asyncio.get_running_loop().run_in_executor(None, Path(__file__).read_bytes)
    see("after")


async def receive(see: See) -> None:
    """Somebody else sends what arrives here."""
    loop = asyncio.get_running_loop()
    near, far = socket.socketpair()

    def arm(run: Callable[[], None]) -> None:
        loop.add_reader(far.fileno(), run)
        in_other(lambda: near.send(b"."))

    await armed(see, arm)
    loop.remove_reader(far.fileno())
    near.close()
    far.close()


async def generator(see: See) -> None:
    """Somebody else goes on with a generator."""
    steps = _stepping(see)
    next(steps)
    in_other(lambda: next(steps, None))


def _stepping(see: See) -> Iterator[None]:
    see("first")
    yield
    see("second")


async def _changing(see: See, to: int, place: str) -> None:
    """Go on in a turn of its own, and change the context there."""
    await asyncio.sleep(0)
    CONTEXT.set(to)
    await asyncio.sleep(0)
    see(place)


async def apart(see: See) -> None:
    """What a task changes its creator does not see."""
    task = asyncio.create_task(_changing(see, CHANGED, "inside"))
    see("creator")
    await task
    see("after")


async def siblings(see: See) -> None:
    """What a callback changes another one does not see."""
    call_soon = asyncio.get_running_loop().call_soon

    def change_first(run: Callable[[], None]) -> None:
        def changed() -> None:
            CONTEXT.set(CHANGED)
            run()

        call_soon(changed)

    await asyncio.gather(armed(see, change_first, "first"), armed(see, call_soon, "second"))


async def gathered(see: See) -> None:
    """What gathered units change neither the others see nor who gathered them."""
    await asyncio.gather(_changing(see, CHANGED, "first"), _changing(see, CHANGED + 1, "second"))
    see("after")


SAW: dict[str, Case] = {
    "deferred": deferred,
    "timer": timer,
    "awaited": awaited,
    "resolved": resolved,
    "reaction": reaction,
    "queue": queue,
    "pool": pool,
    "input": receive,
    "generator": generator,
}
APART: dict[str, Case] = {"apart": apart, "siblings": siblings, "gathered": gathered}
