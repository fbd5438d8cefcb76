"""io_fanout.gather with callbacks: timers call back, futures take the results, and a counter tells when all have one."""

import asyncio
from collections.abc import Callable, Sequence

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
    """Runs units at once and hands their results over in order."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._kit = kit
        self._units = params.integer("units")
        self._gathers = params.integer("gathers")
        self._sleep_ms = params.integer("sleepMs")
        self._fail_every = params.integer("failEvery")
        self._seed = int(kit.nonce[:8], 16) ^ int(kit.nonce[8:], 16)
        self._begin = kit.kinds["begin"]
        self._finish = kit.kinds["finish"]
        self._loop = asyncio.get_running_loop()

    def round(self) -> asyncio.Future[int]:
        """Enact one pass; the answer is the number of units."""
        done: asyncio.Future[int] = self._loop.create_future()
        total = self._gathers * self._units
        self._gather_all(total, lambda: done.set_result(total))
        return done

    def slice(self, operations: int) -> asyncio.Future[None]:
        """Run so many units."""
        done: asyncio.Future[None] = self._loop.create_future()
        self._gather_all(operations, lambda: done.set_result(None))
        return done

    def close(self) -> None:
        """Nothing is open between rounds."""

    def _gather_all(self, total: int, done: Callable[[], None], first: int = 0) -> None:
        """Make one gathering after the other, until so many units are through."""
        if first >= total:
            done()
            return
        count = _at_once(total - first, self._units)
        self._gather(first, count, lambda: self._gather_all(total, done, first + count))

    def _gather(self, first: int, count: int, done: Callable[[], None]) -> None:
        left = count

        def over(_unit: asyncio.Future[int]) -> None:
            nonlocal left
            left -= 1
            if left == 0:
                self._hand_over(first, [unit.exception() or unit.result() for unit in units])
                done()

        units = [self._unit(first + number) for number in range(count)]
        for unit in units:
            unit.add_done_callback(over)

    def _unit(self, unit: int) -> asyncio.Future[int]:
        answer: asyncio.Future[int] = self._loop.create_future()
        if self._kit.traced:
            self._kit.emit(self._begin, _UNITS, unit, self._sleep_ms * 1000)
        self._loop.call_later(self._sleep_ms / 1000, self._slept, unit, answer)
        return answer

    def _slept(self, unit: int, answer: asyncio.Future[int]) -> None:
        value = ((self._seed ^ unit) * 0x9E3779B1) & 0xFFFF_FFFF
        if self._kit.traced:
            self._kit.emit(self._finish, _UNITS, unit, value)
        if (unit + 1) % self._fail_every == 0:
            answer.set_exception(_UnitFailedError(value))
        else:
            answer.set_result(value)

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
