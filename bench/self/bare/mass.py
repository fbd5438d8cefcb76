"""timers.mass, bare: a coroutine per timer, all gathered. A timer that fires is counted."""

import asyncio
from collections.abc import Mapping
from typing import Any

from place import Place, Round


async def open(params: Mapping[str, Any], _place: Place) -> Round:
    """Open the loop."""
    count, spread_ms = params["count"], params["spreadMs"]
    fired = 0

    async def timer(number: int) -> None:
        nonlocal fired
        await asyncio.sleep((1 + number % spread_ms) / 1000)
        fired += 1

    async def round() -> int:
        nonlocal fired
        fired = 0
        await asyncio.gather(*(timer(number) for number in range(count)))
        return fired

    return round
