"""The trail of a traced round: its rows lie in a mapped file, so that they outlive a loop that blocks and a process that dies."""

import mmap
import os
import struct

ROW_BYTES = 24
# Magic, version, byte order mark, round, zeros up to the length of a row.
_HEADER = struct.Struct("<4sHHI12x")
_MAGIC = b"EVTR"
_VERSION = 1
_BYTE_ORDER = 0x1234


class Trail:
    """The memory of the rows with times, behind a header of the length of one row. Writing to it costs what memory costs."""

    __slots__ = ("_used", "memory")

    def __init__(self, memory: mmap.mmap) -> None:
        self.memory = memory
        self._used = 0

    def begin(self, index: int) -> None:
        """Forget the round before; what is written from now on belongs to this one."""
        self.clear()
        self.memory[:ROW_BYTES] = _HEADER.pack(_MAGIC, _VERSION, _BYTE_ORDER, index)

    def clear(self) -> None:
        """Take the trail away: a round without one begins."""
        self.memory[: self._used] = bytes(self._used)
        self._used = ROW_BYTES

    def end(self, at: int) -> None:
        """Note how far the round has written."""
        self._used = at


def open_trail(path: str | None, rows: int) -> Trail | None:
    """Make the file; None where there is to be none, or no room for it: a runner does without a trail."""
    if path is None:
        return None
    size = ROW_BYTES * (rows + 1)
    try:
        fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o644)
    except OSError:
        return None
    try:
        # A page without room behind it would end the process at its first use.
        os.posix_fallocate(fd, 0, size)
        return Trail(mmap.mmap(fd, size))
    except (OSError, AttributeError):
        os.truncate(path, 0)
        return None
    finally:
        os.close(fd)
