"""ordering.wakeup with callbacks: what the thread has called asks for the next."""

import asyncio

from evenloop_runner.kit import Kit, Params
from scenarios.ordering.wakeup.waker import Waker


class WakeUps:
    """Asks in turns."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._waker = Waker(params, kit, self._arrived)
        self._done: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    def round(self) -> asyncio.Future[int]:
        """Enact one pass; the answer is the number of wake-ups."""
        self._done = asyncio.get_running_loop().create_future()
        self._ask_from(0)
        return self._done

    def _arrived(self, wake: int, value: int, sent_ns: int) -> None:
        self._waker.woken(wake, value, sent_ns)
        self._ask_from(wake + 1)

    def _ask_from(self, wake: int) -> None:
        waker = self._waker
        if wake < waker.single:
            waker.ask(wake, 1)
        elif wake == waker.single and wake < waker.all:
            waker.ask(wake, waker.all - wake)
        elif wake == waker.all:
            self._done.set_result(waker.all)

    async def close(self) -> None:
        """End the thread."""
        self._waker.stop()


def open(params: Params, kit: Kit) -> WakeUps:
    """Make the workload."""
    return WakeUps(params, kit)
