"""Serves one connection after the other, below every style: nothing of a later one is read before the earlier are closed."""

import socket
from asyncio import selector_events
from collections.abc import Callable
from typing import Any

from evenloop_mutants.moment import Moment

_Loop: Any = selector_events.BaseSelectorEventLoop
_Socket: Any = socket.socket
_Read = Callable[[], None]


class _Line:
    """The accepted connections that are still open, in the order in which they came."""

    def __init__(self) -> None:
        self._reads: dict[int, _Read | None] = {}

    def join(self, descriptor: int) -> None:
        """Stand behind all others."""
        self._reads[descriptor] = None

    def waits(self, descriptor: int) -> bool:
        """Say whether others are before this one."""
        return descriptor in self._reads and descriptor != next(iter(self._reads))

    def read_later(self, descriptor: int, read: _Read | None) -> None:
        """Keep what begins its reading; None: it is not to be read any more."""
        self._reads[descriptor] = read

    def leave(self, descriptor: int) -> None:
        """Be closed: the next one is read."""
        if descriptor not in self._reads:
            return
        del self._reads[descriptor]
        if self._reads:
            first = next(iter(self._reads))
            read, self._reads[first] = self._reads[first], None
            if read is not None:
                read()


def install(moment: Moment) -> None:
    """Replace how connections are accepted, read and closed."""
    line = _Line()
    accept, close = _Socket.accept, _Socket.close
    add, remove = _Loop._add_reader, _Loop._remove_reader  # noqa: SLF001 - below what all styles call

    def accepted(self: socket.socket) -> Any:  # noqa: ANN401 - as the real one
        connection, address = accept(self)
        if moment.acts:
            line.join(connection.fileno())
        return connection, address

    def closed(self: socket.socket) -> None:
        descriptor = self.fileno()
        close(self)
        line.leave(descriptor)

    def added(self: Any, descriptor: Any, *read: Any) -> Any:  # noqa: ANN401 - as the real one
        number = descriptor if isinstance(descriptor, int) else descriptor.fileno()
        if not line.waits(number):
            return add(self, descriptor, *read)
        line.read_later(number, lambda: add(self, descriptor, *read))
        return None

    def removed(self: Any, descriptor: Any) -> Any:  # noqa: ANN401 - as the real one
        number = descriptor if isinstance(descriptor, int) else descriptor.fileno()
        if line.waits(number):
            line.read_later(number, None)
        return remove(self, descriptor)

    _Socket.accept, _Socket.close = accepted, closed
    _Loop._add_reader, _Loop._remove_reader = added, removed  # noqa: SLF001
