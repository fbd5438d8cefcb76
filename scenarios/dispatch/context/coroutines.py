"""dispatch.context with coroutines: ``contextvars`` in everything that asyncio can call later."""

import asyncio
import contextvars

from evenloop_runner.kit import Kit, Params
from scenarios.dispatch.context.cases import CONTEXT, OWN, See, make_see
from scenarios.dispatch.context.common import APART, SAW, Case
from scenarios.dispatch.context.own import OWN_CASES


class Context:
    """Enacts all cases, one after the other."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._kit = kit
        self._passes = params.integer("passes")

    async def round(self) -> int:
        """Enact all passes; the answer is their number."""
        for turn in range(self._passes):
            for kind, cases in (("saw", SAW), ("apart", APART), ("own", OWN_CASES)):
                for name, enact in cases.items():
                    own = contextvars.copy_context()
                    own.run(CONTEXT.set, OWN)
                    await asyncio.create_task(
                        _enact(enact, make_see(self._kit, turn, name, kind)),
                        context=own,
                    )
                    make_see(self._kit, turn, name, "outside")("outside")
        return self._passes

    async def close(self) -> None:
        """Nothing is open between rounds."""


async def _enact(enact: Case, see: See) -> None:
    await enact(see)


def open(params: Params, kit: Kit) -> Context:
    """Make the workload."""
    return Context(params, kit)
