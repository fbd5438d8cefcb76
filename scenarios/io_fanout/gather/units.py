"""What all styles of io_fanout.gather share: the units of a round, and how their results are handed over."""

from collections.abc import Sequence

from evenloop_runner.kit import Kit, Params

UNITS = 0
"""Key of what the units do."""
_RESULTS = 1


class UnitFailedError(Exception):
    """The unit fails, as it was told to."""

    def __init__(self, value: int) -> None:
        super().__init__(value)
        self.value = value


class Units:
    """What a workload begins with. It runs the units in its own way and hands their results over in order."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._kit = kit
        self._units = params.integer("units")
        self._gathers = params.integer("gathers")
        self._sleep_ms = params.integer("sleepMs")
        self._fail_every = params.integer("failEvery")
        self._seed = int(kit.nonce[:8], 16) ^ int(kit.nonce[8:], 16)
        self._finish = kit.kinds["finish"]
        self._spread_ms = params.integer("spreadMs")

    def close(self) -> None:
        """Nothing is open between rounds."""

    def _begin_traced(self, unit: int) -> float:
        """Record in a traced round that a unit begins. The answer is how long it sleeps, in seconds.

        The first of a gathering sleeps longer than most by `spreadMs`, each further one by half of that.
        """
        delay_ms = self._sleep_ms + (self._spread_ms >> unit % self._units)
        self._kit.emit(self._kit.kinds["begin"], UNITS, unit, delay_ms * 1000)
        return delay_ms / 1000

    def _hand_over(self, first: int, results: Sequence[int | BaseException]) -> None:
        emit = self._kit.emit
        result, failed = self._kit.kinds["result"], self._kit.kinds["failed"]
        for place, outcome in enumerate(results, first):
            if isinstance(outcome, int):
                emit(result, _RESULTS, place, outcome)
            else:
                # Anything else than what the unit raised is the gathering's own failure, and has no value.
                emit(failed, _RESULTS, place, outcome.value if isinstance(outcome, UnitFailedError) else 0)


def at_once(left: int, units: int) -> int:
    """As many as in a round, and what would be left alone goes with the last of them."""
    return left if left < 2 * units else units
