"""What all styles of io_fanout.file_reads share: which files are read, and how one is."""

import os

from evenloop_runner.kit import Kit, Params


class Files:
    """What a workload begins with. It reads the files in its own way."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._kit = kit
        self._files = params.integer("files")
        self._in_flight = params.integer("inFlight")
        self._paths = [os.path.join(kit.directory, str(file)) for file in range(self._files)]
        # Where the next slice goes on: over all of them each file is read as often as in rounds.
        self._next = 0
        self._begin, self._read, self._failed = (kit.kinds[name] for name in ("begin", "read", "failed"))

    def close(self) -> None:
        """Nothing is open between rounds."""

    def _advance(self, count: int) -> int:
        """Give where a slice of so many files begins."""
        first = self._next
        self._next = (first + count) % self._files
        return first


def content_of(path: str) -> bytes:
    """Read a whole file, without a buffer in between."""
    with open(path, "rb", buffering=0) as file:
        return file.read()
