"""io_fanout.file_reads as blocking code: one read after the other. The floor that all others are measured by."""

import builtins
import os

from evenloop_runner.kit import Kit, Params


class FileReads:
    """Reads files one by one."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._kit = kit
        self._files = params.integer("files")
        self._paths = [os.path.join(kit.directory, str(file)) for file in range(self._files)]
        # Where the next slice goes on: over all of them each file is read as often as in rounds.
        self._next = 0
        self._begin, self._read, self._failed = (kit.kinds[name] for name in ("begin", "read", "failed"))

    def round(self) -> int:
        """Enact one pass; the answer is the number of files."""
        self._read_all(0, self._files)
        return self._files

    def slice(self, operations: int) -> None:
        """Read so many files."""
        first = self._next
        self._next = (first + operations) % self._files
        self._read_all(first, operations)

    def close(self) -> None:
        """Nothing is open between rounds."""

    def _read_all(self, first: int, count: int) -> None:
        kit = self._kit
        for number in range(first, first + count):
            file = number % self._files
            kit.emit(self._begin, 0, file, 0)
            try:
                content = _content_of(self._paths[file])
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
