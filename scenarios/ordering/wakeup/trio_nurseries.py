"""ordering.wakeup with trio: ``run_sync_soon`` of the token, settling what tasks wait for."""

import trio

from evenloop_runner.kit import Kit, Params
from scenarios.ordering.wakeup.waker import Waker


class _Wake:
    """What one task waits for."""

    def __init__(self) -> None:
        self._event = trio.Event()
        self._said = (0, 0)

    def arrived(self, value: int, sent_ns: int) -> None:
        self._said = (value, sent_ns)
        self._event.set()

    async def said(self) -> tuple[int, int]:
        await self._event.wait()
        return self._said


class WakeUps:
    """Awaits in turns."""

    def __init__(self, params: Params, kit: Kit) -> None:
        token = trio.lowlevel.current_trio_token()
        self._waker = Waker(params, kit, self._arrived, token.run_sync_soon)
        self._waiting: dict[int, _Wake] = {}

    async def round(self) -> int:
        """Enact one pass; the answer is the number of wake-ups."""
        waker = self._waker
        for wake in range(waker.single):
            self._waiting[wake] = awaited = _Wake()
            waker.ask(wake, 1)
            waker.woken(wake, *await awaited.said())
        burst = [(wake, _Wake()) for wake in range(waker.single, waker.all)]
        self._waiting.update(burst)
        if burst:
            waker.ask(waker.single, len(burst))
        # Tasks of one turn go on in an order of their own: so one task awaits them all.
        for wake, awaited in burst:
            waker.woken(wake, *await awaited.said())
        return waker.all

    def _arrived(self, wake: int, value: int, sent_ns: int) -> None:
        awaited = self._waiting.pop(wake, None)
        # One that nobody waits for has come twice: recorded, for the checker to see.
        if awaited is None:
            self._waker.woken(wake, value, sent_ns)
        else:
            awaited.arrived(value, sent_ns)

    async def close(self) -> None:
        """End the thread."""
        self._waker.stop()


def open(params: Params, kit: Kit) -> WakeUps:
    """Make the workload."""
    return WakeUps(params, kit)
