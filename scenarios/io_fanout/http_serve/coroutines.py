"""io_fanout.http_serve with coroutines: HTTP by hand over streams, a task for each connection."""

import asyncio
import contextlib

from evenloop_runner.kit import Kit, Params
from scenarios.io_fanout.http_serve.requests import END_OF_HEAD, END_OF_LINE, Request, chunk_of, parse_head
from scenarios.io_fanout.http_serve.serving import PIECE, PIECE_SECONDS, Question, Serving
from scenarios.io_fanout.shared.sockets import Listening, announce, call_peers

_LOST = (ConnectionError, RuntimeError)
"""A connection that the client has reset: the second is what rloop makes of it."""


async def _read(reader: asyncio.StreamReader) -> Request:
    """Read one request. Raises ``IncompleteReadError`` where the client ends before."""
    target, length, is_chunked, is_last = parse_head(await reader.readuntil(END_OF_HEAD))
    if is_chunked:
        return Request(target, await _read_chunks(reader), is_last)
    return Request(target, await reader.readexactly(length) if length else b"", is_last)


async def _read_chunks(reader: asyncio.StreamReader) -> bytes:
    body = b""
    while size := int(await reader.readuntil(END_OF_LINE), 16):
        body += await reader.readexactly(size)
        await reader.readuntil(END_OF_LINE)
    await reader.readuntil(END_OF_LINE)
    return body


class HttpServe(Listening):
    """A server of HTTP."""

    def __init__(self, params: Params, kit: Kit) -> None:
        super().__init__(kit)
        self._closed = asyncio.Event()
        self._serving = Serving(params, kit, self._closed.set)

    async def listen(self) -> None:
        """Say where."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        announce(self._server, self._kit)

    async def round(self) -> int:
        """Enact one pass; the answer is the number of requests."""
        self._serving.begin()
        await call_peers(self._kit)
        while self._serving.open_count > 0:
            self._closed.clear()
            await self._closed.wait()
        return self._serving.end()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._serving.opened()
        try:
            # The client ends its side, or goes away.
            with contextlib.suppress(asyncio.IncompleteReadError, *_LOST):
                while await self._answer(await _read(reader), writer):
                    pass
        finally:
            writer.close()
            with contextlib.suppress(*_LOST):
                await writer.wait_closed()
            self._serving.closed()

    async def _answer(self, request: Request, writer: asyncio.StreamWriter) -> bool:
        """Answer; false where it is the last on its connection."""
        question = self._serving.asked(request)
        if question.is_endless:
            await self._trickle(question, writer)
            return False
        writer.write(question.answer)
        self._serving.answered(question)
        await writer.drain()
        return not question.is_last

    async def _trickle(self, question: Question, writer: asyncio.StreamWriter) -> None:
        writer.write(question.endless_head)
        self._serving.begun(question)
        with contextlib.suppress(*_LOST):
            # uvloop takes no bytes for a connection that is lost: it raises where asyncio drops them.
            while not writer.is_closing():
                writer.write(chunk_of(PIECE))
                self._serving.piece(question)
                await writer.drain()
                await asyncio.sleep(PIECE_SECONDS)
        self._serving.gone(question)


async def open(params: Params, kit: Kit) -> HttpServe:
    """Listen."""
    workload = HttpServe(params, kit)
    await workload.listen()
    return workload
