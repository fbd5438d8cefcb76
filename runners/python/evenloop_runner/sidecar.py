"""The binary files in which samples and events travel: one segment a round, framed so that a cut file cannot pass."""

import os
import struct
from collections.abc import Sequence
from typing import Literal, NamedTuple, TypeAlias
from zlib import crc32

from evenloop_runner.failure import WorkloadError

Layout: TypeAlias = Literal["samples", "events", "slices"]
_COLUMN_WIDTHS: dict[Layout, tuple[int, ...]] = {"samples": (8,), "events": (8, 4, 4, 4, 2), "slices": (8, 8, 8, 8, 4)}
_LAYOUT_CODES: dict[Layout, int] = {"samples": 1, "events": 2, "slices": 3}
# Magic, version, byte order mark, layout, columns, zero, rows, bytes of payload.
_HEADER = struct.Struct("<4sHHHHIQQ")
# Rows again, CRC-32 of the payload, magic.
_TRAILER = struct.Struct("<QI4s")
_VERSION = 1
_BYTE_ORDER = 0x1234
_PADDING = 8


class SegmentReference(NamedTuple):
    """Where a segment stands: its first byte, and its number of rows."""

    offset: int
    rows: int


def segment_bytes(layout: Layout, rows: int, columns: Sequence[bytes]) -> bytes:
    """Frame the columns of one round. A column is its little-endian bytes; each must be of `rows` rows."""
    for width, column in zip(_COLUMN_WIDTHS[layout], columns, strict=True):
        if len(column) != width * rows:
            raise ValueError(f"a column of {layout} has {len(column)} bytes instead of {width * rows}")
    payload = b"".join(column + bytes(-len(column) % _PADDING) for column in columns)
    header = _HEADER.pack(b"EVSG", _VERSION, _BYTE_ORDER, _LAYOUT_CODES[layout], len(columns), 0, rows, len(payload))
    return header + payload + _TRAILER.pack(rows, crc32(payload), b"GSVE")


class Sidecar:
    """One file, made empty. Nothing is buffered: the harness reads it while we live."""

    __slots__ = ("_fd", "_offset", "_path")

    def __init__(self, path: str) -> None:
        self._path = path
        self._offset = 0
        try:
            self._fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise WorkloadError("sidecar", str(error)) from None

    def append(self, layout: Layout, rows: int, columns: Sequence[bytes]) -> SegmentReference:
        """Write one segment; the answer is where it stands."""
        rest = memoryview(segment_bytes(layout, rows, columns))
        reference = SegmentReference(self._offset, rows)
        try:
            while rest:
                written = os.write(self._fd, rest)
                self._offset += written
                rest = rest[written:]
        except OSError as error:
            raise WorkloadError("sidecar", f"{self._path}: {error}") from None
        return reference

    def close(self) -> None:
        """Close the file."""
        os.close(self._fd)
