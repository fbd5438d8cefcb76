"""io_fanout.connect_many with protocols: who is connected is told to a protocol, and who is not to the callback of a task."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, cast

from evenloop_runner.kit import Kit, Params
from scenarios.io_fanout.connect_many.trials import (
    BOUND,
    GREETING_BYTES,
    TRIALS,
    Names,
    Trial,
    Way,
    check_loop,
    delay_between,
    delay_of,
    least_us,
    name_of,
    port_of,
    report,
)
from scenarios.io_fanout.shared.sockets import tcp_endpoint


class _Greeted(asyncio.Protocol):
    """Takes a greeting, or all that comes where no length is given."""

    def __init__(self, greeted: Callable[[bytes], None], lost: Callable[[], None], length: int | None) -> None:
        self._greeted = greeted
        self._lost = lost
        self._length = length
        self._came = bytearray()
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        self._came += data
        if self._length is not None and len(self._came) >= self._length:
            assert self._transport is not None
            self._transport.close()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - the name is the protocol's
        self._greeted(bytes(self._came))
        self._lost()


class ConnectMany:
    """All trials at once."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._kit = kit
        self._delay_ms = delay_of(params)
        self._names = Names(kit)
        self._loop = asyncio.get_running_loop()
        self._left = 0
        self._done: asyncio.Future[int] = self._loop.create_future()
        self._tasks: set[asyncio.Task[Any]] = set()

    async def round(self) -> int:
        """Enact one pass; the answer is the number of connections that were asked for."""
        self._left = len(TRIALS)
        self._done = self._loop.create_future()
        for key, trial in enumerate(TRIALS):
            self._attempt(key, trial)
        return await self._done

    def close(self) -> None:
        """Forget the names."""
        self._names.remove()

    def _attempt(self, key: int, trial: Trial) -> None:
        kit = self._kit
        kit.emit(kit.kinds["begun"], len(TRIALS), key, least_us(trial, self._delay_ms))

        def won(greeting: bytes) -> None:
            kit.emit(kit.kinds["won"], key, key, kit.crc32(greeting))

        task = self._keep(
            self._loop.create_connection(
                lambda: _Greeted(won, self._over, GREETING_BYTES),
                name_of(key),
                port_of(kit),
                happy_eyeballs_delay=delay_between(trial, self._delay_ms),
            )
        )
        if trial.way is Way.BOUNDED:
            self._give_up(key, task)
        else:
            task.add_done_callback(lambda task: self._decided(key, task))

    def _decided(self, key: int, task: asyncio.Task[Any]) -> None:
        if task.exception() is not None:
            self._kit.emit(self._kit.kinds["failed"], key, key, 0)
            self._over()

    def _give_up(self, key: int, task: asyncio.Task[Any]) -> None:
        seconds = self._delay_ms / 1000

        def wait(left: int) -> None:
            if task.done():
                return
            if left == 0:
                task.cancel()
            else:
                self._loop.call_later(seconds, wait, left - 1)

        def ended(task: asyncio.Task[Any]) -> None:
            has_failed = not task.cancelled() and task.exception() is not None
            self._kit.emit(self._kit.kinds["bounded"], key, key, int(has_failed))
            self._over()

        task.add_done_callback(ended)
        wait(BOUND)

    def _over(self) -> None:
        self._left -= 1
        if self._left > 0:
            return
        kit, peer = self._kit, tcp_endpoint(self._kit, "peer")

        def through() -> None:
            self._done.set_result(len(TRIALS))

        def failed(task: asyncio.Task[Any]) -> None:
            if not task.cancelled() and (error := task.exception()) is not None:
                self._done.set_exception(error)

        self._keep(
            self._loop.create_connection(
                lambda: _Greeted(lambda said: report(kit, said), through, None), peer.host, peer.port
            )
        ).add_done_callback(failed)

    def _keep(self, coroutine: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        task = self._loop.create_task(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


async def open(params: Params, kit: Kit) -> ConnectMany:
    """Put the names in place."""
    check_loop()
    return ConnectMany(params, kit)
