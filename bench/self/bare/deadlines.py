"""timers.deadlines, bare: a coroutine for each timer, armed out of order, all gathered. Each computes the time left until its deadline."""

import asyncio
from collections.abc import Mapping
from time import monotonic
from typing import Any

from place import Place, Round


async def open(params: Mapping[str, Any], _place: Place) -> Round:
    """Open the loop."""
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
