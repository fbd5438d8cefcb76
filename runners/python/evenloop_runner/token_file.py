"""The tokens of slices: read from file descriptor 3 and answered there, blocking, without a turn of the event loop."""

import os
import stat
import struct

TOKEN_FILE = 3
SLICE_DONE = b"\x01"
SLICE_FAILED = b"\x00"
_TOKEN = struct.Struct("<I")


class TokenFile:
    """One conversation by tokens after the other. Each token gets exactly one answer."""

    __slots__ = ("_file", "_in_hand")

    def __init__(self, file: int) -> None:
        os.set_blocking(file, True)
        # Not for the children of workloads: the harness waits for the end of this file.
        os.set_inheritable(file, False)
        self._file = file
        self._in_hand = False

    def next(self) -> int:
        """Wait for the next token: the operations of one slice, or 0, which ends them."""
        token = b""
        while len(token) < _TOKEN.size:
            token += self._read(_TOKEN.size - len(token))
        operations: int = _TOKEN.unpack(token)[0]
        self._in_hand = operations > 0
        return operations

    def done(self) -> None:
        """Answer that the slice in hand is done."""
        self._answer(SLICE_DONE)

    def fail(self) -> None:
        """Answer that the slice in hand, if there is one, has failed."""
        if self._in_hand:
            self._answer(SLICE_FAILED)

    def _read(self, count: int) -> bytes:
        try:
            piece = os.read(self._file, count)
        except OSError:
            piece = b""
        if not piece:
            # The harness is gone: as if stdin had ended.
            os._exit(0)
        return piece

    def _answer(self, byte: bytes) -> None:
        self._in_hand = False
        try:
            os.write(self._file, byte)
        except OSError:
            os._exit(0)


def open_token_file(file: int = TOKEN_FILE) -> TokenFile | None:
    """Give None when no harness gave us one. To be called before the event loop opens files, which may get the number."""
    try:
        # A pipe goes one way only.
        is_socket = stat.S_ISSOCK(os.fstat(file).st_mode)
    except OSError:
        return None
    return TokenFile(file) if is_socket else None
