"""ordering.phases on asyncio: from each phase of the loop arms everything that it can be asked to do later."""

import asyncio
import socket
import sys
import time
from collections.abc import Callable
from typing import TypeAlias

from evenloop_runner.kit import Kit, Params
from evenloop_runner.loops import refuse_without
from scenarios.ordering.phases.cases import Case

Pair: TypeAlias = tuple[socket.socket, socket.socket]
Body: TypeAlias = Callable[[], None]


class Phases:
    """Enacts all cases, one after the other."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._kit = kit
        self._passes = params.integer("passes")
        self._loop = asyncio.get_running_loop()

    async def round(self) -> int:
        """Enact all passes; the answer is their number."""
        for turn in range(self._passes):
            await self._start(Case(self._kit, turn, "start"))
            await self._await(Case(self._kit, turn, "await"))
            await self._enact(Case(self._kit, turn, "turn"), self._loop.call_soon)
            await self._enact(Case(self._kit, turn, "timer"), lambda body: self._loop.call_later(0.001, body))
            await self._enact_input(Case(self._kit, turn, "poll"))
            if sys.version_info >= (3, 12):
                await self._eager(Case(self._kit, turn, "eager"))
        return self._passes

    async def _start(self, case: Case) -> None:
        """See whether a task begins when it is made."""

        async def body() -> None:
            case.ran("body")

        begun = asyncio.create_task(body())
        case.ran("caller")
        await begun

    async def _await(self, case: Case) -> None:
        """See whether awaiting what waits for nothing lets others run."""

        async def body() -> None:
            case.ran("body")

        self._loop.call_soon(case.armed("soon"))
        await body()
        case.ran("caller")
        await case.whole

    async def _eager(self, case: Case) -> None:
        """See whether an eager task begins when it is made."""

        async def body() -> None:
            case.ran("body")

        if sys.version_info >= (3, 12):
            begun = asyncio.Task(body(), loop=self._loop, eager_start=True)
            case.ran("caller")
            await begun

    async def _enact(self, case: Case, enter: Callable[[Body], object]) -> None:
        """Enact one case: ``enter`` has its argument called from the phase in question."""
        pair, closing = socket.socketpair(), socket.socketpair()
        for each in (*pair, *closing):
            each.setblocking(False)
        transport, _ = await self._loop.connect_accepted_socket(lambda: Closing(case), closing[0])
        enter(lambda: self._arm_all(case, pair, transport))
        await case.whole
        for each in (*pair, closing[1]):
            each.close()

    async def _enact_input(self, case: Case) -> None:
        """As ``_enact``, from where input arrives."""
        near, far = socket.socketpair()

        def enter(body: Body) -> None:
            self._when_readable(far, body)
            near.send(b".")

        await self._enact(case, enter)
        near.close()
        far.close()

    def _arm_all(self, case: Case, pair: Pair, closing: asyncio.Transport) -> None:
        """Timer and input are made ready before the rest is armed: no race decides."""
        loop = self._loop
        near, far = pair
        self._when_readable(far, case.armed("poll"))
        loop.call_later(0.001, case.armed("timer"))
        near.send(b".")
        time.sleep(0.003)
        loop.call_soon_threadsafe(case.armed("threadsafe"))
        self._settle(case.armed("future"))
        self._spawn(case.armed("task"))
        loop.call_soon(case.armed("soon"))
        closing.close()
        case.ran("sync")

    def _when_readable(self, far: socket.socket, then: Body) -> None:
        def readable() -> None:
            self._loop.remove_reader(far.fileno())
            then()

        self._loop.add_reader(far.fileno(), readable)

    def _settle(self, then: Body) -> None:
        future = self._loop.create_future()
        future.add_done_callback(lambda _: then())
        future.set_result(None)

    def _spawn(self, then: Body) -> None:
        async def run() -> None:
            then()

        # The loop itself keeps no task alive: this one is kept by its place in the queue, where it stands already.
        self._task = self._loop.create_task(run())

    async def close(self) -> None:
        """Nothing is open between rounds."""


class Closing(asyncio.Protocol):
    """Of a connection that is closed."""

    def __init__(self, case: Case) -> None:
        self._closed = case.armed("close")

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - the interface
        """Record it."""
        self._closed()


async def open(params: Params, kit: Kit) -> Phases:
    """Make the workload."""
    await refuse_without("connect_accepted_socket", asyncio.Protocol, None)
    return Phases(params, kit)
