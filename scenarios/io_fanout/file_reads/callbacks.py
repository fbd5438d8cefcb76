"""io_fanout.file_reads with callbacks: each future of the executor that is done makes room for the next one."""

import asyncio
from collections.abc import Callable, Iterator

from evenloop_runner.kit import Kit, Params
from scenarios.io_fanout.file_reads.files import Files, content_of


class FileReads(Files):
    """Reads files, a limited number at once."""

    def __init__(self, params: Params, kit: Kit) -> None:
        super().__init__(params, kit)
        self._loop = asyncio.get_running_loop()

    def round(self) -> asyncio.Future[int]:
        """Enact one pass; the answer is the number of files."""
        done: asyncio.Future[int] = self._loop.create_future()
        self._read_all(0, self._files, lambda: done.set_result(self._files))
        return done

    def slice(self, operations: int) -> asyncio.Future[None]:
        """Read so many files."""
        done: asyncio.Future[None] = self._loop.create_future()
        self._read_all(self._advance(operations), operations, lambda: done.set_result(None))
        return done

    def _read_all(self, first: int, count: int, done: Callable[[], None]) -> None:
        left = count
        numbers = iter(range(first, first + count))

        def one_done() -> None:
            nonlocal left
            left -= 1
            if left == 0:
                done()
            else:
                self._read_next(numbers, one_done)

        for _ in range(min(self._in_flight, count)):
            self._read_next(numbers, one_done)

    def _read_next(self, numbers: Iterator[int], done: Callable[[], None]) -> None:
        number = next(numbers, None)
        if number is None:
            return
        file = number % self._files
        self._kit.emit(self._begin, 0, file, 0)

        def came(content: asyncio.Future[bytes]) -> None:
            self._report(file, content)
            done()

        self._loop.run_in_executor(None, content_of, self._paths[file]).add_done_callback(came)

    def _report(self, file: int, content: asyncio.Future[bytes]) -> None:
        kit = self._kit
        error = content.exception()
        if error is None:
            kit.emit(self._read, 0, file, kit.crc32(content.result()))
        else:
            kit.emit(self._failed, 0, file, (error.errno if isinstance(error, OSError) else None) or 0)


def open(params: Params, kit: Kit) -> FileReads:
    """Make the workload."""
    return FileReads(params, kit)
