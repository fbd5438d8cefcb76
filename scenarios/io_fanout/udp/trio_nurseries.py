"""io_fanout.udp with trio: a socket of ``trio.socket`` that is sent to and received from in turn."""

import trio

from evenloop_runner.kit import Kit, Params
from scenarios.io_fanout.udp.datagrams import Exchange, address_of

_LARGEST = 65536


class Udp:
    """Sends datagrams and awaits their answers."""

    def __init__(self, params: Params, kit: Kit, sock: trio.socket.SocketType) -> None:
        self._socket = sock
        self._unsent: list[bytes] = []
        self._exchange = Exchange(params, kit, self._unsent.append)

    async def round(self) -> int:
        """Enact one pass; the answer is the number of datagrams."""
        count = self._exchange.begin()
        await self._send()
        while self._exchange.goes_on(await self._socket.recv(_LARGEST)):
            await self._send()
        return count

    def close(self) -> None:
        """Close the socket."""
        self._socket.close()

    async def _send(self) -> None:
        for data in self._unsent:
            await self._socket.send(data)
        self._unsent.clear()


async def open(params: Params, kit: Kit) -> Udp:
    """Make the socket."""
    sock = trio.socket.socket(trio.socket.AF_INET, trio.socket.SOCK_DGRAM)
    await sock.connect(address_of(kit))
    return Udp(params, kit, sock)
