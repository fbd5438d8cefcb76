#!/usr/bin/env bash
# A child of `create_subprocess_exec` that closes its standard output is, under uvloop, taken to have it still: the parent sees the end of
# that output only when the child exits. Whoever reads to the end before letting the child go on waits for ever; asyncio sees it at once.
#
# Why: for each of its pipes the child has two file descriptors. uvloop makes its end inheritable (`os.set_inheritable`) and libuv
# duplicates it to 0, 1 or 2 in the child; the first one survives the exec, and nobody in the child knows of it.
#
# Seen with uvloop 0.22.1 and 0.23.0 on CPython 3.11.7 and 3.13.0 (Linux 6.18). Exits with 1 when any of this changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check uvloop==0.23.0
cat > "$folder/child.py" <<'PY'
import asyncio
import sys

CHILD = """
import os, sys
os.write(1, b"all of it")
os.close(1)
sys.stdin.read(1)
os.write(2, " ".join(sorted(os.listdir("/proc/self/fd"), key=int)).encode())
"""


async def main() -> None:
    pipe = asyncio.subprocess.PIPE
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-I", "-S", "-c", CHILD), stdin=pipe, stdout=pipe, stderr=pipe
    )
    try:
        await asyncio.wait_for(child.stdout.read(), 2)
        seen = True
    except asyncio.TimeoutError:
        seen = False
    child.stdin.write(b"x")
    files = (await child.stderr.read()).decode()
    print(f"{sys.argv[1]}: the end of a closed standard output is {'seen' if seen else 'not seen in 2 s'}; the child has open: {files}")
    await child.wait()
    sys.exit(0 if seen == (sys.argv[1] == "asyncio") else 1)


if sys.argv[1] == "uvloop":
    import uvloop

    uvloop.run(main())
else:
    asyncio.run(main())
PY
status=0
for loop in asyncio uvloop; do
  "$folder/venv/bin/python" "$folder/child.py" "$loop" || status=1
done
[ "$status" = 0 ] && echo 'As described: uvloop sees the end only when the child exits.' || echo 'The behaviour has changed.'
exit "$status"
