"""An HTTP/1.1 answer by hand, to a GET: fed with bytes as they come, it says what of it is there."""

from collections.abc import Callable

_END_OF_HEAD = b"\r\n\r\n"
_END_OF_LINE = b"\r\n"


class Answer:
    """One answer: its head, its body by length or in chunks, its end."""

    def __init__(self, head: Callable[[int], None], piece: Callable[[bytes], None]) -> None:
        self._tell_head = head
        self._tell_piece = piece
        self._rest = b""
        self._is_in_body = False
        self._is_chunked = False
        self._is_last = False
        # Bytes until the end of the body, or of a chunk with the end of its line.
        self._left = 0
        self.is_whole = False

    def feed(self, data: bytes) -> None:
        """Take what has come."""
        if not self._is_in_body:
            head, found, rest = (self._rest + data).partition(_END_OF_HEAD)
            if not found:
                self._rest = head
                return
            self._begin(head)
            self._rest, data = b"", rest
        if self._is_chunked:
            self._take_chunks(data)
        else:
            self._take(data)

    def _begin(self, head: bytes) -> None:
        status, *lines = head.split(_END_OF_LINE)
        fields = dict(line.lower().split(b":", 1) for line in lines)
        self._is_in_body = True
        self._is_chunked = fields.get(b"transfer-encoding", b"").strip() == b"chunked"
        self._left = int(fields.get(b"content-length", b"0"))
        self._tell_head(int(status.split(b" ", 2)[1]))

    def _take(self, data: bytes) -> None:
        self._left -= len(data)
        if data:
            self._tell_piece(data)
        self.is_whole = self._left == 0

    def _take_chunks(self, data: bytes) -> None:
        data = self._rest + data
        while data:
            if self._left == 0:
                size, found, rest = data.partition(_END_OF_LINE)
                if not found:
                    break
                data = rest
                self._is_last = int(size, 16) == 0
                self._left = int(size, 16) + len(_END_OF_LINE)
                continue
            # The end of the line behind a chunk stays here until it is whole.
            content = data[: max(0, self._left - len(_END_OF_LINE))]
            if content:
                self._tell_piece(content)
                self._left -= len(content)
                data = data[len(content) :]
            elif len(data) >= self._left:
                data = data[self._left :]
                self._left = 0
                self.is_whole = self._is_last
            else:
                break
        self._rest = data
