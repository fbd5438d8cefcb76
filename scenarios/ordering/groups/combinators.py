"""The cases of ordering.groups in which siblings go on: what joins them waits, and cancels nobody."""

import asyncio
import sys
from collections.abc import Awaitable, Callable

from scenarios.ordering.groups.units import (
    FOREVER,
    UnitError,
    tell,
    tell_error,
    turns,
    unit,
)
from scenarios.ordering.shared.says import Case, Say


async def _joined(
    say: Say,
    plan: tuple[int, ...],
    combine: Callable[[list[asyncio.Task[str]]], Awaitable[object]],
) -> None:
    """Units by their turns, those that fail with a minus; what the combinator says of them, and then the end of all."""
    tasks = [
        asyncio.create_task(unit(say, name, abs(number), fails=number < 0))
        for name, number in zip("abcd", plan, strict=False)
    ]
    await tell(say, combine(tasks))
    await asyncio.gather(*tasks, return_exceptions=True)


async def join_all(say: Say) -> None:
    """The first failure is told; siblings go on, and their failures are swallowed."""
    await _joined(say, (6, -2, -4), lambda tasks: asyncio.gather(*tasks))


async def settled(say: Say) -> None:
    """Values and failures are told in the order of the input."""

    async def each(tasks: list[asyncio.Task[str]]) -> str:
        for result in await asyncio.gather(*tasks, return_exceptions=True):
            if isinstance(result, UnitError):
                tell_error(say, result)
            else:
                say(f"={result}")
        return "group"

    await _joined(say, (6, -2, -4), each)


async def _first(tasks: list[asyncio.Task[str]]) -> str:
    done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    return done.pop().result()


async def race(say: Say) -> None:
    """Who is first is told; the others go on."""
    await _joined(say, (10, 2), _first)


async def race_fails(say: Say) -> None:
    """So it is when the first fails."""
    await _joined(say, (-10, -2), _first)


async def empty(say: Say) -> None:
    """Nothing to wait for."""

    async def nothing() -> str:
        return "x" if await asyncio.gather() else "empty"

    async def nobody() -> str:
        try:
            await asyncio.wait([])
        except ValueError:
            return "refused"
        return "empty"

    await tell(say, nothing())
    await tell(say, nobody())


async def abort_all(say: Say) -> None:
    """Who cancels a gather cancels what it waits for."""
    joining = asyncio.gather(*(unit(say, name, FOREVER) for name in "ab"))
    told = asyncio.create_task(tell(say, joining))
    await turns(2)
    joining.cancel()
    await told


async def value_kept(say: Say) -> None:
    """Who is cancelled after what it awaits was done, in the same turn, loses the value."""
    future: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    told = asyncio.create_task(tell(say, future))
    await turns(1)
    future.set_result("x")
    told.cancel()
    await told


async def shield(say: Say) -> None:
    """Who waits is cancelled; what is shielded goes on."""
    inner = asyncio.create_task(unit(say, "a", 6))

    async def waiting() -> str:
        return await asyncio.shield(inner)

    outer = asyncio.create_task(tell(say, waiting()))
    await turns(2)
    outer.cancel()
    await outer
    await inner


async def eager(say: Say) -> None:
    """An eager task that waits for nothing is over when it is made; its failure waits for who asks."""

    async def at_once() -> str:
        say("a+")
        say("a.")
        return "a"

    async def fails_at_once() -> str:
        say("b+")
        say("b!")
        raise UnitError("b")

    if sys.version_info >= (3, 12):
        loop = asyncio.get_running_loop()
        made = [asyncio.Task(body(), loop=loop, eager_start=True) for body in (at_once, fails_at_once)]
        say("=on")
        for task in made:
            await tell(say, task)


JOINED: dict[str, Case] = {
    "all": join_all,
    "settled": settled,
    "race": race,
    "race_fails": race_fails,
    "empty": empty,
    "abort_all": abort_all,
    "value_kept": value_kept,
    "shield": shield,
}
EAGER_JOINED: dict[str, Case] = {"eager": eager}
"""From 3.12 on."""
