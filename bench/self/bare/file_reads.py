"""io_fanout.file_reads, bare: as many workers as reads may be under way, each awaiting one thread after the other."""

import asyncio
import builtins
import os
from collections.abc import Iterator, Mapping
from typing import Any

from place import Place, Round


def _content_of(path: str) -> bytes:
    with builtins.open(path, "rb", buffering=0) as file:
        return file.read()


async def open(params: Mapping[str, Any], place: Place) -> Round:
    """Open the loop."""
    files, in_flight = params["files"], params["inFlight"]
    paths = [os.path.join(place.directory, str(file)) for file in range(files)]
    done = missing = 0

    async def work(waiting: Iterator[str]) -> None:
        nonlocal done, missing
        for path in waiting:
            try:
                await asyncio.to_thread(_content_of, path)
            except OSError:
                missing += 1
            done += 1

    async def round() -> int:
        nonlocal done
        done = 0
        waiting = iter(paths)
        await asyncio.gather(*[work(waiting) for _ in range(min(in_flight, files))])
        return done

    return round
