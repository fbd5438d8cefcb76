"""io_fanout.http_serve with protocols: HTTP by hand, answered as soon as a request is whole; timers trickle."""

import asyncio
from typing import cast

from evenloop_runner.kit import Kit, Params
from scenarios.io_fanout.http_serve.requests import RequestReader, chunk_of
from scenarios.io_fanout.http_serve.serving import PIECE, PIECE_SECONDS, Question, Serving
from scenarios.io_fanout.shared.sockets import Gate, Listening, announce, tcp_endpoint


class _Connection(asyncio.Protocol):
    def __init__(self, serving: Serving, loop: asyncio.AbstractEventLoop) -> None:
        self._serving = serving
        self._loop = loop
        self._reader = RequestReader()
        self._endless: Question | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # The transports of other loops are no subclasses of it.
        self._transport = cast("asyncio.Transport", transport)
        self._serving.opened()

    def data_received(self, data: bytes) -> None:
        assert self._transport is not None
        for request in self._reader.feed(data):
            question = self._serving.asked(request)
            if question.is_endless:
                self._begin(question)
                return
            self._transport.write(question.answer)
            self._serving.answered(question)
            if question.is_last:
                self._transport.close()
                return

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - the name is the protocol's
        if self._timer is not None:
            self._timer.cancel()
        if self._endless is not None:
            self._serving.gone(self._endless)
        self._serving.closed()

    def _begin(self, question: Question) -> None:
        assert self._transport is not None
        self._transport.write(question.endless_head)
        self._serving.begun(question)
        self._endless = question
        self._trickle(question)

    def _trickle(self, question: Question) -> None:
        assert self._transport is not None
        if self._transport.is_closing():
            return
        self._serving.piece(question)
        self._transport.write(chunk_of(PIECE))
        self._timer = self._loop.call_later(PIECE_SECONDS, self._trickle, question)


class HttpServe(Listening):
    """A server of HTTP."""

    def __init__(self, params: Params, kit: Kit) -> None:
        super().__init__(kit)
        self._loop = asyncio.get_running_loop()
        self._serving = Serving(params, kit, self._look)
        self._is_through = False
        self._done: asyncio.Future[None] = self._loop.create_future()

    async def listen(self) -> None:
        """Say where."""
        self._server = await self._loop.create_server(lambda: _Connection(self._serving, self._loop), "127.0.0.1", 0)
        announce(self._server, self._kit)

    async def round(self) -> int:
        """Enact one pass; the answer is the number of requests."""
        self._serving.begin()
        self._is_through = False
        self._done = self._loop.create_future()
        peer = tcp_endpoint(self._kit, "peer")
        await self._loop.create_connection(lambda: Gate(self._clients_are_through), peer.host, peer.port)
        await self._done
        return self._serving.end()

    def _clients_are_through(self) -> None:
        self._is_through = True
        self._look()

    def _look(self) -> None:
        if self._is_through and self._serving.open_count == 0 and not self._done.done():
            self._done.set_result(None)


async def open(params: Params, kit: Kit) -> HttpServe:
    """Listen."""
    workload = HttpServe(params, kit)
    await workload.listen()
    return workload
