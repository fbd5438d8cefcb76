"""dispatch.iterate with coroutines: ``async for`` over an asynchronous generator that takes the items out of a queue."""

import asyncio
from collections.abc import AsyncIterator

from evenloop_runner.kit import Kit, Params
from scenarios.dispatch.iterate.feed import Feed


class Iterate:
    """A producer, a queue and a consumer."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._feed = Feed(params, kit)

    async def round(self) -> int:
        """Enact one pass; the answer is the number of items."""
        self._feed.begin()
        queue: asyncio.Queue[int | None] = asyncio.Queue()
        await asyncio.gather(self._consume(queue), self._produce(queue))
        return self._feed.end()

    async def _consume(self, queue: "asyncio.Queue[int | None]") -> None:
        async for value in self._items(queue):
            self._feed.consume(value)

    async def _items(self, queue: "asyncio.Queue[int | None]") -> AsyncIterator[int]:
        while (value := await queue.get()) is not None:
            yield value

    async def _produce(self, queue: "asyncio.Queue[int | None]") -> None:
        feed = self._feed
        for _ in range(feed.bursts):
            for _ in range(feed.per_burst):
                queue.put_nowait(feed.produce())
            await feed.drained()
        queue.put_nowait(None)

    async def close(self) -> None:
        """Nothing is open between rounds."""


def open(params: Params, kit: Kit) -> Iterate:
    """Make the workload."""
    return Iterate(params, kit)
