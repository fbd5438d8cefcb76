"""Splits what arrives on stdin into lines, in bounded memory."""

from evenloop_runner.messages import MAX_LINE_BYTES


class LineSplitter:
    """Keeps the beginning of a line until its end arrives."""

    __slots__ = ("_begun", "_too_long")

    def __init__(self) -> None:
        self._begun = bytearray()
        self._too_long = False

    def split(self, chunk: bytes) -> list[bytes | None]:
        """Give the lines that this chunk completes; None for one that is too long."""
        *ends, begun = chunk.split(b"\n")
        lines = [self._end(end) for end in ends]
        self._take(begun)
        return lines

    def _end(self, piece: bytes) -> bytes | None:
        self._take(piece)
        line = None if self._too_long else bytes(self._begun)
        self._begun.clear()
        self._too_long = False
        return line

    def _take(self, piece: bytes) -> None:
        if self._too_long or len(self._begun) + len(piece) > MAX_LINE_BYTES:
            self._too_long = True
            self._begun.clear()
        else:
            self._begun += piece
