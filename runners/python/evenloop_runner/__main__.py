"""The runner as a program: the loop of the package that an argument names reads messages until stdin ends."""

import importlib
import importlib.util
import os
import select
import sys
from typing import Any, NoReturn

from evenloop_runner import VERSION
from evenloop_runner.catalogue import Catalogue, find_roots
from evenloop_runner.clock import make_clock
from evenloop_runner.loop_calls import LoopCalls
from evenloop_runner.loops import OWN, loop_text
from evenloop_runner.messages import JsonObject, format_message
from evenloop_runner.session import Identity, Session
from evenloop_runner.token_file import open_token_file

_STDOUT = 1


def main() -> NoReturn:
    """Serve until stdin ends. Never returns: what a workload has left running must not hold the process."""
    if sys.byteorder != "little":
        sys.exit("evenloop_runner: this machine is big-endian; sidecar files are little-endian")
    tokens = open_token_file()
    package = sys.argv[1] if len(sys.argv) > 1 else OWN
    module = _serving(package)
    catalogue = _catalogue(module.STEMS)

    def make_session(calls: LoopCalls) -> Session:
        return Session(_identity(package), catalogue, make_clock(), tokens, _reply, calls)

    try:
        module.serve(package, make_session)
    except KeyboardInterrupt:
        os._exit(130)
    os._exit(1)


def _serving(package: str) -> Any:  # noqa: ANN401 - each such module has STEMS and `serve`
    """Import what serves on this package: a module of its own name, or else that of asyncio, whose loop it replaces."""
    name = f"evenloop_runner.serve_{package}"
    own = package.isidentifier() and importlib.util.find_spec(name) is not None
    return importlib.import_module(name if own else f"evenloop_runner.serve_{OWN}")


def _catalogue(stems: dict[str, str]) -> Catalogue:
    try:
        return Catalogue(find_roots(), stems)
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
