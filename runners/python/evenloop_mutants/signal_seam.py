"""The seam of signals: handlers that the loop has for them."""

from asyncio import unix_events
from typing import Any

from evenloop_mutants.moment import Moment, Patch


def install(patch: Patch, moment: Moment) -> None:
    """Call no handler for every so many signals."""
    if patch.act != "lose-signals":
        return
    every = int(patch.number("every"))
    loop_type: Any = unix_events._UnixSelectorEventLoop  # noqa: SLF001 - there is no other seam
    real = loop_type._handle_signal  # noqa: SLF001
    seen = 0

    def handle(self: Any, number: int) -> None:  # noqa: ANN401 - a loop
        nonlocal seen
        if moment.acts:
            seen += 1
            if seen % every == 0:
                return
        real(self, number)

    loop_type._handle_signal = handle  # noqa: SLF001
