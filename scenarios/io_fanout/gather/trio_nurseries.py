"""io_fanout.gather with trio: a nursery whose tasks put their outcomes into a list, each in its place."""

import trio

from evenloop_runner.kit import Kit, Params
from scenarios.io_fanout.gather.units import UNITS, UnitFailedError, Units, at_once


class Gather(Units):
    """Runs units at once and hands their results over in order."""

    async def round(self) -> int:
        """Enact one pass; the answer is the number of units."""
        for number in range(self._gathers):
            await self._gather(number * self._units, self._units)
        return self._gathers * self._units

    async def slice(self, operations: int) -> None:
        """Run so many units."""
        first = 0
        while first < operations:
            count = at_once(operations - first, self._units)
            await self._gather(first, count)
            first += count

    async def _gather(self, first: int, count: int) -> None:
        outcomes: list[int | BaseException] = [0] * count
        async with trio.open_nursery() as nursery:
            for place in range(count):
                nursery.start_soon(self._settle, first + place, outcomes, place)
        self._hand_over(first, outcomes)

    async def _settle(self, unit: int, outcomes: list[int | BaseException], place: int) -> None:
        """An error that left its task would cancel all others."""
        try:
            outcomes[place] = await self._unit(unit)
        except UnitFailedError as error:
            outcomes[place] = error

    async def _unit(self, unit: int) -> int:
        kit = self._kit
        delay = self._begin_traced(unit) if kit.traced else self._sleep_ms / 1000
        await trio.sleep(delay)
        value = ((self._seed ^ unit) * 0x9E3779B1) & 0xFFFF_FFFF
        if kit.traced:
            kit.emit(self._finish, UNITS, unit, value)
        if (unit + 1) % self._fail_every == 0:
            raise UnitFailedError(value)
        return value


def open(params: Params, kit: Kit) -> Gather:
    """Make the workload."""
    return Gather(params, kit)
