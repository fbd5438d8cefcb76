"""What all styles of ordering.round_robin share: what a coroutine records when it begins and at each of its steps."""

from evenloop_runner.kit import Kit, Params
from evenloop_runner.payload import seed_of_nonce


class Turns:
    """The coroutines of one invocation."""

    __slots__ = ("_emit", "_kit", "_leave", "_seed", "_start", "_step", "coroutines", "rounds")

    def __init__(self, params: Params, kit: Kit) -> None:
        self.coroutines = params.integer("coroutines")
        self.rounds = params.integer("rounds")
        self._kit = kit
        self._emit = kit.emit
        self._seed = seed_of_nonce(kit.nonce)
        self._start = kit.kinds["start"]
        self._step = kit.kinds["step"]
        self._leave = kit.kinds["leave"]

    def start(self, coroutine: int) -> None:
        """Record that a coroutine begins."""
        self._emit(self._start, 1, coroutine, 0)

    def step(self, turn: int, coroutine: int) -> None:
        """Record that it goes on."""
        value = ((self._seed ^ (turn * self.coroutines + coroutine)) * 0x9E3779B1) & 0xFFFFFFFF
        self._emit(self._step, 0, coroutine, value)
        if self._kit.traced:
            self._emit(self._leave, 0, coroutine, 0)
