"""io_fanout.http_fetch with coroutines: HTTP by hand over streams, a task for each request, and ``timeout`` over all."""

import asyncio
import contextlib

from evenloop_runner.kit import Kit, Params, TcpEndpoint
from scenarios.io_fanout.http_fetch.answers import Answer
from scenarios.io_fanout.http_fetch.fetching import Cancel, Fetching, Request, RequestCourse, hear_counts
from scenarios.io_fanout.shared.sockets import READ_BYTES

_Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class _Pool:
    """The connections to one server: each is used again."""

    def __init__(self, endpoint: TcpEndpoint, size: int) -> None:
        self._endpoint = endpoint
        self._room = asyncio.Semaphore(size)
        self._idle: list[_Streams] = []

    async def ask(self, request: Request, answer: Answer) -> None:
        """Read a whole answer, when there is room. Raises ``ConnectionError`` where it ends before."""
        async with self._room:
            host, port = self._endpoint.host, self._endpoint.port
            reader, writer = self._idle.pop() if self._idle else await asyncio.open_connection(host, port)
            try:
                writer.write(request.text)
                await _read(reader, answer)
            except BaseException:
                await _drop(writer)
                raise
            self._idle.append((reader, writer))

    async def close(self) -> None:
        """Close what is open when all is over."""
        for _, writer in self._idle:
            await _drop(writer)


async def _read(reader: asyncio.StreamReader, answer: Answer) -> None:
    while not answer.is_whole:
        data = await reader.read(READ_BYTES)
        if not data:
            raise ConnectionError("the connection ended within an answer")
        answer.feed(data)


async def _drop(writer: asyncio.StreamWriter) -> None:
    """Until it is closed it counts."""
    writer.transport.abort()
    with contextlib.suppress(ConnectionError):
        await writer.wait_closed()


class _Round:
    """All requests at once."""

    def __init__(self, kit: Kit, fetching: Fetching) -> None:
        self._kit = kit
        self._fetching = fetching
        self._pools = [_Pool(endpoint, fetching.pool) for endpoint in fetching.upstreams]
        self._given_up: set[asyncio.Task[None]] = set()

    async def play(self) -> None:
        """Ask, and wait for the last answer or the deadline."""
        deadline_ms = self._fetching.deadline_ms
        asked = [(request, RequestCourse(self._kit, request, deadline_ms)) for request in self._fetching.requests]
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(deadline_ms / 1000), asyncio.TaskGroup() as group:
                for request, course in asked:
                    task = group.create_task(self._ask(request, course))
                    if request.cancel is Cancel.UNANSWERED:
                        self._give_up_later(task, request, course)
        for pool in self._pools:
            await pool.close()

    async def _ask(self, request: Request, course: RequestCourse) -> None:
        task = asyncio.current_task()
        assert task is not None

        def begun(status: int) -> None:
            course.head(status)
            if request.cancel is Cancel.IN_BODY:
                self._give_up_later(task, request, course)

        try:
            await self._pools[request.upstream].ask(request, Answer(begun, course.piece))
            course.whole()
        except asyncio.CancelledError:
            if task in self._given_up:
                course.cancelled()
            else:
                course.expired()
            raise
        except ConnectionError:
            course.broke()

    def _give_up_later(self, task: asyncio.Task[None], request: Request, course: RequestCourse) -> None:
        def give_up() -> None:
            self._given_up.add(task)
            task.cancel()
            course.cancel()

        asyncio.get_running_loop().call_later(request.cancel_ms / 1000, give_up)


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
