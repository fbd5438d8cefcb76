"""ordering.groups with trio: nurseries, cancel scopes, deadlines and shields.

Tasks that can go on in one turn do so in any order: units are begun one after the other, and wait until the case lets them go on.
"""

from collections.abc import Awaitable, Callable

import trio
from trio.testing import wait_all_tasks_blocked as settle

from evenloop_runner.kit import Kit, Params
from scenarios.ordering.groups.cases import CASES as NAMES
from scenarios.ordering.groups.trio_units import Unit, begin, tell
from scenarios.ordering.groups.units import UnitError
from scenarios.ordering.shared.says import Case, Say, make_say

_TIMEOUT_SECONDS = 0.001


async def empty(say: Say) -> None:
    """Nothing to wait for."""
    async with trio.open_nursery():
        pass
    say("=empty")


async def value_kept(say: Say) -> None:
    """Who is cancelled after what it awaits was done, in the same turn, keeps the value."""
    sender, receiver = trio.open_memory_channel[str](1)
    async with trio.open_nursery() as nursery:
        nursery.start_soon(tell, say, receiver.receive, "=")
        await settle()
        sender.send_nowait("x")
        nursery.cancel_scope.cancel()


async def shield(say: Say) -> None:
    """Who waits is cancelled; what is shielded goes on, and who waits for it is told behind it."""
    unit, scope = Unit(say, "a"), trio.CancelScope()

    async def shielded() -> None:
        with scope:
            with trio.CancelScope(shield=True):
                await unit.run()
            say("=on")
            await trio.lowlevel.checkpoint()
        say("=cancelled" if scope.cancelled_caught else "=a")

    async with trio.open_nursery() as nursery:
        nursery.start_soon(shielded)
        await settle()
        scope.cancel()
        await settle()
        unit.may_go_on.set()


async def group_fails(say: Say) -> None:
    """A unit fails: its sibling is cancelled, and the nursery raises what it collected."""

    async def body() -> None:
        failing = Unit(say, "b", fails=True)
        async with trio.open_nursery() as nursery:
            await begin(nursery, Unit(say, "a"), failing)
            failing.may_go_on.set()

    await tell(say, body)


async def group_two_fail(say: Say) -> None:
    """The sibling fails when it is cancelled: both errors are kept."""

    async def body() -> None:
        failing = Unit(say, "b", fails=True)
        async with trio.open_nursery() as nursery:
            await begin(nursery, Unit(say, "a", fails_when_cancelled=True), failing)
            failing.may_go_on.set()

    await tell(say, body)


async def group_body_fails(say: Say) -> None:
    """The body fails: units are cancelled, and its error is in the group."""

    async def body() -> None:
        async with trio.open_nursery() as nursery:
            await begin(nursery, Unit(say, "a"))
            raise UnitError("b")

    await tell(say, body)


async def group_unit_cancelled(say: Say) -> None:
    """A unit is cancelled alone: the nursery goes on, and nobody is told."""

    async def body() -> str:
        kept, lost = Unit(say, "a"), Unit(say, "b")
        async with trio.open_nursery() as nursery:
            await begin(nursery, kept, lost)
            lost.scope.cancel()
            await settle()
            kept.may_go_on.set()
        return "on"

    await tell(say, body)


async def _cancelled_from_outside(
    say: Say, body: Callable[[], Awaitable[object]], cancel: Callable[[trio.CancelScope], Awaitable[None]]
) -> None:
    scope = trio.CancelScope()

    async def waiting() -> None:
        with scope:
            await tell(say, body)
        say("=cancelled" if scope.cancelled_caught else "=on")

    async with trio.open_nursery() as nursery:
        nursery.start_soon(waiting)
        await settle()
        await cancel(scope)


async def group_cancelled(say: Say) -> None:
    """Who waits for a nursery is cancelled: so are its units, and it is who waits that is told."""

    async def body() -> None:
        async with trio.open_nursery() as nursery:
            await begin(nursery, Unit(say, "a"))

    async def cancel(scope: trio.CancelScope) -> None:
        scope.cancel()

    await _cancelled_from_outside(say, body, cancel)


async def group_both(say: Say) -> None:
    """A unit fails, and before the nursery is over it is cancelled from outside, too."""
    slow, failing = Unit(say, "a"), Unit(say, "b", fails=True)
    slow.may_clean_up = trio.Event()

    async def body() -> None:
        async with trio.open_nursery() as nursery:
            await begin(nursery, slow, failing)

    async def cancel(scope: trio.CancelScope) -> None:
        failing.may_go_on.set()
        await settle()
        scope.cancel()
        slow.may_clean_up.set()

    await _cancelled_from_outside(say, body, cancel)


async def cancel_twice(say: Say) -> None:
    """Two requests are one cancellation."""

    async def cancel(scope: trio.CancelScope) -> None:
        scope.cancel()
        scope.cancel()

    await _cancelled_from_outside(say, Unit(say, "a").run, cancel)


async def timeout_expires(say: Say) -> None:
    """A deadline cancels what it limits, and turns the cancellation into an error of its own."""

    async def body() -> None:
        with trio.fail_after(_TIMEOUT_SECONDS):
            await Unit(say, "a").run()

    await tell(say, body)


async def timeout_swallowed(say: Say) -> None:
    """Who would go on in spite of its deadline is cancelled again at the next checkpoint."""

    async def stubborn() -> str:
        say("a+")
        try:
            await trio.sleep_forever()
        except trio.Cancelled:
            say("a~")
        await trio.lowlevel.checkpoint()
        say("a.")
        return "a"

    async def body() -> str:
        with trio.fail_after(_TIMEOUT_SECONDS):
            return await stubborn()

    await tell(say, body)


CASES: dict[str, Case] = {
    "empty": empty,
    "value_kept": value_kept,
    "shield": shield,
    "group_fails": group_fails,
    "group_two_fail": group_two_fail,
    "group_body_fails": group_body_fails,
    "group_cancelled": group_cancelled,
    "group_both": group_both,
    "group_unit_cancelled": group_unit_cancelled,
    "timeout_expires": timeout_expires,
    "timeout_swallowed": timeout_swallowed,
    "cancel_twice": cancel_twice,
}
"""By name, in the order in which a pass enacts them."""


class Groups:
    """Enacts all cases, one after the other."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._kit = kit
        self._passes = params.integer("passes")

    async def round(self) -> int:
        """Enact all passes; the answer is their number."""
        for turn in range(self._passes):
            for name, enact in CASES.items():
                await enact(make_say(self._kit, NAMES, turn, name))
        return self._passes

    def close(self) -> None:
        """Nothing is open between rounds."""


def open(params: Params, kit: Kit) -> Groups:
    """Make the workload."""
    return Groups(params, kit)
