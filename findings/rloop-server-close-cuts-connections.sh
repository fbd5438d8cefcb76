#!/usr/bin/env bash
# Under rloop `Server.close()` cuts the connections that are open, in the midst of their work, and `wait_closed()` returns at once. Under asyncio and
# uvloop only the listening socket is closed; what is open goes on, and `wait_closed()` waits for it (asyncio since CPython 3.12).
#
# Why: src/tcp.rs (of 0.3.1) aborts every stream of the listener before it takes the listener out of the loop, as `abort_clients()` does elsewhere (3.13), and
# `wait_closed` in rloop/server.py has an empty body.
# A service that closes its server at SIGTERM and then lets its handlers finish drops every request under way. Wait for the handlers first; nothing
# in rloop closes only the door.
#
# Seen with rloop 0.5.0 and uvloop 0.23.0 on CPython 3.13.0 and 3.11.7 (Linux 6.18). Exits with 1 when any of this changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check rloop==0.5.0 uvloop==0.23.0
cat > "$folder/close.py" <<'PY'
import asyncio
import importlib
import socket
import sys


async def main() -> None:
    loop = asyncio.get_running_loop()
    received = loop.create_future()
    accepted = asyncio.Event()

    async def serve(reader, writer) -> None:
        accepted.set()
        received.set_result(await reader.read(64))
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    with socket.socket() as peer:
        peer.setblocking(False)
        await loop.sock_connect(peer, server.sockets[0].getsockname())
        await accepted.wait()
        server.close()
        await asyncio.sleep(0.2)
        cut = received.done()
        if not cut:
            await loop.sock_sendall(peer, b"the rest")
        got = await asyncio.wait_for(received, 10)
    print(f"the handler has {'an end, though the peer has sent none' if cut and got == b'' else got.decode() or 'nothing'}")


loop = importlib.import_module(sys.argv[1]).new_event_loop()
loop.run_until_complete(main())
PY
python="$folder/venv/bin/python"
"$python" --version
status=0
expect() {
  local words=$1 said
  said=$("$python" "$folder/close.py" "$2")
  echo "$2: after the server was closed $said"
  [ "$said" = "$words" ] || status=1
}
expect 'the handler has an end, though the peer has sent none' rloop
expect 'the handler has the rest' uvloop
expect 'the handler has the rest' asyncio
[ "$status" = 0 ] && echo 'As described: rloop cuts what is open.' || echo 'The behaviour has changed.'
exit "$status"
