"""What all styles of ordering.wakeup share: the other thread, and what the loop records when it asks and when it is woken."""

import asyncio
import threading
from collections.abc import Callable
from queue import SimpleQueue
from time import monotonic_ns

from evenloop_runner.kit import Kit, Params
from evenloop_runner.payload import seed_of_nonce


class Waker:
    """A thread that wakes the loop: for each request it has ``arrived`` called in the loop so many times."""

    def __init__(
        self,
        params: Params,
        kit: Kit,
        arrived: Callable[[int, int, int], object],
        wake: Callable[..., object] | None = None,
    ) -> None:
        self._kit = kit
        self._arrived = arrived
        # Calls back in the loop, from any thread.
        self._wake = asyncio.get_running_loop().call_soon_threadsafe if wake is None else wake
        self._seed = seed_of_nonce(kit.nonce)
        self.single = params.integer("wakes")
        self.all = self.single + params.integer("burst")
        self._requests: SimpleQueue[tuple[int, int] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def ask(self, first: int, count: int) -> None:
        """Ask for so many wake-ups."""
        for wake in range(first, first + count):
            self._kit.emit(self._kit.kinds["ask"], 0, wake, 0)
        self._requests.put((first, count))

    def woken(self, wake: int, value: int, sent_ns: int) -> None:
        """Record one that has arrived."""
        if wake < self.single:
            self._kit.sample(monotonic_ns() - sent_ns)
        self._kit.emit(self._kit.kinds["woken"], 1, wake, value)

    def stop(self) -> None:
        """End the thread."""
        self._requests.put(None)
        self._thread.join()

    def _serve(self) -> None:
        while (request := self._requests.get()) is not None:
            first, count = request
            for wake in range(first, first + count):
                value = ((self._seed ^ wake) * 0x9E3779B1) & 0xFFFFFFFF
                self._wake(self._arrived, wake, value, monotonic_ns())
