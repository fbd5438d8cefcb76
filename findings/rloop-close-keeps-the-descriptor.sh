#!/usr/bin/env bash
# Under rloop `transport.close()` of a TCP connection calls `connection_lost` and leaves the descriptor open: the peer never sees an end and waits for
# it. Each connection costs the process a descriptor for ever, also one that the peer has ended, and after the transport was collected.
#
# Why: `close` takes the descriptor out of the poll and tells the protocol (src/tcp.rs of 0.3.1); what would close the socket is not known to be called by
# anybody. A peer that ends first comes to the same place: `eof_received` that returns nothing closes the transport.
# A server runs out of descriptors after as many connections as it may open files (`ulimit -n`), and a client of HTTP that reads to the end of the
# connection waits. There is nothing to do about it but another loop.
#
# Seen with rloop 0.5.0 on CPython 3.13.0 and 3.11.7, against asyncio (Linux 6.18). Exits with 1 when any of this changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check rloop==0.5.0
cat > "$folder/close.py" <<'PY'
import asyncio
import gc
import os
import socket
import sys

CONNECTIONS = 20


class Server(asyncio.Protocol):
    """Says goodbye at once, or when the peer has ended."""

    def __init__(self, first: bool, lost: list) -> None:
        self.first, self.lost = first, lost

    def connection_made(self, transport) -> None:
        transport.write(b"bye")
        if self.first:
            transport.close()

    def connection_lost(self, error) -> None:
        self.lost.append(error)


def descriptors() -> int:
    return len(os.listdir("/proc/self/fd"))


async def connections(first: bool) -> str:
    loop = asyncio.get_running_loop()
    lost: list = []
    server = await loop.create_server(lambda: Server(first, lost), "127.0.0.1", 0)
    before, ends = descriptors(), 0
    for _ in range(CONNECTIONS):
        with socket.socket() as peer:
            peer.setblocking(False)
            await loop.sock_connect(peer, server.sockets[0].getsockname())
            assert await loop.sock_recv(peer, 64) == b"bye"
            if first:
                # The end is under way when the server is through with the connection; half a second is ample for loopback.
                for _ in range(25):
                    await asyncio.sleep(0.02)
                    try:
                        ends += peer.recv(64) == b""
                        break
                    except BlockingIOError:
                        continue
    for _ in range(100):
        if len(lost) == CONNECTIONS:
            break
        await asyncio.sleep(0.02)
    gc.collect()
    left = descriptors() - before
    server.close()
    return f"lost: {len(lost)}, ends seen: {ends if first else '-'}, descriptors left: {left}"


async def main() -> None:
    print(await connections(sys.argv[2] == "server"))


if sys.argv[1] == "rloop":
    import rloop

    loop = rloop.new_event_loop()
else:
    loop = asyncio.new_event_loop()
loop.run_until_complete(main())
PY
python="$folder/venv/bin/python"
echo "$("$python" --version), rloop $("$python" -c 'import importlib.metadata; print(importlib.metadata.version("rloop"))')"
status=0
expect() {
  local words=$1 said
  said=$("$python" "$folder/close.py" "$2" "$3")
  echo "$2, closed by the $3: $said"
  [ "$said" = "$words" ] || status=1
}
expect 'lost: 20, ends seen: 0, descriptors left: 20' rloop server
expect 'lost: 20, ends seen: -, descriptors left: 20' rloop peer
expect 'lost: 20, ends seen: 20, descriptors left: 0' asyncio server
expect 'lost: 20, ends seen: -, descriptors left: 0' asyncio peer
[ "$status" = 0 ] && echo 'As described: rloop keeps the descriptor of each connection.' || echo 'The behaviour has changed.'
exit "$status"
