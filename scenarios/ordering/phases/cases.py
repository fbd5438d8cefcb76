"""What ordering.phases records: which case it is, what of it has run, and when all has."""

import asyncio
from collections.abc import Callable

from evenloop_runner.kit import Kit
from evenloop_runner.payload import seed_of_nonce

CASES = ("start", "await", "turn", "timer", "poll", "micro", "eager")
LABELS = (
    *("sync", "tick", "micro", "immediate", "timer", "poll", "close"),
    *("soon", "task", "future", "threadsafe", "body", "caller"),
)
"""Keys of the cases and ids of what can run: places in the lists that the scenario has, too."""


class Case:
    """One case of one pass."""

    def __init__(self, kit: Kit, turn: int, name: str) -> None:
        self._kit = kit
        self._turn = turn
        self._key = CASES.index(name)
        self._left = 0
        self.whole: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def ran(self, label: str) -> None:
        """Record that this has run."""
        ident = LABELS.index(label)
        seed = seed_of_nonce(self._kit.nonce)
        digest = ((seed ^ (self._turn * 0x10000 + self._key * 0x100 + ident)) * 0x9E3779B1) & 0xFFFFFFFF
        self._kit.emit(self._kit.kinds["ran"], self._key, ident, digest)

    def armed(self, label: str) -> Callable[[], None]:
        """Promise that this will run: the answer records that it has, and sees when everything that was armed has."""
        self._left += 1

        def run() -> None:
            self.ran(label)
            self._left -= 1
            if self._left == 0:
                self.whole.set_result(None)

        return run
