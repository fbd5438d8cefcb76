"""What the runner itself asks of the loop that its workloads run on, and what it reads messages from."""

import os
import sys
from collections.abc import Awaitable, Callable
from typing import NoReturn, Protocol, TypeVar

STDIN = 0
CHUNK_BYTES = 64 * 1024

_Value = TypeVar("_Value")


class LoopCalls(Protocol):
    """Calls of one running loop. A module `serve_<package>` has them for each kind of loop."""

    def later(self, seconds: float, callback: Callable[[], None]) -> Callable[[], object]:
        """Call back by a timer of the loop; the answer takes that back."""
        ...

    async def turn(self) -> None:
        """Let everything else that is ready run once."""
        ...

    async def guarded(self, action: Callable[[], Awaitable[_Value]]) -> _Value:
        """Await the action in the task of the caller: a second task would put its switches into every window."""
        ...

    def interrupt(self) -> None:
        """Cancel what is guarded, if there is anything."""
        ...


def refuse_stdin(error: OSError) -> NoReturn:
    """End, because the loop cannot wait for messages."""
    sys.stderr.write(f"evenloop_runner: stdin must be a pipe, a socket or a terminal: {error}\n")
    sys.stderr.flush()
    # At once: an exit that is raised would have to pass through what other tasks are in.
    os._exit(1)
