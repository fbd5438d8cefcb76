"""io_fanout.connect_many with trio: ``open_tcp_stream`` with a delay between attempts, and a nursery that is cancelled."""

import socket
from typing import Any

import trio

from evenloop_runner.kit import Kit, Params
from scenarios.io_fanout.connect_many.trials import (
    BOUND,
    GREETING_BYTES,
    TRIALS,
    Trial,
    Way,
    addresses_of,
    delay_between,
    delay_of,
    found_at,
    least_us,
    name_of,
    port_of,
    report,
)
from scenarios.io_fanout.shared.sockets import tcp_endpoint
from scenarios.io_fanout.shared.trio_sockets import receive_exactly, receive_rest

_DEFAULT_DELAY_S = 0.25
"""What ``open_tcp_stream`` waits for where nobody says otherwise."""


class _Resolver(trio.abc.HostnameResolver):
    """Knows the names of the trials and no others."""

    def __init__(self, kit: Kit) -> None:
        self._addresses = addresses_of(kit)

    async def getaddrinfo(
        self,
        host: bytes | None,
        port: bytes | str | int | None,
        family: int = 0,  # noqa: ARG002 - the interface
        type: int = 0,  # noqa: ARG002 - the interface
        proto: int = 0,  # noqa: ARG002 - the interface
        flags: int = 0,  # noqa: ARG002 - the interface
    ) -> list[Any]:
        """Give the addresses of a trial."""
        assert isinstance(host, bytes)
        assert isinstance(port, int)
        return found_at(self._addresses[host.decode()], port)

    async def getnameinfo(self, sockaddr: tuple[str, int] | tuple[str, int, int, int], flags: int) -> tuple[str, str]:
        """Nobody asks for it."""
        raise socket.gaierror(socket.EAI_NONAME, f"no name for {sockaddr} and {flags}")


class ConnectMany:
    """All trials at once."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._kit = kit
        self._delay_ms = delay_of(params)
        self._former = trio.socket.set_custom_hostname_resolver(_Resolver(kit))

    async def round(self) -> int:
        """Enact one pass; the answer is the number of connections that were asked for."""
        async with trio.open_nursery() as nursery:
            for key, trial in enumerate(TRIALS):
                self._kit.emit(self._kit.kinds["begun"], len(TRIALS), key, least_us(trial, self._delay_ms))
                nursery.start_soon(self._attempt, key, trial)
        peer = tcp_endpoint(self._kit, "peer")
        async with await trio.open_tcp_stream(peer.host, peer.port) as stream:
            report(self._kit, await receive_rest(stream))
        return len(TRIALS)

    def close(self) -> None:
        """Forget the names."""
        trio.socket.set_custom_hostname_resolver(self._former)

    async def _attempt(self, key: int, trial: Trial) -> None:
        kit = self._kit
        if trial.way is Way.BOUNDED:
            await self._give_up(key, trial)
            return
        try:
            stream = await self._connect(key, trial)
        except OSError:
            kit.emit(kit.kinds["failed"], key, key, 0)
            return
        async with stream:
            kit.emit(kit.kinds["won"], key, key, kit.crc32(await receive_exactly(stream, GREETING_BYTES)))

    async def _connect(self, key: int, trial: Trial) -> trio.SocketStream:
        delay = delay_between(trial, self._delay_ms) or _DEFAULT_DELAY_S
        return await trio.open_tcp_stream(name_of(key), port_of(self._kit), happy_eyeballs_delay=delay)

    async def _give_up(self, key: int, trial: Trial) -> None:
        failed = trio.Event()
        async with trio.open_nursery() as nursery:
            nursery.start_soon(self._connect_in_vain, key, trial, failed)
            for _ in range(BOUND):
                if not failed.is_set():
                    await trio.sleep(self._delay_ms / 1000)
            nursery.cancel_scope.cancel()
        self._kit.emit(self._kit.kinds["bounded"], key, key, int(failed.is_set()))

    async def _connect_in_vain(self, key: int, trial: Trial, failed: trio.Event) -> None:
        try:
            stream = await self._connect(key, trial)
        except OSError:
            failed.set()
        else:
            await stream.aclose()


def open(params: Params, kit: Kit) -> ConnectMany:
    """Put the names in place."""
    return ConnectMany(params, kit)
