"""file_watch.modify, bare: asks for one edit after the other; each is over when the writer knows that it was seen."""

from collections.abc import Mapping
from typing import Any

from place import Place, Round
from watching import FRAME, open_watching

_GO = 1
_SETTLED, _DONE = 1, 3


async def open(params: Mapping[str, Any], place: Place) -> Round:
    """Open the loop."""
    names = [f"note{key}.txt".encode() for key in range(params["files"])]
    reader, send = await open_watching(names, place)

    async def round() -> int:
        settled = 0
        while True:
            send(_GO, 0, 0)
            kind, _, _ = FRAME.unpack(await reader.readexactly(FRAME.size))
            if kind == _DONE:
                return settled
            if kind == _SETTLED:
                settled += 1

    return round
