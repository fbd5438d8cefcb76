"""One connection of io_fanout.tcp_echo whose bytes come by a callback: messages out, replies put together from pieces."""

from collections.abc import Callable
from typing import Protocol

from evenloop_runner.kit import Kit, Params
from scenarios.io_fanout.tcp_echo.traffic import filling, pack_header


class Writer(Protocol):
    """What messages are written to."""

    def write(self, data: bytes, /) -> None:
        """Send these bytes, now or when there is room."""


class Conversation:
    """Sends its next message when a reply is complete."""

    _writer: Writer
    """Set by whoever opens the connection. A method of an object is called faster than one that is kept in an attribute."""

    def __init__(self, kit: Kit, key: int, params: Params) -> None:
        self._kit = kit
        self._now, self._sample, self._emit, self._crc32 = kit.now, kit.sample, kit.emit, kit.crc32
        self._reply_kind = kit.kinds["reply"]
        self._key = key
        self._size = params.integer("bytes")
        self._pipeline = params.integer("pipeline")
        self._nonce = bytes.fromhex(kit.nonce)
        self._filling = filling(self._nonce, self._size)
        self._sent_at = [0] * self._pipeline
        self._wanted = 0
        self._sent = 0
        self._received = 0
        self._digest = 0
        self._total = 0
        self._when_answered: Callable[[], None] = nothing
        self.answered = 0

    def ask(self, count: int, answered: Callable[[], None]) -> None:
        """Send so many more messages and call back after the last reply."""
        self._when_answered = answered
        self._wanted += count
        while self._sent < self._wanted and self._sent - self.answered < self._pipeline:
            self._send(self._now())
        if count == 0:
            answered()

    def data_received(self, data: bytes) -> None:
        """Take a piece of the stream: part of a reply, or the end of one and the beginning of the next."""
        length = len(data)
        self._total += length
        if self._received == 0 and length == self._size:
            self._replied(self._crc32(data))
            return
        at = 0
        while at < length:
            part = data[at : at + self._size - self._received]
            self._digest = self._crc32(part, self._digest)
            self._received += len(part)
            at += len(part)
            if self._received == self._size:
                digest = self._digest
                self._received = self._digest = 0
                self._replied(digest)

    def _send(self, at: int) -> None:
        message = self._sent
        self._sent_at[message % self._pipeline] = at
        self._sent = message + 1
        self._writer.write(pack_header(self._nonce, self._key, message) + self._filling)

    def _replied(self, digest: int) -> None:
        message = self.answered
        # One reading ends this round trip and begins the next.
        at = self._now()
        latency_ns = at - self._sent_at[message % self._pipeline]
        self.answered = message + 1
        if self._sent < self._wanted:
            self._send(at)
        self._sample(latency_ns)
        self._emit(self._reply_kind, self._key, message, digest)
        if self.answered == self._wanted:
            self._when_answered()


def nothing() -> None:
    """Do nothing."""
