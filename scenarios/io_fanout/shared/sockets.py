"""What the workloads of io_fanout do alike with sockets, whatever their style: name an endpoint, say where they listen."""

import asyncio
from collections.abc import Callable

from evenloop_runner.kit import Kit, TcpEndpoint, UnixEndpoint

READ_BYTES = 65536


def tcp_endpoint(kit: Kit, name: str) -> TcpEndpoint:
    """Give the endpoint of this name."""
    endpoint = kit.endpoint(name)
    if not isinstance(endpoint, TcpEndpoint):
        raise TypeError(f"the TCP endpoint `{name}` is missing")
    return endpoint


def unix_path(kit: Kit, name: str) -> str:
    """Give the path of the endpoint of this name."""
    endpoint = kit.endpoint(name)
    if not isinstance(endpoint, UnixEndpoint):
        raise TypeError(f"the Unix endpoint `{name}` is missing")
    return endpoint.path


def announce(server: asyncio.Server, kit: Kit) -> TcpEndpoint:
    """Tell the harness where a server listens on TCP."""
    host, port = server.sockets[0].getsockname()
    endpoint = TcpEndpoint(host, port)
    kit.listening("server", endpoint)
    return endpoint


class Listening:
    """A workload with a server, which it makes when it is told to listen."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit
        self._server: asyncio.Server | None = None

    def close(self) -> None:
        """Listen no more."""
        if self._server is not None:
            self._server.close()


async def call_peers(kit: Kit) -> None:
    """Let the harness's clients call; they are through when this connection ends."""
    peer = tcp_endpoint(kit, "peer")
    reader, writer = await asyncio.open_connection(peer.host, peer.port)
    await reader.read()
    writer.close()


class Gate(asyncio.Protocol):
    """The same with protocols: the harness's clients are through when this connection is lost."""

    def __init__(self, ended: Callable[[], None]) -> None:
        self._ended = ended

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - the name is the protocol's
        """They are through."""
        self._ended()


async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Send back what comes until the client ends."""
    try:
        while data := await reader.read(READ_BYTES):
            writer.write(data)
            await writer.drain()
    except ConnectionError:
        pass  # The client at the other end sees the same error and reports it.
    finally:
        writer.close()
