"""The own file of a workload of file_watch.modify, which it writes itself in slices."""

import os
import struct

OWN = b"own"

_NUMBER = struct.Struct("<I")


class OwnFile:
    """A file whose contents begin with a number, so that no two are the same."""

    __slots__ = ("_content", "_descriptor", "_writes")

    def __init__(self, directory: bytes, size: int) -> None:
        self._descriptor = os.open(os.path.join(directory, OWN), os.O_CREAT | os.O_WRONLY)
        self._content = bytearray(size)
        self._writes = 0

    def write(self) -> None:
        """Write the next content. One call to the system and so one notice: nothing is left over when a slice ends."""
        self._writes += 1
        _NUMBER.pack_into(self._content, 0, self._writes)
        os.pwrite(self._descriptor, self._content, 0)

    def close(self) -> None:
        """Close the file."""
        os.close(self._descriptor)
