"""io_fanout.gather as blocking code: one unit after the other. The same results, and what it costs to wait for each alone."""

import time
from collections.abc import Sequence

from evenloop_runner.kit import Kit, Params

# Keys of the trace.
_UNITS = 0
_RESULTS = 1


class _UnitFailedError(Exception):
    """The unit fails, as it was told to."""

    def __init__(self, value: int) -> None:
        super().__init__(value)
        self.value = value


class Gather:
    """Runs units one by one and hands their results over in order."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._kit = kit
        self._units = params.integer("units")
        self._gathers = params.integer("gathers")
        self._sleep_ms = params.integer("sleepMs")
        self._fail_every = params.integer("failEvery")
        self._seed = int(kit.nonce[:8], 16) ^ int(kit.nonce[8:], 16)
        self._begin = kit.kinds["begin"]
        self._finish = kit.kinds["finish"]

    def round(self) -> int:
        """Enact one pass; the answer is the number of units."""
        for number in range(self._gathers):
            self._gather(number * self._units, self._units)
        return self._gathers * self._units

    def slice(self, operations: int) -> None:
        """Run so many units."""
        first = 0
        while first < operations:
            count = _at_once(operations - first, self._units)
            self._gather(first, count)
            first += count

    def close(self) -> None:
        """Nothing is open between rounds."""

    def _gather(self, first: int, count: int) -> None:
        self._hand_over(first, [self._settled(first + number) for number in range(count)])

    def _settled(self, unit: int) -> int | BaseException:
        try:
            return self._unit(unit)
        except _UnitFailedError as failure:
            return failure

    def _unit(self, unit: int) -> int:
        kit = self._kit
        if kit.traced:
            kit.emit(self._begin, _UNITS, unit, self._sleep_ms * 1000)
        time.sleep(self._sleep_ms / 1000)
        value = ((self._seed ^ unit) * 0x9E3779B1) & 0xFFFF_FFFF
        if kit.traced:
            kit.emit(self._finish, _UNITS, unit, value)
        if (unit + 1) % self._fail_every == 0:
            raise _UnitFailedError(value)
        return value

    def _hand_over(self, first: int, results: Sequence[int | BaseException]) -> None:
        emit = self._kit.emit
        result, failed = self._kit.kinds["result"], self._kit.kinds["failed"]
        for place, outcome in enumerate(results, first):
            if isinstance(outcome, int):
                emit(result, _RESULTS, place, outcome)
            else:
                # Anything else than what the unit raised is the gathering's own failure, and has no value.
                emit(failed, _RESULTS, place, outcome.value if isinstance(outcome, _UnitFailedError) else 0)


def _at_once(left: int, units: int) -> int:
    """As many as in a round, and what would be left alone goes with the last of them."""
    return left if left < 2 * units else units


def open(params: Params, kit: Kit) -> Gather:
    """Make the workload."""
    return Gather(params, kit)
