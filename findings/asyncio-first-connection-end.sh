#!/usr/bin/env bash
# On Linux with glibc, asyncio's stream and protocol transports cost four page faults a message (two receives) until the first
# connection of the process has ended; from then on none, and a round trip takes well under half the CPU time.
#
# Why: a selector transport receives into a fresh bytes object of 256 KiB and shrinks it. Above its threshold of 128 KiB glibc maps
# such a block and unmaps it, each time. The end of a connection is the first receive whose block is freed whole, at which glibc
# raises its threshold to that size (mallopt(3), M_MMAP_THRESHOLD) and keeps the memory from then on. So a client with one connection
# that stays open never leaves the slow state, and a server leaves it with the first client that says goodbye. uvloop is never in it.
#
# Seen with CPython 3.11.2, 3.11.7 and 3.13.0 (Linux 6.18, glibc 2.36), uvloop 0.22.1. Exits with 1 when any of this changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check uvloop==0.22.1
cat > "$folder/echo.py" <<'PY'
import asyncio
import resource
import sys

MESSAGES = 2000


def faults() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt


async def serve(reader, writer):
    while data := await reader.read(65536):
        writer.write(data)
        await writer.drain()
    writer.close()


async def exchange(reader, writer) -> float:
    before = faults()
    for _ in range(MESSAGES):
        writer.write(b"x" * 64)
        await reader.readexactly(64)
    return (faults() - before) / MESSAGES


async def main() -> None:
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    standing = await asyncio.open_connection("127.0.0.1", port)
    await exchange(*standing)
    fresh = await exchange(*standing)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write_eof()
    await reader.read()
    writer.close()
    await writer.wait_closed()
    later = await exchange(*standing)
    print(f"{fresh:.2f} {later:.2f}")
    standing[1].close()
    # The server's side ends by itself.
    while len(asyncio.all_tasks()) > 1:
        await asyncio.sleep(0.01)


if sys.argv[1] == "uvloop":
    import uvloop

    uvloop.run(main())
else:
    asyncio.run(main())
PY
python="$folder/venv/bin/python"
echo "$("$python" --version), $(ldd --version 2>&1 | head -n 1)"
status=0
for loop in asyncio uvloop; do
  read -r fresh later < <("$python" "$folder/echo.py" "$loop")
  echo "$loop: $fresh page faults a message before any connection has ended, $later on the same connection after the first has"
  case "$loop" in
    asyncio) awk -v a="$fresh" -v b="$later" 'BEGIN { exit !(a > 3.5 && b < 0.5) }' || status=1 ;;
    uvloop) awk -v a="$fresh" -v b="$later" 'BEGIN { exit !(a < 0.5 && b < 0.5) }' || status=1 ;;
  esac
done
[ "$status" -eq 0 ] || echo "This is no longer as described."
exit "$status"
