"""The cases of ordering.groups that leave nothing at work: groups, timeouts, and who is cancelled from outside."""

import asyncio
import sys
from collections.abc import Coroutine
from typing import Any

from scenarios.ordering.groups.units import (
    FOREVER,
    UnitError,
    count,
    stubborn,
    tell,
    telling,
    turns,
    unit,
)
from scenarios.ordering.shared.says import Case, Say

_TIMEOUT_SECONDS = 0.001


async def group_fails(say: Say) -> None:
    """A unit fails: its sibling is cancelled, and the group raises what it collected."""
    with telling(say, "<"):
        async with asyncio.TaskGroup() as group:
            group.create_task(unit(say, "a", FOREVER))
            group.create_task(unit(say, "b", 2, fails=True))
    count(say)


async def group_two_fail(say: Say) -> None:
    """The sibling fails when it is cancelled: both errors are kept."""
    with telling(say, "<"):
        async with asyncio.TaskGroup() as group:
            group.create_task(unit(say, "a", FOREVER, fails_when_cancelled=True))
            group.create_task(unit(say, "b", 2, fails=True))
    count(say)


async def group_body_fails(say: Say) -> None:
    """The body fails: units are cancelled, and its error is in the group."""
    with telling(say, "<"):
        async with asyncio.TaskGroup() as group:
            group.create_task(unit(say, "a", FOREVER))
            await turns(2)
            raise UnitError("b")
    count(say)


async def group_unit_cancelled(say: Say) -> None:
    """A unit is cancelled alone: the group goes on, and nobody is told."""
    with telling(say, "<"):
        async with asyncio.TaskGroup() as group:
            group.create_task(unit(say, "a", 8))
            lost = group.create_task(unit(say, "b", FOREVER))
            await turns(2)
            lost.cancel()
        say("<on")
    count(say)


async def _cancelled_from_outside(say: Say, body: Coroutine[Any, Any, None], after: int) -> None:
    async def counted() -> None:
        with telling(say, "<"):
            await body
        count(say)

    task = asyncio.create_task(counted())
    await turns(after)
    task.cancel()
    await asyncio.wait([task])
    # A request that still stands ends the task at its next wait, or at its end.
    say("=cancelled" if task.cancelled() else "=on")


async def group_cancelled(say: Say) -> None:
    """Who waits for a group is cancelled: so are its units, and it is who waits that is told."""

    async def body() -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(unit(say, "a", FOREVER))

    await _cancelled_from_outside(say, body(), 3)


async def group_both(say: Say) -> None:
    """A unit fails, and before the group is over it is cancelled from outside, too."""

    async def body() -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(unit(say, "a", FOREVER))
            group.create_task(unit(say, "b", 1, fails=True))

    # By then the unit has failed and the group has begun to cancel.
    await _cancelled_from_outside(say, body(), 5)


async def group_nested(say: Say) -> None:
    """A unit of an inner and one of an outer group fail in the same turn, while the inner group is waited for."""
    with telling(say, "<"):
        async with asyncio.TaskGroup() as outer:
            # It ends by itself where nobody cancels it.
            outer.create_task(unit(say, "a", 20))
            outer.create_task(unit(say, "b", 2, fails=True))
            async with asyncio.TaskGroup() as inner:
                inner.create_task(unit(say, "c", 2, fails=True))
    count(say)


async def timeout_expires(say: Say) -> None:
    """A timeout cancels what it limits, and turns the cancellation into its own error."""
    with telling(say, "<"):
        async with asyncio.timeout(_TIMEOUT_SECONDS):
            await unit(say, "a", FOREVER)
    count(say)


async def timeout_swallowed(say: Say) -> None:
    """Who goes on in spite of its timeout is not told of it, and the request is withdrawn."""
    with telling(say, "<"):
        async with asyncio.timeout(_TIMEOUT_SECONDS):
            name = await stubborn(say, "a")
        say(f"<{name}")
    count(say)


async def timeout_cancelled(say: Say) -> None:
    """Cancelled from outside in the turn in which the timeout is over: the cancellation is told."""

    async def body() -> None:
        async with asyncio.timeout(0):
            await unit(say, "a", FOREVER)

    await _cancelled_from_outside(say, body(), 1)


async def wait_for_expires(say: Say) -> None:
    """As a timeout."""
    await tell(say, asyncio.wait_for(unit(say, "a", FOREVER), _TIMEOUT_SECONDS), "<")
    count(say)


async def wait_for_late(say: Say) -> None:
    """Who goes on in spite of its timeout."""
    await tell(say, asyncio.wait_for(stubborn(say, "a"), _TIMEOUT_SECONDS), "<")
    count(say)


async def wait_for_cancelled(say: Say) -> None:
    """Cancelled from outside."""

    async def body() -> None:
        await asyncio.wait_for(unit(say, "a", FOREVER), 30)

    await _cancelled_from_outside(say, body(), 3)


async def wait_for_done(say: Say) -> None:
    """Cancelled from outside in the turn in which what it waits for is done."""
    done: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    async def body() -> None:
        say(f"<{await asyncio.wait_for(done, 30)}")

    asyncio.get_running_loop().call_soon(asyncio.get_running_loop().call_soon, done.set_result, "x")
    await _cancelled_from_outside(say, body(), 2)


async def wait_for_at_once(say: Say) -> None:
    """A timeout of 0: nothing begins."""
    await tell(say, asyncio.wait_for(unit(say, "a", FOREVER), 0), "<")
    count(say)


async def cancel_twice(say: Say) -> None:
    """Two requests are one cancellation, and two to withdraw."""

    async def body() -> None:
        await tell(say, unit(say, "a", FOREVER), "<")
        count(say)
        task = asyncio.current_task()
        assert task is not None
        task.uncancel()
        count(say)

    task = asyncio.create_task(body())
    await turns(2)
    task.cancel()
    task.cancel()
    await task


async def uncancel(say: Say) -> None:
    """A request that is withdrawn before it was delivered."""

    async def body() -> None:
        task = asyncio.current_task()
        assert task is not None
        task.cancel()
        task.uncancel()
        await tell(say, unit(say, "a", 2), "<")
        count(say)

    await asyncio.create_task(body())


async def eager_group(say: Say) -> None:
    """An eager unit fails before the group knows of it."""

    async def fails_at_once() -> str:
        say("b+")
        say("b!")
        raise UnitError("b")

    if sys.version_info >= (3, 12):
        loop = asyncio.get_running_loop()
        kept = loop.get_task_factory()
        loop.set_task_factory(asyncio.eager_task_factory)
        try:
            with telling(say, "<"):
                async with asyncio.TaskGroup() as group:
                    group.create_task(unit(say, "a", FOREVER))
                    group.create_task(fails_at_once())
        finally:
            loop.set_task_factory(kept)
        count(say)


STRUCTURED: dict[str, Case] = {
    "group_fails": group_fails,
    "group_two_fail": group_two_fail,
    "group_body_fails": group_body_fails,
    "group_cancelled": group_cancelled,
    "group_both": group_both,
    "group_unit_cancelled": group_unit_cancelled,
    "group_nested": group_nested,
    "timeout_expires": timeout_expires,
    "timeout_swallowed": timeout_swallowed,
    "timeout_cancelled": timeout_cancelled,
    "wait_for_expires": wait_for_expires,
    "wait_for_late": wait_for_late,
    "wait_for_cancelled": wait_for_cancelled,
    "wait_for_done": wait_for_done,
    "wait_for_at_once": wait_for_at_once,
    "cancel_twice": cancel_twice,
    "uncancel": uncancel,
}
EAGER_STRUCTURED: dict[str, Case] = {"eager_group": eager_group}


async def knows_eager_factory() -> bool:
    """Try it: uvloop 0.23 gives it an argument that it refuses in CPython 3.13.0."""
    if sys.version_info >= (3, 12):
        loop = asyncio.get_running_loop()
        kept = loop.get_task_factory()
        loop.set_task_factory(asyncio.eager_task_factory)
        coroutine = asyncio.sleep(0)
        try:
            await loop.create_task(coroutine)
        except TypeError:
            coroutine.close()
        else:
            return True
        finally:
            loop.set_task_factory(kept)
    return False


"""From 3.12 on."""
