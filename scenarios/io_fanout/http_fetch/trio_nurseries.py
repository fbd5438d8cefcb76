"""io_fanout.http_fetch with trio: HTTP by hand over streams, a scope for each request, and ``move_on_after`` around all."""

import trio

from evenloop_runner.kit import Kit, Params, TcpEndpoint
from scenarios.io_fanout.http_fetch.answers import Answer
from scenarios.io_fanout.http_fetch.fetching import Cancel, Fetching, Request, RequestCourse, report
from scenarios.io_fanout.shared.sockets import tcp_endpoint
from scenarios.io_fanout.shared.trio_sockets import ShortReadError, receive_rest


class _Pool:
    """The connections to one server: each is used again."""

    def __init__(self, endpoint: TcpEndpoint, size: int) -> None:
        self._endpoint = endpoint
        self._room = trio.Semaphore(size)
        self._idle: list[trio.SocketStream] = []

    async def ask(self, request: Request, answer: Answer) -> None:
        """Read a whole answer, when there is room."""
        async with self._room:
            host, port = self._endpoint.host, self._endpoint.port
            stream = self._idle.pop() if self._idle else await trio.open_tcp_stream(host, port)
            try:
                await stream.send_all(request.text)
                await _read(stream, answer)
            except BaseException:
                stream.socket.close()
                raise
            self._idle.append(stream)

    def close(self) -> None:
        """Close what is open when all is over."""
        for stream in self._idle:
            stream.socket.close()


async def _read(stream: trio.SocketStream, answer: Answer) -> None:
    while not answer.is_whole:
        data = await stream.receive_some()
        if not data:
            raise ShortReadError(b"")
        answer.feed(bytes(data))


class _Round:
    """All requests at once."""

    def __init__(self, kit: Kit, fetching: Fetching) -> None:
        self._kit = kit
        self._fetching = fetching
        self._pools = [_Pool(endpoint, fetching.pool) for endpoint in fetching.upstreams]

    async def play(self) -> None:
        """Ask, and wait for the last answer or the deadline."""
        deadline_ms = self._fetching.deadline_ms
        asked = [(request, RequestCourse(self._kit, request, deadline_ms)) for request in self._fetching.requests]
        with trio.move_on_after(deadline_ms / 1000):
            async with trio.open_nursery() as nursery:
                for request, course in asked:
                    nursery.start_soon(self._ask, nursery, request, course)
        for pool in self._pools:
            pool.close()

    async def _ask(self, nursery: trio.Nursery, request: Request, course: RequestCourse) -> None:
        scope = trio.CancelScope()

        def give_up_later() -> None:
            nursery.start_soon(_give_up, scope, request, course)

        def begun(status: int) -> None:
            course.head(status)
            if request.cancel is Cancel.IN_BODY:
                give_up_later()

        if request.cancel is Cancel.UNANSWERED:
            give_up_later()
        try:
            with scope:
                await self._pools[request.upstream].ask(request, Answer(begun, course.piece))
                course.whole()
        except trio.Cancelled:
            course.expired()
            raise
        except (trio.BrokenResourceError, ShortReadError):
            course.broke()
        if scope.cancelled_caught:
            course.cancelled()


async def _give_up(scope: trio.CancelScope, request: Request, course: RequestCourse) -> None:
    await trio.sleep(request.cancel_ms / 1000)
    scope.cancel()
    course.cancel()


class HttpFetch:
    """Nothing lives longer than a round."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._kit = kit
        self._fetching = Fetching(params, kit)

    async def round(self) -> int:
        """Enact one pass; the answer is the number of requests."""
        await _Round(self._kit, self._fetching).play()
        peer = tcp_endpoint(self._kit, "peer")
        async with await trio.open_tcp_stream(peer.host, peer.port) as stream:
            report(self._kit, self._fetching, await receive_rest(stream))
        return len(self._fetching.requests)

    def close(self) -> None:
        """Nothing is left."""


def open(params: Params, kit: Kit) -> HttpFetch:
    """Look the servers up."""
    return HttpFetch(params, kit)
