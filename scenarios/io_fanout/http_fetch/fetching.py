"""What all styles of io_fanout.http_fetch share: the requests as a workload may know them, and what is recorded of each."""

import asyncio
import enum
from typing import NamedTuple

from evenloop_runner.kit import Kit, Params, TcpEndpoint
from scenarios.io_fanout.shared.sockets import tcp_endpoint

_TURNS = 8
_OK = 200
_LEAST_POOL = 2
_COUNTS = 3
"""What the harness says of each server: ``over``, ``fresh`` and ``left``."""


class Cancel(enum.Enum):
    """By the place of a request among those to its server. Which are cancelled is no secret, as the client does it."""

    NEVER = -1
    IN_BODY = 3
    UNANSWERED = 6


class Failure(enum.IntEnum):
    """What a failure is called, whatever the language calls it."""

    STATUS = 1
    CUT = 2
    OTHER = 3


class Request(NamedTuple):
    """One request: to whom, and when it is cancelled."""

    number: int
    upstream: int
    cancel: Cancel
    cancel_ms: int

    @property
    def text(self) -> bytes:
        """What is sent."""
        return b"GET /%d HTTP/1.1\r\nHost: localhost\r\n\r\n" % self.number


class Fetching:
    """All requests of a round, and what they share."""

    def __init__(self, params: Params, kit: Kit) -> None:
        count = params.integer("upstreams")
        self.pool = params.integer("pool")
        if self.pool < _LEAST_POOL:
            raise ValueError("a request without an answer holds a connection: the pool needs another one")
        self.deadline_ms = params.integer("deadlineMs")
        self.upstreams: list[TcpEndpoint] = [tcp_endpoint(kit, f"upstream-{index}") for index in range(count)]
        numbers = range(count * params.integer("each"))
        self.requests = [
            Request(number, number % count, _cancel_of(number // count), 3 + (kit.seed + number) % 4)
            for number in numbers
        ]


def _cancel_of(place: int) -> Cancel:
    turn = place % _TURNS
    return next((way for way in Cancel if way.value == turn), Cancel.NEVER)


class RequestCourse:
    """Records what is told of one request."""

    def __init__(self, kit: Kit, request: Request, deadline_ms: int) -> None:
        self._kit = kit
        self._number = request.number
        self._is_cancelled = request.cancel is not Cancel.NEVER
        self._status = 0
        self._crc = 0
        self._emit("asked", 1000 * (request.cancel_ms if self._is_cancelled else deadline_ms))
        self._asked_ns = kit.now()

    def head(self, status: int) -> None:
        """Note the head of the answer."""
        self._status = status
        self._emit("head", status)

    def piece(self, data: bytes) -> None:
        """Note a part of the body."""
        if self._is_cancelled:
            self._emit("piece", len(data))
        else:
            self._crc = self._kit.crc32(data, self._crc)

    def whole(self) -> None:
        """Note that the answer is there."""
        if self._status != _OK:
            self._emit("failed", Failure.STATUS)
            return
        self._kit.sample(self._kit.now() - self._asked_ns)
        self._emit("done", self._crc)

    def broke(self) -> None:
        """Note that there is no whole answer, though nobody has given it up."""
        self._emit("failed", Failure.CUT if self._status else Failure.OTHER)

    def cancel(self) -> None:
        """Note that the client was told to give it up: right afterwards."""
        self._emit("cancel", 0)

    def cancelled(self) -> None:
        """Note that the client has given it up."""
        self._emit("cancelled", 0)

    def expired(self) -> None:
        """Note that the deadline has ended it."""
        self._emit("expired", 0)

    def _emit(self, kind: str, digest: int) -> None:
        self._kit.emit(self._kit.kinds[kind], self._number, self._number, digest)


def report(kit: Kit, fetching: Fetching, said: bytes) -> None:
    """Record what the harness has counted when all connections were closed."""
    for number in range(len(fetching.upstreams)):
        for place, kind in enumerate(("over", "fresh", "left")):
            kit.emit(kit.kinds[kind], len(fetching.requests) + place, number, said[_COUNTS * number + place])


async def hear_counts(kit: Kit, fetching: Fetching) -> None:
    """Let the harness say what it has counted, when all connections are closed."""
    peer = tcp_endpoint(kit, "peer")
    reader, writer = await asyncio.open_connection(peer.host, peer.port)
    report(kit, fetching, await reader.read())
    writer.close()
