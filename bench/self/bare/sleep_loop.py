"""timers.sleep_loop, bare: a loop that awaits one sleep after the other."""

import asyncio
from collections.abc import Mapping
from typing import Any

from place import Place, Round


async def open(params: Mapping[str, Any], _place: Place) -> Round:
    """Open the loop."""
    period, ticks = params["periodMs"] / 1000, int(params["ticks"])

    async def round() -> int:
        for _ in range(ticks):
            await asyncio.sleep(period)
        return ticks

    return round
