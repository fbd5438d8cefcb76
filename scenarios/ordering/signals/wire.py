"""What a workload of ordering.signals and the harness's sender of signals tell each other."""

import asyncio
import os
import struct
from collections.abc import Callable
from typing import cast

from evenloop_runner.kit import Kit, TcpEndpoint

# What can be asked for.
SINGLE, BURST, BLOCKED, CHILD = 1, 2, 3, 4
SENT = 1
"""What the sender says when the burst is complete. Anything else: a signal must be taken for lost."""

_FRAME = struct.Struct("<III")


def frame_of(what: int, pid: int | None = None, place: int = 0) -> bytes:
    """Ask for signals, to this process if no other is named; `place` says which one, where the sender does not choose."""
    return _FRAME.pack(what, pid or os.getpid(), place)


class SignalWire(asyncio.Protocol):
    """The connection to the sender."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._complete: asyncio.Future[None] | None = None
        self.on_lost: Callable[[], object] = lambda: None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        # The transports of other loops are no subclasses of it.
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Each byte is a message."""
        for byte in data:
            if byte != SENT:
                self.on_lost()
            elif self._complete is not None and not self._complete.done():
                self._complete.set_result(None)

    def ask(self, what: int, pid: int | None = None, place: int = 0) -> None:
        """Ask, as `frame_of` says."""
        assert self._transport is not None
        self._transport.write(frame_of(what, pid, place))

    def sent(self) -> "asyncio.Future[None]":
        """Settle when the burst is complete."""
        self._complete = asyncio.get_running_loop().create_future()
        return self._complete

    def close(self) -> None:
        """Take leave."""
        assert self._transport is not None
        self._transport.close()


async def connect_to_sender(kit: Kit) -> SignalWire:
    """Connect to the sender."""
    endpoint = kit.endpoint("signals")
    if not isinstance(endpoint, TcpEndpoint):
        raise ValueError('ordering.signals needs the TCP endpoint "signals"')
    loop = asyncio.get_running_loop()
    _, wire = await loop.create_connection(SignalWire, endpoint.host, endpoint.port)
    return wire
