"""HTTP/1.1 requests by hand: heads, bodies by length or in chunks, and the head of an answer. Nothing else of HTTP."""

import time
from collections.abc import Iterator
from email.utils import formatdate
from typing import NamedTuple

END_OF_HEAD = b"\r\n\r\n"
END_OF_LINE = b"\r\n"


class Head(NamedTuple):
    """What a request says of itself."""

    target: bytes
    length: int
    is_chunked: bool
    is_last: bool


class Request(NamedTuple):
    """One that has come whole."""

    target: bytes
    body: bytes
    is_last: bool


def parse_head(head: bytes) -> Head:
    """Read a head, with or without its end."""
    line, *lines = head.removesuffix(END_OF_HEAD).split(END_OF_LINE)
    fields = dict(each.lower().split(b":", 1) for each in lines)
    return Head(
        line.split(b" ", 2)[1],
        int(fields.get(b"content-length", b"0")),
        fields.get(b"transfer-encoding", b"").strip() == b"chunked",
        fields.get(b"connection", b"").strip() == b"close",
    )


class _Date:
    """The time of day for heads, which changes once a second."""

    def __init__(self) -> None:
        self._second = 0
        self._text = b""

    def text(self) -> bytes:
        second = int(time.time())
        if second != self._second:
            self._second = second
            self._text = formatdate(second, usegmt=True).encode()
        return self._text


_DATE = _Date()


def answer_head(length: int | None, *, is_last: bool) -> bytes:
    """Begin an answer: with its length, or in chunks."""
    body = b"Transfer-Encoding: chunked" if length is None else b"Content-Length: %d" % length
    connection = b"close" if is_last else b"keep-alive"
    return b"HTTP/1.1 200 OK\r\nDate: %b\r\nConnection: %b\r\n%b\r\n\r\n" % (_DATE.text(), connection, body)


def chunk_of(piece: bytes) -> bytes:
    """Make a chunk."""
    return b"%x\r\n%b\r\n" % (len(piece), piece)


class RequestReader:
    """Fed with the bytes of a connection as they come, it gives the requests that are whole."""

    def __init__(self) -> None:
        self._rest = b""
        self._head: Head | None = None
        self._body = b""

    def feed(self, data: bytes) -> Iterator[Request]:
        """Take what has come."""
        self._rest += data
        while self._rest:
            if self._head is None:
                head, found, rest = self._rest.partition(END_OF_HEAD)
                if not found:
                    return
                self._rest = rest
                self._head = parse_head(head)
            if not self._has_body(self._head):
                return
            target, *_, is_last = self._head
            body, self._body, self._head = self._body, b"", None
            yield Request(target, body, is_last)

    def _has_body(self, head: Head) -> bool:
        if head.is_chunked:
            return self._take_chunks()
        if len(self._rest) < head.length:
            return False
        self._body, self._rest = self._rest[: head.length], self._rest[head.length :]
        return True

    def _take_chunks(self) -> bool:
        """Take whole chunks; the last one has no content."""
        while True:
            size, found, rest = self._rest.partition(END_OF_LINE)
            if not found:
                return False
            length = int(size, 16)
            if len(rest) < length + len(END_OF_LINE):
                return False
            self._body += rest[:length]
            self._rest = rest[length + len(END_OF_LINE) :]
            if length == 0:
                return True
