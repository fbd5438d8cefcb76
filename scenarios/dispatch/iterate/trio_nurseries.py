"""dispatch.iterate with trio: ``async for`` over a memory channel."""

import math

import trio

from evenloop_runner.kit import Kit, Params
from scenarios.dispatch.iterate.feed import Feed


class Iterate:
    """A producer, a channel and a consumer."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._feed = Feed(params, kit)

    async def round(self) -> int:
        """Enact one pass; the answer is the number of items."""
        self._feed.begin()
        sender, receiver = trio.open_memory_channel[int](math.inf)
        async with trio.open_nursery() as nursery:
            nursery.start_soon(self._consume, receiver)
            nursery.start_soon(self._produce, sender)
        return self._feed.end()

    async def _consume(self, receiver: "trio.MemoryReceiveChannel[int]") -> None:
        async for value in receiver:
            self._feed.consume(value)

    async def _produce(self, sender: "trio.MemorySendChannel[int]") -> None:
        feed = self._feed
        with sender:
            for _ in range(feed.bursts):
                for _ in range(feed.per_burst):
                    sender.send_nowait(feed.produce())
                consumed = trio.Event()
                if feed.must_wait(consumed.set):
                    await consumed.wait()

    async def close(self) -> None:
        """Nothing is open between rounds."""


def open(params: Params, kit: Kit) -> Iterate:
    """Make the workload."""
    return Iterate(params, kit)
