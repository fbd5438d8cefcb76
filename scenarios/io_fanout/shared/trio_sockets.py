"""What the workloads of io_fanout with trio do alike: serve in the background, read exactly, and let the harness call."""

from collections.abc import Awaitable, Callable, Sequence

import trio

from evenloop_runner.kit import Kit, TcpEndpoint
from evenloop_runner.trio_tasks import lasting
from scenarios.io_fanout.shared.sockets import tcp_endpoint


class Server:
    """Listens in a task that outlives rounds; each connection is a task of a nursery of its own."""

    def __init__(
        self, listeners: Sequence[trio.SocketListener], handler: Callable[[trio.SocketStream], Awaitable[object]]
    ) -> None:
        self._listeners = listeners
        self._handler = handler
        self._scope = trio.CancelScope()
        lasting().start_soon(self._serve)

    def close(self) -> None:
        """Listen no more, and cut what is open."""
        self._scope.cancel()

    async def _serve(self) -> None:
        with self._scope:
            await trio.serve_listeners(self._handler, list(self._listeners))


async def serve_tcp(
    kit: Kit, handler: Callable[[trio.SocketStream], Awaitable[object]], backlog: int
) -> tuple[Server, TcpEndpoint]:
    """Listen on TCP, and tell the harness where."""
    listeners = await trio.open_tcp_listeners(0, host="127.0.0.1", backlog=backlog)
    host, port = listeners[0].socket.getsockname()
    endpoint = TcpEndpoint(host, port)
    kit.listening("server", endpoint)
    return Server(listeners, handler), endpoint


class ShortReadError(Exception):
    """The stream ended within what was to come."""

    def __init__(self, partial: bytes) -> None:
        super().__init__(f"the stream ended behind {len(partial)} bytes")
        self.partial = partial


async def receive_exactly(stream: trio.SocketStream, size: int) -> bytes:
    """Give so many bytes. Raises `ShortReadError` where the stream ends before."""
    data = await stream.receive_some(size)
    while len(data) < size:
        piece = await stream.receive_some(size - len(data))
        if not piece:
            raise ShortReadError(bytes(data))
        data += piece
    return data


async def receive_rest(stream: trio.SocketStream) -> bytes:
    """Give everything until the end."""
    rest = bytearray()
    async for data in stream:
        rest += data
    return bytes(rest)


async def echo(stream: trio.SocketStream) -> None:
    """Send back what comes until the client ends."""
    try:
        async for data in stream:
            await stream.send_all(data)
    except trio.BrokenResourceError:
        pass  # The client at the other end sees the same error and reports it.


async def call_peers(kit: Kit) -> None:
    """Let the harness's clients call; they are through when this connection ends."""
    peer = tcp_endpoint(kit, "peer")
    async with await trio.open_tcp_stream(peer.host, peer.port) as stream:
        await receive_rest(stream)


def first_cause(error: BaseException) -> BaseException:
    """Give what the system said: trio makes one failure of those of all addresses, without their numbers."""
    cause = error.__cause__ or error
    while isinstance(cause, BaseExceptionGroup):
        cause = cause.exceptions[0]
    return cause
