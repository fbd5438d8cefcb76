"""Serves on asyncio, or on a package that replaces its loop: messages come by a reader of the loop."""

import asyncio
import os
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from evenloop_runner.lines import LineSplitter
from evenloop_runner.loop_calls import CHUNK_BYTES, STDIN, refuse_stdin
from evenloop_runner.loops import new_loop
from evenloop_runner.session import MakeSession

STEMS = {style: style for style in ("callbacks", "protocols", "generators", "coroutines", "blocking", "threads")}
"""The file of a workload, without its ending, by style."""

_Value = TypeVar("_Value")


class AsyncioCalls:
    """Calls of the running loop."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._guarded: asyncio.Task[Any] | None = None

    def later(self, seconds: float, callback: Callable[[], None]) -> Callable[[], object]:
        """One timer of the loop."""
        return self._loop.call_later(seconds, callback).cancel

    async def turn(self) -> None:
        """One turn of the loop."""
        await asyncio.sleep(0)

    async def guarded(self, action: Callable[[], Awaitable[_Value]]) -> _Value:
        """Await the action; `interrupt` cancels the task that does."""
        task = asyncio.current_task()
        self._guarded = task
        try:
            return await action()
        finally:
            # None where the task was cancelled.
            if self._guarded is None and task is not None:
                task.uncancel()
            self._guarded = None

    def interrupt(self) -> None:
        """Cancel it once."""
        task, self._guarded = self._guarded, None
        if task is not None:
            task.cancel()


def serve(package: str, make_session: MakeSession) -> None:
    """Serve until the process ends."""
    loop = new_loop(package)
    loop.run_until_complete(_serve(loop, make_session))


async def _serve(loop: asyncio.AbstractEventLoop, make_session: MakeSession) -> None:
    session = make_session(AsyncioCalls())
    splitter = LineSplitter()
    lines: deque[bytes | None] = deque()
    arrived = asyncio.Event()

    def on_readable() -> None:
        try:
            chunk = os.read(STDIN, CHUNK_BYTES)
        except BlockingIOError:
            return
        except OSError:
            chunk = b""
        if not chunk:
            os._exit(0)
        lines.extend(line for line in splitter.split(chunk) if not session.halt(line))
        arrived.set()

    def on_stray(*said: asyncio.AbstractEventLoop | dict[str, Any]) -> None:
        # asyncio gives the loop and the context, rloop 0.5 the context alone.
        context = said[-1]
        assert isinstance(context, dict)
        error = context.get("exception")
        if isinstance(error, BaseException):
            session.stray(error)
        else:
            loop.default_exception_handler(context)

    loop.set_exception_handler(on_stray)
    try:
        loop.add_reader(STDIN, on_readable)
    except OSError as error:
        refuse_stdin(error)
    while True:
        await arrived.wait()
        arrived.clear()
        while lines:
            await session.receive(lines.popleft())
