"""What all styles of io_fanout.udp share: the datagrams of a round, and the mark behind them."""

import struct
from collections.abc import Callable

from evenloop_runner.kit import Kit, Params
from scenarios.io_fanout.shared.sockets import tcp_endpoint

# Keys of the trace. That of the empty ones: where there is no trace, a loss can be told apart by its key alone.
_RECEIVED = 0
_SENT = 1
_RECEIVED_EMPTY = 2

_MARK = 0xFFFF_FFFF
"""The number of the datagram that comes back as it is: what was sent before is answered by then, or never will be."""

_HEADER = struct.Struct("<8sII")
# Behind the header there must be something to mask.
_SHORTEST_BYTES = 24


class _Datagrams:
    """All but the mark, in the order in which they are sent: the empty ones are spread over the others."""

    __slots__ = ("_bytes", "_count", "_largest", "_nonce", "ids", "mark", "window")

    def __init__(self, params: Params, kit: Kit) -> None:
        self._count = params.integer("datagrams")
        self._bytes = params.integer("bytes")
        self._largest = params.integer("largest")
        self._nonce = bytes.fromhex(kit.nonce)
        self.window = params.integer("window")
        empty = params.integer("empty")
        if self._bytes < _SHORTEST_BYTES:
            raise ValueError(f"a datagram needs {_SHORTEST_BYTES} bytes")
        if empty >= self._count:
            raise ValueError("there must be more datagrams than empty ones")
        self.ids = list(self._spread(empty))
        self.mark = _HEADER.pack(self._nonce, 0, _MARK)

    def is_empty(self, ident: int) -> bool:
        """Whether this is the number of the empty ones: the one behind the last."""
        return ident == self._count

    def bytes_of(self, ident: int) -> bytes:
        """Nonce, key and number, then the nonce over and over; the last one is as large as can be."""
        if ident == self._count:
            return b""
        length = self._largest if ident == self._count - 1 else self._bytes
        filling = self._nonce * (length // len(self._nonce))
        return (_HEADER.pack(self._nonce, 0, ident) + filling)[:length]

    def id_of(self, answer: bytes) -> int:
        """The number that an answer says; that of the empty ones when it says nothing."""
        if len(answer) < _HEADER.size:
            return self._count
        ident: int = _HEADER.unpack_from(answer)[2]
        return ident

    def _spread(self, empty: int) -> list[int]:
        every = self._count // (empty + 1)
        ids: list[int] = []
        for ident in range(self._count):
            ids.append(ident)
            turn, rest = divmod(ident + 1, every)
            if rest == 0 and turn <= empty:
                ids.append(self._count)
        return ids


class Exchange:
    """One pass over the datagrams, a window of them under way at once."""

    __slots__ = ("_datagrams", "_kit", "_next", "_send", "_under_way")

    def __init__(self, params: Params, kit: Kit, send: Callable[[bytes], object]) -> None:
        self._datagrams = _Datagrams(params, kit)
        self._kit = kit
        self._send = send
        self._next = 0
        self._under_way = 0

    def begin(self) -> int:
        """Send what the window holds. The answer is the number of datagrams."""
        self._next = self._under_way = 0
        self._send_more()
        return len(self._datagrams.ids)

    def goes_on(self, answer: bytes) -> bool:
        """Take an answer, which makes room for the next datagram; false when it is the mark, which ends the pass."""
        kit, datagrams = self._kit, self._datagrams
        ident = datagrams.id_of(answer)
        if ident == _MARK:
            return False
        is_empty = datagrams.is_empty(ident)
        name, key = ("received_empty", _RECEIVED_EMPTY) if is_empty else ("received", _RECEIVED)
        kit.emit(kit.kinds[name], key, ident, kit.crc32(answer))
        if not is_empty:
            self._under_way -= 1
            self._send_more()
        return True

    def _send_more(self) -> None:
        """Keep the window full. Empty ones count for nothing here: whether they come back is the question."""
        kit, datagrams = self._kit, self._datagrams
        while self._next < len(datagrams.ids) and self._under_way < datagrams.window:
            ident = datagrams.ids[self._next]
            self._next += 1
            data = datagrams.bytes_of(ident)
            kit.emit(kit.kinds["sent"], _SENT, ident, len(data))
            self._send(data)
            if not datagrams.is_empty(ident):
                self._under_way += 1
        if self._under_way == 0:
            self._send(datagrams.mark)


def address_of(kit: Kit) -> tuple[str, int]:
    """The endpoint names a port; datagrams go to the UDP port with that number."""
    peer = tcp_endpoint(kit, "peer")
    return peer.host, peer.port
