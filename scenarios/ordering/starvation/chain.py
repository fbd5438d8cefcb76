"""What all styles of ordering.starvation share: what a chain and its timer record, and when the chain has waited long enough."""

from evenloop_runner.kit import Kit, Params

TURN = 0
STEP = 1
CHAINS = 2
"""Keys of the chains, and how many there are."""


class Chain:
    """The chain that runs now, and its timer."""

    __slots__ = (
        "_delay_us",
        "_due_ns",
        "_fired",
        "_give_up_from_ns",
        "_hops_past_due",
        "_id",
        "_key",
        "_kit",
        "_patience",
        "delay_seconds",
        "timers",
    )

    def __init__(self, params: Params, kit: Kit) -> None:
        self._kit = kit
        self.timers = params.integer("timers")
        self._delay_us = 1000 * params.integer("delayMs")
        self.delay_seconds = self._delay_us / 1e6
        self._patience = params.integer("patience")
        self._key = self._id = self._due_ns = self._give_up_from_ns = self._hops_past_due = 0
        self._fired = False

    def arm(self, key: int, timer: int) -> None:
        """Call this before the timer is armed and the chain begins."""
        self._key = key
        self._id = timer * CHAINS + key
        self._hops_past_due = self._give_up_from_ns = 0
        self._fired = False
        self._emit("arm", self._delay_us)
        self._due_ns = self._kit.now() + 1000 * self._delay_us

    def fire(self) -> None:
        """Call this when the timer fires."""
        self._fired = True
        if self._key == TURN:
            self._kit.sample(self._kit.now() - self._due_ns)
        self._emit("fire", self._delay_us)

    def hop(self) -> bool:
        """One deferral of the chain; false when it ends."""
        if self._fired:
            self._emit("stop", 0)
            return False
        now_ns = self._kit.now()
        # From the first deferral on: the process may have stood still before the timer was armed.
        if self._give_up_from_ns == 0:
            self._give_up_from_ns = now_ns + 1000 * self._delay_us
        # Counted, not timed: one that stands still now gives the timer no chance.
        if now_ns > self._give_up_from_ns:
            self._hops_past_due += 1
        if self._hops_past_due <= self._patience:
            return True
        self._emit("gave_up", 0)
        return False

    def _emit(self, kind: str, digest: int) -> None:
        self._kit.emit(self._kit.kinds[kind], self._key, self._id, digest)
