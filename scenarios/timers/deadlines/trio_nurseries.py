"""timers.deadlines with trio: a task for each timer, all in one nursery."""

import trio

from evenloop_runner.kit import Kit, Params
from evenloop_runner.trio_tasks import turn
from scenarios.timers.deadlines.schedule import must_arm_again, schedule_of


class Deadlines:
    """Arms all timers in one turn of the loop."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._kit = kit
        self._now, self._emit, self._sample = kit.now, kit.emit, kit.sample
        self._fire_kind = kit.kinds["fire"]
        self._timers = schedule_of(params, kit)

    async def round(self) -> int:
        """Enact one pass; the answer is the number of timers."""
        if self._kit.traced:
            self._emit_arms()
        armings = 1
        while not await self._all_fired(armings):
            armings += 1
        return len(self._timers)

    async def _all_fired(self, armings: int) -> bool:
        """Arm them all, and wait for them unless that took too long."""
        async with trio.open_nursery() as nursery:
            base_ns = self._now()
            kept = trio.Event()
            for timer, delay_us in self._timers:
                nursery.start_soon(self._timer, timer, delay_us, base_ns, kept)
            # All of them begin in the next turn of the loop, before this task goes on.
            await turn()
            if must_arm_again(armings, self._now() - base_ns):
                nursery.cancel_scope.cancel()
                return False
            kept.set()
        return True

    def _emit_arms(self) -> None:
        kit = self._kit
        for timer, delay_us in self._timers:
            kit.emit(kit.kinds["arm"], 0, timer, delay_us)

    async def _timer(self, timer: int, delay_us: int, base_ns: int, kept: trio.Event) -> None:
        due_ns = base_ns + delay_us * 1000
        await trio.sleep((due_ns - self._now()) / 1e9)
        if not kept.is_set():
            # What is due by then runs in one turn with the task that decides, by chance before it.
            await kept.wait()
        self._sample(self._now() - due_ns)
        self._emit(self._fire_kind, 1, timer, delay_us)

    async def close(self) -> None:
        """Nothing is open between rounds."""


def open(params: Params, kit: Kit) -> Deadlines:
    """Make the workload."""
    return Deadlines(params, kit)
