"""Linux's own file notices: inotify through ctypes, for workloads that wait with `loop.add_reader`."""

import ctypes
import os
import struct
import sys
from typing import NamedTuple

from evenloop_runner.kit import Unsupported

MODIFY = 0x2
ATTRIB = 0x4
CLOSE_WRITE = 0x8
MOVED_FROM = 0x40
MOVED_TO = 0x80
CREATE = 0x100
DELETE = 0x200
DELETE_SELF = 0x400
MOVE_SELF = 0x800
Q_OVERFLOW = 0x4000
IGNORED = 0x8000

_EVENT = struct.Struct("iIII")
# Room for a thousand notices with short names; a notice never straddles two reads.
_READ_BYTES = 64 * 1024


class Notice(NamedTuple):
    """One notice. `name` is empty for notices about the directory itself and for an overflow of the queue."""

    mask: int
    cookie: int
    name: bytes


class Watch:
    """Watches one directory, not what lies deeper, or one file. Its file descriptor never blocks."""

    __slots__ = ("_fd",)

    def __init__(
        self,
        directory: str | bytes,
        mask: int = MODIFY | CLOSE_WRITE | CREATE | DELETE | MOVED_FROM | MOVED_TO | DELETE_SELF,
    ) -> None:
        if sys.platform != "linux":
            raise Unsupported("file notices come from inotify, which only Linux has")
        libc = ctypes.CDLL(None, use_errno=True)
        # IN_NONBLOCK and IN_CLOEXEC are these flags of open(2) by definition.
        self._fd = _checked(libc.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC), directory)
        try:
            _checked(libc.inotify_add_watch(self._fd, os.fsencode(directory), ctypes.c_uint32(mask)), directory)
        except OSError:
            os.close(self._fd)
            raise

    def fileno(self) -> int:
        """Give the file descriptor, for `loop.add_reader`."""
        return self._fd

    def read(self) -> list[Notice]:
        """Give the notices that have arrived, possibly an empty list. An overflow is a notice with `Q_OVERFLOW`."""
        try:
            data = os.read(self._fd, _READ_BYTES)
        except BlockingIOError:
            return []
        notices: list[Notice] = []
        at = 0
        while at < len(data):
            _watch, mask, cookie, length = _EVENT.unpack_from(data, at)
            at += _EVENT.size
            notices.append(Notice(mask, cookie, data[at : at + length].rstrip(b"\0")))
            at += length
        return notices

    def close(self) -> None:
        """Stop watching. A second call does nothing."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1


def _checked(result: int, directory: str | bytes) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), directory)
    return result
