"""The writer with callbacks: the loop calls back when its socket can be read."""

import asyncio
from collections.abc import Callable

from evenloop_runner.kit import Kit
from scenarios.file_watch.shared.writer_wire import BYE, GO, FrameCutter, open_socket, sender


class CalledWriter:
    """Hands on what the writer says while a round runs."""

    def __init__(self, kit: Kit, answered: Callable[[int, int, int], None]) -> None:
        self._answered = answered
        self._loop = asyncio.get_running_loop()
        self._socket = open_socket(kit)
        self.send = sender(self._socket.send)
        self._frames = FrameCutter()
        self._done: asyncio.Future[int] | None = None
        self._loop.add_reader(self._socket.fileno(), self._came)

    @property
    def running(self) -> bool:
        """A round runs."""
        return self._done is not None

    def begin(self) -> asyncio.Future[int]:
        """Ask for the first change of a round; the future is done when `end` is called."""
        self._done = self._loop.create_future()
        self.send(GO, 0, 0)
        return self._done

    def end(self, operations: int) -> None:
        """End the round."""
        if self._done is not None:
            self._done.set_result(operations)
            self._done = None

    def close(self) -> None:
        """Take leave of the writer."""
        self._loop.remove_reader(self._socket.fileno())
        self.send(BYE, 0, 0)
        self._socket.close()

    def _came(self) -> None:
        data = self._socket.recv(4096)
        if not data:
            self._lost()
            return
        for frame in self._frames.cut(data):
            if self._done is None:
                return
            self._answered(*frame)

    def _lost(self) -> None:
        self._loop.remove_reader(self._socket.fileno())
        if self._done is not None:
            self._done.set_exception(ConnectionError("the writer went away"))
            self._done = None
