"""io_fanout.udp with coroutines: a datagram endpoint that fills a queue, and a coroutine that awaits it."""

import asyncio

from evenloop_runner.kit import Kit, Params
from scenarios.io_fanout.udp.datagrams import (
    MARK,
    RECEIVED,
    RECEIVED_EMPTY,
    SENT,
    Datagrams,
    address_of,
)


class _Inbox(asyncio.DatagramProtocol):
    def __init__(self) -> None:
        self.answers: asyncio.Queue[bytes] = asyncio.Queue()

    def datagram_received(self, data: bytes, addr: object) -> None:  # noqa: ARG002 - there is one peer
        self.answers.put_nowait(data)


class Udp:
    """Sends datagrams and awaits their answers."""

    def __init__(
        self,
        datagrams: Datagrams,
        kit: Kit,
        transport: asyncio.DatagramTransport,
        inbox: _Inbox,
    ) -> None:
        self._datagrams = datagrams
        self._kit = kit
        self._transport = transport
        self._inbox = inbox
        self._next = 0
        self._under_way = 0

    async def round(self) -> int:
        """Enact one pass; the answer is the number of datagrams."""
        kit, datagrams = self._kit, self._datagrams
        received, empty = kit.kinds["received"], kit.kinds["received_empty"]
        self._next = self._under_way = 0
        self._send_more()
        while (ident := datagrams.id_of(answer := await self._inbox.answers.get())) != MARK:
            is_empty = datagrams.is_empty(ident)
            kind, key = (empty, RECEIVED_EMPTY) if is_empty else (received, RECEIVED)
            kit.emit(kind, key, ident, kit.crc32(answer))
            if not is_empty:
                self._under_way -= 1
                self._send_more()
        return len(datagrams.ids)

    def close(self) -> None:
        """Close the endpoint."""
        self._transport.close()

    def _send_more(self) -> None:
        """Keep the window full. Empty ones count for nothing here: whether they come back is the question."""
        kit, datagrams = self._kit, self._datagrams
        while self._next < len(datagrams.ids) and self._under_way < datagrams.window:
            ident = datagrams.ids[self._next]
            self._next += 1
            data = datagrams.bytes_of(ident)
            kit.emit(kit.kinds["sent"], SENT, ident, len(data))
            self._transport.sendto(data)
            if not datagrams.is_empty(ident):
                self._under_way += 1
        if self._under_way == 0:
            self._transport.sendto(datagrams.mark)


async def open(params: Params, kit: Kit) -> Udp:
    """Make the endpoint."""
    loop = asyncio.get_running_loop()
    datagrams = Datagrams(params, kit)
    transport, inbox = await loop.create_datagram_endpoint(_Inbox, remote_addr=address_of(kit.endpoint("peer")))
    return Udp(datagrams, kit, transport, inbox)
