"""io_fanout.gather, bare: ``asyncio.gather`` over coroutines that sleep and then have a value, or fail with it."""

import asyncio
from collections.abc import Mapping
from typing import Any

from place import Place, Round


class _UnitFailedError(Exception):
    def __init__(self, value: int) -> None:
        super().__init__(value)
        self.value = value


async def open(params: Mapping[str, Any], place: Place) -> Round:
    """Open the loop."""
    units, gathers, fail_every = params["units"], params["gathers"], params["failEvery"]
    delay = params["sleepMs"] / 1000
    seed = int(place.nonce[:8], 16)

    async def unit(number: int) -> int:
        await asyncio.sleep(delay)
        value = ((seed ^ number) * 0x9E3779B1) & 0xFFFFFFFF
        if (number + 1) % fail_every == 0:
            raise _UnitFailedError(value)
        return value

    async def round() -> int:
        results = 0
        for first in range(0, gathers * units, units):
            outcomes = await asyncio.gather(*[unit(first + i) for i in range(units)], return_exceptions=True)
            for outcome in outcomes:
                value = outcome.value if isinstance(outcome, _UnitFailedError) else outcome
                results += value is not None
        return results

    return round
