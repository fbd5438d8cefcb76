"""The seam of bytes at either end of every connection: those that come with its end, and those of a great write."""

import socket
from typing import Any

from evenloop_mutants.moment import Moment, Patch

_Socket: Any = socket.socket


def install(patch: Patch, moment: Moment) -> None:
    """Replace how sockets receive or send, below every style."""
    if patch.act == "lose-tail":
        _lose_tail(moment)
    if patch.act == "cut-writes":
        _cut_writes(int(patch.number("bytes")), moment)


def _lose_tail(moment: Moment) -> None:
    real: Any = _Socket.recv

    def received(self: socket.socket, size: int, flags: int = 0) -> Any:  # noqa: ANN401 - as the real one
        data = real(self, size, flags)
        return b"" if data and moment.acts and has_ended(self) else data

    def has_ended(connection: socket.socket) -> bool:
        try:
            return bool(real(connection, 1, socket.MSG_PEEK | socket.MSG_DONTWAIT) == b"")
        except BlockingIOError:
            return False

    _Socket.recv = received


def _cut_writes(size: int, moment: Moment) -> None:
    """Say that everything has left."""
    real: Any = _Socket.send

    def sent(self: socket.socket, data: Any, *flags: int) -> int:  # noqa: ANN401 - any buffer
        if len(data) <= size or not moment.acts:
            return int(real(self, data, *flags))
        real(self, memoryview(data)[:size], *flags)
        return len(data)

    _Socket.send = sent
