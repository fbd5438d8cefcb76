"""The processes of ordering.signals that are started to be interrupted: what they do until they end, and how they end."""

import asyncio
from pathlib import Path

from evenloop_runner.kit import Kit
from evenloop_runner.loops import child_python, running_package
from evenloop_runner.payload import seed_of_nonce
from scenarios.ordering.signals.wire import CHILD, SignalWire

FIRST_KEY = 8
# The places of the signals that the sender sends.
_INTERRUPT, _TERMINATE = 0, 1
# Steps after which a process waits for the next signal.
READY, HANDLED = 0, 1
CHILDREN = (("plain", _INTERRUPT), ("plain", _TERMINATE), ("once", _INTERRUPT))
"""Each hears of a signal when it says that it is ready, and of a second one when it has handled the first."""

_PROGRAM = Path(__file__).with_name("interrupted.py")


async def play_children(kit: Kit, wire: SignalWire) -> None:
    """Start all of them, and see how they end."""
    await asyncio.gather(
        *(_play(kit, wire, FIRST_KEY + index, what, place) for index, (what, place) in enumerate(CHILDREN))
    )


async def _play(kit: Kit, wire: SignalWire, key: int, what: str, place: int) -> None:
    child = await asyncio.create_subprocess_exec(
        *(
            *child_python(),
            str(_PROGRAM),
            what,
            str(seed_of_nonce(kit.nonce)),
            str(key),
            running_package(),
        ),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    assert child.stdout is not None
    async for line in child.stdout:
        step, value = map(int, line.split())
        kit.emit(kit.kinds["child_step"], key, step, value)
        if step in {READY, HANDLED}:
            wire.ask(CHILD, child.pid, place)
    code = await child.wait()
    kit.emit(kit.kinds["child_end"], key, int(code < 0), abs(code))
