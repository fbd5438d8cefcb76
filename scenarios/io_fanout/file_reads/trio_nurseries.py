"""io_fanout.file_reads with trio: as many workers as reads may be under way, each awaiting one thread after the other."""

from collections.abc import Iterator

import trio

from evenloop_runner.kit import Kit, Params
from scenarios.io_fanout.file_reads.files import Files, content_of


class FileReads(Files):
    """Reads files, a limited number at once."""

    async def round(self) -> int:
        """Enact one pass; the answer is the number of files."""
        await self._read_all(0, self._files)
        return self._files

    async def slice(self, operations: int) -> None:
        """Read so many files."""
        await self._read_all(self._advance(operations), operations)

    async def _read_all(self, first: int, count: int) -> None:
        numbers = iter(range(first, first + count))
        async with trio.open_nursery() as nursery:
            for _ in range(min(self._in_flight, count)):
                nursery.start_soon(self._work, numbers)

    async def _work(self, numbers: Iterator[int]) -> None:
        kit = self._kit
        for number in numbers:
            file = number % self._files
            kit.emit(self._begin, 0, file, 0)
            try:
                content = await trio.to_thread.run_sync(content_of, self._paths[file])
            except OSError as error:
                kit.emit(self._failed, 0, file, error.errno or 0)
            else:
                kit.emit(self._read, 0, file, kit.crc32(content))


def open(params: Params, kit: Kit) -> FileReads:
    """Make the workload."""
    return FileReads(params, kit)
