"""What all styles of io_fanout.tcp_echo share: how much goes to and fro, and what a message looks like."""

import socket
import struct

from evenloop_runner.kit import Kit, Params, TcpEndpoint

BACKLOG = 1024
"""Room for all connections of a round at once: whoever finds none tries again after a second."""
READ_BYTES = 65536
HEADER = struct.Struct("<8sII")
"""Nonce, connection and message."""
pack_header = HEADER.pack
"""Bound once: a method of an imported name is looked up and bound at every call."""


def check(params: Params) -> None:
    """Refuse what no message can be."""
    if params.integer("bytes") < HEADER.size:
        raise ValueError("a message needs 16 bytes for its header")
    if params.integer("pipeline") < 1:
        raise ValueError("at least one message must be under way")


def filling(nonce: bytes, size: int) -> bytes:
    """What follows the header: the nonce over and over."""
    length = size - HEADER.size
    return (nonce * (length // len(nonce) + 1))[:length]


def tcp_of(server: object) -> TcpEndpoint:
    """Give where the server listens, or the harness in its place."""
    if not isinstance(server, TcpEndpoint):
        raise TypeError("io_fanout.tcp_echo needs a TCP endpoint")
    return server


def listener(kit: Kit) -> tuple[socket.socket, TcpEndpoint]:
    """Listen on a socket that never blocks, and tell the harness where."""
    sock = socket.create_server(("127.0.0.1", 0), backlog=BACKLOG)
    sock.setblocking(False)
    host, port = sock.getsockname()
    endpoint = TcpEndpoint(host, port)
    kit.listening("server", endpoint)
    return sock, endpoint


def prepare(sock: socket.socket) -> None:
    """Make a socket that never blocks and never waits for more to send."""
    sock.setblocking(False)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
