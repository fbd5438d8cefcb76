"""Serves on trio: a task reads messages, another answers them, and a nursery holds what a workload leaves running."""

import math
import os
from collections.abc import Awaitable, Callable
from typing import TypeVar

import trio

from evenloop_runner.lines import LineSplitter
from evenloop_runner.loop_calls import CHUNK_BYTES, STDIN, refuse_stdin
from evenloop_runner.session import MakeSession, Session
from evenloop_runner.trio_tasks import hold_lasting_tasks, turn

STEMS = {"nurseries": "trio_nurseries"}
"""The file of a workload, without its ending, by style."""

_Value = TypeVar("_Value")


class TrioCalls:
    """Calls of the running loop."""

    def __init__(self, nursery: trio.Nursery) -> None:
        self._nursery = nursery
        self._guarded: trio.CancelScope | None = None

    def later(self, seconds: float, callback: Callable[[], None]) -> Callable[[], object]:
        """One task that sleeps."""
        scope = trio.CancelScope()

        async def call_back() -> None:
            with scope:
                await trio.sleep(seconds)
                # A sleep that is over cannot be cancelled any more, although this task has yet to go on.
                if not scope.cancel_called:
                    callback()

        self._nursery.start_soon(call_back)
        return scope.cancel

    async def turn(self) -> None:
        """Let everything else that is ready run."""
        await turn()

    async def guarded(self, action: Callable[[], Awaitable[_Value]]) -> _Value:
        """Await the action in a scope that `interrupt` cancels."""
        with trio.CancelScope() as scope:
            self._guarded = scope
            try:
                return await action()
            finally:
                self._guarded = None
        raise RuntimeError("the workload was interrupted")

    def interrupt(self) -> None:
        """Cancel the scope."""
        if self._guarded is not None:
            self._guarded.cancel()


def serve(_package: str, make_session: MakeSession) -> None:
    """Serve until the process ends."""
    try:
        trio.run(_serve, make_session)
    except* KeyboardInterrupt:
        os._exit(130)


async def _serve(make_session: MakeSession) -> None:
    sender, receiver = trio.open_memory_channel[bytes | None](math.inf)
    async with trio.open_nursery() as nursery:
        session = make_session(TrioCalls(nursery))
        await nursery.start(hold_lasting_tasks, session.stray)
        nursery.start_soon(_read_lines, session, sender)
        async for line in receiver:
            await session.receive(line)


async def _read_lines(session: Session, sender: "trio.MemorySendChannel[bytes | None]") -> None:
    splitter = LineSplitter()
    while True:
        try:
            await trio.lowlevel.wait_readable(STDIN)
        except OSError as error:
            refuse_stdin(error)
        try:
            chunk = os.read(STDIN, CHUNK_BYTES)
        except BlockingIOError:
            continue
        except OSError:
            chunk = b""
        if not chunk:
            os._exit(0)
        for line in splitter.split(chunk):
            if not session.halt(line):
                sender.send_nowait(line)
