"""A bounded queue for several producers and consumers: first come, first served, on both sides. `fifo_queue.ts` is the same."""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Generic, TypeVar

_Item = TypeVar("_Item")


class FifoQueue(Generic[_Item]):
    """Tells of each item that it lets in and of each that it hands out."""

    def __init__(
        self, capacity: int, on_admitted: Callable[[int], None], on_taken: Callable[[_Item, int], None]
    ) -> None:
        self._capacity = capacity
        self._on_admitted = on_admitted
        self._on_taken = on_taken
        self._items: deque[_Item] = deque()
        self._getters: deque[asyncio.Future[_Item]] = deque()
        self._putters: deque[tuple[_Item, asyncio.Future[None]]] = deque()
        self._taken = 0
        self._loop = asyncio.get_running_loop()

    async def put(self, item: _Item) -> None:
        """Wait while the queue is full."""
        # Whoever waits for an item waits at an empty queue: nobody is overtaken.
        if self._getters:
            self._getters.popleft().set_result(self._hand(item))
        elif len(self._items) < self._capacity:
            self._admit(item)
        else:
            resumed: asyncio.Future[None] = self._loop.create_future()
            self._putters.append((item, resumed))
            await resumed

    async def get(self) -> _Item:
        """Wait while the queue is empty."""
        if not self._items:
            getter: asyncio.Future[_Item] = self._loop.create_future()
            self._getters.append(getter)
            return await getter
        handed = self._hand(self._items.popleft())
        if self._putters:
            item, resumed = self._putters.popleft()
            self._admit(item)
            resumed.set_result(None)
        return handed

    def _admit(self, item: _Item) -> None:
        self._items.append(item)
        self._on_admitted(len(self._items))

    def _hand(self, item: _Item) -> _Item:
        self._on_taken(item, self._taken)
        self._taken += 1
        return item
