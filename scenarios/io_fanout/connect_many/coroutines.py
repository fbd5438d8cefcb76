"""io_fanout.connect_many with coroutines: ``open_connection`` with a delay between attempts, and a task that is cancelled."""

import asyncio

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


class ConnectMany:
    """All trials at once."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._kit = kit
        self._delay_ms = delay_of(params)
        self._names = Names(kit)

    async def round(self) -> int:
        """Enact one pass; the answer is the number of connections that were asked for."""
        await asyncio.gather(*[self._attempt(key, trial) for key, trial in enumerate(TRIALS)])
        peer = tcp_endpoint(self._kit, "peer")
        reader, writer = await asyncio.open_connection(peer.host, peer.port)
        report(self._kit, await reader.read())
        writer.close()
        return len(TRIALS)

    def close(self) -> None:
        """Forget the names."""
        self._names.remove()

    async def _attempt(self, key: int, trial: Trial) -> None:
        kit = self._kit
        kit.emit(kit.kinds["begun"], len(TRIALS), key, least_us(trial, self._delay_ms))
        connecting = asyncio.open_connection(
            name_of(key), port_of(kit), happy_eyeballs_delay=delay_between(trial, self._delay_ms)
        )
        if trial.way is Way.BOUNDED:
            await self._give_up(key, asyncio.create_task(connecting))
            return
        try:
            reader, writer = await connecting
        except OSError:
            kit.emit(kit.kinds["failed"], key, key, 0)
            return
        kit.emit(kit.kinds["won"], key, key, kit.crc32(await reader.readexactly(GREETING_BYTES)))
        writer.close()
        await writer.wait_closed()

    async def _give_up(
        self, key: int, connecting: asyncio.Task[tuple[asyncio.StreamReader, asyncio.StreamWriter]]
    ) -> None:
        for _ in range(BOUND):
            if not connecting.done():
                await asyncio.sleep(self._delay_ms / 1000)
        has_failed = connecting.done()
        connecting.cancel()
        await asyncio.wait([connecting])
        if not connecting.cancelled():
            connecting.exception()
        self._kit.emit(self._kit.kinds["bounded"], key, key, int(has_failed))


async def open(params: Params, kit: Kit) -> ConnectMany:
    """Put the names in place."""
    check_loop()
    return ConnectMany(params, kit)
