"""The process of ordering.errors in which nobody hears an error: three callbacks or three tasks, the second of which throws."""

import asyncio
import importlib
import os
import sys

WHAT, SEED, KEY = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
PACKAGE = importlib.import_module(sys.argv[4])
"""Of the loop under which this happens."""


def run(ident: int) -> None:
    """Say that it runs; throw if it is the second."""
    value = ((SEED ^ (KEY * 0x10000 + ident)) * 0x9E3779B1) & 0xFFFFFFFF
    os.write(1, f"{ident} {value}\n".encode())
    if ident == 1:
        raise RuntimeError("nobody hears this")


async def task(ident: int) -> None:
    """Run in a turn of its own."""
    await asyncio.sleep(0)
    run(ident)


async def main() -> None:
    """Let all three run."""
    loop = asyncio.get_running_loop()
    tasks = []
    for ident in range(3):
        if WHAT == "task":
            tasks.append(loop.create_task(task(ident)))
        else:
            loop.call_soon(run, ident)
    await asyncio.sleep(0.005)


with asyncio.Runner(loop_factory=PACKAGE.new_event_loop) as runner:
    runner.run(main())
