"""io_fanout.udp with generators: a socket of its own, and a scheduler that waits until it can be read."""

import socket

from evenloop_runner.generators import Readable, Steps
from evenloop_runner.kit import Kit, Params
from scenarios.io_fanout.udp.datagrams import (
    MARK,
    RECEIVED,
    RECEIVED_EMPTY,
    SENT,
    Datagrams,
    address_of,
)

_LARGEST_BYTES = 65536


class Udp:
    """Sends datagrams and waits for their answers."""

    def __init__(self, datagrams: Datagrams, kit: Kit, peer: socket.socket) -> None:
        self._datagrams = datagrams
        self._kit = kit
        self._socket = peer
        self._next = 0
        self._under_way = 0

    def round(self) -> Steps[int]:
        """Enact one pass; the answer is the number of datagrams."""
        kit, datagrams = self._kit, self._datagrams
        received, empty = kit.kinds["received"], kit.kinds["received_empty"]
        self._next = self._under_way = 0
        self._send_more()
        while (ident := datagrams.id_of(answer := (yield from self._receive()))) != MARK:
            is_empty = datagrams.is_empty(ident)
            kind, key = (empty, RECEIVED_EMPTY) if is_empty else (received, RECEIVED)
            kit.emit(kind, key, ident, kit.crc32(answer))
            if not is_empty:
                self._under_way -= 1
                self._send_more()
        return len(datagrams.ids)

    def close(self) -> None:
        """Close the socket."""
        self._socket.close()

    def _receive(self) -> Steps[bytes]:
        while True:
            try:
                return self._socket.recv(_LARGEST_BYTES)
            except BlockingIOError:
                yield Readable(self._socket.fileno())

    def _send_more(self) -> None:
        """Keep the window full. Empty ones count for nothing here: whether they come back is the question."""
        kit, datagrams = self._kit, self._datagrams
        while self._next < len(datagrams.ids) and self._under_way < datagrams.window:
            ident = datagrams.ids[self._next]
            self._next += 1
            data = datagrams.bytes_of(ident)
            kit.emit(kit.kinds["sent"], SENT, ident, len(data))
            self._socket.send(data)
            if not datagrams.is_empty(ident):
                self._under_way += 1
        if self._under_way == 0:
            self._socket.send(datagrams.mark)


def open(params: Params, kit: Kit) -> Udp:
    """Make the socket."""
    datagrams = Datagrams(params, kit)
    peer = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    peer.setblocking(False)
    peer.connect(address_of(kit.endpoint("peer")))
    return Udp(datagrams, kit, peer)
