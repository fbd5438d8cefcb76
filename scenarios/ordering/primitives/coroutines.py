"""ordering.primitives on asyncio: the standard library's own queues, locks, semaphores, events, conditions and barriers."""

import asyncio
import sys

from evenloop_runner.kit import Kit, Params
from scenarios.ordering.primitives.cases import CASES as NAMES
from scenarios.ordering.primitives.locks import LOCKS
from scenarios.ordering.primitives.queues import QUEUES, SHUTDOWNS
from scenarios.ordering.shared.says import Case, Say, make_say

CASES = (*QUEUES.items(), *LOCKS.items(), *(SHUTDOWNS.items() if sys.version_info >= (3, 13) else ()))
"""By name, in the order in which a pass enacts them."""


class Primitives:
    """Enacts all cases, one after the other."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._kit = kit
        self._passes = params.integer("passes")

    async def round(self) -> int:
        """Enact all passes; the answer is their number."""
        for turn in range(self._passes):
            for name, enact in CASES:
                await asyncio.create_task(_enact(enact, make_say(self._kit, NAMES, turn, name)))
        return self._passes

    async def close(self) -> None:
        """Nothing is open between rounds."""


async def _enact(enact: Case, say: Say) -> None:
    """In a task of its own: what one case leaves of a cancellation must not meet the next one."""
    await enact(say)


def open(params: Params, kit: Kit) -> Primitives:
    """Make the workload."""
    return Primitives(params, kit)
