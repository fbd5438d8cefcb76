"""What all styles of dispatch.listeners share: the state that the calls advance, and which events are recorded."""

from evenloop_runner.kit import Kit, Params
from evenloop_runner.payload import seed_of_nonce


class Ledger:
    """Of one invocation."""

    __slots__ = (
        "_emit",
        "_emitted",
        "_first",
        "_handle",
        "_kit",
        "_recorded",
        "_state",
        "_stride",
        "events",
        "listeners",
    )

    def __init__(self, params: Params, kit: Kit) -> None:
        self.listeners = params.integer("listeners")
        self.events = params.integer("events")
        self._stride = params.integer("stride")
        self._kit = kit
        self._emit = kit.emit
        self._handle = kit.kinds["handle"]
        self._emitted = kit.kinds["emitted"]
        self._first = self._state = seed_of_nonce(kit.nonce)
        self._recorded = 0

    def begin(self) -> int:
        """Begin a round; the answer is how many calls of listeners it has."""
        self._state = self._first
        self._recorded = 0 if self._kit.traced else self._stride - 1
        return self.listeners * self.events

    def heard(self, listener: int, event: int) -> None:
        """What a listener does on an event."""
        self._state = state = (self._state * 1664525 + 1013904223 + listener) & 0xFFFFFFFF
        if event == self._recorded:
            self._emit(self._handle, 0, event * self.listeners + listener, state)

    def emitted(self, event: int) -> None:
        """What the emitting side does when the emit has returned."""
        if event == self._recorded:
            self._emit(self._emitted, 0, event, self._state)
            self._recorded = event + (1 if self._kit.traced else self._stride)
