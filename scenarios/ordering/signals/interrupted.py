"""A process of ordering.signals that is started to be interrupted: it says what it does, and waits for its end."""

import asyncio
import importlib
import os
import signal
import sys

WHAT, SEED, KEY = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
PACKAGE = importlib.import_module(sys.argv[4])
"""Of the loop under which this happens."""
STEPS = ("ready", "handled", "cancelled", "cleaned", "interrupted")
FOR_LONG_SECONDS = 30


def step(name: str) -> None:
    """Say what happens."""
    ident = STEPS.index(name)
    value = ((SEED ^ (KEY * 0x10000 + ident)) * 0x9E3779B1) & 0xFFFFFFFF
    os.write(1, f"{ident} {value}\n".encode())


async def main() -> None:
    """Wait for the end."""
    loop = asyncio.get_running_loop()

    def handle() -> None:
        loop.remove_signal_handler(signal.SIGINT)
        step("handled")

    if WHAT == "once":
        loop.add_signal_handler(signal.SIGINT, handle)
    try:
        step("ready")
        await asyncio.sleep(FOR_LONG_SECONDS)
    except asyncio.CancelledError:
        step("cancelled")
        raise
    finally:
        step("cleaned")


try:
    with asyncio.Runner(loop_factory=PACKAGE.new_event_loop) as runner:
        runner.run(main())
except KeyboardInterrupt:
    step("interrupted")
    raise
