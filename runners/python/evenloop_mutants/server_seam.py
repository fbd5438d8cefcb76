"""The seam of servers as a whole: what ``close`` of a server does, and for whom ``wait_closed`` waits."""

import asyncio
import errno
import os
import sys
from asyncio import base_events, unix_events
from typing import Any

from evenloop_mutants.moment import Moment, Patch

_WAITS_FOR_CONNECTIONS = sys.version_info >= (3, 12)


def install(patch: Patch, moment: Moment) -> None:
    """Replace what servers do at their end where the patch is one of them."""
    match patch.act:
        case "close-drops":
            _drop_connections(moment)
        case "close-late":
            _close_late(moment, patch.number("ms") / 1000)
        case "close-other":
            _wait_otherwise(moment)
        case "listen-other":
            _leave_paths(moment)


def _leave_paths(moment: Moment) -> None:
    """As Node does: a path at which there is anything is in use."""
    loop: Any = unix_events._UnixSelectorEventLoop  # noqa: SLF001 - the seam
    real = loop.create_unix_server

    async def created(self: object, factory: object, path: str | None = None, **named: Any) -> Any:  # noqa: ANN401 - as the real one
        if moment.acts and path is not None and os.path.exists(path):  # noqa: ASYNC240 - as the real one does
            raise OSError(errno.EADDRINUSE, os.strerror(errno.EADDRINUSE), path)
        return await real(self, factory, path, **named)

    loop.create_unix_server = created


def _drop_connections(moment: Moment) -> None:
    server: Any = base_events.Server
    close = server.close
    transport: Any = asyncio.selector_events._SelectorSocketTransport  # type: ignore[attr-defined]  # noqa: SLF001 - the seam
    begin = transport.__init__
    accepted: dict[object, list[asyncio.Transport]] = {}

    def begun(self: Any, *args: Any, **named: Any) -> None:  # noqa: ANN401 - as the real one
        begin(self, *args, **named)
        if self._server is not None:
            accepted.setdefault(self._server, []).append(self)

    def closed(self: object) -> None:
        close(self)
        for connection in accepted.pop(self, []) if moment.acts else []:
            connection.abort()

    transport.__init__ = begun
    server.close = closed


def _close_late(moment: Moment, seconds: float) -> None:
    server: Any = base_events.Server
    close = server.close

    def closed(self: object) -> None:
        if moment.acts:
            asyncio.get_running_loop().call_later(seconds, close, self)
        else:
            close(self)

    server.close = closed


def _wait_otherwise(moment: Moment) -> None:
    server: Any = base_events.Server
    wait_closed = server.wait_closed

    async def waited(self: Any) -> None:  # noqa: ANN401 - the counter of connections is private
        if not moment.acts:
            await wait_closed(self)
        elif not _WAITS_FOR_CONNECTIONS:
            while self._active_count:  # noqa: ASYNC110 - what has no event is looked at
                await asyncio.sleep(0.001)

    server.wait_closed = waited
