"""ordering.wakeup with coroutines: each wake-up settles a future that is awaited, the burst all together."""

import asyncio

from evenloop_runner.kit import Kit, Params
from scenarios.ordering.wakeup.waker import Waker


class WakeUps:
    """Awaits in turns."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._waker = Waker(params, kit, self._arrived)
        self._loop = asyncio.get_running_loop()
        self._waiting: dict[int, asyncio.Future[tuple[int, int]]] = {}

    async def round(self) -> int:
        """Enact one pass; the answer is the number of wake-ups."""
        waker = self._waker
        for wake in range(waker.single):
            arrived = self._wait(wake)
            waker.ask(wake, 1)
            waker.woken(wake, *await arrived)
        burst = [asyncio.create_task(self._woken(wake)) for wake in range(waker.single, waker.all)]
        # A task waits for nothing before it has begun.
        await asyncio.sleep(0)
        if burst:
            waker.ask(waker.single, len(burst))
            await asyncio.gather(*burst)
        return waker.all

    def _wait(self, wake: int) -> "asyncio.Future[tuple[int, int]]":
        self._waiting[wake] = future = self._loop.create_future()
        return future

    async def _woken(self, wake: int) -> None:
        self._waker.woken(wake, *await self._wait(wake))

    def _arrived(self, wake: int, value: int, sent_ns: int) -> None:
        future = self._waiting.pop(wake, None)
        # One that nobody waits for has come twice: recorded, for the checker to see.
        if future is None:
            self._waker.woken(wake, value, sent_ns)
        else:
            future.set_result((value, sent_ns))

    async def close(self) -> None:
        """End the thread."""
        self._waker.stop()


def open(params: Params, kit: Kit) -> WakeUps:
    """Make the workload."""
    return WakeUps(params, kit)
