"""What all styles of dispatch.iterate share: the items, the consumer's state, and when a burst has been consumed."""

import asyncio
from collections.abc import Callable

from evenloop_runner.kit import Kit, Params
from evenloop_runner.payload import seed_of_nonce


class Feed:
    """The items of one invocation."""

    __slots__ = (
        "_consume",
        "_consumed",
        "_emit",
        "_first",
        "_kit",
        "_peak",
        "_produce",
        "_produced",
        "_state",
        "_stride",
        "_value",
        "_wake",
        "bursts",
        "per_burst",
    )

    def __init__(self, params: Params, kit: Kit) -> None:
        self._kit = kit
        self._emit = kit.emit
        self._produce = kit.kinds["produce"]
        self._consume = kit.kinds["consume"]
        self._stride = params.integer("stride")
        self._first = seed_of_nonce(kit.nonce)
        self.bursts = params.integer("bursts")
        self.per_burst = params.integer("perBurst")
        self._wake: Callable[[], object] | None = None
        self.begin()

    def begin(self) -> None:
        """Begin a round."""
        self._value = self._first
        self._state = self._produced = self._consumed = self._peak = 0

    def produce(self) -> int:
        """Give the next item, recorded."""
        self._value = value = (self._value * 1664525 + 1013904223) & 0xFFFFFFFF
        item = self._produced
        if self._kit.traced or (item + 1) % self._stride == 0:
            self._emit(self._produce, 0, item, value)
        self._produced = item + 1
        self._peak = max(self._peak, item + 1 - self._consumed)
        return value

    def consume(self, value: int) -> None:
        """Take an item."""
        self._state = state = ((self._state ^ value) * 1664525 + 1013904223) & 0xFFFFFFFF
        item = self._consumed
        if self._kit.traced or (item + 1) % self._stride == 0:
            self._emit(self._consume, 1, item, state)
        self._consumed = item + 1
        if self._consumed == self._produced and self._wake is not None:
            self._wake()
            self._wake = None

    async def drained(self) -> None:
        """Wait until all that was produced has been consumed."""
        consumed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        if self.must_wait(lambda: consumed.set_result(None)):
            await consumed

    def must_wait(self, wake: Callable[[], object]) -> bool:
        """Say whether something is left to be consumed; `wake` is called when nothing is."""
        left = self._consumed < self._produced
        if left:
            self._wake = wake
        return left

    def end(self) -> int:
        """Record the peak; the answer is how many items were consumed."""
        self._emit(self._kit.kinds["peak"], 1, 0, self._peak)
        return self._consumed
