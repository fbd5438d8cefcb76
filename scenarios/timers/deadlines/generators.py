"""timers.deadlines with generators: a generator for each timer, all joined."""

from evenloop_runner.generators import Join, Sleep, Steps
from evenloop_runner.kit import Kit, Params
from scenarios.timers.deadlines.schedule import must_arm_again, schedule_of


class Deadlines:
    """Arms all timers in one turn of the loop."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._kit = kit
        self._now, self._emit, self._sample = kit.now, kit.emit, kit.sample
        self._fire_kind = kit.kinds["fire"]
        self._timers = schedule_of(params, kit)
        self._arming = 1

    def round(self) -> Steps[int]:
        """Enact one pass; the answer is the number of timers."""
        if self._kit.traced:
            self._emit_arms()
        yield from self._arm_all(1)
        return len(self._timers)

    def _arm_all(self, arming: int) -> Steps[None]:
        self._arming = arming
        base_ns = self._now()
        timers = [self._timer(timer, delay_us, base_ns, arming) for timer, delay_us in self._timers]
        yield Join([*timers, self._arm_anew(arming, base_ns)])

    def _arm_anew(self, arming: int, base_ns: int) -> Steps[None]:
        """Begin after all timers were armed, and arm others where that took too long: those of before do nothing then."""
        if must_arm_again(arming, self._now() - base_ns):
            yield from self._arm_all(arming + 1)

    def _emit_arms(self) -> None:
        kit = self._kit
        for timer, delay_us in self._timers:
            kit.emit(kit.kinds["arm"], 0, timer, delay_us)

    def _timer(self, timer: int, delay_us: int, base_ns: int, arming: int) -> Steps[None]:
        due_ns = base_ns + delay_us * 1000
        yield Sleep((due_ns - self._now()) / 1e9)
        if arming != self._arming:
            return
        self._sample(self._now() - due_ns)
        self._emit(self._fire_kind, 1, timer, delay_us)

    async def close(self) -> None:
        """Nothing is open between rounds."""


def open(params: Params, kit: Kit) -> Deadlines:
    """Make the workload."""
    return Deadlines(params, kit)
