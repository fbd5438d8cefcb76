"""What all styles of dispatch.turn share: the state that the hops hand on, which are recorded, and what must run between two."""

import asyncio
from collections.abc import Callable, Iterator

from evenloop_runner.kit import Kit, Params
from evenloop_runner.payload import seed_of_nonce

LEVELS = ("turn", "step")


class HopChain:
    """The chain of one invocation."""

    __slots__ = (
        "_emit",
        "_first",
        "_hops",
        "_id",
        "_kind",
        "_kit",
        "_last",
        "_next_recorded",
        "_soon",
        "_state",
        "_stride",
        "level",
    )

    def __init__(self, params: Params, kit: Kit, soon: Callable[..., object] | None = None) -> None:
        self.level = params.text("level")
        if self.level not in LEVELS:
            raise ValueError(f"level is turn or step, not {self.level}")
        self._kit = kit
        self._emit = kit.emit
        self._kind = kit.kinds["hop"]
        self._hops = params.integer("hops")
        self._stride = params.integer("stride")
        self._first = self._state = seed_of_nonce(kit.nonce)
        self._id = self._last = 0
        self._next_recorded = -1
        # Calls back in the next turn.
        self._soon = asyncio.get_running_loop().call_soon if soon is None else soon

    def hop(self) -> bool:
        """One hop; false when it was the last."""
        hop = self._id
        self._state = state = (self._state * 1664525 + 1013904223) & 0xFFFFFFFF
        if hop == self._next_recorded:
            self._record(hop, state)
        self._id = hop = hop + 1
        return hop < self._last

    def _record(self, hop: int, state: int) -> None:
        """Ask for a turn that must come after this hop has returned and before the next one, which nobody has asked for yet."""
        self._emit(self._kind, 0, hop, state)
        self._next_recorded = hop + (1 if self._kit.traced else self._stride)
        if self.level == "turn" and hop + 1 < self._last:
            self._soon(self._emit, self._kit.kinds["between"], 0, hop, state)
            self._emit(self._kit.kinds["armed"], 0, hop, 0)

    def stretches(self) -> Iterator[int]:
        """Numbers of hops up to and with the next one that is recorded, for a loop that steps the state itself."""
        while self._id < self._last:
            after = self._last if self._next_recorded < 0 else min(self._next_recorded + 1, self._last)
            yield after - self._id

    def arrive(self, hops: int, state: int) -> None:
        """So many hops have been done, and the state is now this."""
        self._state = state
        self._id += hops
        if self._id - 1 == self._next_recorded:
            self._emit(self._kind, 0, self._id - 1, state)
            self._next_recorded += 1 if self._kit.traced else self._stride

    @property
    def state(self) -> int:
        """The state before the next hop."""
        return self._state

    def begin_round(self) -> int:
        """Begin again from the nonce, for a round of all hops; the answer is how many those are."""
        self._state = self._first
        self._id = 0
        self._last = self._hops
        self._next_recorded = 0 if self._kit.traced else self._stride - 1
        return self._hops

    def begin_slice(self, hops: int) -> None:
        """Go on for so many hops."""
        self._id = 0
        self._last = hops
        self._next_recorded = -1
