"""The event loops that can serve workloads: asyncio's own, and those of packages that replace it."""

import asyncio
import importlib
import selectors
import sys
from importlib import metadata
from typing import Any

from evenloop_runner.kit import Unsupported

OWN = "asyncio"
"""The package whose loop needs nothing installed."""


def new_loop(package: str) -> asyncio.AbstractEventLoop:
    """Make a loop of a package: each has `new_event_loop`, as asyncio has."""
    module: Any = importlib.import_module(package)
    loop: asyncio.AbstractEventLoop = module.new_event_loop()
    return loop


def loop_text(package: str) -> str:
    """Name a loop, with the version where it has one of its own."""
    if package == OWN:
        return f"{OWN} {selectors.DefaultSelector.__name__}"
    return f"{package} {metadata.version(package)}"


def running_package() -> str:
    """Name the package of the running loop."""
    return type(asyncio.get_running_loop()).__module__.partition(".")[0]


def child_python() -> list[str]:
    """Begin the command of a child process that may run a loop of the same package. The environment changes nothing."""
    without_packages = ["-S"] if running_package() == OWN else []
    return [sys.executable, "-I", *without_packages, "-B"]


async def refuse_without(method: str, *args: Any) -> None:  # noqa: ANN401 - a method of the loop may take anything
    """Raise `Unsupported` where the loop does not implement a method. A loop that does must refuse these arguments as wrong."""
    try:
        await getattr(asyncio.get_running_loop(), method)(*args)
    except NotImplementedError as error:
        raise Unsupported(f"{running_package()} does not implement {method}") from error
    except (AttributeError, TypeError, ValueError):
        return
