"""What all styles of io_fanout.http_serve share: what a request asks for, what is recorded, what is open."""

from collections.abc import Callable
from typing import NamedTuple

from evenloop_runner.kit import Kit, Params
from scenarios.io_fanout.http_serve.requests import Request, answer_head

PIECE = bytes(16)
PIECE_SECONDS = 0.001
_PIECES = 64
"""So many are recorded of one answer."""
_ODD_REQUESTS = 9
"""Those of the odd clients, which come first."""
_RATES = ("lowPerSecond", "middlePerSecond", "highPerSecond")


class Question(NamedTuple):
    """What a request asks for."""

    number: int
    is_endless: bool
    body: bytes
    """Of its answer, where that has an end."""
    is_last: bool

    @property
    def answer(self) -> bytes:
        """What is sent where it has an end."""
        return answer_head(len(self.body), is_last=self.is_last) + self.body

    @property
    def endless_head(self) -> bytes:
        """What is sent first where it has none."""
        return answer_head(None, is_last=self.is_last)


class Serving:
    """What is told to the harness."""

    def __init__(self, params: Params, kit: Kit, all_closed: Callable[[], None]) -> None:
        self._kit = kit
        self._all_closed = all_closed
        self._bytes = params.integer("bytes")
        step_ms = params.integer("stepMs")
        self.requests = _ODD_REQUESTS + sum(max(1, params.integer(name) * step_ms // 1000) for name in _RATES)
        self._connections = 0
        self._pieces: dict[int, int] = {}
        self.open_count = 0

    def begin(self) -> None:
        """Begin a round."""
        self._connections = 0
        self._pieces.clear()

    def end(self) -> int:
        """End a round in which every connection is closed; the answer is the number of requests."""
        self._kit.emit(self._kit.kinds["closed"], self.requests, 0, self._connections)
        return self.requests

    def opened(self) -> None:
        """Count a connection."""
        self._connections += 1
        self.open_count += 1

    def closed(self) -> None:
        """Count one less."""
        self.open_count -= 1
        if self.open_count == 0:
            self._all_closed()

    def asked(self, request: Request) -> Question:
        """Note that a request has come whole."""
        target, body, is_last = request
        _, kind, number, _ = target.split(b"/")
        self._emit("request", int(number), self._kit.crc32(body, self._kit.crc32(target)))
        if not body:
            body = (target * (self._bytes // len(target) + 1))[: self._bytes]
        return Question(int(number), kind == b"endless", body, is_last)

    def answered(self, question: Question) -> None:
        """Note that the answer is handed over."""
        self._emit("answered", question.number, len(question.body))

    def begun(self, question: Question) -> None:
        """Note that the head of an answer without an end is handed over."""
        self._emit("begun", question.number, 0)

    def piece(self, question: Question) -> None:
        """Note a piece of it."""
        count = self._pieces.get(question.number, 0)
        self._pieces[question.number] = count + 1
        if count < _PIECES:
            self._emit("piece", question.number, len(PIECE))

    def gone(self, question: Question) -> None:
        """Note that its client has gone away."""
        self._emit("gone", question.number, 0)

    def _emit(self, kind: str, number: int, digest: int) -> None:
        self._kit.emit(self._kit.kinds[kind], number, number, digest)
