"""io_fanout.udp with coroutines: a datagram endpoint that fills a queue, and a coroutine that awaits it."""

import asyncio

from evenloop_runner.kit import Kit, Params
from scenarios.io_fanout.udp.datagrams import Exchange, address_of


class _Inbox(asyncio.DatagramProtocol):
    def __init__(self) -> None:
        self.answers: asyncio.Queue[bytes] = asyncio.Queue()

    def datagram_received(self, data: bytes, addr: object) -> None:  # noqa: ARG002 - there is one peer
        self.answers.put_nowait(data)


class Udp:
    """Sends datagrams and awaits their answers."""

    def __init__(self, exchange: Exchange, transport: asyncio.DatagramTransport, inbox: _Inbox) -> None:
        self._exchange = exchange
        self._transport = transport
        self._inbox = inbox

    async def round(self) -> int:
        """Enact one pass; the answer is the number of datagrams."""
        count = self._exchange.begin()
        while self._exchange.goes_on(await self._inbox.answers.get()):
            pass
        return count

    def close(self) -> None:
        """Close the endpoint."""
        self._transport.close()


async def open(params: Params, kit: Kit) -> Udp:
    """Make the endpoint."""
    loop = asyncio.get_running_loop()
    transport, inbox = await loop.create_datagram_endpoint(_Inbox, remote_addr=address_of(kit))
    return Udp(Exchange(params, kit, transport.sendto), transport, inbox)
