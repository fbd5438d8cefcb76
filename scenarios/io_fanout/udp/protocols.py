"""io_fanout.udp with protocols: ``datagram_received`` makes room for the next datagram."""

import asyncio
from typing import cast

from evenloop_runner.kit import Kit, Params
from scenarios.io_fanout.udp.datagrams import (
    MARK,
    RECEIVED,
    RECEIVED_EMPTY,
    SENT,
    Datagrams,
    address_of,
)


class _Exchange(asyncio.DatagramProtocol):
    def __init__(self, datagrams: Datagrams, kit: Kit) -> None:
        self._datagrams = datagrams
        self._kit = kit
        self._transport: asyncio.DatagramTransport | None = None
        self._done: asyncio.Future[int] | None = None
        self._next = 0
        self._under_way = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.DatagramTransport", transport)

    def begin(self) -> asyncio.Future[int]:
        """Send what the window holds; the rest follows by itself."""
        self._done = asyncio.get_running_loop().create_future()
        self._next = self._under_way = 0
        self._send_more()
        return self._done

    def datagram_received(self, data: bytes, addr: object) -> None:  # noqa: ARG002 - there is one peer
        kit, datagrams = self._kit, self._datagrams
        ident = datagrams.id_of(data)
        if ident == MARK:
            assert self._done is not None
            self._done.set_result(len(datagrams.ids))
            return
        is_empty = datagrams.is_empty(ident)
        name, key = ("received_empty", RECEIVED_EMPTY) if is_empty else ("received", RECEIVED)
        kit.emit(kit.kinds[name], key, ident, kit.crc32(data))
        if not is_empty:
            self._under_way -= 1
            self._send_more()

    def _send_more(self) -> None:
        """Keep the window full. Empty ones count for nothing here: whether they come back is the question."""
        kit, datagrams, transport = self._kit, self._datagrams, self._transport
        assert transport is not None
        while self._next < len(datagrams.ids) and self._under_way < datagrams.window:
            ident = datagrams.ids[self._next]
            self._next += 1
            data = datagrams.bytes_of(ident)
            kit.emit(kit.kinds["sent"], SENT, ident, len(data))
            transport.sendto(data)
            if not datagrams.is_empty(ident):
                self._under_way += 1
        if self._under_way == 0:
            transport.sendto(datagrams.mark)


class Udp:
    """Sends datagrams and reacts to their answers."""

    def __init__(self, transport: asyncio.DatagramTransport, exchange: _Exchange) -> None:
        self._transport = transport
        self._exchange = exchange

    def round(self) -> asyncio.Future[int]:
        """Enact one pass; the answer is the number of datagrams."""
        return self._exchange.begin()

    def close(self) -> None:
        """Close the endpoint."""
        self._transport.close()


async def open(params: Params, kit: Kit) -> Udp:
    """Make the endpoint."""
    loop = asyncio.get_running_loop()
    datagrams = Datagrams(params, kit)
    transport, exchange = await loop.create_datagram_endpoint(
        lambda: _Exchange(datagrams, kit), remote_addr=address_of(kit.endpoint("peer"))
    )
    return Udp(transport, exchange)
