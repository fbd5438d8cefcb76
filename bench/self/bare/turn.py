"""dispatch.turn, bare: a state that is handed on from turn to turn of the loop, or from step to step."""

import asyncio
from collections.abc import Mapping
from typing import Any

from place import Place, Round


async def open(params: Mapping[str, Any], place: Place) -> Round:
    """Open the loop."""
    hops = params["hops"]
    first = int(place.nonce[:8], 16)

    async def turns() -> int:
        state = first
        for _ in range(hops):
            await asyncio.sleep(0)
            state = (state * 1664525 + 1013904223) & 0xFFFFFFFF
        return state

    async def step(state: int) -> int:
        return (state * 1664525 + 1013904223) & 0xFFFFFFFF

    async def steps() -> int:
        state = first
        for _ in range(hops):
            state = await step(state)
        return state

    run = turns if params["level"] == "turn" else steps

    async def round() -> int:
        return 0 if await run() == first else hops

    return round
