"""io_fanout.gather with callbacks: timers call back, futures take the results, and a counter tells when all have one."""

import asyncio
from collections.abc import Callable

from evenloop_runner.kit import Kit, Params
from scenarios.io_fanout.gather.units import UNITS, UnitFailedError, Units, at_once


class Gather(Units):
    """Runs units at once and hands their results over in order."""

    def __init__(self, params: Params, kit: Kit) -> None:
        super().__init__(params, kit)
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

    def _gather_all(self, total: int, done: Callable[[], None], first: int = 0) -> None:
        """Make one gathering after the other, until so many units are through."""
        if first >= total:
            done()
            return
        count = at_once(total - first, self._units)
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
        delay = self._begin_traced(unit) if self._kit.traced else self._sleep_ms / 1000
        self._loop.call_later(delay, self._slept, unit, answer)
        return answer

    def _slept(self, unit: int, answer: asyncio.Future[int]) -> None:
        value = ((self._seed ^ unit) * 0x9E3779B1) & 0xFFFF_FFFF
        if self._kit.traced:
            self._kit.emit(self._finish, UNITS, unit, value)
        if (unit + 1) % self._fail_every == 0:
            answer.set_exception(UnitFailedError(value))
        else:
            answer.set_result(value)


def open(params: Params, kit: Kit) -> Gather:
    """Make the workload."""
    return Gather(params, kit)
