"""timers.deadlines, bare: a coroutine for each timer, armed out of order, all gathered. What remains is its to compute."""

import asyncio
from time import monotonic
from typing import Any


async def open(params: dict[str, Any], place: Any) -> Any:
    first, gap = params["firstMs"] / 1000, params["gapMs"] / 1000
    order = sorted(range(params["count"]), key=lambda timer: (timer + 1) * 0x9E3779B1 & 0xFFFFFFFF)
    fired = 0

    async def timer(due: float) -> None:
        nonlocal fired
        await asyncio.sleep(due - monotonic())
        fired += 1

    async def round() -> int:
        nonlocal fired
        fired = 0
        base = monotonic()
        await asyncio.gather(*[timer(base + first + number * gap) for number in order])
        return fired

    return round
