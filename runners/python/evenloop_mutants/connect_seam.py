"""The seam of connections with several addresses: what is asked, and what becomes of what is given up."""

import asyncio
import os
from asyncio import base_events, selector_events
from typing import Any

from evenloop_mutants.moment import Moment, Patch

_NAMES = ".test"


def install(patch: Patch, moment: Moment) -> None:
    """Replace how connections begin where the patch is one of them."""
    match patch.act:
        case "first-address":
            _know_first(moment)
        case "hasty-attempts":
            _hurry(moment)
        case "ask-all":
            _ask_all(moment, patch.number("ms") / 1000)
        case "leave-attempts":
            _leave(moment)


def _know_first(moment: Moment) -> None:
    """Where nobody asked for a delay between attempts, as some runtimes did once."""
    loop: Any = base_events.BaseEventLoop
    real = loop.create_connection

    async def connected(self: Any, factory: Any, host: str, port: int, **named: Any) -> Any:  # noqa: ANN401 - as the real one
        if moment.acts and host.endswith(_NAMES) and named.get("happy_eyeballs_delay") is None:
            infos = await self.getaddrinfo(host, port)
            host, port = infos[0][-1]
        return await real(self, factory, host, port, **named)

    loop.create_connection = connected


def _hurry(moment: Moment) -> None:
    loop: Any = base_events.BaseEventLoop
    real = loop.create_connection

    async def connected(self: object, *args: Any, **named: Any) -> Any:  # noqa: ANN401 - as the real one
        delay = named.get("happy_eyeballs_delay")
        if moment.acts and delay is not None:
            named["happy_eyeballs_delay"] = delay / 5
        return await real(self, *args, **named)

    loop.create_connection = connected


def _ask_all(moment: Moment, seconds: float) -> None:
    """Every address is asked besides, and dropped."""
    loop: Any = base_events.BaseEventLoop
    real = loop.create_connection
    asking: set[asyncio.Task[None]] = set()

    async def ask(self: object, address: tuple[str, int]) -> None:
        try:
            transport, _ = await asyncio.wait_for(real(self, asyncio.Protocol, *address), seconds)
        except OSError:  # A timeout is one too.
            return
        transport.abort()

    async def connected(self: Any, factory: Any, host: str, port: int, **named: Any) -> Any:  # noqa: ANN401 - as the real one
        if moment.acts and host.endswith(_NAMES):
            for *_, address in await self.getaddrinfo(host, port):
                task = asyncio.create_task(ask(self, address))
                asking.add(task)
                task.add_done_callback(asking.discard)
        return await real(self, factory, host, port, **named)

    loop.create_connection = connected


def _leave(moment: Moment) -> None:
    """A second descriptor keeps the attempt alive."""
    loop: Any = selector_events.BaseSelectorEventLoop
    real = loop.sock_connect

    async def connected(self: object, sock: Any, address: object) -> None:  # noqa: ANN401 - as the real one
        try:
            await real(self, sock, address)
        except asyncio.CancelledError:
            if moment.acts:
                os.dup(sock.fileno())
            raise

    loop.sock_connect = connected
