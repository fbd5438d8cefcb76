"""io_fanout.http_fetch with protocols: HTTP by hand, fed by transports; requests wait in a queue until a connection is free."""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import cast

from evenloop_runner.kit import Kit, Params, TcpEndpoint
from scenarios.io_fanout.http_fetch.answers import Answer
from scenarios.io_fanout.http_fetch.fetching import Cancel, Fetching, Request, RequestCourse, hear_counts


class _Asking:
    """A request on its way from the queue to its end."""

    def __init__(self, request: Request, course: RequestCourse) -> None:
        self.request = request
        self.course = course
        self.connection: _Connection | None = None
        self.end_as: Callable[[], None] = course.broke


class _Connection(asyncio.Protocol):
    """Has one request at a time."""

    def __init__(self, pool: "_Pool") -> None:
        self._pool = pool
        self._asking: _Asking | None = None
        self._answer: Answer | None = None
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # The transports of other loops are no subclasses of it.
        self._transport = cast("asyncio.Transport", transport)
        self._pool.is_free(self)

    def ask(self, asking: _Asking) -> None:
        """Send a request."""
        self._asking = asking
        self._answer = Answer(lambda status: self._pool.begun(asking, status), asking.course.piece)
        asking.connection = self
        assert self._transport is not None
        self._transport.write(asking.request.text)

    def drop(self) -> None:
        """Close, whatever is under way."""
        assert self._transport is not None
        self._transport.abort()

    def data_received(self, data: bytes) -> None:
        asking, answer = self._asking, self._answer
        if asking is None or answer is None:
            return
        answer.feed(data)
        if answer.is_whole:
            self._asking = self._answer = None
            asking.course.whole()
            self._pool.is_free(self)
            self._pool.is_over(asking)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - the name is the protocol's
        asking, self._asking = self._asking, None
        self._pool.is_lost(self)
        if asking is not None:
            asking.end_as()
            self._pool.is_over(asking)


class _Pool:
    """The connections to one server, and the requests that wait for one."""

    def __init__(self, owner: "_Round", endpoint: TcpEndpoint, size: int) -> None:
        self._round = owner
        self._endpoint = endpoint
        self._size = size
        self._waiting: deque[_Asking] = deque()
        self._idle: list[_Connection] = []
        self._count = 0
        self.begun = owner.begun
        self.is_over = owner.is_over

    def ask(self, asking: _Asking) -> None:
        """Send a request as soon as a connection is free."""
        self._waiting.append(asking)
        if self._idle:
            self._idle.pop().ask(self._waiting.popleft())
        elif self._count < self._size:
            self._connect()

    def give_up(self, asking: _Asking) -> None:
        """End a request: by its connection, or before it has one."""
        if asking.connection is not None:
            asking.connection.drop()
        else:
            self._waiting.remove(asking)
            asyncio.get_running_loop().call_soon(self._end, asking)

    def is_free(self, connection: _Connection) -> None:
        """Have the connection ask for what waits."""
        if self._waiting:
            connection.ask(self._waiting.popleft())
        else:
            self._idle.append(connection)

    def is_lost(self, connection: _Connection) -> None:
        """Open another one where something waits."""
        self._count -= 1
        if connection in self._idle:
            self._idle.remove(connection)
        if self._waiting:
            self._connect()

    def close(self) -> None:
        """Close what is open when all is over."""
        for connection in self._idle:
            connection.drop()

    def _end(self, asking: _Asking) -> None:
        asking.end_as()
        self.is_over(asking)

    def _connect(self) -> None:
        self._count += 1
        host, port = self._endpoint.host, self._endpoint.port
        loop = asyncio.get_running_loop()
        self._round.keep(loop.create_task(loop.create_connection(lambda: _Connection(self), host, port)))


class _Round:
    """All requests at once."""

    def __init__(self, kit: Kit, fetching: Fetching) -> None:
        self._kit = kit
        self._fetching = fetching
        self._loop = asyncio.get_running_loop()
        self._pools = [_Pool(self, endpoint, fetching.pool) for endpoint in fetching.upstreams]
        self._under_way: dict[int, _Asking] = {}
        self._connecting: set[asyncio.Task[object]] = set()
        self._done: asyncio.Future[None] = self._loop.create_future()

    async def play(self) -> None:
        """Ask; what follows is told by callbacks."""
        deadline_ms = self._fetching.deadline_ms
        for request in self._fetching.requests:
            asking = _Asking(request, RequestCourse(self._kit, request, deadline_ms))
            self._under_way[request.number] = asking
            self._pools[request.upstream].ask(asking)
            if request.cancel is Cancel.UNANSWERED:
                self._loop.call_later(request.cancel_ms / 1000, self._cancel, asking)
        deadline = self._loop.call_later(deadline_ms / 1000, self._expire)
        await self._done
        deadline.cancel()
        # One may be opening for a request that is over by now.
        await asyncio.gather(*self._connecting)
        for pool in self._pools:
            pool.close()

    def begun(self, asking: _Asking, status: int) -> None:
        """Note the head of an answer."""
        asking.course.head(status)
        if asking.request.cancel is Cancel.IN_BODY:
            self._loop.call_later(asking.request.cancel_ms / 1000, self._cancel, asking)

    def is_over(self, asking: _Asking) -> None:
        """Count who is through."""
        del self._under_way[asking.request.number]
        if not self._under_way:
            self._done.set_result(None)

    def keep(self, connecting: "asyncio.Task[tuple[asyncio.Transport, _Connection]]") -> None:
        """Hold on to a connection that is being opened."""
        self._connecting.add(connecting)
        connecting.add_done_callback(self._connecting.discard)

    def _cancel(self, asking: _Asking) -> None:
        self._give_up(asking, asking.course.cancelled)
        asking.course.cancel()

    def _expire(self) -> None:
        for asking in [*self._under_way.values()]:
            self._give_up(asking, asking.course.expired)

    def _give_up(self, asking: _Asking, end_as: Callable[[], None]) -> None:
        asking.end_as = end_as
        self._pools[asking.request.upstream].give_up(asking)


class HttpFetch:
    """Nothing lives longer than a round."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._kit = kit
        self._fetching = Fetching(params, kit)

    async def round(self) -> int:
        """Enact one pass; the answer is the number of requests."""
        await _Round(self._kit, self._fetching).play()
        await hear_counts(self._kit, self._fetching)
        return len(self._fetching.requests)

    def close(self) -> None:
        """Nothing is left."""


async def open(params: Params, kit: Kit) -> HttpFetch:
    """Look the servers up."""
    return HttpFetch(params, kit)
