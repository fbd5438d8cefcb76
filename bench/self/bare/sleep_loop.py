"""timers.sleep_loop, bare: a loop that awaits one sleep after the other."""

import asyncio
from typing import Any


async def open(params: dict[str, Any], place: Any) -> Any:
    period, ticks = params["periodMs"] / 1000, params["ticks"]

    async def round() -> int:
        for _ in range(ticks):
            await asyncio.sleep(period)
        return ticks

    return round
