"""ordering.groups on asyncio: what is cancelled, what is swallowed, and what still counts afterwards."""

import asyncio
import gc
import sys

from evenloop_runner.kit import Kit, Params
from scenarios.ordering.groups.cases import CASES as NAMES
from scenarios.ordering.groups.combinators import EAGER_JOINED, JOINED
from scenarios.ordering.groups.structured import EAGER_STRUCTURED, STRUCTURED, knows_eager_factory
from scenarios.ordering.shared.says import Case, Say, make_say

CASES = (*JOINED.items(), *STRUCTURED.items())
EAGER = tuple(EAGER_JOINED.items()) if sys.version_info >= (3, 12) else ()
"""By name, in the order in which a pass enacts them."""


class Groups:
    """Enacts all cases, one after the other."""

    def __init__(self, params: Params, kit: Kit, eager: tuple[tuple[str, Case], ...]) -> None:
        self._kit = kit
        self._cases = CASES + eager
        self._passes = params.integer("passes")

    async def round(self) -> int:
        """Enact all passes; the answer is their number."""
        loop = asyncio.get_running_loop()
        kept = loop.get_exception_handler()
        loop.set_exception_handler(lambda _loop, _context: self._kit.emit(self._kit.kinds["unheard"], 0, 0, 0))
        try:
            for turn in range(self._passes):
                for name, enact in self._cases:
                    await asyncio.create_task(_enact(enact, make_say(self._kit, NAMES, turn, name)))
            # An error that nobody asked for is told when its task is collected.
            gc.collect()
        finally:
            loop.set_exception_handler(kept)
        return self._passes

    async def close(self) -> None:
        """Nothing is open between rounds."""


async def _enact(enact: Case, say: Say) -> None:
    """In a task of its own: what one case leaves of a cancellation must not meet the next one."""
    await enact(say)


async def open(params: Params, kit: Kit) -> Groups:
    """Make the workload."""
    eager_groups = tuple(EAGER_STRUCTURED.items()) if await knows_eager_factory() else ()
    return Groups(params, kit, EAGER + eager_groups)
