"""io_fanout.udp with generators: a socket of its own, and a scheduler that waits until it can be read."""

import socket

from evenloop_runner.generators import Readable, Steps
from evenloop_runner.kit import Kit, Params
from scenarios.io_fanout.udp.datagrams import Exchange, address_of

_LARGEST_BYTES = 65536


class Udp:
    """Sends datagrams and waits for their answers."""

    def __init__(self, exchange: Exchange, peer: socket.socket) -> None:
        self._exchange = exchange
        self._socket = peer

    def round(self) -> Steps[int]:
        """Enact one pass; the answer is the number of datagrams."""
        count = self._exchange.begin()
        while self._exchange.goes_on((yield from self._receive())):
            pass
        return count

    def close(self) -> None:
        """Close the socket."""
        self._socket.close()

    def _receive(self) -> Steps[bytes]:
        while True:
            try:
                return self._socket.recv(_LARGEST_BYTES)
            except BlockingIOError:
                yield Readable(self._socket.fileno())


def open(params: Params, kit: Kit) -> Udp:
    """Make the socket."""
    peer = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    peer.setblocking(False)
    peer.connect(address_of(kit))
    return Udp(Exchange(params, kit, peer.send), peer)
