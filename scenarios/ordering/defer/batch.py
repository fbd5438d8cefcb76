"""What all styles of ordering.defer share: which callback is which, what it records, and when all have run."""

import asyncio
from collections.abc import Callable
from typing import TypeAlias

from evenloop_runner.kit import Kit, Params
from evenloop_runner.payload import seed_of_nonce

TURN = 0
STEP = 1
REACTION = 2
CLASSES = 3
"""Keys of the classes, and how many there are."""

Defer: TypeAlias = Callable[[int, int], object]
"""Puts a callback off, by its class."""


class Batch:
    """The callbacks of one invocation."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self.count = params.integer("count")
        self._all = self.count * params.integer("levels")
        self._seed = seed_of_nonce(kit.nonce)
        self._kit = kit
        self._kinds = kit.kinds
        self._left = 0
        self._put_off: Defer = lambda _key, _id: None
        self._done: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    def begin(self, defer: Defer) -> asyncio.Future[int]:
        """Begin a round; the answer has the number of callbacks, when all have run."""
        self._put_off = defer
        self._left = CLASSES * self._all
        self._done = asyncio.get_running_loop().create_future()
        return self._done

    def defer(self, key: int, callback: int) -> None:
        """Put one off."""
        self._kit.emit(self._kinds["defer"], key, callback, self._value(key, callback))
        self._put_off(key, callback)

    def armed(self) -> None:
        """Record that the code which deferred the first level is about to return."""
        for key in range(CLASSES):
            self._kit.emit(self._kinds["armed"], key, self.count, 0)

    def callback(self, key: int, callback: int) -> None:
        """Do what each callback does."""
        value = self._value(key, callback)
        self._kit.emit(self._kinds["enter" if callback < self.count else "inner"], key, callback, value)
        if callback + self.count < self._all:
            self.defer(key, callback + self.count)
        if self._kit.traced:
            self._kit.emit(self._kinds["leave"], key, callback, value)
        self._left -= 1
        if self._left == 0:
            self._done.set_result(CLASSES * self._all)

    def _value(self, key: int, callback: int) -> int:
        return ((self._seed ^ (key * 0x10000 + callback)) * 0x9E3779B1) & 0xFFFFFFFF
