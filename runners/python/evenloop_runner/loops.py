"""The event loops that can serve workloads: asyncio's own, and those of packages that replace it."""

import asyncio
import importlib
import selectors
import sys
from importlib import metadata
from typing import Any

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
