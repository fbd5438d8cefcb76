"""A process of ordering.signals with trio that is started to be interrupted: it says what it does, and waits for its end."""

import os
import signal
import sys

import trio

WHAT, SEED, KEY = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
STEPS = ("ready", "handled", "cancelled", "cleaned", "interrupted")
FOR_LONG_SECONDS = 30


def step(name: str) -> None:
    """Say what happens."""
    ident = STEPS.index(name)
    value = ((SEED ^ (KEY * 0x10000 + ident)) * 0x9E3779B1) & 0xFFFFFFFF
    os.write(1, f"{ident} {value}\n".encode())


async def main() -> None:
    """Wait for the end."""
    try:
        if WHAT == "once":
            with trio.open_signal_receiver(signal.SIGINT) as signals:
                step("ready")
                await anext(signals)
            step("handled")
        else:
            step("ready")
        await trio.sleep(FOR_LONG_SECONDS)
    except trio.Cancelled:
        step("cancelled")
        raise
    finally:
        step("cleaned")


try:
    trio.run(main)
except KeyboardInterrupt:
    step("interrupted")
    raise
