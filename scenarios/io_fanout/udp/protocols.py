"""io_fanout.udp with protocols: ``datagram_received`` makes room for the next datagram."""

import asyncio
from typing import cast

from evenloop_runner.kit import Kit, Params
from scenarios.io_fanout.udp.datagrams import Exchange, address_of


class Udp(asyncio.DatagramProtocol):
    """Sends datagrams and reacts to their answers."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._params = params
        self._kit = kit
        self._done: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._count = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """From now on there is something to send with."""
        self._transport = cast("asyncio.DatagramTransport", transport)
        self._exchange = Exchange(self._params, self._kit, self._transport.sendto)

    def round(self) -> asyncio.Future[int]:
        """Send what the window holds; the rest follows by itself. The answer is the number of datagrams."""
        self._done = asyncio.get_running_loop().create_future()
        self._count = self._exchange.begin()
        return self._done

    def close(self) -> None:
        """Close the endpoint."""
        self._transport.close()

    def datagram_received(self, data: bytes, addr: object) -> None:  # noqa: ARG002 - there is one peer
        """Make room for the next datagram, or end the pass."""
        if not self._exchange.goes_on(data):
            self._done.set_result(self._count)


async def open(params: Params, kit: Kit) -> Udp:
    """Make the endpoint."""
    loop = asyncio.get_running_loop()
    _, workload = await loop.create_datagram_endpoint(lambda: Udp(params, kit), remote_addr=address_of(kit))
    return workload
