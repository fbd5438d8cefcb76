"""dispatch.broadcast with coroutines: a bounded queue for each subscriber; the publisher awaits room in each of them."""

import asyncio

from evenloop_runner.kit import Kit, Params
from evenloop_runner.payload import seed_of_nonce


class Broadcast:
    """One publisher and its subscribers."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._kit = kit
        self._subscribers = params.integer("subscribers")
        self._messages = params.integer("messages")
        self._bound = params.integer("bound")
        self._slow_turns = params.integer("slowTurns")
        self._seed = seed_of_nonce(kit.nonce)
        self._peaks: list[int] = []

    async def round(self) -> int:
        """Enact one pass; the answer is the number of deliveries."""
        queues: list[asyncio.Queue[int | None]] = [asyncio.Queue(self._bound) for _ in range(self._subscribers)]
        self._peaks = [0] * self._subscribers
        readers = [self._subscriber(queue, index + 1) for index, queue in enumerate(queues)]
        await asyncio.gather(self._publisher(queues), *readers)
        for index, peak in enumerate(self._peaks):
            self._kit.emit(self._kit.kinds["peak"], index + 1, 0, peak)
        return self._subscribers * self._messages

    async def _publisher(self, queues: list[asyncio.Queue[int | None]]) -> None:
        kit = self._kit
        for message in range(self._messages):
            value = ((self._seed ^ message) * 0x9E3779B1) & 0xFFFFFFFF
            kit.emit(kit.kinds["publish"], 0, message, value)
            await self._put(queues, value)
        await self._put(queues, None)

    async def _put(self, queues: list[asyncio.Queue[int | None]], value: int | None) -> None:
        peaks = self._peaks
        for index, queue in enumerate(queues):
            await queue.put(value)
            peaks[index] = max(peaks[index], queue.qsize())

    async def _subscriber(self, queue: asyncio.Queue[int | None], key: int) -> None:
        kit = self._kit
        received = 0
        while (value := await queue.get()) is not None:
            kit.emit(kit.kinds["deliver"], key, received, value)
            received += 1
            if key == 1:
                for _ in range(self._slow_turns):
                    await asyncio.sleep(0)
        kit.emit(kit.kinds["end"], key, received, 0)

    async def close(self) -> None:
        """Nothing is open between rounds."""


def open(params: Params, kit: Kit) -> Broadcast:
    """Make the workload."""
    return Broadcast(params, kit)
