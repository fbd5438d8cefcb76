"""io_fanout.file_reads with generators: as many as reads may be under way, each waiting for the executor with a `yield`."""

from collections.abc import Iterator

from evenloop_runner.generators import Steps, in_executor, join
from evenloop_runner.kit import Kit, Params
from scenarios.io_fanout.file_reads.files import Files, content_of


class FileReads(Files):
    """Reads files, a limited number at once."""

    def round(self) -> Steps[int]:
        """Enact one pass; the answer is the number of files."""
        yield from self._read_all(0, self._files)
        return self._files

    def slice(self, operations: int) -> Steps[None]:
        """Read so many files."""
        yield from self._read_all(self._advance(operations), operations)

    def _read_all(self, first: int, count: int) -> Steps[None]:
        numbers = iter(range(first, first + count))
        yield from join([self._work(numbers) for _ in range(min(self._in_flight, count))])

    def _work(self, numbers: Iterator[int]) -> Steps[None]:
        kit = self._kit
        for number in numbers:
            file = number % self._files
            kit.emit(self._begin, 0, file, 0)
            try:
                content = yield from in_executor(content_of, self._paths[file])
            except OSError as error:
                kit.emit(self._failed, 0, file, error.errno or 0)
            else:
                kit.emit(self._read, 0, file, kit.crc32(content))


def open(params: Params, kit: Kit) -> FileReads:
    """Make the workload."""
    return FileReads(params, kit)
