"""io_fanout.http_serve with trio: HTTP by hand over streams, a task for each connection."""

import trio

from evenloop_runner.kit import Kit, Params
from scenarios.io_fanout.http_serve.requests import Request, RequestReader, chunk_of
from scenarios.io_fanout.http_serve.serving import PIECE, PIECE_SECONDS, Question, Serving
from scenarios.io_fanout.shared.trio_sockets import Server, call_peers, serve_tcp

_BACKLOG = 100


class HttpServe:
    """A server of HTTP."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._kit = kit
        self._closed = trio.Event()
        self._serving = Serving(params, kit, self._all_closed)
        self._server: Server | None = None

    async def listen(self) -> None:
        """Say where."""
        self._server, _ = await serve_tcp(self._kit, self._serve, _BACKLOG)

    async def round(self) -> int:
        """Enact one pass; the answer is the number of requests."""
        self._serving.begin()
        await call_peers(self._kit)
        while self._serving.open_count > 0:
            self._closed = trio.Event()
            await self._closed.wait()
        return self._serving.end()

    def close(self) -> None:
        """Listen no more."""
        if self._server is not None:
            self._server.close()

    def _all_closed(self) -> None:
        self._closed.set()

    async def _serve(self, stream: trio.SocketStream) -> None:
        self._serving.opened()
        try:
            async with stream:
                await self._converse(stream)
        except trio.BrokenResourceError:
            pass  # The client has gone away.
        finally:
            self._serving.closed()

    async def _converse(self, stream: trio.SocketStream) -> None:
        reader = RequestReader()
        async for data in stream:
            for request in reader.feed(bytes(data)):
                if not await self._answer(request, stream):
                    return

    async def _answer(self, request: Request, stream: trio.SocketStream) -> bool:
        """Answer; false where it is the last on its connection."""
        question = self._serving.asked(request)
        if question.is_endless:
            await self._trickle(question, stream)
            return False
        self._serving.answered(question)
        await stream.send_all(question.answer)
        return not question.is_last

    async def _trickle(self, question: Question, stream: trio.SocketStream) -> None:
        self._serving.begun(question)
        try:
            await stream.send_all(question.endless_head)
            while True:
                self._serving.piece(question)
                await stream.send_all(chunk_of(PIECE))
                await trio.sleep(PIECE_SECONDS)
        except trio.BrokenResourceError:
            self._serving.gone(question)


async def open(params: Params, kit: Kit) -> HttpServe:
    """Listen."""
    workload = HttpServe(params, kit)
    await workload.listen()
    return workload
