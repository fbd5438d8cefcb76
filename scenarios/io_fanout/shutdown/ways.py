"""What all styles of io_fanout.shutdown share: what a client is doing when the server is told to close, and how to say so."""

import asyncio
import enum
from typing import NamedTuple

from evenloop_runner.kit import Kit, Params

KEY_BYTES = 4


class Way(enum.Enum):
    """By the remainder of the key, as the harness's clients do."""

    IDLE = 0
    HALF_ASKED = 1
    ANSWERING = 2
    SILENT = 3


class Traffic(NamedTuple):
    """How many connections there are, and how long a request is."""

    connections: int
    size: int

    @property
    def half(self) -> int:
        """The bytes of a request, or of its answer, that go before the server is told to close."""
        return self.size // 2

    @property
    def talking(self) -> int:
        """The connections that end by themselves."""
        return self.connections // len(Way) * (len(Way) - 1)


def traffic_of(params: Params) -> Traffic:
    """Read the parameters."""
    size = params.integer("bytes")
    if size < 4 * KEY_BYTES:
        raise ValueError("half a request needs 8 bytes for its header")
    return Traffic(params.integer("each") * len(Way), size)


def way_of(key: int) -> Way:
    """Tell what this client does."""
    return Way(key % len(Way))


def port_of(server: asyncio.Server) -> bytes:
    """Say where the harness's clients are to come to, as they read it."""
    port: int = server.sockets[0].getsockname()[1]
    return port.to_bytes(2, "little")


class Ledger:
    """Counts what the server has open, and records when it is told to close and when it has closed."""

    def __init__(self, kit: Kit, traffic: Traffic) -> None:
        self._kit = kit
        self._connections = traffic.connections
        self.over = 0
        self.closing = False

    def accepted(self) -> bool:
        """Note a connection, and tell whether it may come: none may when the server has been told to close."""
        if self.closing:
            self._kit.emit(self._kit.kinds["intruder"], self._connections, 0, 0)
        return not self.closing

    def told_to_close(self) -> None:
        """Note that nobody new may come."""
        self.closing = True
        self._kit.emit(self._kit.kinds["closing"], self._connections, 0, self._connections - self.over)

    def closed(self) -> None:
        """Note that the server is closed."""
        self._kit.emit(self._kit.kinds["closed"], self._connections + 1, 0, self._connections - self.over)
