"""ordering.primitives with trio: memory channels, locks, semaphores and conditions.

Tasks that can go on in one turn do so in any order: nobody is begun and nobody served before all others wait.
"""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import TypeAlias

import trio
from trio.testing import wait_all_tasks_blocked as settle

from evenloop_runner.kit import Kit, Params
from scenarios.ordering.primitives.cases import CASES as NAMES
from scenarios.ordering.shared.says import Say, make_say

_REFUSALS = (ValueError, trio.ClosedResourceError, trio.EndOfChannel)


class Waiters:
    """Those who wait, each in a task that can be cancelled alone."""

    def __init__(self, say: Say, nursery: trio.Nursery) -> None:
        self.say = say
        self._nursery = nursery

    async def begin(self, name: str, what: Callable[[], Awaitable[object]]) -> trio.CancelScope:
        """Begin to wait."""
        scope = trio.CancelScope()
        self._nursery.start_soon(self._wait, scope, name, what)
        await settle()
        return scope

    async def _wait(self, scope: trio.CancelScope, name: str, what: Callable[[], Awaitable[object]]) -> None:
        """Say that it waits, and how that ends; a number that it waits for is said, too."""
        say = self.say
        say(f"{name}+")
        with scope:
            try:
                got = await what()
            except trio.Cancelled:
                say(f"{name}~")
                raise
            except _REFUSALS:
                say(f"{name}!")
            else:
                say(f"{name}.")
                if isinstance(got, int):
                    say(f"#{got}")


Case: TypeAlias = Callable[[Waiters], Awaitable[None]]


async def queue_order(waiters: Waiters) -> None:
    """Who began to wait first is served first."""
    sender, receiver = trio.open_memory_channel[int](3)
    for name in "abc":
        await waiters.begin(name, receiver.receive)
    for item in range(3):
        sender.send_nowait(item)
        await settle()
    waiters.say("=on")


async def queue_bound(waiters: Waiters) -> None:
    """Who puts in waits while the channel is full, first come, first served."""
    sender, receiver = trio.open_memory_channel[int](2)
    for item, name in enumerate("abcd"):
        await waiters.begin(name, partial(sender.send, item))
    waiters.say(f"#{receiver.statistics().current_buffer_used}")
    for _ in range(4):
        waiters.say(f"#{receiver.receive_nowait()}")
        await settle()


async def queue_cancel(waiters: Waiters) -> None:
    """Who is cancelled while it waits is passed over."""
    sender, receiver = trio.open_memory_channel[int](1)
    first = await waiters.begin("a", receiver.receive)
    await waiters.begin("b", receiver.receive)
    first.cancel()
    await settle()
    sender.send_nowait(0)
    await settle()
    waiters.say(f"#{receiver.statistics().current_buffer_used}")


async def queue_served(waiters: Waiters) -> None:
    """Who is cancelled in the turn in which it is served keeps the item."""
    sender, receiver = trio.open_memory_channel[int](1)
    first = await waiters.begin("a", receiver.receive)
    await waiters.begin("b", receiver.receive)
    sender.send_nowait(0)
    first.cancel()
    await settle()
    sender.send_nowait(1)
    await settle()
    waiters.say(f"#{receiver.statistics().current_buffer_used}")


async def shutdown(waiters: Waiters) -> None:
    """The end that sends is closed: what is in it is still handed out."""
    sender, receiver = trio.open_memory_channel[int](2)
    for item in range(2):
        sender.send_nowait(item)
    await waiters.begin("a", partial(sender.send, 2))
    sender.close()
    waiters.say("=on")
    await settle()
    for name in "bcd":
        await waiters.begin(name, receiver.receive)


async def shutdown_now(waiters: Waiters) -> None:
    """The end that receives is closed: what is in it is dropped."""
    sender, receiver = trio.open_memory_channel[int](1)
    await waiters.begin("a", receiver.receive)
    receiver.close()
    waiters.say("=on")
    await settle()
    await waiters.begin("c", receiver.receive)
    sender.close()


async def _pass_on(lock: trio.Lock) -> None:
    async with lock:
        pass


async def lock_order(waiters: Waiters) -> None:
    """First come, first served; who has just released it and wants it again waits behind the others."""
    lock = trio.Lock()
    await lock.acquire()
    for name in "ab":
        await waiters.begin(name, partial(_pass_on, lock))
    lock.release()
    waiters.say("c+")
    await lock.acquire()
    waiters.say("c.")
    lock.release()


async def lock_served(waiters: Waiters) -> None:
    """Who is cancelled in the turn in which it is served has the lock."""
    lock = trio.Lock()
    await lock.acquire()
    first = await waiters.begin("a", partial(_pass_on, lock))
    await waiters.begin("b", partial(_pass_on, lock))
    lock.release()
    first.cancel()
    await settle()


async def semaphore_order(waiters: Waiters) -> None:
    """First come, first served."""
    semaphore = trio.Semaphore(2)
    for name in "abcd":
        await waiters.begin(name, semaphore.acquire)
    for _ in range(2):
        waiters.say("=on")
        semaphore.release()
        await settle()


async def semaphore_late(waiters: Waiters) -> None:
    """Who comes when a permit was given back, and others wait already."""
    semaphore = trio.Semaphore(1)
    await semaphore.acquire()
    await waiters.begin("a", semaphore.acquire)
    semaphore.release()
    waiters.say("=pending" if semaphore.value == 0 else "=on")
    await settle()
    await waiters.begin("b", semaphore.acquire)
    semaphore.release()
    await settle()


async def semaphore_served(waiters: Waiters) -> None:
    """Who is cancelled in the turn in which it is let in has the permit."""
    semaphore = trio.Semaphore(1)
    await semaphore.acquire()
    first = await waiters.begin("a", semaphore.acquire)
    await waiters.begin("b", semaphore.acquire)
    semaphore.release()
    first.cancel()
    await settle()
    semaphore.release()
    await settle()


async def bounded_release(waiters: Waiters) -> None:
    """One permit more than there are is refused."""
    semaphore = trio.Semaphore(1, max_value=1)

    async def release() -> None:
        semaphore.release()

    await waiters.begin("a", release)
    await waiters.begin("b", semaphore.acquire)
    await waiters.begin("c", release)


async def _notified(condition: trio.Condition) -> None:
    async with condition:
        await condition.wait()


async def condition_order(waiters: Waiters) -> None:
    """As many as are notified go on, first those who came first: one after the other takes the lock."""
    condition = trio.Condition()
    for name in "abcd":
        await waiters.begin(name, partial(_notified, condition))
    async with condition:
        condition.notify(2)
    await settle()
    waiters.say("=on")
    async with condition:
        condition.notify_all()
    await settle()


async def condition_served(waiters: Waiters) -> None:
    """One is notified and cancelled in the same turn, while another one waits."""
    condition = trio.Condition()
    first = await waiters.begin("a", partial(_notified, condition))
    await waiters.begin("b", partial(_notified, condition))
    async with condition:
        condition.notify(1)
        first.cancel()
    await settle()
    waiters.say("=pending" if condition.statistics().tasks_waiting else "=on")
    async with condition:
        condition.notify_all()
    await settle()


CASES: dict[str, Case] = {
    "queue_order": queue_order,
    "queue_bound": queue_bound,
    "queue_cancel": queue_cancel,
    "queue_served": queue_served,
    "shutdown": shutdown,
    "shutdown_now": shutdown_now,
    "lock_order": lock_order,
    "lock_served": lock_served,
    "semaphore_order": semaphore_order,
    "semaphore_late": semaphore_late,
    "semaphore_served": semaphore_served,
    "bounded_release": bounded_release,
    "condition_order": condition_order,
    "condition_served": condition_served,
}
"""By name, in the order in which a pass enacts them."""


class Primitives:
    """Enacts all cases, one after the other."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._kit = kit
        self._passes = params.integer("passes")

    async def round(self) -> int:
        """Enact all passes; the answer is their number."""
        for turn in range(self._passes):
            for name, enact in CASES.items():
                async with trio.open_nursery() as nursery:
                    await enact(Waiters(make_say(self._kit, NAMES, turn, name), nursery))
        return self._passes

    def close(self) -> None:
        """Nothing is open between rounds."""


def open(params: Params, kit: Kit) -> Primitives:
    """Make the workload."""
    return Primitives(params, kit)
