"""The connection of a workload with trio to the harness's writer: frames are awaited, and sending does not wait."""

from collections import deque

import trio

from evenloop_runner.kit import Kit
from scenarios.file_watch.shared.writer_wire import BYE, FrameCutter, open_socket, sender


class Frames:
    """One connection."""

    def __init__(self, kit: Kit) -> None:
        sock = open_socket(kit)
        self._stream = trio.SocketStream(trio.socket.from_stdlib_socket(sock))
        self._cutter = FrameCutter()
        self._whole: deque[tuple[int, int, int]] = deque()
        self.send = sender(sock.send)
        """Sends a frame. Nothing is sent again: frames are few and short beside what a socket buffers."""

    async def next(self) -> tuple[int, int, int]:
        """Wait for a frame of the writer."""
        while not self._whole:
            data = await self._stream.receive_some()
            if not data:
                raise EOFError("the writer went away")
            self._whole.extend(self._cutter.cut(data))
        return self._whole.popleft()

    def close(self) -> None:
        """Take leave of the writer."""
        self.send(BYE, 0, 0)
        self._stream.socket.close()
