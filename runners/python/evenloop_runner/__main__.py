"""The runner as a program: an event loop, of the package that an argument names, that reads messages until stdin ends."""

import asyncio
import os
import select
import sys
from collections import deque
from typing import Any, NoReturn

from evenloop_runner import VERSION
from evenloop_runner.catalogue import Catalogue, find_roots
from evenloop_runner.clock import make_clock
from evenloop_runner.lines import LineSplitter
from evenloop_runner.loops import OWN, loop_text, new_loop
from evenloop_runner.messages import JsonObject, format_message
from evenloop_runner.session import Identity, Session
from evenloop_runner.token_file import TokenFile, open_token_file

_STDIN = 0
_STDOUT = 1
_CHUNK_BYTES = 64 * 1024


def main() -> NoReturn:
    """Serve until stdin ends. Never returns: what a workload has left running must not hold the process."""
    if sys.byteorder != "little":
        sys.exit("evenloop_runner: this machine is big-endian; sidecar files are little-endian")
    tokens = open_token_file()
    package = sys.argv[1] if len(sys.argv) > 1 else OWN
    loop = new_loop(package)
    try:
        loop.run_until_complete(_serve(loop, tokens, package))
    except KeyboardInterrupt:
        os._exit(130)
    os._exit(1)


async def _serve(loop: asyncio.AbstractEventLoop, tokens: TokenFile | None, package: str) -> None:
    session = Session(_identity(package), _catalogue(), make_clock(), tokens, _reply)
    splitter = LineSplitter()
    lines: deque[bytes | None] = deque()
    arrived = asyncio.Event()

    def on_readable() -> None:
        try:
            chunk = os.read(_STDIN, _CHUNK_BYTES)
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
        loop.add_reader(_STDIN, on_readable)
    except OSError as error:
        sys.exit(f"evenloop_runner: stdin must be a pipe, a socket or a terminal: {error}")
    while True:
        await arrived.wait()
        arrived.clear()
        while lines:
            await session.receive(lines.popleft())


def _catalogue() -> Catalogue:
    try:
        return Catalogue(find_roots())
    except (OSError, ValueError) as error:
        sys.exit(f"evenloop_runner: {error}")


def _identity(package: str) -> Identity:
    return Identity(
        runner="python" if package == OWN else package,
        version=VERSION,
        runtime_version=".".join(map(str, sys.version_info[:3])),
        loop=loop_text(package),
        executable=os.path.realpath(sys.executable),
        implementation=_implementation(),
    )


def _implementation() -> str:
    """Name the interpreter. Builds without the GIL and debug builds behave otherwise: they have names of their own."""
    free_threaded = "-freethreaded" if "t" in sys.abiflags else ""
    debug = "-debug" if "d" in sys.abiflags else ""
    return f"{sys.implementation.name}{free_threaded}{debug}"


def _reply(message: JsonObject) -> None:
    """One write a line: a reply is either whole or not there. Even one with all its digests is shorter than the limit."""
    rest = memoryview(format_message(message))
    while rest:
        try:
            rest = rest[os.write(_STDOUT, rest) :]
        except BlockingIOError:
            select.select([], [_STDOUT], [])
        except OSError:
            # The harness no longer reads: as if stdin had ended.
            os._exit(0)


if __name__ == "__main__":
    main()
