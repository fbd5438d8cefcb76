"""What all styles of io_fanout.udp share: the datagrams of a round, and the mark behind them."""

import struct

from evenloop_runner.kit import Endpoint, Kit, Params, TcpEndpoint

RECEIVED = 0
"""Key of the answers in the trace."""
SENT = 1
"""Key of what was sent."""
RECEIVED_EMPTY = 2
"""Key of the answers to empty datagrams: where there is no trace, a loss can be told apart by its key alone."""
MARK = 0xFFFF_FFFF
"""The number of the datagram that comes back as it is: what was sent before is answered by then, or never will be."""

_HEADER = struct.Struct("<8sII")
# Behind the header there must be something to mask.
_SHORTEST_BYTES = 24


class Datagrams:
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
        self.mark = _HEADER.pack(self._nonce, 0, MARK)

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


def address_of(peer: Endpoint | None) -> tuple[str, int]:
    """The endpoint names a port; datagrams go to the UDP port with that number."""
    if not isinstance(peer, TcpEndpoint):
        raise TypeError("io_fanout.udp needs the endpoint `peer`")
    return peer.host, peer.port
