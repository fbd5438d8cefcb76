"""io_fanout.file_reads with coroutines: as many workers as reads may be under way, each awaiting one thread after the other."""

import asyncio
import builtins
import os
from collections.abc import Iterator

from evenloop_runner.kit import Kit, Params


class FileReads:
    """Reads files, a limited number at once."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._kit = kit
        self._files = params.integer("files")
        self._in_flight = params.integer("inFlight")
        self._paths = [os.path.join(kit.directory, str(file)) for file in range(self._files)]
        # Where the next slice goes on: over all of them each file is read as often as in rounds.
        self._next = 0
        self._begin, self._read, self._failed = (kit.kinds[name] for name in ("begin", "read", "failed"))

    async def round(self) -> int:
        """Enact one pass; the answer is the number of files."""
        await self._read_all(0, self._files)
        return self._files

    async def slice(self, operations: int) -> None:
        """Read so many files."""
        first = self._next
        self._next = (first + operations) % self._files
        await self._read_all(first, operations)

    def close(self) -> None:
        """Nothing is open between rounds."""

    async def _read_all(self, first: int, count: int) -> None:
        numbers = iter(range(first, first + count))
        await asyncio.gather(*[self._work(numbers) for _ in range(min(self._in_flight, count))])

    async def _work(self, numbers: Iterator[int]) -> None:
        kit = self._kit
        for number in numbers:
            file = number % self._files
            kit.emit(self._begin, 0, file, 0)
            try:
                content = await asyncio.to_thread(_content_of, self._paths[file])
            except OSError as error:
                kit.emit(self._failed, 0, file, error.errno or 0)
            else:
                kit.emit(self._read, 0, file, kit.crc32(content))


def _content_of(path: str) -> bytes:
    with builtins.open(path, "rb", buffering=0) as file:
        return file.read()


def open(params: Params, kit: Kit) -> FileReads:
    """Make the workload."""
    return FileReads(params, kit)
