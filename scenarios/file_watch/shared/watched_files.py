"""The files of a watched directory: which of them the writer writes, and what each held when it was last read."""

import os
from collections.abc import Callable, Iterable, Sequence

from evenloop_runner.kit import Kit

# The key of all files that nobody writes.
STRAY_KEY = 0xFFFF_FFFF
# Stands for the digest of a file that is not there, where files come and go.
ABSENT = 0xFFFF_FFFF
# The digest of no bytes: where no file ever goes, one that cannot be read holds nothing.
EMPTY = 0


class WatchedFile:
    """A file, there or not."""

    __slots__ = ("digest", "held_at", "key", "path")

    def __init__(self, path: bytes, key: int, digest: int) -> None:
        self.path = path
        self.key = key
        """What the writer calls the file, or `STRAY_KEY`."""
        self.digest = digest
        """CRC-32 of the content, or what stands for it when there is none."""
        self.held_at = 0
        """When that content was first held."""


class WatchedFiles:
    """The files of one directory by name. One that is asked for and not known is a stray that was not there before."""

    __slots__ = ("_absent", "_files", "_names", "directory")

    def __init__(self, directory: bytes, names: Sequence[bytes], absent: int) -> None:
        """`names` are those that the writer writes, by key; `absent` is the digest of what is not there."""
        self.directory = directory
        self._names = names
        self._absent = absent
        self._files = {name: WatchedFile(os.path.join(directory, name), key, absent) for key, name in enumerate(names)}

    def named(self, name: bytes) -> WatchedFile:
        """Give the file of this name."""
        known = self._files.get(name)
        if known is None:
            path = os.path.join(self.directory, name)
            known = self._files[name] = WatchedFile(path, STRAY_KEY, self._absent)
        return known

    def with_key(self, key: int) -> WatchedFile:
        """Give the file that the writer calls so."""
        return self._files[self._names[key]]

    def names(self) -> Iterable[bytes]:
        """Give all names that are known by now."""
        return self._files.keys()

    def all(self) -> list[WatchedFile]:
        """Give all files that are known by now."""
        return list(self._files.values())


def snapshot_of(kit: Kit, directory: bytes, names: Sequence[bytes], absent: int) -> WatchedFiles:
    """Learn what each file of a directory holds, before the watch is armed."""
    files = WatchedFiles(directory, names, absent)
    with os.scandir(directory) as entries:
        for entry in entries:
            if entry.is_file():
                files.named(entry.name).digest = digest_of(kit, entry.path, absent)
    return files


def names_of(count: int, name_of: Callable[[int], str]) -> list[bytes]:
    """Give the names of so many files by key."""
    return [name_of(key).encode() for key in range(count)]


def note_names(count: int) -> list[bytes]:
    """Give the names that most scenarios give to the files that are written."""
    return names_of(count, lambda key: f"note{key}.txt")


def digest_of(kit: Kit, path: bytes, absent: int) -> int:
    """Read a file and give its digest. A short file that was just written does not keep the loop waiting."""
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except OSError:
        return absent
    try:
        digest = 0
        while data := os.read(descriptor, 65536):
            digest = kit.crc32(data, digest)
    except IsADirectoryError:
        # It came after a look that found none: the notice of that is on its way.
        return absent
    else:
        return digest
    finally:
        os.close(descriptor)
