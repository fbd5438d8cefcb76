"""ordering.errors with callbacks: turns and timers that throw, heard by the handler of the loop."""

import asyncio
from typing import Any

from evenloop_runner.kit import Kit, Params
from scenarios.ordering.errors.trial import END_SECONDS, TIMER, TIMER_SECONDS, TURN, Trial


class Errors:
    """Installs a handler for as long as a round takes."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._trial = Trial(params, kit)
        self._loop = asyncio.get_running_loop()

    async def round(self) -> int:
        """Enact one pass; the answer is the number of callbacks."""
        loop, trial = self._loop, self._trial
        previous = loop.get_exception_handler()
        loop.set_exception_handler(self._handle)
        try:
            for ident in trial.idents(TIMER):
                loop.call_later(TIMER_SECONDS, trial.run, TIMER, ident)
            for ident in trial.idents(TURN):
                loop.call_soon(trial.run, TURN, ident)
            await asyncio.sleep(END_SECONDS)
        finally:
            loop.set_exception_handler(previous)
        return await trial.finish()

    def _handle(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        self._trial.handle(context.get("exception"))

    async def close(self) -> None:
        """Nothing is open between rounds."""


def open(params: Params, kit: Kit) -> Errors:
    """Make the workload."""
    return Errors(params, kit)
