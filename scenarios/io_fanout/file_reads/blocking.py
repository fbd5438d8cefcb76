"""io_fanout.file_reads as blocking code: one read after the other. The floor that all others are measured by."""

from evenloop_runner.kit import Kit, Params
from scenarios.io_fanout.file_reads.files import Files, content_of


class FileReads(Files):
    """Reads files one by one."""

    def round(self) -> int:
        """Enact one pass; the answer is the number of files."""
        self._read_all(0, self._files)
        return self._files

    def slice(self, operations: int) -> None:
        """Read so many files."""
        self._read_all(self._advance(operations), operations)

    def _read_all(self, first: int, count: int) -> None:
        kit = self._kit
        for number in range(first, first + count):
            file = number % self._files
            kit.emit(self._begin, 0, file, 0)
            try:
                content = content_of(self._paths[file])
            except OSError as error:
                kit.emit(self._failed, 0, file, error.errno or 0)
            else:
                kit.emit(self._read, 0, file, kit.crc32(content))


def open(params: Params, kit: Kit) -> FileReads:
    """Make the workload."""
    return FileReads(params, kit)
